//! The only writer: makes a folder hold the files that were made, or tells how it differs.
//!
//! It skips files that are equal, so that their times stay and cargo rebuilds nothing; it deletes what it once wrote and
//! does not make any more; and it never touches a file that is not its own, which it knows by the mark in the first lines.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::emit::{File, MARK};

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Make the folder as it should be.
    Write,
    /// Tell how it differs.
    Verify,
}

/// What was done, or would have to be; paths are below the folder.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Files with other contents; in [`Mode::Write`], the missing ones as well.
    pub(crate) written: Vec<PathBuf>,
    /// Files that are missing, in [`Mode::Verify`].
    pub(crate) missing: Vec<PathBuf>,
    /// Files of ours that are not made any more.
    pub(crate) deleted: Vec<PathBuf>,
    /// Files in `src` that are not ours.
    pub(crate) foreign: Vec<PathBuf>,
    /// How many files are as they should be.
    pub(crate) unchanged: usize,
}

pub(crate) fn run(out: &Path, files: &[File], mode: Mode) -> Result<Changes> {
    let mut changes = Changes::default();
    let mut stale = Vec::new();
    for file in files {
        match read(&out.join(&file.path))? {
            Some(old) if old == file.text.as_bytes() => changes.unchanged += 1,
            Some(old) if !is_ours(&old) => {
                bail!(
                    "{} is in the way: it was not made by `cargo xtask gen`; move it elsewhere",
                    out.join(&file.path).display()
                );
            }
            Some(_) => {
                changes.written.push(PathBuf::from(&file.path));
                stale.push(file);
            }
            None => {
                let list = if mode == Mode::Write { &mut changes.written } else { &mut changes.missing };
                list.push(PathBuf::from(&file.path));
                stale.push(file);
            }
        }
    }
    let made: BTreeSet<PathBuf> = files.iter().map(|file| out.join(&file.path)).collect();
    for path in below(&out.join("src"))? {
        if made.contains(&path) {
            continue;
        }
        let ours = read(&path)?.is_some_and(|bytes| is_ours(&bytes));
        let name = path.strip_prefix(out).unwrap_or(&path).to_path_buf();
        if ours { changes.deleted.push(name) } else { changes.foreign.push(name) }
    }
    if mode == Mode::Write {
        for file in stale {
            write(out, file)?;
        }
        for path in &changes.deleted {
            delete(out, path)?;
        }
    }
    Ok(changes)
}

/// Whether a file was made by us.
fn is_ours(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(400)];
    String::from_utf8_lossy(head).contains(MARK)
}

/// What is in a file; none if there is no such file.
fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Every file below a folder, sorted; none if there is no such folder.
fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut todo = vec![folder.to_path_buf()];
    while let Some(next) = todo.pop() {
        let entries = match fs::read_dir(&next) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read the folder {}", next.display())),
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read the folder {}", next.display()))?;
            let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if folder { todo.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    Ok(files)
}

/// Writes a file beside its place and moves it there, so that no reader sees half of one.
fn write(out: &Path, file: &File) -> Result<()> {
    let path = out.join(&file.path);
    let context = || format!("cannot write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(context)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let beside = path.with_file_name(name);
    fs::write(&beside, &file.text).with_context(context)?;
    fs::rename(&beside, &path).with_context(context)
}

/// Deletes a file, and the folders that it leaves empty.
fn delete(out: &Path, name: &Path) -> Result<()> {
    let path = out.join(name);
    fs::remove_file(&path).with_context(|| format!("cannot delete {}", path.display()))?;
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| *folder != out && fs::remove_dir(folder).is_ok()) {
        folder = empty.parent();
    }
    Ok(())
}
