//! One run at a time writes to a folder.

use std::{
    fs::{self, TryLockError},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    disk,
    place::{self, Kind},
    staging,
};
use crate::tell;

/// The right to write to a folder. Letting go of it removes the staging folder, if that is empty.
#[derive(Debug)]
pub(super) struct Lock {
    file: fs::File,
    path: PathBuf,
    /// The staging folder, then those that were not there before: if nothing comes to lie in them, they go again.
    folders: Vec<PathBuf>,
}

impl Lock {
    /// Waits for other runs, and says so.
    pub(super) fn take(out: &Path) -> Result<Self> {
        let path = staging::lock(out);
        let absent = out.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let folders: Vec<PathBuf> = [staging::folder(out)].into_iter().chain(absent.map(PathBuf::from)).collect();
        loop {
            let Some(file) = open(out, &path).inspect_err(|_| leave(&folders))? else { continue };
            wait(&file, out, &path)?;
            // The run that was waited for has deleted its lock: it protects nothing any more, and others may already
            // have made a new one.
            if leads_to(&path, &file) {
                let mut lock = Self { file, path, folders };
                let own = format!("{}\n", std::process::id());
                let told = disk::replace(&mut lock.file, &own);
                told.with_context(|| format!("cannot write {}", lock.path.display()))?;
                return Ok(lock);
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What stays is empty, and the next run that writes takes it away.
        if leads_to(&self.path, &self.file) && disk::remove_file(&self.path).is_ok() {
            leave(&self.folders);
        }
    }
}

fn leave(folders: &[PathBuf]) {
    let _ = folders.iter().all(|folder| disk::remove_empty(folder).unwrap_or(false));
}

/// The lock's file; none if another run has just removed its folder.
fn open(out: &Path, path: &Path) -> Result<Option<fs::File>> {
    let folder = staging::folder(out);
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
            tell(&format!("note: another `cargo xtask gen`{holder} is writing to {}; waiting for it", out.display()));
            file.lock()
        }
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    };
    locked.with_context(|| format!("cannot lock {}", path.display()))
}

/// Whether a path leads to this very file.
#[cfg(unix)]
fn leads_to(path: &Path, file: &fs::File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (found, own) = (fs::symlink_metadata(path), file.metadata());
    found.is_ok_and(|found| own.is_ok_and(|own| (found.dev(), found.ino()) == (own.dev(), own.ino())))
}

/// Whether a path leads to this very file, as far as can be told.
#[cfg(not(unix))]
fn leads_to(path: &Path, _: &fs::File) -> bool {
    path.exists()
}
