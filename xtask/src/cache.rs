//! The cache of `gen`: what a run stores, so that the next one does not load the same vendors and generate the same files
//! again.
//!
//! For each vendor it has the digest of all that its part of the crate is made from, and for each of its files the digests
//! of the inputs and of the text. A vendor whose inputs have not changed is not even parsed, if the files on disk still have
//! these texts. In another vendor, a file is skipped if its inputs have not changed. What the vendor contributes to the files
//! that all vendors share is stored, too. The files on disk are always compared with what the cache says of them, by their
//! contents or by their stamps ([`Stamps`]), so a lost, outdated or damaged cache only costs time.
//!
//! **Architecture invariant:** `gen --check` does not use the cache.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fs::{self, Metadata},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use codegen::{
    digest::Digest,
    emit::{Counts, Share, features::Areas},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::stamps::Stamps;

/// What the cache has of one vendor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    /// The digest of all that the vendor's part of the crate is made from; `None` if there were warnings, which must be
    /// reported again.
    pub(crate) inputs: Option<Digest>,
    /// For the summary line.
    pub(crate) counts: Counts,
    /// For the manifests.
    pub(crate) areas: Areas,
    /// The files by path.
    pub(crate) files: BTreeMap<String, RecordedFile>,
}

/// The digests of one generated file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RecordedFile {
    /// The digest of the part of the model that it was made from.
    pub(crate) inputs: Digest,
    /// The digest of its text.
    pub(crate) text: Digest,
}

/// What the cache has of the files that all vendors share: the digest of what they were made from, and those of the texts
/// by path.
pub(crate) type SharedFiles = (Option<Digest>, BTreeMap<String, Digest>);

/// The place where what a run knows of one output folder is stored: a file for each vendor, and one for its share.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// The stamp of this program. What other programs stored is not used.
    program: Digest,
}

/// The ending of the file with a vendor's share.
const SHARE: &str = ".share";

/// The name of the file about shared files, which is not that of a vendor.
const SHARED: &str = "all.shared";

/// The name of the file about files that need not be read.
const STAMPS: &str = "all.stamps";

impl Cache {
    /// The cache of an output folder. `folder` has the caches of all output folders.
    pub(crate) fn open(out: &Path, folder: &Path) -> Result<Self> {
        let out = out.canonicalize().or_else(|_| std::path::absolute(out));
        let out = out.context("cannot resolve the path of the output folder")?;
        let program = env::current_exe().and_then(|path| Ok(stamp(&path, &fs::metadata(&path)?)));
        let program = program.context("cannot identify the program")?;
        let cache = Self { folder: folder.join(format!("{}.vendors", Digest::of(&out))), program };
        fs::create_dir_all(&cache.folder).with_context(|| format!("cannot create {}", cache.folder.display()))?;
        Ok(cache)
    }

    /// What the last run stored of a vendor; `None` if it does not exist, is damaged, or was stored by another program.
    pub(crate) fn record(&self, vendor: &str) -> Option<Record> {
        Record::parse(&self.read(vendor)?)
    }

    /// The share of a vendor with these inputs, as [`record`](Self::record).
    pub(crate) fn share(&self, vendor: &str, inputs: Digest) -> Option<Share> {
        let text = self.read(&format!("{vendor}{SHARE}"))?;
        let (made_from, share) = text.split_once('\n')?;
        (made_from.parse() == Ok(inputs)).then(|| parse_json(share)).flatten()
    }

    /// What the last run stored of shared files, as [`record`](Self::record).
    pub(crate) fn shared(&self) -> SharedFiles {
        self.read(SHARED).and_then(|text| parse_shared(&text)).unwrap_or_default()
    }

    /// Stores what is known of a vendor. What is stored already is not written.
    pub(crate) fn write(&self, vendor: &str, record: &Record, share: &Share) -> Result<()> {
        if let Some(inputs) = record.inputs {
            self.store(&format!("{vendor}{SHARE}"), &format!("{inputs}\n{}", json(share)))?;
        }
        self.store(vendor, &record.text())
    }

    /// Stores what is known of shared files.
    pub(crate) fn write_shared(&self, (inputs, files): &SharedFiles) -> Result<()> {
        let inputs = inputs.map(|digest| digest.to_string()).unwrap_or_default();
        let files = files.iter().map(|(path, text)| format!("{text} {path}\n"));
        self.store(SHARED, &format!("{inputs}\n{}", files.collect::<String>()))
    }

    /// What the last run stored of files that need not be read.
    pub(crate) fn stamps(&self) -> Stamps {
        Stamps::parse(&self.read(STAMPS).unwrap_or_default())
    }

    /// Stores what this run has seen of files.
    pub(crate) fn write_stamps(&self, stamps: &Stamps) -> Result<()> {
        self.store(STAMPS, &stamps.text())
    }

    /// Forgets the vendors that do not exist any more.
    pub(crate) fn keep_only<'v>(&self, vendors: impl Iterator<Item = &'v str>) -> Result<()> {
        let vendors: BTreeSet<&str> = vendors.collect();
        let context = || format!("cannot write {}", self.folder.display());
        for entry in fs::read_dir(&self.folder).with_context(context)?.flatten() {
            let name = entry.file_name();
            let vendor = name.to_str().map(|name| name.strip_suffix(SHARE).unwrap_or(name));
            if name != SHARED && name != STAMPS && vendor.is_none_or(|vendor| !vendors.contains(vendor)) {
                fs::remove_file(entry.path()).with_context(context)?;
            }
        }
        Ok(())
    }

    /// The contents of a file, if they are as this program stored them.
    fn read(&self, name: &str) -> Option<String> {
        let text = fs::read_to_string(self.folder.join(name)).ok()?;
        let (seal, stored) = text.split_once('\n')?;
        (seal.parse() == Ok(self.seal(name, stored))).then(|| stored.to_owned())
    }

    fn store(&self, name: &str, text: &str) -> Result<()> {
        if self.read(name).as_deref() == Some(text) {
            return Ok(());
        }
        let path = self.folder.join(name);
        let draft = self.folder.join(format!("{name}.{}", std::process::id()));
        let write = || -> io::Result<()> {
            fs::write(&draft, format!("{}\n{text}", self.seal(name, text)))?;
            fs::rename(&draft, &path)
        };
        write().with_context(|| format!("cannot write {}", path.display()))
    }

    /// The first line of a file. It does not match if the file is damaged, or was stored by another program.
    fn seal(&self, name: &str, text: &str) -> Digest {
        Digest::of(&(self.program, name, text))
    }
}

/// Identifies the program by its file's metadata: reading the file, which has tens of megabytes, would take longer than
/// a run.
///
/// Two programs must never share a stamp, even if they have the same path, length and modification time, which tools
/// can set. Tools cannot set the inode's change time, which the system updates whenever the file is written, replaced
/// or renamed. A copy of a program has another stamp, so its first run has no cache.
///
/// A digest of the sources would not suffice: it misses patched dependencies, the compiler's flags and the profile.
fn stamp(path: &Path, metadata: &Metadata) -> Digest {
    #[cfg(unix)]
    let changed = {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let changed = metadata.created().ok();
    Digest::of(&(path, metadata.len(), metadata.modified().ok(), changed))
}

impl Record {
    fn text(&self) -> String {
        let inputs = self.inputs.map(|digest| digest.to_string()).unwrap_or_default();
        let mut text = format!("{inputs}\n{}\n", json(&(&self.counts, &self.areas)));
        for (path, file) in &self.files {
            text.push_str(&format!("{} {} {path}\n", file.inputs, file.text));
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let inputs = lines.next()?;
        let (counts, areas) = parse_json(lines.next()?)?;
        let file = |line: &str| {
            let (inputs, rest) = line.split_once(' ')?;
            let (text, path) = rest.split_once(' ')?;
            Some((path.to_owned(), RecordedFile { inputs: inputs.parse().ok()?, text: text.parse().ok()? }))
        };
        Some(Self { inputs: inputs.parse().ok(), counts, areas, files: lines.map(file).collect::<Option<_>>()? })
    }
}

fn parse_shared(text: &str) -> Option<SharedFiles> {
    let mut lines = text.lines();
    let inputs = lines.next()?.parse().ok();
    let file = |line: &str| {
        let (text, path) = line.split_once(' ')?;
        Some((path.to_owned(), text.parse().ok()?))
    };
    Some((inputs, lines.map(file).collect::<Option<_>>()?))
}

/// A value in one line.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn parse_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
