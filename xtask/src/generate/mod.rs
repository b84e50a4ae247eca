//! `gen`: generates the crate from the schemas.

mod files;
mod made;
mod manifests;
mod one;
mod readme;
mod run;
mod summary;

use std::{
    collections::BTreeMap,
    num::NonZero,
    path::{Path, PathBuf},
    thread,
    time::Instant,
};

use anyhow::{Result, bail};
use codegen::{
    diagnostic::Diagnostic,
    emit::{Counts, features::Areas},
};

use self::{made::Made, run::Run, summary::Summary};
use crate::{
    args::{Gen, Schemas},
    cache::Cache,
    exit::Exit,
    report::{self, Reporting},
    sources,
    sync::{self, Changes, Mode, Outdated, Session},
    terminal::{Progress, counted, eprint_line},
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
    let progress = if args.schemas.is_for_programs() { Progress::none() } else { Progress::begin("reading") };
    if !args.check {
        // An interrupted run is completed even if the schemas have errors by now.
        sync::recover(&out)?;
        sync::recover(&folder)?;
    }
    let Some(done) = generate(args, &out, &timings, &progress)? else { return Ok(Exit::Findings) };
    drop(progress);
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
fn generate(args: &Gen, out: &Path, timings: &Timings, progress: &Progress) -> Result<Option<Done>> {
    let folder = args.schemas.folder();
    let mode = if args.check { Mode::Verify } else { Mode::Write };
    let listed = timings.read(|| sources::list(&folder))?;
    sources::require_schema_among(&folder, listed.iter().map(|file| file.path.as_str()))?;
    let cache = if args.check { None } else { open_cache(args, out) };
    let stamps = cache.as_ref().map(Cache::stamps);
    let run = Run { listed: &listed, out, cache: cache.as_ref(), stamps: stamps.as_ref(), timings, progress };
    let mut session = Session::open(sync::Folder { path: out, handwritten: HANDWRITTEN }, mode)?;
    let (mut is_separable, mut is_accepted) = (true, false);
    loop {
        let made = match is_separable {
            true => run.by_vendor(&mut session)?,
            false => run.whole(&mut session)?,
        };
        let made = match made {
            Made::All(made) => made,
            Made::Errors(diagnostics) => {
                accepts(args, &diagnostics)?;
                return Ok(None);
            }
            Made::Inseparable => {
                is_separable = false;
                session.restart()?;
                continue;
            }
        };
        is_accepted = is_accepted || accepts(args, &made.diagnostics)?;
        if !is_accepted {
            return Ok(None);
        }
        // The language comes first: if something is in its way, the run must stop before the crate is written.
        let language = sync_language(&folder, mode)?;
        progress.say(|| "writing".to_owned());
        let changes = match timings.sync(|| session.finish()) {
            Err(error) if error.is::<Outdated>() => {
                session.restart()?;
                continue;
            }
            changes => changes?,
        };
        if let (Some(cache), Some(stamps)) = (&cache, &stamps) {
            ok_or_note(&args.schemas, made.store(cache).and_then(|()| cache.write_stamps(stamps)));
        }
        return Ok(Some(Done { changes, language, counts: counts(made.counts), vendors: made.areas }));
    }
}

/// Reports diagnostics, and returns whether none of them stops the run. The sources are read again for that: they are not kept
/// in memory.
fn accepts(args: &Gen, diagnostics: &[Diagnostic]) -> Result<bool> {
    let folder = args.schemas.folder();
    let sources = if diagnostics.is_empty() { Vec::new() } else { sources::read(&folder)? };
    Ok(report::accepts(&folder, &sources, diagnostics, Reporting::of(&args.schemas)))
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

fn counts(Counts { endpoints, events, types, enums }: Counts) -> String {
    let events = (events > 0).then(|| counted(events, "event"));
    let types = [counted(types, "type"), counted(enums, "enum")];
    let counts = [counted(endpoints, "endpoint")].into_iter().chain(events).chain(types);
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
