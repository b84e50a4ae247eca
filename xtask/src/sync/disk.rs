//! Every change of the disk, a function each, so that a test can end or fail a run before any of them.

use std::{
    fs,
    io::{
        self,
        ErrorKind::{AlreadyExists, DirectoryNotEmpty, NotFound, PermissionDenied, ResourceBusy},
        Write,
    },
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Comes before every change.
fn step() -> io::Result<()> {
    #[cfg(test)]
    super::tests::step()?;
    Ok(())
}

/// Makes a folder, and those that it lies in.
pub(super) fn create_folder(folder: &Path) -> Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        create_folder(above)?;
    }
    match step().and_then(|()| fs::create_dir(folder)) {
        Err(error) if error.kind() != AlreadyExists => Err(error),
        _ => Ok(()),
    }
    .with_context(|| format!("cannot create the folder {}", folder.display()))
}

/// Writes a file that is not there yet, and waits until it is on the disk.
pub(super) fn create_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let create = || {
        step()?;
        let mut file = fs::File::create_new(path)?;
        step()?;
        file.write_all(bytes)?;
        step()?;
        file.sync_all()
    };
    create().with_context(|| format!("cannot write {}", path.display()))
}

/// Makes a text the whole of a file that is not one of those that are made, or leaves the file as it is.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = Path::new(&draft);
    remove_file(draft)?;
    create_file(draft, text.as_bytes())?;
    rename(draft, path)
}

/// Writes a file that is not there yet. It may not be on the disk before [`sync_files`] has waited for it.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let create = || {
        step()?;
        let mut file = fs::File::create_new(path)?;
        step()?;
        file.write_all(bytes)
    };
    create().with_context(|| format!("cannot write {}", path.display()))
}

/// Waits until files are on the disk, for many at a time: a disk that is asked for one after the other takes its time
/// for each.
pub(super) fn sync_files(paths: &[PathBuf]) -> Result<()> {
    const AT_A_TIME: usize = 16;
    let sync = |path: &PathBuf| {
        let synced = fs::File::options().write(true).open(path).and_then(|file| file.sync_all());
        synced.with_context(|| format!("cannot write {}", path.display()))
    };
    step()?;
    let each = paths.len().div_ceil(AT_A_TIME).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = paths.chunks(each).map(|part| scope.spawn(|| part.iter().try_for_each(sync))).collect();
        parts.into_iter().try_for_each(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Opens a file for reading and writing, and makes it if there is none.
pub(super) fn open_file(path: &Path) -> io::Result<fs::File> {
    step()?;
    fs::File::options().read(true).write(true).create(true).truncate(false).open(path)
}

/// Makes a short text the whole of an open file.
pub(super) fn replace(file: &mut fs::File, text: &str) -> io::Result<()> {
    step()?;
    file.set_len(0)?;
    step()?;
    file.write_all(text.as_bytes())
}

/// Moves something to its place; a file, in the stead of one that is there.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    let context = || format!("cannot move {} to {}", from.display(), to.display());
    step().and_then(|()| fs::rename(from, to)).with_context(context)
}

/// Deletes a file, if it is there.
pub(super) fn remove_file(path: &Path) -> Result<()> {
    match step().and_then(|()| fs::remove_file(path)) {
        Err(error) if error.kind() != NotFound => Err(error),
        _ => Ok(()),
    }
    .with_context(|| format!("cannot delete {}", path.display()))
}

/// Deletes a folder if it is empty and may be deleted; whether it is gone.
pub(super) fn remove_empty(folder: &Path) -> Result<bool> {
    match step().and_then(|()| fs::remove_dir(folder)).map_err(|error| (error.kind(), error)) {
        Ok(()) | Err((NotFound, _)) => Ok(true),
        Err((DirectoryNotEmpty | ResourceBusy | PermissionDenied, _)) => Ok(false),
        Err((_, error)) => Err(error).with_context(|| format!("cannot delete the folder {}", folder.display())),
    }
}

/// Waits until a folder's list of files is on the disk. Where a folder cannot be opened, the system sees to that itself.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    let sync = || if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) };
    step().and_then(|()| sync()).with_context(|| format!("cannot write the folder {}", folder.display()))
}
