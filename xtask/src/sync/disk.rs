//! The functions that change the disk. Tests can kill a run, or let it fail, before each change.

use std::{
    fs,
    io::{
        self,
        ErrorKind::{AlreadyExists, DirectoryNotEmpty, NotFound, PermissionDenied, ResourceBusy},
        Write,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

/// Called before every change.
fn step() -> io::Result<()> {
    #[cfg(test)]
    super::faults::step()?;
    Ok(())
}

/// Creates a folder and its parents.
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

/// Creates a file, and waits until it is on disk.
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

/// Replaces the contents of a file, completely or not at all. It is for files that are not generated.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = Path::new(&draft);
    remove_file(draft)?;
    create_file(draft, text.as_bytes())?;
    rename(draft, path)
}

/// Creates a file. It is certain to be on disk only after [`sync_files`].
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let create = || {
        step()?;
        let mut file = fs::File::create_new(path)?;
        step()?;
        file.write_all(bytes)
    };
    create().with_context(|| format!("cannot write {}", path.display()))
}

/// Waits until files in a folder are on disk.
pub(super) fn sync_files(folder: &Path, paths: &[PathBuf]) -> Result<()> {
    step()?;
    if paths.len() >= MANY && sync_file_system(folder) {
        Ok(())
    } else {
        sync_each(paths, fs::File::options().write(true))
    }
}

/// Waits until the lists of files of folders below another one are on disk. Systems that cannot open a folder do this
/// themselves.
pub(super) fn sync_folders(above: &Path, folders: &[PathBuf]) -> Result<()> {
    step()?;
    if !cfg!(unix) || folders.len() >= MANY && sync_file_system(above) {
        Ok(())
    } else {
        sync_each(folders, fs::File::options().read(true))
    }
}

/// So many files or folders take longer one by one than all that other programs may have written: thousands of files take
/// seconds.
const MANY: usize = 256;

/// Waits until everything is on disk that was written to the file system of a folder; returns whether it is known to be.
///
/// The standard library cannot do this, and a crate that can would make the first build longer than this makes a run
/// shorter. `sync` with this option is a part of Linux distributions.
fn sync_file_system(folder: &Path) -> bool {
    let sync =
        || Command::new("sync").args(["-f", "--"]).arg(folder).stdin(Stdio::null()).stderr(Stdio::null()).status();
    cfg!(target_os = "linux") && sync().is_ok_and(|status| status.success())
}

/// Waits until files or folders are on disk. Several threads wait at a time, because a disk handles concurrent requests
/// faster than consecutive ones.
fn sync_each(paths: &[PathBuf], how: &fs::OpenOptions) -> Result<()> {
    const AT_A_TIME: usize = 16;
    let sync = |path: &PathBuf| {
        let synced = how.open(path).and_then(|file| file.sync_all());
        synced.with_context(|| format!("cannot write {}", path.display()))
    };
    let each = paths.len().div_ceil(AT_A_TIME).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = paths.chunks(each).map(|part| scope.spawn(|| part.iter().try_for_each(sync))).collect();
        parts.into_iter().try_for_each(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Opens a file for reading and writing, and creates it if it does not exist.
pub(super) fn open_file(path: &Path) -> io::Result<fs::File> {
    step()?;
    fs::File::options().read(true).write(true).create(true).truncate(false).open(path)
}

/// Replaces the contents of an open file by a short text.
pub(super) fn replace(file: &mut fs::File, text: &str) -> io::Result<()> {
    step()?;
    file.set_len(0)?;
    step()?;
    file.write_all(text.as_bytes())
}

/// Moves a file or folder. A file replaces an existing one.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    let context = || format!("cannot move {} to {}", from.display(), to.display());
    step().and_then(|()| fs::rename(from, to)).with_context(context)
}

/// Deletes a file, if it exists.
pub(super) fn remove_file(path: &Path) -> Result<()> {
    match step().and_then(|()| fs::remove_file(path)) {
        Err(error) if error.kind() != NotFound => Err(error),
        _ => Ok(()),
    }
    .with_context(|| format!("cannot delete {}", path.display()))
}

/// Deletes a folder if it is empty and permissions allow it; returns whether it is gone.
pub(super) fn remove_empty(folder: &Path) -> Result<bool> {
    match step().and_then(|()| fs::remove_dir(folder)).map_err(|error| (error.kind(), error)) {
        Ok(()) | Err((NotFound, _)) => Ok(true),
        Err((DirectoryNotEmpty | ResourceBusy | PermissionDenied, _)) => Ok(false),
        Err((_, error)) => Err(error).with_context(|| format!("cannot delete the folder {}", folder.display())),
    }
}

/// Waits until a folder's list of files is on disk. Systems that cannot open a folder do this themselves.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    let sync = || if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) };
    step().and_then(|()| sync()).with_context(|| format!("cannot write the folder {}", folder.display()))
}
