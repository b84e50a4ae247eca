//! The paths of the staging folder, in which a run prepares its changes.
//!
//! It is in the output folder, and therefore on the same disk. It exists only while a run is at work.

use std::path::{Path, PathBuf};

/// The name of the staging folder.
pub(super) const FOLDER: &str = ".gen";

/// The name of the journal in the staging folder.
pub(super) const JOURNAL: &str = "journal";

pub(super) fn folder(out: &Path) -> PathBuf {
    out.join(FOLDER)
}

pub(super) fn lock(out: &Path) -> PathBuf {
    folder(out).join("lock")
}

pub(super) fn journal(out: &Path) -> PathBuf {
    folder(out).join(JOURNAL)
}

/// The journal while it is being written.
pub(super) fn draft(out: &Path) -> PathBuf {
    folder(out).join("journal.new")
}

/// The folder of the staged files.
pub(super) fn files(out: &Path) -> PathBuf {
    folder(out).join("new")
}

/// A staged file, by its number in the journal.
pub(super) fn staged(out: &Path, number: usize) -> PathBuf {
    files(out).join(number.to_string())
}

/// A folder that is moved to other folders to find out whether they can be written to.
pub(super) fn probe(out: &Path) -> PathBuf {
    folder(out).join("probe")
}
