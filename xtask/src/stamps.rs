//! Digests of files that are known without reading them, by what the system says of the files.
//!
//! Whatever changes a file's contents changes its stamp: the inode's change time is set by the system whenever the file is
//! written, replaced or renamed, and no tool can set it back. A file that changed within a second before the run began is not
//! remembered: the clock of the system may be too coarse to tell it from one that changes again.

use std::{
    collections::BTreeMap,
    fs::Metadata,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use codegen::digest::Digest;

/// The time for which a file must not have changed.
const SETTLED: Duration = Duration::from_secs(1);

/// What is known of files by their paths.
#[derive(Debug)]
pub(crate) struct Stamps {
    /// What the last run stored.
    old: BTreeMap<String, Known>,
    /// What this run has seen.
    new: Mutex<BTreeMap<String, Known>>,
    begun: SystemTime,
}

/// What is known of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    stamp: Digest,
    /// The digest of its contents.
    pub(crate) digest: Digest,
    /// What else was found in it, in one line.
    pub(crate) found: String,
}

impl Stamps {
    /// What the last run stored as [`text`](Self::text).
    pub(crate) fn parse(text: &str) -> Self {
        let known = |line: &str| {
            let (stamp, rest) = line.split_once(' ')?;
            let (digest, rest) = rest.split_once(' ')?;
            let (found, path) = rest.split_once('\t')?;
            let (stamp, digest) = (stamp.parse().ok()?, digest.parse().ok()?);
            Some((path.to_owned(), Known { stamp, digest, found: found.to_owned() }))
        };
        let old = text.lines().filter_map(known).collect();
        Self { old, new: Mutex::default(), begun: SystemTime::now() }
    }

    /// What is known of a file that has not changed since.
    pub(crate) fn of(&self, path: &str, data: &Metadata) -> Option<Known> {
        let stamp = stamp(data, self.begun)?;
        let known = self.old.get(path).filter(|known| known.stamp == stamp)?;
        self.insert(path, known.clone());
        Some(known.clone())
    }

    /// Remembers a file that was read. `data` is what the system said of it before.
    pub(crate) fn remember(&self, path: &str, data: &Metadata, digest: Digest, found: String) {
        if let Some(stamp) = stamp(data, self.begun).filter(|_| !path.contains('\n')) {
            self.insert(path, Known { stamp, digest, found });
        }
    }

    fn insert(&self, path: &str, known: Known) {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), known);
    }

    /// What this run has seen, for the next one.
    pub(crate) fn text(&self) -> String {
        let new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        let line =
            |(path, Known { stamp, digest, found }): (&String, &Known)| format!("{stamp} {digest} {found}\t{path}\n");
        new.iter().map(line).collect()
    }
}

/// The stamp of a file, unless it may change unnoticed.
#[cfg(unix)]
fn stamp(data: &Metadata, begun: SystemTime) -> Option<Digest> {
    use std::os::unix::fs::MetadataExt;
    let changed =
        SystemTime::UNIX_EPOCH + Duration::new(data.ctime().try_into().ok()?, data.ctime_nsec().try_into().ok()?);
    let is_settled = changed.checked_add(SETTLED)? < begun;
    let modified = (data.mtime(), data.mtime_nsec());
    let stamp = (data.dev(), data.ino(), data.len(), modified, data.ctime(), data.ctime_nsec());
    is_settled.then(|| Digest::of(&stamp))
}

/// Other systems do not say when a file changed.
#[cfg(not(unix))]
fn stamp(_: &Metadata, _: SystemTime) -> Option<Digest> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, io::Write, thread::sleep};

    use tempfile::NamedTempFile;

    use super::*;

    /// A run that remembers a file.
    fn run(file: &NamedTempFile, stamps: &Stamps) -> Option<Known> {
        let data = fs::metadata(file.path()).expect("it exists");
        let known = stamps.of("a b", &data);
        if known.is_none() {
            let bytes = fs::read(file.path()).expect("it exists");
            stamps.remember("a b", &data, Digest::of(bytes.as_slice()), "c d".to_owned());
        }
        known
    }

    #[test]
    fn a_file_is_known_once_it_has_settled_and_until_it_changes() {
        let mut file = NamedTempFile::new().expect("a temporary file");
        file.write_all(b"one").expect("it is written");
        let first = Stamps::parse("");
        assert_eq!(run(&file, &first), None);
        assert_eq!(first.text(), "", "it has just changed");
        sleep(SETTLED + SETTLED / 5);
        let second = Stamps::parse(&first.text());
        assert_eq!(run(&file, &second), None);
        let third = Stamps::parse(&second.text());
        let known = run(&file, &third).expect("it is as it was");
        assert_eq!((known.digest, known.found.as_str()), (Digest::of(b"one".as_slice()), "c d"));
        assert_eq!(third.text(), second.text());
        // As long as before, and with the old time.
        let time = file.as_file().metadata().and_then(|data| data.modified()).expect("it has one");
        fs::write(file.path(), "two").expect("it is written");
        file.as_file().set_modified(time).expect("it is this test's");
        assert_eq!(run(&file, &Stamps::parse(&third.text())), None);
    }
}
