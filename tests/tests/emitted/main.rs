//! Tests of what is emitted: the Rust crates, as their users call them, and the OpenAPI descriptions.

include!(concat!(env!("OUT_DIR"), "/endpoints.rs"));
include!(concat!(env!("OUT_DIR"), "/enums.rs"));
include!(concat!(env!("OUT_DIR"), "/events.rs"));

mod behaviour;
mod calls;
mod conformance;
mod differential;
mod events;
mod nearly_right;
mod openapi;
mod openapi_oracle;
mod shapes;
mod verdict;
