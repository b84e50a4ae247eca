//! The cache of `gen`: digests that a run stores, so that the next one does not generate the same files again.
//!
//! For each generated file it has the digests of the inputs and of the text. A file is skipped if neither the program
//! nor the inputs have changed, and if the file on disk still has that text. The files on disk are always read, so a
//! lost, outdated or damaged cache only costs time.
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
use codegen::{digest::Digest, emit::features::Areas};

use crate::sync::{self, Expected};

/// The contents of the cache for one output folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The digest of all sources; `None` if they had errors or warnings.
    pub(crate) sources: Option<Digest>,
    /// The numbers of the summary line.
    pub(crate) counts: String,
    /// The areas of the vendors.
    pub(crate) vendors: BTreeMap<String, Areas>,
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

/// The place where the record of one output folder is stored.
#[derive(Debug)]
pub(crate) struct Cache {
    file: PathBuf,
    /// The stamp of this program. Records of other programs are not used.
    program: Digest,
}

impl Cache {
    /// The cache of an output folder. `folder` has the records of all output folders.
    pub(crate) fn open(out: &Path, folder: &Path) -> Result<Self> {
        let out = out.canonicalize().or_else(|_| std::path::absolute(out));
        let out = out.context("cannot resolve the path of the output folder")?;
        let program = env::current_exe().and_then(|path| Ok(stamp(&path, &fs::metadata(&path)?)));
        let program = program.context("cannot identify the program")?;
        Ok(Self { file: folder.join(Digest::of(&out).to_string()), program })
    }

    /// The record of the last run; empty if it does not exist, is damaged, or was written by another program.
    pub(crate) fn read(&self) -> Record {
        let text = fs::read_to_string(&self.file).unwrap_or_default();
        let sealed = text.split_once('\n').filter(|(seal, record)| seal.parse() == Ok(self.seal(record)));
        sealed.and_then(|(_, record)| Record::parse(record)).unwrap_or_default()
    }

    /// Stores the record of a run. If nothing changed, nothing is written.
    pub(crate) fn write(&self, record: &Record) -> Result<()> {
        if self.read() == *record {
            return Ok(());
        }
        let text = record.text();
        let text = format!("{}\n{text}", self.seal(&text));
        let draft = self.file.with_extension(std::process::id().to_string());
        let write = || -> io::Result<()> {
            self.file.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&draft, text)?;
            fs::rename(&draft, &self.file)
        };
        write().with_context(|| format!("cannot write {}", self.file.display()))
    }

    /// The first line of a record. It does not match if the record is damaged or was written by another program.
    fn seal(&self, record: &str) -> Digest {
        Digest::of(&(self.program, record))
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
    /// The result of a run, without changes, if the output folder is as the last run left it; otherwise `None`.
    pub(crate) fn unchanged(&self, out: &sync::Folder<'_>) -> Result<Option<sync::Changes>> {
        let files = self.files.iter().map(|(path, file)| Remembered { path, text: file.text });
        sync::unchanged(out, &files.collect::<Vec<_>>())
    }

    fn text(&self) -> String {
        let sources = self.sources.map(|digest| digest.to_string()).unwrap_or_default();
        let mut text = format!("{sources}\n{}\n{}\n", self.counts, vendors_text(&self.vendors));
        for (path, file) in &self.files {
            text.push_str(&format!("{} {} {path}\n", file.inputs, file.text));
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (sources, counts, vendors) = (lines.next()?, lines.next()?, lines.next()?);
        let file = |line: &str| {
            let (inputs, rest) = line.split_once(' ')?;
            let (text, path) = rest.split_once(' ')?;
            Some((path.to_owned(), RecordedFile { inputs: inputs.parse().ok()?, text: text.parse().ok()? }))
        };
        Some(Self {
            sources: sources.parse().ok(),
            counts: counts.to_owned(),
            vendors: vendors.split_whitespace().map(vendor).collect(),
            files: lines.map(file).collect::<Option<_>>()?,
        })
    }
}

/// The vendors in one line: `acme:zoo+shop:shop other`, where the area zoo of acme needs the area shop.
fn vendors_text(vendors: &BTreeMap<String, Areas>) -> String {
    let area = |(area, needed): (&String, &BTreeSet<String>)| {
        [area].into_iter().chain(needed).map(String::as_str).collect::<Vec<_>>().join("+")
    };
    let vendor = |(vendor, areas): (&String, &Areas)| {
        std::iter::once(vendor.clone()).chain(areas.0.iter().map(area)).collect::<Vec<_>>().join(":")
    };
    vendors.iter().map(vendor).collect::<Vec<_>>().join(" ")
}

/// A vendor in that line.
fn vendor(text: &str) -> (String, Areas) {
    let mut parts = text.split(':');
    let name = parts.next().unwrap_or_default().to_owned();
    let area = |text: &str| {
        let mut names = text.split('+').map(str::to_owned);
        (names.next().unwrap_or_default(), names.collect())
    };
    (name, Areas(parts.map(area).collect()))
}

/// An expected file of which only the digest is known.
struct Remembered<'r> {
    path: &'r str,
    text: Digest,
}

impl Expected for Remembered<'_> {
    fn path(&self) -> &str {
        self.path
    }

    fn matches(&self, path: &Path) -> Result<bool> {
        Ok(digest_at(path)? == Some(self.text))
    }
}

/// The digest of a file's contents; `None` if the file does not exist.
pub(crate) fn digest_at(path: &Path) -> Result<Option<Digest>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Digest::of(bytes.as_slice()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
