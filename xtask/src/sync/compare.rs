//! Compares one expected file with the one on disk. Any number of threads do this at a time.

use std::{
    fs::{self, Metadata},
    io::{self, Read},
    path::Path,
    time::SystemTime,
};

use anyhow::{Context, Result};

use super::place::{self, Occupant};

/// How a file on disk compares with the expected one.
#[derive(Debug)]
pub(crate) enum Compared {
    /// The contents are the expected ones.
    Same(Stamp),
    Different,
    Missing,
}

/// Identifies a state of a file: whatever changes a file changes its stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// What tools cannot set: the inode, and the time of its last change.
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

impl Stamp {
    /// The stamp of a file. `None` if the file does not exist or cannot be accessed.
    pub(super) fn of(path: &Path) -> Option<Self> {
        Some(Self::from(&fs::symlink_metadata(path).ok()?))
    }
}

impl From<&Metadata> for Stamp {
    fn from(data: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            len: data.len(),
            modified: data.modified().ok(),
            #[cfg(unix)]
            inode: (data.dev(), data.ino(), data.ctime(), data.ctime_nsec()),
        }
    }
}

/// [`compare`] for a file that may be known to be the expected one without reading it.
pub(crate) fn compare_known(
    out: &Path,
    name: &str,
    is_known: impl FnOnce(&Metadata) -> bool,
    is_expected: impl FnOnce(&[u8], &Metadata) -> bool,
) -> Result<Compared> {
    place::check_name(name)?;
    let data = fs::symlink_metadata(out.join(name)).ok().filter(Metadata::is_file);
    match data.filter(|data| is_known(data)) {
        Some(data) if place::is_in_folders(out, name)? => Ok(Compared::Same(Stamp::from(&data))),
        _ => compare(out, name, is_expected),
    }
}

/// Compares the file `name` in `out` with the expected one, of which `is_expected` knows the contents; an error if
/// something is in its way.
pub(crate) fn compare(out: &Path, name: &str, is_expected: impl FnOnce(&[u8], &Metadata) -> bool) -> Result<Compared> {
    place::check_name(name)?;
    if place::look(out, name)? == Occupant::Nothing {
        return Ok(Compared::Missing);
    }
    let path = out.join(name);
    let read = || -> io::Result<(Metadata, Vec<u8>)> {
        let mut file = fs::File::open(&path)?;
        let data = file.metadata()?;
        let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or_default());
        file.read_to_end(&mut bytes)?;
        Ok((data, bytes))
    };
    match read() {
        Ok((data, bytes)) if is_expected(&bytes, &data) => Ok(Compared::Same(Stamp::from(&data))),
        Ok(_) => Ok(Compared::Different),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Compared::Missing),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
