//! `gen`: from the schemas to the generated crate.

mod advice;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Result, bail};

use crate::{
    Found, Schemas,
    load::counted,
    say,
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

pub(crate) fn run(schemas: &Schemas, out: &Path, mode: Mode, detail: Detail) -> Result<Found> {
    let start = Instant::now();
    let folder = schemas.folder();
    apart(&folder, out)?;
    if mode == Mode::Write {
        // What was begun is completed, even if the schemas have faults by now.
        sync::recover(out)?;
        sync::recover(&folder)?;
    }
    let Some(model) = schemas.model()? else { return Ok(Found::Something) };
    let files = codegen::emit::files(&model);
    // What else stands below the schemas is written by hand, and none of our business. The language comes first: what is
    // in its way shall stop the run before the crate is written.
    let language =
        sync::Changes { foreign: Vec::new(), ..sync::run(&folder, &[codegen::emit::language::file()], mode)? };
    let changes = sync::run(out, &files, mode)?;
    let all = [(out, &changes), (folder.as_path(), &language)];
    let millis = start.elapsed().as_millis();
    if !schemas.is_for_tools() {
        advice::advise(out, model.vendors.keys());
    }
    let counts = [
        counted(model.endpoints.len(), "endpoint"),
        counted(model.objects.len() + model.scalars.len(), "type"),
        counted(model.enums.len(), "enum"),
    ]
    .join(", ");
    let count = |of: fn(&sync::Changes) -> usize| all.iter().map(|(_, changes)| of(changes)).sum::<usize>();
    let unchanged = count(|changes| changes.unchanged);
    if mode == Mode::Write {
        if detail == Detail::Files {
            list(&all, &[("written", |changes| &changes.written), ("deleted", |changes| &changes.deleted)]);
        }
        let (written, deleted) = (count(|changes| changes.written.len()), count(|changes| changes.deleted.len()));
        say(&format!("{counts}; files: {written} written, {unchanged} unchanged, {deleted} deleted; {millis} ms"));
        return Ok(Found::Nothing);
    }
    let found = list(
        &all,
        &[
            ("changed", |changes| &changes.written),
            ("missing", |changes| &changes.missing),
            ("extra", |changes| &changes.deleted),
            ("foreign", |changes| &changes.foreign),
            ("unfinished", |changes| &changes.unfinished),
        ],
    );
    match found {
        Found::Nothing => say(&format!("{counts}; all {unchanged} files are as they should be; {millis} ms")),
        Found::Something if changes.foreign.is_empty() => say("run `cargo xtask gen`"),
        Found::Something => say("run `cargo xtask gen`; it leaves foreign files alone, so move those elsewhere"),
    }
    Ok(found)
}

/// What is made must not come to lie among the schemas: it would be read as one of them.
fn apart(schemas: &Path, out: &Path) -> Result<()> {
    let absolute = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        path.canonicalize().unwrap_or(path)
    };
    if absolute(out).starts_with(absolute(schemas)) {
        bail!("the crate cannot be made in {}: the schemas are there; choose another folder with --out", out.display());
    }
    Ok(())
}

/// A kind of change: what it is called, and the files of it.
type Kind = (&'static str, fn(&sync::Changes) -> &Vec<PathBuf>);

/// A line a file; whether there was any.
fn list(all: &[(&Path, &sync::Changes)], kinds: &[Kind]) -> Found {
    let mut found = Found::Nothing;
    for (what, files) in kinds {
        for (folder, changes) in all {
            for path in files(changes) {
                found = Found::Something;
                say(&format!("{what:8} {}", folder.join(path).display()));
            }
        }
    }
    found
}
