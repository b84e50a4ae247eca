//! The folder and its changes, and the search for files that should not be there.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::place;

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Make the folder as it should be.
    Write,
    /// Report how it differs. Nothing is written, not even a lock.
    Verify,
}

/// A folder of generated files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folder<'f> {
    pub(crate) path: &'f Path,
    /// The names of handwritten files beside generated ones. They are neither deleted nor reported as foreign.
    pub(crate) handwritten: &'f [&'f str],
}

/// The changes that were made or are needed. Paths are relative to the folder.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Files with other contents; after a run that writes, new files as well.
    pub(crate) written: Vec<PathBuf>,
    /// Files that are missing; empty after a run that writes.
    pub(crate) missing: Vec<PathBuf>,
    /// Files that an earlier run generated and that are no longer generated.
    pub(crate) deleted: Vec<PathBuf>,
    /// Files that were not generated, in folders of generated files.
    pub(crate) foreign: Vec<PathBuf>,
    /// The journal of an interrupted run, which the next run that writes completes.
    pub(crate) unfinished: Vec<PathBuf>,
    /// The number of files that need no change.
    pub(crate) unchanged: usize,
}

/// Files in folders of generated files that are not expected there.
#[derive(Debug, Default)]
pub(super) struct Strays {
    /// Those that an earlier run generated, sorted.
    pub(super) deleted: Vec<PathBuf>,
    /// Those that were not generated, sorted.
    pub(super) foreign: Vec<PathBuf>,
}

impl Strays {
    /// Searches the folders at the top of `out` that hold expected files.
    pub(super) fn find(out: &Folder<'_>, expected: &BTreeSet<&str>) -> Result<Self> {
        let mut strays = Self::default();
        let tops: BTreeSet<&str> = expected.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
        for top in tops {
            strays.sweep(out, top, expected)?;
        }
        strays.deleted.sort();
        strays.foreign.sort();
        Ok(strays)
    }

    /// Finds the files in a folder that it should not hold. Symlinks are not followed: they are
    /// foreign, unless they have the name of a handwritten file, such as a licence.
    fn sweep(&mut self, out: &Folder<'_>, folder: &str, expected: &BTreeSet<&str>) -> Result<()> {
        let path = out.path.join(folder);
        let context = || format!("cannot read the folder {}", path.display());
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error).with_context(context),
        };
        for entry in entries {
            let entry = entry.with_context(context)?;
            let kind = entry.file_type().with_context(context)?;
            let Ok(file_name) = entry.file_name().into_string() else {
                self.foreign.push(Path::new(folder).join(entry.file_name()));
                continue;
            };
            let name = format!("{folder}/{file_name}");
            if kind.is_dir() {
                self.sweep(out, &name, expected)?;
            } else if expected.contains(name.as_str()) || out.handwritten.contains(&file_name.as_str()) {
                continue;
            } else if kind.is_file() && place::is_generated(&entry.path())? {
                self.deleted.push(PathBuf::from(name));
            } else {
                self.foreign.push(PathBuf::from(name));
            }
        }
        Ok(())
    }
}
