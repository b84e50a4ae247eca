//! Writes new files to the staging folder, and clears it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    disk, paths,
    place::{self, Kind},
};

/// Writes a file to the staging folder, so that it only has to be moved. It is certain to be on disk only after
/// [`complete`].
pub(super) fn add(out: &Path, number: usize, name: &str, text: &str) -> Result<()> {
    if number == 0 {
        disk::create_folder(&paths::files(out))?;
    }
    if !place::is_marked(text.as_bytes()) {
        bail!("{name} was generated without the mark that identifies generated files");
    }
    disk::write_file(&paths::staged(out, number), text.as_bytes())
}

/// Waits until the staged files are on disk.
pub(super) fn complete(out: &Path, files: &[String]) -> Result<()> {
    disk::create_folder(&paths::files(out))?;
    let staged: Vec<PathBuf> = (0..files.len()).map(|number| paths::staged(out, number)).collect();
    disk::sync_files(&paths::files(out), &staged)?;
    disk::sync_folder(&paths::files(out))
}

/// Whether a run has begun to write to the staging folder.
pub(super) fn is_used(out: &Path) -> Result<bool> {
    Ok(place::kind(&paths::files(out))? != Kind::Absent || place::kind(&paths::draft(out))? != Kind::Absent)
}

/// Removes everything but the lock. The journal goes first, because it cannot be followed without the staged files.
pub(super) fn clear(out: &Path) -> Result<()> {
    let staged = numbered(&paths::files(out))?;
    for path in [paths::journal(out), paths::draft(out)] {
        match place::kind(&path)? {
            Kind::Absent => {}
            Kind::File => {
                disk::remove_file(&path)?;
                disk::sync_folder(&paths::folder(out))?;
            }
            _ => bail!("{} is in the way: it is not a file; move it elsewhere", path.display()),
        }
    }
    for path in staged {
        disk::remove_file(&path)?;
    }
    disk::remove_empty(&paths::probe(out))?;
    disk::remove_empty(&paths::files(out))?;
    Ok(())
}

/// The staged files; an error if the folder has anything else.
fn numbered(folder: &Path) -> Result<Vec<PathBuf>> {
    match place::kind(folder)? {
        Kind::Absent => return Ok(Vec::new()),
        Kind::Folder => {}
        _ => bail!("{} is in the way: it is not a folder; move it elsewhere", folder.display()),
    }
    let mut files = Vec::new();
    let context = || format!("cannot read the folder {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let path = entry.with_context(context)?.path();
        let is_number = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.parse::<u32>().is_ok());
        if !is_number || place::kind(&path)? != Kind::File {
            bail!("{} is in the way: it was not made by `cargo xtask gen`; move it elsewhere", path.display());
        }
        files.push(path);
    }
    files.sort();
    Ok(files)
}
