//! Tests of the reader, with small pages made for them.

mod claims;
mod forms;
mod mutations;
mod paths;
