//! Makes the files of a model, and compares them with those on disk.

use std::{collections::BTreeMap, fs::Metadata, path::Path};

use anyhow::Result;
use codegen::{
    digest::Digest,
    emit::{Digests, File, Piece},
    model::Model,
    threads,
};

use crate::{
    cache::{Record, RecordedFile},
    stamps::Stamps,
    sync::{Compared, compare, compare_known},
    timings::Timings,
};

/// A file that was compared with the one on disk.
pub(super) struct ComparedFile {
    pub(super) path: String,
    pub(super) compared: Result<Compared>,
    /// Its contents; empty if they are the same on disk.
    pub(super) text: String,
}

/// Makes files in a folder.
#[derive(Clone, Copy)]
pub(super) struct Maker<'r> {
    pub(super) out: &'r Path,
    pub(super) timings: &'r Timings,
    pub(super) stamps: Option<&'r Stamps>,
}

impl Maker<'_> {
    /// Passes each file of a model to `put` when it is made, until that returns `false`. Files of which the record has the
    /// inputs and the text on disk are not made. Returns what is to be recorded, if `is_recorded`.
    pub(super) fn all(
        self,
        model: &Model,
        record: Option<&Record>,
        is_recorded: bool,
        put: &dyn Fn(ComparedFile) -> bool,
    ) -> BTreeMap<String, RecordedFile> {
        let digests = is_recorded.then(|| self.timings.digest(|| Digests::new(model)));
        let pieces = codegen::emit::pieces(model);
        let mut recorded = BTreeMap::new();
        let make = |piece: &Piece<'_>| {
            let inputs = digests.as_ref().map(|digests| self.timings.digest(|| piece.inputs(digests)));
            let known = record.and_then(|record| record.files.get(&piece.path));
            self.one(piece, inputs, known.filter(|known| Some(known.inputs) == inputs))
        };
        let take = |_, (file, made): (ComparedFile, Option<RecordedFile>)| {
            recorded.extend(made.map(|made| (file.path.clone(), made)));
            if put(file) { Ok(()) } else { Err(()) }
        };
        // If the rest is not wanted, neither is what was recorded.
        let _ = threads::stream(&pieces, make, take);
        recorded
    }

    fn one(
        self,
        piece: &Piece<'_>,
        inputs: Option<Digest>,
        known: Option<&RecordedFile>,
    ) -> (ComparedFile, Option<RecordedFile>) {
        if let Some(known) = known {
            let compared = self.same(&piece.path, known.text);
            if !matches!(compared, Ok(Compared::Different | Compared::Missing)) {
                return (ComparedFile { path: piece.path.clone(), compared, text: String::new() }, Some(*known));
            }
        }
        let draft = self.timings.emit(|| piece.draft());
        let text = self.timings.print(|| draft.print());
        let recorded = inputs.map(|inputs| RecordedFile { inputs, text: self.digest(&text) });
        (self.compared(File { path: piece.path.clone(), text }), recorded)
    }

    /// The digest of a text.
    pub(super) fn digest(self, text: &str) -> Digest {
        self.timings.digest(|| Digest::of(text.as_bytes()))
    }

    /// Compares a file of which the text is known.
    pub(super) fn compared(self, File { path, text }: File) -> ComparedFile {
        let compared = self.timings.sync(|| compare(self.out, &path, |found, _| found == text.as_bytes()));
        let text = if matches!(compared, Ok(Compared::Same(_))) { String::new() } else { text };
        ComparedFile { path, compared, text }
    }

    /// Compares a file of which only the digest of the text is known.
    pub(super) fn same(self, path: &str, text: Digest) -> Result<Compared> {
        let key = format!("o/{path}");
        let is_known = |data: &Metadata| {
            let known = self.stamps.and_then(|stamps| stamps.of(&key, data));
            known.is_some_and(|known| known.digest == text)
        };
        let is_expected = |found: &[u8], data: &Metadata| {
            let digest = Digest::of(found);
            if let Some(stamps) = self.stamps {
                stamps.remember(&key, data, digest, String::new());
            }
            digest == text
        };
        self.timings.sync(|| compare_known(self.out, path, is_known, is_expected))
    }
}
