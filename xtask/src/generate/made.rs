//! The result of loading all vendors.

use std::collections::BTreeMap;

use anyhow::Result;
use codegen::{
    diagnostic::Diagnostic,
    emit::{Counts, Share, features::Areas},
};

use crate::cache::{Cache, Record, SharedFiles};

/// What became of an attempt to make all files.
pub(super) enum Made {
    All(All),
    /// The schemas have these errors.
    Errors(Vec<Diagnostic>),
    /// A vendor has errors or cannot be loaded alone: all must be loaded together.
    Inseparable,
}

/// What is known when all files were made.
#[derive(Default)]
pub(super) struct All {
    pub(super) counts: Counts,
    /// By vendor.
    pub(super) areas: BTreeMap<String, Areas>,
    /// The warnings.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What is to be stored of the vendors that were loaded.
    pub(super) records: BTreeMap<String, (Record, Share)>,
    /// What is to be stored of the shared files.
    pub(super) shared: SharedFiles,
}

impl All {
    /// Stores what the next run can use.
    pub(super) fn store(&self, cache: &Cache) -> Result<()> {
        for (vendor, (record, share)) in &self.records {
            cache.write(vendor, record, share)?;
        }
        cache.write_shared(&self.shared)?;
        cache.keep_only(self.areas.keys().map(String::as_str))
    }
}
