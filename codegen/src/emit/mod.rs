//! Emits files from the model. A target is a function of the model: a new one is a file and a line in `TARGETS`.
//!
//! Targets return pieces, which become files on demand. So a run need not hold all texts at once, can emit several at a
//! time, and can skip those that are up to date.
//!
//! **Architecture invariant:** no target names a vendor, an endpoint or a type. A special case is a key in the schema
//! language, and a fact on the model.

pub mod coverage;
pub mod features;
mod inputs;
pub mod language;
mod openapi;
pub mod outline;
mod piece;
mod rust;
mod table;

pub use inputs::Digests;
pub use piece::{Draft, MARK, Piece};
pub use rust::{Call, Paths, call};
pub(crate) use rust::{WORDS, safe};

use crate::{model::Model, threads};

/// An emitted file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path below the crate's folder, or that of the schemas, with `/`.
    pub path: String,
    /// The contents.
    pub text: String,
}

/// All targets.
const TARGETS: &[for<'m> fn(&'m Model) -> Vec<Piece<'m>>] =
    &[rust::pieces, table::pieces, openapi::pieces, coverage::pieces];

/// All files of the generated crate that depend on the model, sorted by path, before they are emitted.
#[must_use]
pub fn pieces(model: &Model) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = TARGETS.iter().flat_map(|target| target(model)).collect();
    pieces.sort_by(|a, b| a.path.cmp(&b.path));
    pieces
}

/// All files of the generated crate that depend on the model, sorted by path.
#[must_use]
pub fn files(model: &Model) -> Vec<File> {
    threads::each(&pieces(model), |piece| File { path: piece.path.clone(), text: piece.draft().print() })
}
