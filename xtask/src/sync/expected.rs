//! The files that a folder should hold.

use std::{borrow::Cow, path::Path};

use anyhow::Result;
use codegen::emit::File;

use super::place;

/// A file that a folder should hold. Its text need not be known: a digest may be enough to compare it.
pub(crate) trait Expected: Sync {
    /// The path below the folder, with `/`.
    fn path(&self) -> &str;

    /// Whether the file at `path` has the expected contents.
    fn matches(&self, path: &Path) -> Result<bool>;
}

/// An expected file that can be written.
///
/// The text is made on demand, so that the texts of all files need not fit into memory.
pub(crate) trait Writable: Expected {
    /// The contents, which are the same in each call.
    fn text(&self) -> Cow<'_, str>;
}

impl Expected for File {
    fn path(&self) -> &str {
        &self.path
    }

    fn matches(&self, path: &Path) -> Result<bool> {
        place::has_text(path, &self.text)
    }
}

impl Writable for File {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.text)
    }
}
