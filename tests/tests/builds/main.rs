//! Tests that run cargo on emitted crates.

mod compiler_agrees_with_diff;
mod compiles;
mod constructors;
mod kinds;
mod own_endpoint;
mod packages;
mod redis;
