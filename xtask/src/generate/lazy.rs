//! Generated files whose text is made on demand.

use std::{
    borrow::Cow,
    path::Path,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::Result;
use codegen::{
    digest::Digest,
    emit::{Digests, Piece},
};

use crate::{
    cache::{Record, RecordedFile, digest_at},
    sync::{self, Expected, Writable},
    timings::Timings,
};

/// The number of bytes of texts that are kept in memory between comparing and writing them.
pub(super) const ROOM: usize = 64 << 20;

/// A generated file. Its text is not made if the cache knows that the file on disk is up to date.
pub(super) struct LazyFile<'p> {
    piece: &'p Piece<'p>,
    timings: &'p Timings,
    /// The digest of the part of the model that it is made from; `None` without a cache.
    inputs: Option<Digest>,
    /// The digest of its text, if the cache has it for the same inputs.
    recorded: Option<Digest>,
    /// The digest of its text, once that has been made.
    digest: OnceLock<Digest>,
    /// Its text, kept for writing: `None` until it is made, if the file on disk is up to date, or without room.
    kept: OnceLock<String>,
    /// The number of bytes of text that may still be kept, shared by all files.
    room: &'p AtomicUsize,
}

impl<'p> LazyFile<'p> {
    /// The files of all pieces. `record` is what the cache has.
    pub(super) fn all(
        pieces: &'p [Piece<'p>],
        digests: Option<&Digests<'_>>,
        record: &Record,
        room: &'p AtomicUsize,
        timings: &'p Timings,
    ) -> Vec<Self> {
        let file = |piece: &'p Piece<'p>| {
            let inputs = digests.map(|digests| piece.inputs(digests));
            let recorded = record.files.get(&piece.path).filter(|file| Some(file.inputs) == inputs);
            let recorded = recorded.map(|file| file.text);
            Self { piece, timings, inputs, recorded, digest: OnceLock::new(), kept: OnceLock::new(), room }
        };
        pieces.iter().map(file).collect()
    }

    /// Its path, and its entry in the cache.
    pub(super) fn record(&self) -> Option<(String, RecordedFile)> {
        let text = self.digest.get().copied().or(self.recorded)?;
        Some((self.piece.path.clone(), RecordedFile { inputs: self.inputs?, text }))
    }

    fn make(&self) -> String {
        let draft = self.timings.emit(|| self.piece.draft());
        let text = self.timings.print(|| draft.print());
        if self.inputs.is_some() {
            self.digest.get_or_init(|| Digest::of(text.as_bytes()));
        }
        text
    }

    /// Keeps a text that will be written, if there is room.
    fn keep(&self, text: String) {
        let reserve = |room: usize| room.checked_sub(text.len());
        if self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, reserve).is_ok() {
            self.kept.get_or_init(|| text);
        }
    }
}

impl Expected for LazyFile<'_> {
    fn path(&self) -> &str {
        &self.piece.path
    }

    fn matches(&self, path: &Path) -> Result<bool> {
        if let Some(known) = self.digest.get().copied().or(self.recorded) {
            return Ok(digest_at(path)? == Some(known));
        }
        let text = self.make();
        let same = sync::has_text(path, &text)?;
        if !same {
            self.keep(text);
        }
        Ok(same)
    }
}

impl Writable for LazyFile<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self.kept.get() {
            Some(kept) => Cow::Borrowed(kept),
            None => Cow::Owned(self.make()),
        }
    }
}
