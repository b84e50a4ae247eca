//! The folder in which a run gets ready: on the same disk as its output, and there only while one is at work.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::threads;

use super::{
    Wanted, disk,
    place::{self, Kind},
};

/// The folder's name in the output folder.
pub(super) const FOLDER: &str = ".gen";

/// The name of the list of what is to be done.
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

/// The journal while it is written.
pub(super) fn draft(out: &Path) -> PathBuf {
    folder(out).join("journal.new")
}

/// A file that waits to be moved to its place, by its number in the journal.
pub(super) fn staged(out: &Path, number: usize) -> PathBuf {
    files(out).join(number.to_string())
}

/// A folder that is moved about, to see whether it can be.
pub(super) fn probe(out: &Path) -> PathBuf {
    folder(out).join("probe")
}

fn files(out: &Path) -> PathBuf {
    folder(out).join("new")
}

/// Writes files so that they only have to be moved. Each is made now, and forgotten once it is written.
pub(super) fn fill<W: Wanted>(out: &Path, wanted: &[&W]) -> Result<()> {
    disk::create_folder(&files(out))?;
    threads::stream(
        wanted,
        |file| file.text(),
        |number, text| {
            if !place::is_marked(text.as_bytes()) {
                bail!("{} was made without the mark by which it is known to be ours", wanted[number].path());
            }
            disk::write_file(&staged(out, number), text.as_bytes())
        },
    )?;
    let all: Vec<PathBuf> = (0..wanted.len()).map(|number| staged(out, number)).collect();
    disk::sync_files(&all)?;
    disk::sync_folder(&files(out))
}

/// Whether a run has got as far as writing to the folder.
pub(super) fn is_used(out: &Path) -> Result<bool> {
    Ok(place::kind(&files(out))? != Kind::Absent || place::kind(&draft(out))? != Kind::Absent)
}

/// Removes everything but the lock. The journal goes first: without the files it would be a promise that nobody can keep.
pub(super) fn clear(out: &Path) -> Result<()> {
    let staged = numbered(&files(out))?;
    for path in [journal(out), draft(out)] {
        match place::kind(&path)? {
            Kind::Absent => {}
            Kind::File => {
                disk::remove_file(&path)?;
                disk::sync_folder(&folder(out))?;
            }
            _ => bail!("{} is in the way: it is not a file; move it elsewhere", path.display()),
        }
    }
    for path in staged {
        disk::remove_file(&path)?;
    }
    disk::remove_empty(&probe(out))?;
    disk::remove_empty(&files(out))?;
    Ok(())
}

/// The staged files; an error if there is anything that cannot be one.
fn numbered(folder: &Path) -> Result<Vec<PathBuf>> {
    match place::kind(folder)? {
        Kind::Absent => return Ok(Vec::new()),
        Kind::Folder => {}
        _ => bail!("{} is in the way: it is not a folder; move it elsewhere", folder.display()),
    }
    let mut paths = Vec::new();
    let context = || format!("cannot read the folder {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let path = entry.with_context(context)?.path();
        let is_number = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.parse::<u32>().is_ok());
        if !is_number || place::kind(&path)? != Kind::File {
            bail!("{} is in the way: it was not made by `cargo xtask gen`; move it elsewhere", path.display());
        }
        paths.push(path);
    }
    paths.sort();
    Ok(paths)
}
