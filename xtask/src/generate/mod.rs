//! `gen`: generates the crate from the schemas.

mod lazy;
mod manifests;
mod one;
mod readme;
mod summary;

use std::{
    collections::BTreeMap,
    num::NonZero,
    path::{Path, PathBuf},
    sync::atomic::AtomicUsize,
    thread,
    time::Instant,
};

use anyhow::{Result, bail};
use codegen::{
    Source,
    digest::Digest,
    emit::{Digests, features::Areas},
    model::Model,
    syntax::LANGUAGE,
};

use self::{lazy::LazyFile, summary::Summary};
use crate::{
    args::{Gen, Schemas},
    cache::{Cache, Record},
    exit::Exit,
    report::{self, Reporting},
    sources,
    sync::{self, Changes, Mode},
    terminal::{counted, eprint_line},
    timings::Timings,
    workspace,
};

/// The handwritten files of a generated crate.
///
/// **Architecture invariant:** no manifest is generated. Cargo loads all manifests of the workspace before it runs this
/// command, so a missing manifest could not be generated again.
const HANDWRITTEN: &[&str] = &["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

/// The result of a run.
struct Done {
    changes: Changes,
    /// The changes of `schema.json`.
    language: Changes,
    /// The numbers of endpoints, types and enums.
    counts: String,
    /// The areas of the vendors.
    vendors: BTreeMap<String, Areas>,
}

pub(crate) fn run(args: &Gen) -> Result<Exit> {
    let (start, timings) = (Instant::now(), Timings::default());
    let folder = args.schemas.folder();
    let out = args.out.clone().unwrap_or_else(workspace::generated);
    check_apart(&folder, &out)?;
    if let Some(name) = &args.endpoint {
        return one::check(args, &out, name);
    }
    if !args.check {
        // An interrupted run is completed even if the schemas have errors by now.
        sync::recover(&out)?;
        sync::recover(&folder)?;
    }
    let Some(done) = generate(args, &out, &timings)? else { return Ok(Exit::Findings) };
    let elapsed = start.elapsed();
    if !args.schemas.is_for_programs() {
        manifests::advise(&out, &done.vendors);
    }
    if args.timings {
        eprint_line(&timings.json(elapsed, thread::available_parallelism().map_or(1, NonZero::get)));
    }
    let root = workspace::root();
    let readme = if is_ours(&out) { readme::sync(&root, &out, args.check)? } else { Changes::default() };
    let folders = [(out.as_path(), &done.changes), (folder.as_path(), &done.language), (root.as_path(), &readme)];
    let summary = Summary { counts: &done.counts, folders: &folders, millis: elapsed.as_millis() };
    Ok(if args.check { summary.print_stale() } else { summary.print_written(args.verbose) })
}

/// Whether this is the crate that the README of the workspace is about.
fn is_ours(out: &Path) -> bool {
    let resolved = |path: &Path| path.canonicalize().ok();
    resolved(out).is_some_and(|out| Some(out) == resolved(&workspace::generated()))
}

/// Generates the crate, or compares it; `None` if the schemas have errors, which are reported.
fn generate(args: &Gen, out: &Path, timings: &Timings) -> Result<Option<Done>> {
    let folder = args.schemas.folder();
    let mode = if args.check { Mode::Verify } else { Mode::Write };
    let sources = timings.read(|| sources::read(&folder))?;
    sources::require_schema(&folder, &sources)?;
    let cache = if args.check { None } else { open_cache(args, out) };
    let record = cache.as_ref().map(Cache::read).unwrap_or_default();
    let digest = cache.as_ref().map(|_| timings.digest(|| digest(&sources)));
    let crate_folder = sync::Folder { path: out, handwritten: HANDWRITTEN };
    if digest.is_some() && digest == record.sources {
        let language = sync_language(&folder, mode)?;
        if let Some(changes) = timings.sync(|| record.unchanged(&crate_folder))? {
            return Ok(Some(Done { changes, language, counts: record.counts, vendors: record.vendors }));
        }
    }
    let parsed = timings.parse(|| codegen::parse(&sources));
    let outcome = timings.lower(|| codegen::lower(parsed));
    let is_silent = outcome.diagnostics.is_empty();
    let model = report::accepted(&folder, &sources, outcome, Reporting::of(&args.schemas));
    drop(sources);
    let Some(model) = model else { return Ok(None) };
    // The language comes first: if something is in its way, the run must stop before the crate is written.
    let language = sync_language(&folder, mode)?;
    let digests = cache.as_ref().map(|_| timings.digest(|| Digests::new(&model)));
    let pieces = codegen::emit::pieces(&model);
    let room = AtomicUsize::new(lazy::ROOM);
    let files = timings.digest(|| LazyFile::all(&pieces, digests.as_ref(), &record, &room, timings));
    let changes = timings.sync(|| sync::run(&crate_folder, &files, mode))?;
    let (counts, vendors) = (counts(&model), Areas::all(&model));
    if let Some(cache) = cache {
        // Errors and warnings must be reported again by the next run, so it must not be skipped.
        let sources = digest.filter(|_| is_silent);
        let files = files.iter().filter_map(LazyFile::record).collect();
        let record = Record { sources, counts: counts.clone(), vendors: vendors.clone(), files };
        ok_or_note(&args.schemas, cache.write(&record));
    }
    Ok(Some(Done { changes, language, counts, vendors }))
}

/// Writes `schema.json`, the description of the schema language for editors, beside the schemas.
fn sync_language(folder: &Path, mode: Mode) -> Result<Changes> {
    let folder = sync::Folder { path: folder, handwritten: &[] };
    let changes = sync::run(&folder, &[codegen::emit::language::file()], mode)?;
    // All other files in this folder are written by hand.
    Ok(Changes { foreign: Vec::new(), ..changes })
}

/// The cache of the command line or, for crates of this workspace, the one in its target folder.
fn open_cache(args: &Gen, out: &Path) -> Option<Cache> {
    let folder = args.cache.clone().or_else(|| default_cache(out))?;
    ok_or_note(&args.schemas, Cache::open(out, &folder))
}

fn default_cache(out: &Path) -> Option<PathBuf> {
    let root = workspace::root();
    // The root is an empty path if it is the current folder.
    let absolute = |path: &Path| std::path::absolute(Path::new(".").join(path)).ok();
    absolute(out)?.starts_with(absolute(&root)?).then(|| root.join("target/gen"))
}

/// The value of a cache operation. An error only makes the next run slower, so it is printed as a note.
fn ok_or_note<T>(schemas: &Schemas, result: Result<T>) -> Option<T> {
    let print = |error: &anyhow::Error| {
        if !schemas.is_for_programs() {
            eprint_line(&format!("note: the next run cannot use the cache: {error:#}"));
        }
    };
    result.inspect_err(print).ok()
}

/// The digest of all sources in the order of their paths, without `schema.json`, which is generated.
fn digest(sources: &[Source]) -> Digest {
    let sources: Vec<&Source> = sources.iter().filter(|source| source.path != LANGUAGE).collect();
    let digests = codegen::threads::each(&sources, |source| (source.path.clone(), Digest::of(source.bytes.as_slice())));
    Digest::of(&digests.into_iter().collect::<BTreeMap<_, _>>())
}

fn counts(model: &Model) -> String {
    let events = (!model.events.is_empty()).then(|| counted(model.events.len(), "event"));
    let types = [counted(model.objects.len() + model.scalars.len(), "type"), counted(model.enums.len(), "enum")];
    let counts = [counted(model.endpoints.len(), "endpoint")].into_iter().chain(events).chain(types);
    counts.collect::<Vec<_>>().join(", ")
}

/// Fails if the crate would be generated among the schemas, where its files would be read as schemas.
fn check_apart(schemas: &Path, out: &Path) -> Result<()> {
    let resolved = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        path.canonicalize().unwrap_or(path)
    };
    if resolved(out).starts_with(resolved(schemas)) {
        bail!("the crate cannot be generated among the schemas in {}; choose another folder with --out", out.display());
    }
    Ok(())
}
