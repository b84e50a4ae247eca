//! What a run leaves for the next one, so that it need not make again what is there already.
//!
//! For each file it says of what it was made and what came of it, as digests. A file is left as it is if it would be made
//! of the same again by the same program, and still holds what came of that then: so what stands on the disk is always
//! looked at, and a cache that is lost, old, damaged or somebody else's costs time and nothing else.
//!
//! **Architecture invariant:** `gen --check` does not look at it.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, Result};
use codegen::{
    digest::Digest,
    emit::{Digests, Piece},
};

use crate::{
    sync::{self, Known, Wanted},
    timings::Timings,
};

/// So many bytes of texts that were made to be compared are kept until they are written.
const KEPT: usize = 64 << 20;

/// What is remembered of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The digest of all sources, if there was nothing to tell of them.
    pub(crate) sources: Option<Digest>,
    /// What was told of the model: how much there is of what.
    pub(crate) counts: String,
    /// The vendors, in the order of their names.
    pub(crate) vendors: Vec<String>,
    /// The files by path: of what each was made, and what came of it.
    files: BTreeMap<String, (Digest, Digest)>,
}

/// A place for the record of one output folder.
#[derive(Debug)]
pub(crate) struct Cache {
    file: PathBuf,
    /// The digest of the program itself: what another one remembered is of no use.
    program: Digest,
}

impl Cache {
    /// The cache of an output folder, in a folder for those of all.
    pub(crate) fn of(out: &Path, folder: &Path) -> Result<Self> {
        let program = env::current_exe().and_then(fs::read).context("cannot read the program itself")?;
        let out = out.canonicalize().or_else(|_| std::path::absolute(out));
        let out = out.context("cannot tell where the output folder is")?;
        Ok(Self { file: folder.join(Digest::of(&out).to_string()), program: Digest::of(&program) })
    }

    /// What the last run remembered; nothing, if that cannot be relied on.
    pub(crate) fn read(&self) -> Record {
        let text = fs::read_to_string(&self.file).unwrap_or_default();
        let whole = text.split_once('\n').filter(|(digest, rest)| digest.parse() == Ok(self.seal(rest)));
        whole.and_then(|(_, rest)| Record::parse(rest)).unwrap_or_default()
    }

    /// Remembers a run. Where nothing changed, nothing is written.
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

    /// What stands before a record, so that a damaged one, or that of another program, is not taken for ours.
    fn seal(&self, record: &str) -> Digest {
        Digest::of(&(self.program, record))
    }
}

impl Record {
    /// What is remembered of a run that has just been made.
    pub(crate) fn new(sources: Option<Digest>, counts: &str, vendors: Vec<String>, made: &[Made<'_>]) -> Self {
        let file = |made: &Made<'_>| {
            Some((made.piece.path.clone(), (made.inputs?, made.digest.get().copied().or(made.recorded)?)))
        };
        Self { sources, counts: counts.to_owned(), vendors, files: made.iter().filter_map(file).collect() }
    }

    /// What there is to tell of `out`, if it is just as the last run left it.
    pub(crate) fn unchanged(&self, out: &Path) -> Result<Option<sync::Changes>> {
        let files = self.files.iter().map(|(path, (_, text))| Recorded { path, text: *text });
        sync::as_they_are(out, &files.collect::<Vec<_>>())
    }

    fn text(&self) -> String {
        let sources = self.sources.map(|digest| digest.to_string()).unwrap_or_default();
        let mut text = format!("{sources}\n{}\n{}\n", self.counts, self.vendors.join(" "));
        for (path, (inputs, made)) in &self.files {
            text.push_str(&format!("{inputs} {made} {path}\n"));
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (sources, counts, vendors) = (lines.next()?, lines.next()?, lines.next()?);
        let file = |line: &str| {
            let (inputs, rest) = line.split_once(' ')?;
            let (made, path) = rest.split_once(' ')?;
            Some((path.to_owned(), (inputs.parse().ok()?, made.parse().ok()?)))
        };
        Some(Self {
            sources: sources.parse().ok(),
            counts: counts.to_owned(),
            vendors: vendors.split_whitespace().map(str::to_owned).collect(),
            files: lines.map(file).collect::<Option<_>>()?,
        })
    }
}

/// A file of which only the digest is known.
struct Recorded<'r> {
    path: &'r str,
    text: Digest,
}

impl Known for Recorded<'_> {
    fn path(&self) -> &str {
        self.path
    }

    fn is_at(&self, path: &Path) -> Result<bool> {
        Ok(digest_at(path)? == Some(self.text))
    }
}

/// A file that is made when its text is needed, and not if it is known that the one on the disk is just like it.
pub(crate) struct Made<'p> {
    piece: &'p Piece<'p>,
    timings: &'p Timings,
    /// The digest of what it is made of, if anybody is to remember it.
    inputs: Option<Digest>,
    /// The digest that its text has, if it was made of the same before.
    recorded: Option<Digest>,
    /// The digest of its text, once that has been made.
    digest: OnceLock<Digest>,
    /// Its text, if it was made, differs from what stands there, and there was room.
    kept: OnceLock<String>,
    room: &'p AtomicUsize,
}

impl<'p> Made<'p> {
    /// All files that can be made of a model; with `record`, what the last run remembered of them is made use of.
    pub(crate) fn all(
        pieces: &'p [Piece<'p>],
        digests: Option<&Digests<'_>>,
        record: &Record,
        room: &'p AtomicUsize,
        timings: &'p Timings,
    ) -> Vec<Self> {
        let made = |piece: &'p Piece<'p>| {
            let inputs = digests.map(|digests| piece.inputs(digests));
            let before = record.files.get(&piece.path).filter(|(before, _)| Some(*before) == inputs);
            let recorded = before.map(|(_, text)| *text);
            Self { piece, timings, inputs, recorded, digest: OnceLock::new(), kept: OnceLock::new(), room }
        };
        pieces.iter().map(made).collect()
    }

    fn make(&self) -> String {
        let draft = self.timings.emit(|| self.piece.draft());
        let text = self.timings.print(|| draft.print());
        if self.inputs.is_some() {
            self.digest.get_or_init(|| Digest::of(text.as_bytes()));
        }
        text
    }

    /// Keeps a text that will be wanted again, if there is room.
    fn keep(&self, text: String) {
        if self.room.fetch_add(text.len(), Ordering::Relaxed) + text.len() <= KEPT {
            self.kept.get_or_init(|| text);
        } else {
            self.room.fetch_sub(text.len(), Ordering::Relaxed);
        }
    }
}

impl Known for Made<'_> {
    fn path(&self) -> &str {
        &self.piece.path
    }

    fn is_at(&self, path: &Path) -> Result<bool> {
        if let Some(known) = self.digest.get().copied().or(self.recorded) {
            return Ok(digest_at(path)? == Some(known));
        }
        let text = self.make();
        let same = sync::holds(path, &text)?;
        if !same {
            self.keep(text);
        }
        Ok(same)
    }
}

impl Wanted for Made<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self.kept.get() {
            Some(kept) => Cow::Borrowed(kept),
            None => Cow::Owned(self.make()),
        }
    }
}

/// The digest of a file's contents; none if there is no such file.
fn digest_at(path: &Path) -> Result<Option<Digest>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Digest::of(bytes.as_slice()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}
