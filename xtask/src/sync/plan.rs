//! Finds the changes that a folder needs, without making them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::threads;

use super::{
    expected::Expected,
    place::{self, Occupant},
};

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

/// The changes that a folder needs.
pub(super) struct Plan<'f, E> {
    pub(super) changes: Changes,
    /// The files to write.
    pub(super) files: Vec<&'f E>,
}

impl<'f, E: Expected> Plan<'f, E> {
    /// Compares a folder with the files that it should hold; an error if something is in the way.
    pub(super) fn make(out: &Folder<'_>, files: &'f [E]) -> Result<Self> {
        place::check_output(out.path)?;
        let names = names(files)?;
        let mut plan = Self { changes: Changes::default(), files: Vec::new() };
        for (file, compared) in files.iter().zip(threads::each(files, |file| compare(out.path, file))) {
            match compared? {
                Compared::Same => {
                    plan.changes.unchanged += 1;
                    continue;
                }
                Compared::Different => plan.changes.written.push(PathBuf::from(file.path())),
                Compared::Missing => plan.changes.missing.push(PathBuf::from(file.path())),
            }
            plan.files.push(file);
        }
        let tops: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
        for top in tops {
            plan.sweep(out, top, &names)?;
        }
        plan.changes.deleted.sort();
        plan.changes.foreign.sort();
        Ok(plan)
    }

    /// Whether no change is needed.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.changes.deleted.is_empty()
    }

    /// The changes that were made, once the plan has been carried out.
    pub(super) fn done(self) -> Changes {
        let mut changes = self.changes;
        changes.written.append(&mut changes.missing);
        changes.written.sort();
        changes
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
                self.changes.foreign.push(Path::new(folder).join(entry.file_name()));
                continue;
            };
            let name = format!("{folder}/{file_name}");
            if kind.is_dir() {
                self.sweep(out, &name, expected)?;
            } else if expected.contains(name.as_str()) || out.handwritten.contains(&file_name.as_str()) {
                continue;
            } else if kind.is_file() && place::is_generated(&entry.path())? {
                self.changes.deleted.push(PathBuf::from(name));
            } else {
                self.changes.foreign.push(PathBuf::from(name));
            }
        }
        Ok(())
    }
}

/// How a file on disk compares with the expected one.
enum Compared {
    Same,
    Different,
    Missing,
}

fn compare(out: &Path, file: &impl Expected) -> Result<Compared> {
    match place::look(out, file.path())? {
        Occupant::Ours if file.matches(&out.join(file.path()))? => Ok(Compared::Same),
        Occupant::Ours => Ok(Compared::Different),
        Occupant::Nothing => Ok(Compared::Missing),
    }
}

/// The paths of the expected files. Paths that differ only in case would be one file on some systems.
fn names<E: Expected>(files: &[E]) -> Result<BTreeSet<&str>> {
    let mut seen = BTreeMap::new();
    for name in files.iter().map(|file| file.path()) {
        place::check_name(name)?;
        if let Some(other) = seen.insert(name.to_lowercase(), name) {
            bail!("the paths `{other}` and `{name}` are the same, or differ only in case");
        }
    }
    Ok(seen.into_values().collect())
}
