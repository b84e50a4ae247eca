//! `gen`: from the schemas to the generated crate.

mod advice;

use std::{
    collections::BTreeMap,
    num::NonZero,
    path::{Path, PathBuf},
    sync::atomic::AtomicUsize,
    time::Instant,
};

use anyhow::{Result, bail};
use codegen::{Source, digest::Digest, emit::Digests, model::Model, syntax::LANGUAGE};

use crate::{
    Found, Schemas,
    cache::{Cache, Made, Record},
    load::{self, counted},
    say,
    sync::{self, Mode},
    tell,
    timings::Timings,
    workspace,
};

/// How much is told of a run that writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// One line.
    Counts,
    /// A line a file as well.
    Files,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Make the crate as it should be. The folder is for what the next run need not do again.
    Write(Option<PathBuf>),
    /// Tell how it differs.
    Check,
}

/// What is told of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Telling {
    pub(crate) detail: Detail,
    /// Whether it is told how long each phase took.
    pub(crate) timings: bool,
}

/// Where a crate of this workspace has its cache; those elsewhere have none unless somebody gives it.
pub(crate) fn default_cache(out: &Path) -> Option<PathBuf> {
    let workspace = workspace();
    let absolute = |path: &Path| std::path::absolute(path).ok();
    absolute(out)?.starts_with(absolute(&workspace)?).then(|| workspace.join("target/gen"))
}

/// What there is to say of a run that has come to its end.
struct Done {
    changes: sync::Changes,
    language: sync::Changes,
    /// How much there is of what.
    counts: String,
    vendors: Vec<String>,
}

pub(crate) fn run(schemas: &Schemas, out: &Path, order: &Order, telling: &Telling) -> Result<Found> {
    let (start, timings) = (Instant::now(), Timings::default());
    let folder = schemas.folder();
    apart(&folder, out)?;
    if *order != Order::Check {
        // What was begun is completed, even if the schemas have faults by now.
        sync::recover(out)?;
        sync::recover(&folder)?;
    }
    let Some(done) = make(schemas, out, order, &timings)? else { return Ok(Found::Something) };
    let elapsed = start.elapsed();
    if !schemas.is_for_tools() {
        advice::advise(out, done.vendors.iter());
    }
    if telling.timings {
        tell(&timings.json(elapsed, std::thread::available_parallelism().map_or(1, NonZero::get)));
    }
    let all = [(out, &done.changes), (folder.as_path(), &done.language)];
    Ok(report(&all, &done, order, telling.detail, elapsed.as_millis()))
}

/// Makes the crate, or compares it; none if the schemas have faults, which are told.
fn make(schemas: &Schemas, out: &Path, order: &Order, timings: &Timings) -> Result<Option<Done>> {
    let folder = schemas.folder();
    let mode = if *order == Order::Check { Mode::Verify } else { Mode::Write };
    let sources = timings.read(|| load::sources(&folder))?;
    load::some_schema(&folder, &sources)?;
    let cache = match order {
        Order::Write(Some(folder)) => spared(schemas, Cache::of(out, folder)),
        _ => None,
    };
    let record = cache.as_ref().map(Cache::read).unwrap_or_default();
    let read = cache.as_ref().map(|_| timings.digest(|| digest(&sources)));
    let language = || -> Result<sync::Changes> {
        // What else stands below the schemas is written by hand, and none of our business.
        Ok(sync::Changes { foreign: Vec::new(), ..sync::run(&folder, &[codegen::emit::language::file()], mode)? })
    };
    if read.is_some() && read == record.sources {
        let language = language()?;
        if let Some(changes) = timings.make(|| record.unchanged(out))? {
            return Ok(Some(Done { changes, language, counts: record.counts, vendors: record.vendors }));
        }
    }
    let parsed = timings.parse(|| codegen::parse(&sources));
    let outcome = timings.lower(|| codegen::lower(parsed));
    let is_silent = outcome.diagnostics.is_empty();
    let model = load::told(&folder, &sources, outcome, schemas.faults(), schemas.warnings());
    drop(sources);
    let Some(model) = model else { return Ok(None) };
    // The language comes first: what is in its way shall stop the run before the crate is written.
    let language = language()?;
    let digests = cache.as_ref().map(|_| timings.digest(|| Digests::new(&model)));
    let pieces = codegen::emit::pieces(&model);
    let room = AtomicUsize::new(0);
    let made = timings.digest(|| Made::all(&pieces, digests.as_ref(), &record, &room, timings));
    let changes = timings.make(|| sync::run(out, &made, mode))?;
    let (counts, vendors) = (counts(&model), model.vendors.keys().cloned().collect::<Vec<_>>());
    if let Some(cache) = cache {
        // Only a run that had nothing to tell can be left out the next time.
        let record = Record::new(read.filter(|_| is_silent), &counts, vendors.clone(), &made);
        spared(schemas, cache.write(&record));
    }
    Ok(Some(Done { changes, language, counts, vendors }))
}

/// What a cache gave. Where it cannot be had, that costs the next run time, and this one nothing.
fn spared<T>(schemas: &Schemas, given: Result<T>) -> Option<T> {
    given
        .map_err(|error| {
            if !schemas.is_for_tools() {
                tell(&format!("note: nothing is remembered for the next run: {error:#}"));
            }
        })
        .ok()
}

/// The digest of all sources, whatever the order in which they were read. The language itself is made, and looked at apart.
fn digest(sources: &[Source]) -> Digest {
    let sources: Vec<&Source> = sources.iter().filter(|source| source.path != LANGUAGE).collect();
    let digests = codegen::threads::each(&sources, |source| (source.path.clone(), Digest::of(source.bytes.as_slice())));
    Digest::of(&digests.into_iter().collect::<BTreeMap<_, _>>())
}

fn counts(model: &Model) -> String {
    [
        counted(model.endpoints.len(), "endpoint"),
        counted(model.objects.len() + model.scalars.len(), "type"),
        counted(model.enums.len(), "enum"),
    ]
    .join(", ")
}

fn report(
    all: &[(&Path, &sync::Changes)],
    Done { changes, counts, .. }: &Done,
    order: &Order,
    detail: Detail,
    millis: u128,
) -> Found {
    let count = |of: fn(&sync::Changes) -> usize| all.iter().map(|(_, changes)| of(changes)).sum::<usize>();
    let unchanged = count(|changes| changes.unchanged);
    if *order != Order::Check {
        if detail == Detail::Files {
            list(all, &[("written", |changes| &changes.written), ("deleted", |changes| &changes.deleted)]);
        }
        let (written, deleted) = (count(|changes| changes.written.len()), count(|changes| changes.deleted.len()));
        say(&format!("{counts}; files: {written} written, {unchanged} unchanged, {deleted} deleted; {millis} ms"));
        return Found::Nothing;
    }
    let found = list(
        all,
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
    found
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
