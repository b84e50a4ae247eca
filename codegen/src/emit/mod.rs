//! Emits files from the model. A target is a function of the model: a new one is a file and a line in `TARGETS`. What it
//! writes about all vendors together is made from [`Shares`].
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
mod shares;
mod table;

pub use inputs::Digests;
pub use piece::{Draft, File, MARK, Piece};
pub use rust::{Call, Paths, call};
pub(crate) use rust::{WORDS, safe};
pub use shares::{Counts, Share, Shares};

use crate::{model::Model, threads};

/// The targets with files for each vendor.
const TARGETS: &[for<'m> fn(&'m Model) -> Vec<Piece<'m>>] = &[rust::pieces, openapi::pieces];

/// The files of the vendors of a model, sorted by path, before they are emitted.
#[must_use]
pub fn pieces(model: &Model) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = TARGETS.iter().flat_map(|target| target(model)).collect();
    pieces.sort_by(|a, b| a.path.cmp(&b.path));
    pieces
}

/// The files that all vendors share, sorted by path.
#[must_use]
pub fn shared(shares: &Shares) -> Vec<File> {
    let mut files = rust::shared(shares);
    files.push(table::file(shares.vendors.values().map(|share| &share.rows)));
    files.push(coverage::file(shares.vendors.values().map(|share| &share.coverage)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// All files of the generated crate, sorted by path.
#[must_use]
pub fn files(model: &Model) -> Vec<File> {
    let mut files =
        threads::each(&pieces(model), |piece| File { path: piece.path.clone(), text: piece.draft().print() });
    files.extend(shared(&Shares::of(model)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
