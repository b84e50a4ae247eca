//! Tests of what is emitted: the Rust crates, as their users call them, and the OpenAPI descriptions.

mod behaviour;
mod conformance;
mod differential;
mod openapi;
mod openapi_oracle;
