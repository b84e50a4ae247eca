//! What doc pages state, in the form that is committed beside a schema.
//!
//! The reader of pages makes [`Facts`]; `gen` compares them with the schema; `drift` compares those of a new copy of the
//! page with the committed ones. Sentences are not in them, only the [digest](text::digest) of each, so that a changed one
//! is noticed. This library does no IO.

mod compare;
mod list;
mod page;
pub mod text;
pub mod vocabulary;
mod yaml;

pub use compare::{Change, changes};
pub use list::{Fact, Id};
pub use page::{Bounds, Claim, Direction, Example, Facts, Part, Permission, Row, Sentence, Values};
pub use yaml::ReadError;
