//! `gen`: from the schemas to the generated crate.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Result;

use crate::{
    Found, load, say,
    sync::{self, Mode},
};

/// How much is told of a run that writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// One line.
    Counts,
    /// A line a file as well.
    Files,
}

pub(crate) fn run(schemas: &Path, out: &Path, mode: Mode, detail: Detail) -> Result<Found> {
    let start = Instant::now();
    if mode == Mode::Write {
        sync::recover(out)?;
    }
    let Some(model) = load::model(schemas)? else { return Ok(Found::Something) };
    let files = codegen::emit::files(&model);
    let changes = sync::run(out, &files, mode)?;
    let millis = start.elapsed().as_millis();
    advise(out, model.vendors.keys());
    let counts = [
        counted(model.endpoints.len(), "endpoint"),
        counted(model.objects.len() + model.scalars.len(), "type"),
        counted(model.enums.len(), "enum"),
    ]
    .join(", ");
    if mode == Mode::Write {
        if detail == Detail::Files {
            list(out, &[("written", &changes.written), ("deleted", &changes.deleted)]);
        }
        let sync::Changes { written, unchanged, deleted, .. } = &changes;
        let (written, deleted) = (written.len(), deleted.len());
        say(&format!("{counts}; files: {written} written, {unchanged} unchanged, {deleted} deleted; {millis} ms"));
        return Ok(Found::Nothing);
    }
    let stale = [
        ("changed", &changes.written),
        ("missing", &changes.missing),
        ("extra", &changes.deleted),
        ("foreign", &changes.foreign),
        ("unfinished", &changes.unfinished),
    ];
    let found = list(out, &stale);
    match found {
        Found::Nothing => say(&format!("{counts}; all {} files are as they should be; {millis} ms", changes.unchanged)),
        Found::Something => say("run `cargo xtask gen`; it leaves foreign files alone, so move those elsewhere"),
    }
    Ok(found)
}

/// Tells what the crate's own `Cargo.toml` lacks: it is written by hand.
fn advise<'a>(out: &Path, vendors: impl Iterator<Item = &'a String>) {
    let manifest = out.join("Cargo.toml");
    // What is no file is not opened: a pipe would be waited for.
    let Some(text) = manifest.is_file().then(|| fs::read_to_string(&manifest).ok()).flatten() else {
        eprintln!(
            "note: there is no {}: write one, with the dependency `runtime` and a feature for every vendor",
            manifest.display()
        );
        return;
    };
    let keys: Vec<&str> = text.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim()).collect();
    for vendor in vendors.filter(|vendor| !keys.contains(&vendor.as_str())) {
        eprintln!("note: {} has no feature `{vendor}`: add `{vendor} = []` below [features]", manifest.display());
    }
}

/// A line a file; whether there was any.
fn list(out: &Path, kinds: &[(&str, &Vec<PathBuf>)]) -> Found {
    let mut found = Found::Nothing;
    for (what, paths) in kinds {
        for path in *paths {
            found = Found::Something;
            say(&format!("{what:8} {}", out.join(path).display()));
        }
    }
    found
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
