//! Tests of the client and of the mock server, each alone and one against the other.

mod client;
mod mock;
mod over_http;
mod prism;
