//! What has to change, found without changing anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::emit::File;

use super::{
    Changes,
    place::{self, Standing},
};

/// What has to change.
#[derive(Debug, Default)]
pub(super) struct Plan<'f> {
    /// The same for people.
    pub(super) changes: Changes,
    /// The files that have to be written.
    pub(super) files: Vec<&'f File>,
}

impl<'f> Plan<'f> {
    /// Compares a folder with what was made; an error if something is in the way.
    pub(super) fn make(out: &Path, files: &'f [File]) -> Result<Self> {
        place::output(out)?;
        let made = names(files)?;
        let mut plan = Self::default();
        for file in files {
            plan.compare(out, file)?;
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

    fn compare(&mut self, out: &Path, file: &'f File) -> Result<()> {
        if !place::is_marked(file.text.as_bytes()) {
            bail!("{} was made without the mark by which it is known to be ours", file.path);
        }
        match place::look(out, &file.path)? {
            Standing::Ours if place::holds(&out.join(&file.path), &file.text)? => {
                self.changes.unchanged += 1;
                return Ok(());
            }
            Standing::Ours => self.changes.written.push(PathBuf::from(&file.path)),
            Standing::Absent => self.changes.missing.push(PathBuf::from(&file.path)),
        }
        self.files.push(file);
        Ok(())
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

/// The names of what was made. No two may be one file, whatever the system makes of case.
fn names(files: &[File]) -> Result<BTreeSet<&str>> {
    let mut seen = BTreeMap::new();
    for name in files.iter().map(|file| file.path.as_str()) {
        place::check_name(name)?;
        if let Some(other) = seen.insert(name.to_lowercase(), name) {
            bail!("the paths `{other}` and `{name}` are the same, or differ only in case");
        }
    }
    Ok(seen.into_values().collect())
}
