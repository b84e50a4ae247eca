//! Tests of the client and of the mock server, each alone and one against the other.

include!(concat!(env!("OUT_DIR"), "/endpoints.rs"));

mod client;
mod mock;
mod over_http;
mod prism;
