//! Schemas of as many endpoints as are asked for: the language of `schemas/README.md`, in the mix of the pages in
//! `schemas/`, which [`mix`] holds as a table.
//!
//! [`schemas`] makes the same bytes for the same [`Mix`]. `codegen::load` takes them without an error or a warning, and
//! every field is in an example, as in the real ones. [`change`] edits one page as somebody would whose vendor has added a
//! field.

mod change;
mod draw;
mod errata;
mod examples;
pub mod mix;
mod object;
mod page;
mod syntax;
mod tree;
mod vendor;
mod words;

use std::{fs, path::Path};

use anyhow::{Context, Result};
use codegen::Source;

pub use change::change;

/// How many schemas are made, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    /// Endpoints of all vendors together.
    pub endpoints: usize,
    /// Vendors, which have an equal share of the endpoints each.
    pub vendors: usize,
    /// Other seeds give other names, types and sizes.
    pub seed: u64,
}

/// The schemas of a mix: for each vendor its `vendor.yaml`, its pages and their examples, sorted by path.
#[must_use]
pub fn schemas(mix: &Mix) -> Vec<Source> {
    let mut sources = Vec::new();
    let vendors = mix.vendors.max(1);
    for number in 0..vendors {
        let endpoints = mix.endpoints / vendors + usize::from(number < mix.endpoints % vendors);
        vendor::write(mix.seed, number, endpoints, &mut sources);
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

/// Writes schemas into a folder.
///
/// # Errors
/// If a file cannot be written.
pub fn write(folder: &Path, sources: &[Source]) -> Result<()> {
    for source in sources {
        let path = folder.join(&source.path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::write(&path, &source.bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
