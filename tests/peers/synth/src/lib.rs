//! Generates schemas with any number of endpoints, in the language of `schemas/README.md` and in the proportions of the
//! pages in `schemas/`, which are listed in [`mix`].
//!
//! [`schemas`] generates the same bytes for the same [`Mix`]. `codegen::load` accepts them without errors and warnings,
//! and every field is in an example, as in the real schemas. [`change`] edits one page as a maintainer would if the
//! vendor had added a field.

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

/// The number of schemas, and the seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mix {
    /// The number of endpoints of all vendors.
    pub endpoints: usize,
    /// The number of vendors; each has an equal share of the endpoints.
    pub vendors: usize,
    /// The seed, which determines names, types and sizes.
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
