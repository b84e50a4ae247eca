//! Tests that run cargo on emitted crates.

mod compiler_agrees_with_diff;
mod compiles;
mod constructors;
mod packages;
mod redis;
