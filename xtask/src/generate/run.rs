//! Loads the vendors, two or more at a time, and hands their files to the session. Of each vendor, nothing but its share
//! outlives the making of its files.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Result;
use codegen::{
    Outcome, Source,
    diagnostic::Diagnostic,
    digest::Digest,
    emit::{Share, Shares},
    threads,
    vendors::{self, Derivations, Part, Vendors},
};

use super::{
    files::{ComparedFile, Maker},
    made::{All, Made},
};
use crate::{
    cache::{Cache, Record},
    sources::Listed,
    stamps::Stamps,
    sync::{Compared, Session},
    terminal::{Progress, counted},
    timings::Timings,
};

/// What a run works with.
pub(super) struct Run<'r> {
    pub(super) listed: &'r [Listed],
    pub(super) out: &'r Path,
    pub(super) cache: Option<&'r Cache>,
    /// What is known of files without reading them; `None` without a cache.
    pub(super) stamps: Option<&'r Stamps>,
    pub(super) timings: &'r Timings,
    pub(super) progress: &'r Progress,
}

/// What is known of all sources without keeping them in memory.
struct Survey {
    /// Without their contents.
    sources: Vec<Source>,
    /// By path; without a cache, there are none.
    digests: BTreeMap<String, Digest>,
    /// The names after `from:`, by path.
    named: BTreeMap<String, BTreeSet<String>>,
}

/// A vendor that is about to be loaded, and what the cache has of it.
struct Job<'r> {
    /// Its files, without their contents.
    part: Part<'r>,
    /// The digest of all that its part of the crate is made from; `None` without a cache.
    inputs: Option<Digest>,
    record: Option<Record>,
}

impl Job<'_> {
    /// The record, if nothing has changed since and there was nothing to report.
    fn unchanged(&self) -> Option<&Record> {
        self.record.as_ref().filter(|record| record.inputs.is_some() && record.inputs == self.inputs)
    }
}

/// What the thread that loads a vendor puts.
enum Put {
    File(ComparedFile),
    /// All files of a vendor.
    Unchanged(Vec<ComparedFile>),
    Vendor(Box<Loaded>),
    /// The vendor has errors, or cannot be loaded alone.
    Failed,
}

/// A vendor whose files were put.
struct Loaded {
    vendor: String,
    record: Record,
    /// Its share, unless it was neither needed nor made.
    share: Option<Share>,
    is_new: bool,
    diagnostics: Vec<Diagnostic>,
}

/// Why the results of threads are no longer wanted.
enum Stop {
    Inseparable,
    Failed(anyhow::Error),
}

impl Run<'_> {
    /// Makes the files vendor by vendor, and adds them to the session.
    pub(super) fn by_vendor(&self, session: &mut Session<'_>) -> Result<Made> {
        let survey = self.survey()?;
        let Some(vendors) = Vendors::split(&survey.sources) else { return Ok(Made::Inseparable) };
        let derivations = vendors.derivations(|source| survey.named.get(&source.path).cloned().unwrap_or_default());
        let jobs = self.jobs(&vendors, &derivations, &survey);
        let old = self.cache.map(Cache::shared).unwrap_or_default();
        let inputs = jobs
            .iter()
            .map(|job| Some((job.part.vendor(), job.unchanged()?.inputs?)))
            .collect::<Option<BTreeMap<_, _>>>();
        let inputs = inputs.map(|inputs| Digest::of(&inputs));
        let unchanged = if inputs.is_some() && inputs == old.0 { self.unchanged_files(&old.1) } else { None };
        let needs_shares = unchanged.is_none();
        let mut loaded = BTreeMap::new();
        let mut files = 0;
        let work = |job: &Job<'_>, put: &dyn Fn(Put) -> bool| self.vendor(job, &derivations, needs_shares, put);
        let stopped = threads::produce(&jobs, usize::MAX, work, |put| match put {
            Put::File(file) => {
                files += 1;
                self.progress.say(|| {
                    format!("{} of {}, {}", loaded.len(), counted(jobs.len(), "vendor"), counted(files, "file"))
                });
                self.add(session, file).map_err(Stop::Failed)
            }
            Put::Unchanged(unchanged) => {
                files += unchanged.len();
                unchanged.into_iter().try_for_each(|file| self.add(session, file)).map_err(Stop::Failed)
            }
            Put::Vendor(vendor) => {
                loaded.insert(vendor.vendor.clone(), *vendor);
                Ok(())
            }
            Put::Failed => Err(Stop::Inseparable),
        });
        match stopped {
            Ok(()) => {}
            Err(Stop::Inseparable) => return Ok(Made::Inseparable),
            Err(Stop::Failed(error)) => return Err(error),
        }
        let mut all = All::default();
        let mut shares = Shares::default();
        let mut inputs = Some(BTreeMap::new());
        for (vendor, Loaded { record, share, is_new, diagnostics, .. }) in loaded {
            all.counts = all.counts + record.counts;
            all.areas.insert(vendor.clone(), record.areas.clone());
            all.diagnostics.extend(diagnostics);
            inputs = inputs.zip(record.inputs).map(|(mut inputs, of_vendor)| {
                inputs.insert(vendor.clone(), of_vendor);
                inputs
            });
            let Some(share) = share else { continue };
            if is_new && self.cache.is_some() {
                all.records.insert(vendor.clone(), (record, share.clone()));
            }
            shares.vendors.insert(vendor, share);
        }
        let inputs = inputs.map(|inputs| Digest::of(&inputs));
        all.shared = match unchanged {
            Some(files) => {
                files.into_iter().try_for_each(|file| self.add(session, file))?;
                old
            }
            None => (inputs, self.shared(&shares, session)?),
        };
        Ok(Made::All(all))
    }

    /// Makes the files of all vendors together.
    pub(super) fn whole(&self, session: &mut Session<'_>) -> Result<Made> {
        let sources =
            self.timings.read(|| threads::each(self.listed, Listed::read).into_iter().collect::<Result<Vec<_>>>())?;
        let parsed = self.timings.parse(|| codegen::parse(&sources));
        let Outcome { model, diagnostics } = self.timings.lower(|| codegen::lower(parsed));
        let Some(model) = model else { return Ok(Made::Errors(diagnostics)) };
        threads::produce(
            &[&model],
            1,
            |model, put| drop(self.maker().all(model, None, false, put)),
            |file| self.add(session, file),
        )?;
        let shares = Shares::of(&model);
        let areas = shares.vendors.iter().map(|(vendor, share)| (vendor.clone(), share.areas.clone())).collect();
        self.shared(&shares, session)?;
        Ok(Made::All(All { counts: shares.counts(), areas, diagnostics, ..All::default() }))
    }

    fn maker(&self) -> Maker<'_> {
        Maker { out: self.out, timings: self.timings, stamps: self.stamps }
    }

    fn add(&self, session: &mut Session<'_>, ComparedFile { path, compared, text }: ComparedFile) -> Result<()> {
        self.timings.sync(|| session.add(&path, compared, text))
    }

    /// Surveys all sources. Those that have not changed since the last run are not read.
    fn survey(&self) -> Result<Survey> {
        let read = |listed: &Listed| {
            let (digest, named) = self.timings.read(|| self.survey_one(listed))?;
            anyhow::Ok((Source { path: listed.path.clone(), bytes: Vec::new() }, digest, named))
        };
        let mut survey = Survey { sources: Vec::new(), digests: BTreeMap::new(), named: BTreeMap::new() };
        for read in threads::each(self.listed, read) {
            let (source, digest, named) = read?;
            survey.digests.extend(digest.map(|digest| (source.path.clone(), digest)));
            survey.named.insert(source.path.clone(), named);
            survey.sources.push(source);
        }
        Ok(survey)
    }

    /// The digest of a source, and the names after `from:` in it.
    fn survey_one(&self, listed: &Listed) -> Result<(Option<Digest>, BTreeSet<String>)> {
        let Some(stamps) = self.stamps else { return Ok((None, vendors::named(&listed.read()?))) };
        let (key, data) = (format!("s/{}", listed.path), listed.metadata()?);
        if let Some(known) = stamps.of(&key, &data) {
            return Ok((Some(known.digest), known.found.split_whitespace().map(str::to_owned).collect()));
        }
        let source = listed.read()?;
        let (digest, named) = (Digest::of(source.bytes.as_slice()), vendors::named(&source));
        let found = named.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        stamps.remember(&key, &data, digest, found);
        Ok((Some(digest), named))
    }

    /// The vendors, those with the most files first.
    fn jobs<'v>(&self, vendors: &Vendors<'v>, derivations: &Derivations, survey: &Survey) -> Vec<Job<'v>> {
        let job = |vendor| {
            let part = vendors.part(vendor, derivations)?;
            let inputs = self.cache.and_then(|_| inputs(&part, |source| survey.digests.get(&source.path).copied()));
            Some(Job { part, inputs, record: self.cache.and_then(|cache| cache.record(vendor)) })
        };
        let mut jobs: Vec<Job<'_>> = vendors.names().filter_map(job).collect();
        jobs.sort_by_cached_key(|job| std::cmp::Reverse(job.part.sources().count()));
        jobs
    }

    /// Puts the files of a vendor, then the vendor.
    fn vendor(&self, job: &Job<'_>, derivations: &Derivations, needs_share: bool, put: &dyn Fn(Put) -> bool) {
        let put_file = |file: ComparedFile| put(Put::File(file));
        if let Some((record, share)) = self.stored(job, needs_share) {
            let files = record.files.iter().map(|(path, file)| (path.clone(), file.text)).collect();
            if let Some(files) = self.unchanged_files(&files) {
                if put(Put::Unchanged(files)) {
                    let (vendor, record) = (job.part.vendor().to_owned(), record.clone());
                    let loaded = Loaded { vendor, record, share, is_new: false, diagnostics: Vec::new() };
                    put(Put::Vendor(Box::new(loaded)));
                }
                return;
            }
        }
        let loaded = self.loaded(job, derivations, &put_file);
        put(loaded.map_or(Put::Failed, |loaded| Put::Vendor(Box::new(loaded))));
    }

    /// Loads a vendor and puts its files; `None` if it has errors, or cannot be loaded alone.
    fn loaded(&self, job: &Job<'_>, derivations: &Derivations, put: &dyn Fn(ComparedFile) -> bool) -> Option<Loaded> {
        let vendor = job.part.vendor();
        let (inputs, Outcome { model, diagnostics }) = self.load(job, derivations)?;
        let model = model?;
        let files = self.maker().all(&model, job.record.as_ref(), self.cache.is_some(), put);
        let share = Shares::of(&model).vendors.remove(vendor)?;
        let inputs = inputs.filter(|_| diagnostics.is_empty());
        let record = Record { inputs, counts: share.counts, areas: share.areas.clone(), files };
        Some(Loaded { vendor: vendor.to_owned(), record, share: Some(share), is_new: true, diagnostics })
    }

    /// Loads a vendor. Its sources are not kept.
    fn load(&self, job: &Job<'_>, derivations: &Derivations) -> Option<(Option<Digest>, Outcome)> {
        let needed: BTreeSet<&str> = job.part.sources().map(|source| source.path.as_str()).collect();
        let listed = self.listed.iter().filter(|file| needed.contains(file.path.as_str()));
        // A file that cannot be read any more is reported when all are loaded together.
        let sources: Vec<Source> = self.timings.read(|| listed.map(|file| file.read().ok()).collect::<Option<_>>())?;
        let vendors = Vendors::split(&sources)?;
        let part = vendors.part(job.part.vendor(), derivations)?;
        // A file may have changed since it was surveyed.
        let inputs = self
            .cache
            .and_then(|_| self.timings.digest(|| inputs(&part, |source| Some(Digest::of(source.bytes.as_slice())))));
        let parsed = self.timings.parse(|| codegen::parse_part(&part))?;
        Some((inputs, self.timings.lower(|| codegen::lower_part(parsed))))
    }

    /// What the cache has of a vendor, if nothing has changed since.
    fn stored<'j>(&self, job: &'j Job<'_>, needs_share: bool) -> Option<(&'j Record, Option<Share>)> {
        let record = job.unchanged()?;
        match needs_share {
            true => Some((record, Some(self.cache?.share(job.part.vendor(), record.inputs?)?))),
            false => Some((record, None)),
        }
    }

    /// The files of which the digests are known, if they are all on disk.
    fn unchanged_files(&self, files: &BTreeMap<String, Digest>) -> Option<Vec<ComparedFile>> {
        let files: Vec<(&String, &Digest)> = files.iter().collect();
        let compared = threads::each(&files, |(path, text)| self.maker().same(path, **text));
        let same = |((path, _), compared): (&(&String, &Digest), Result<Compared>)| {
            let is_same = matches!(compared, Ok(Compared::Same(_)));
            is_same.then(|| ComparedFile { path: (*path).clone(), compared, text: String::new() })
        };
        files.iter().zip(compared).map(same).collect()
    }

    /// Makes the files that all vendors share, and returns the digests of their texts.
    fn shared(&self, shares: &Shares, session: &mut Session<'_>) -> Result<BTreeMap<String, Digest>> {
        let mut recorded = BTreeMap::new();
        for file in self.timings.emit(|| codegen::emit::shared(shares)) {
            recorded.insert(file.path.clone(), self.maker().digest(&file.text));
            self.add(session, self.maker().compared(file))?;
        }
        Ok(recorded)
    }
}

/// The digest of all that a vendor's part of the crate is made from.
fn inputs(part: &Part<'_>, digest: impl Fn(&Source) -> Option<Digest>) -> Option<Digest> {
    let sources = part.sources().map(|source| Some((source.path.as_str(), digest(source)?)));
    Some(Digest::of(&(sources.collect::<Option<BTreeMap<_, _>>>()?, part.derived_elsewhere())))
}
