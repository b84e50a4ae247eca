//! What has to change, found without changing anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::threads;

use super::{
    Changes, Known,
    place::{self, Standing},
};

/// What has to change.
pub(super) struct Plan<'f, K> {
    /// The same for people.
    pub(super) changes: Changes,
    /// The files that have to be written.
    pub(super) files: Vec<&'f K>,
}

impl<'f, K: Known> Plan<'f, K> {
    /// Compares a folder with what was made; an error if something is in the way.
    pub(super) fn make(out: &Path, files: &'f [K]) -> Result<Self> {
        place::output(out)?;
        let made = names(files)?;
        let mut plan = Self { changes: Changes::default(), files: Vec::new() };
        for (file, standing) in files.iter().zip(threads::each(files, |file| compare(out, file))) {
            match standing? {
                Compared::Same => {
                    plan.changes.unchanged += 1;
                    continue;
                }
                Compared::Different => plan.changes.written.push(PathBuf::from(file.path())),
                Compared::Missing => plan.changes.missing.push(PathBuf::from(file.path())),
            }
            plan.files.push(file);
        }
        let tops: BTreeSet<&str> = made.iter().filter_map(|name| Some(name.split_once('/')?.0)).collect();
        for top in tops {
            plan.sweep(out, top, &made)?;
        }
        plan.changes.deleted.sort();
        plan.changes.foreign.sort();
        Ok(plan)
    }

    /// Whether all is as it should be.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.changes.deleted.is_empty()
    }

    /// What was done, once the plan has been followed.
    pub(super) fn done(self) -> Changes {
        let mut changes = self.changes;
        changes.written.append(&mut changes.missing);
        changes.written.sort();
        changes
    }

    /// Finds what is in a folder and was not made. A symlink is foreign: it is not followed.
    fn sweep(&mut self, out: &Path, folder: &str, made: &BTreeSet<&str>) -> Result<()> {
        let context = || format!("cannot read the folder {}", out.join(folder).display());
        let entries = match fs::read_dir(out.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error).with_context(context),
        };
        for entry in entries {
            let entry = entry.with_context(context)?;
            let kind = entry.file_type().with_context(context)?;
            let Ok(name) = entry.file_name().into_string() else {
                self.changes.foreign.push(Path::new(folder).join(entry.file_name()));
                continue;
            };
            let name = format!("{folder}/{name}");
            if kind.is_dir() {
                self.sweep(out, &name, made)?;
            } else if kind.is_file() && entry.file_name() == "Cargo.toml" {
                // Each vendor has a crate, and no manifest is made.
                continue;
            } else if made.contains(name.as_str()) {
                continue;
            } else if kind.is_file() && place::is_ours(&entry.path())? {
                self.changes.deleted.push(PathBuf::from(name));
            } else {
                self.changes.foreign.push(PathBuf::from(name));
            }
        }
        Ok(())
    }
}

/// How a file on the disk is, compared with what was made.
enum Compared {
    Same,
    Different,
    Missing,
}

fn compare(out: &Path, file: &impl Known) -> Result<Compared> {
    match place::look(out, file.path())? {
        Standing::Ours if file.is_at(&out.join(file.path()))? => Ok(Compared::Same),
        Standing::Ours => Ok(Compared::Different),
        Standing::Absent => Ok(Compared::Missing),
    }
}

/// The names of what was made. No two may be one file, whatever the system makes of case.
fn names<K: Known>(files: &[K]) -> Result<BTreeSet<&str>> {
    let mut seen = BTreeMap::new();
    for name in files.iter().map(|file| file.path()) {
        place::check_name(name)?;
        if let Some(other) = seen.insert(name.to_lowercase(), name) {
            bail!("the paths `{other}` and `{name}` are the same, or differ only in case");
        }
    }
    Ok(seen.into_values().collect())
}
