//! Tests of the reader, with small pages made for them.

mod claims;
mod equality;
mod forms;
mod mutations;
mod openapi;
mod paths;
mod permissions;
mod rendered;
