//! The lock that lets only one run at a time write to a folder.

use std::{
    fs::{self, TryLockError},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    disk, paths,
    place::{self, Kind},
};
use crate::terminal::eprint_line;

/// The right to write to a folder. Dropping it removes the staging folder, if that is empty.
#[derive(Debug)]
pub(super) struct Lock {
    file: fs::File,
    path: PathBuf,
    /// The staging folder, then the folders above it that this run created. They are removed if they stay empty.
    folders: Vec<PathBuf>,
}

impl Lock {
    /// Takes the lock. If another run holds it, says so and waits.
    pub(super) fn take(out: &Path) -> Result<Self> {
        let path = paths::lock(out);
        let absent = out.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let folders: Vec<PathBuf> = [paths::folder(out)].into_iter().chain(absent.map(PathBuf::from)).collect();
        loop {
            let Some(file) = open(out, &path).inspect_err(|_| remove_empty(&folders))? else { continue };
            wait(&file, out, &path)?;
            // The other run has deleted its lock file, so this lock may protect nothing: a third run may already have
            // created a new file.
            if is_at(&path, &file) {
                let mut lock = Self { file, path, folders };
                let process = format!("{}\n", std::process::id());
                let written = disk::replace(&mut lock.file, &process);
                written.with_context(|| format!("cannot write {}", lock.path.display()))?;
                return Ok(lock);
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file that cannot be removed is harmless: the next run that writes removes it.
        if is_at(&self.path, &self.file) && disk::remove_file(&self.path).is_ok() {
            remove_empty(&self.folders);
        }
    }
}

fn remove_empty(folders: &[PathBuf]) {
    let _ = folders.iter().all(|folder| disk::remove_empty(folder).unwrap_or(false));
}

/// Opens the lock file; `None` if another run has just removed its folder.
fn open(out: &Path, path: &Path) -> Result<Option<fs::File>> {
    let folder = paths::folder(out);
    disk::create_folder(out)?;
    if !matches!(place::kind(&folder)?, Kind::Absent | Kind::Folder) {
        bail!("{} is in the way: it is not a folder; move it elsewhere", folder.display());
    }
    if !matches!(place::kind(path)?, Kind::Absent | Kind::File) {
        bail!("{} is in the way: it is not a file; move it elsewhere", path.display());
    }
    disk::create_folder(&folder)?;
    match disk::open_file(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot open {}", path.display())),
    }
}

fn wait(file: &fs::File, out: &Path, path: &Path) -> Result<()> {
    let locked = match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let holder = fs::read_to_string(path).ok().and_then(|text| text.trim().parse::<u32>().ok());
            let holder = holder.map(|id| format!(" (process {id})")).unwrap_or_default();
            eprint_line(&format!(
                "note: another `cargo xtask gen`{holder} is writing to {}; waiting for it",
                out.display()
            ));
            file.lock()
        }
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    };
    locked.with_context(|| format!("cannot lock {}", path.display()))
}

/// Whether this very file is at a path.
#[cfg(unix)]
fn is_at(path: &Path, file: &fs::File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (found, own) = (fs::symlink_metadata(path), file.metadata());
    found.is_ok_and(|found| own.is_ok_and(|own| (found.dev(), found.ino()) == (own.dev(), own.ino())))
}

/// Whether this very file is at a path, as far as that can be found out.
#[cfg(not(unix))]
fn is_at(path: &Path, _: &fs::File) -> bool {
    path.exists()
}
