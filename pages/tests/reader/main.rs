//! Tests of the reader, with small pages made for them.

mod forms;
mod mutations;
mod paths;
