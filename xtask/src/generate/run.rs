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
    vendors::{Derivations, Part, Vendors},
};

use super::{
    files::{ComparedFile, Maker},
    made::{All, Made},
};
use crate::{
    cache::{Cache, Record},
    sync::{Compared, Session},
    terminal::{Progress, counted},
    timings::Timings,
};

/// What a run works with.
pub(super) struct Run<'r> {
    pub(super) sources: &'r [Source],
    pub(super) out: &'r Path,
    pub(super) cache: Option<&'r Cache>,
    pub(super) timings: &'r Timings,
    pub(super) progress: &'r Progress,
}

/// A vendor that is about to be loaded, and what the cache has of it.
struct Job<'r> {
    vendor: &'r str,
    part: Part<'r>,
    /// The digest of its own files, and that of all that its part of the crate is made from; `None` without a cache.
    digests: Option<(Digest, Digest)>,
    derives: BTreeSet<String>,
    record: Option<Record>,
}

impl Job<'_> {
    /// The record, if nothing has changed since and there was nothing to report.
    fn unchanged(&self) -> Option<&Record> {
        let inputs = self.digests.map(|(_, inputs)| inputs);
        self.record.as_ref().filter(|record| record.inputs.is_some() && record.inputs == inputs)
    }
}

/// What the thread that loads a vendor puts.
enum Put {
    File(ComparedFile),
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
        let Some(vendors) = Vendors::split(self.sources) else { return Ok(Made::Inseparable) };
        let jobs = self.jobs(&vendors);
        let old = self.cache.map(Cache::shared).unwrap_or_default();
        let inputs = jobs.iter().map(|job| Some((job.vendor, job.unchanged()?.inputs?))).collect::<Option<Vec<_>>>();
        let inputs = inputs.map(|inputs| Digest::of(&inputs));
        let unchanged = if inputs.is_some() && inputs == old.0 { self.unchanged_files(&old.1) } else { None };
        let needs_shares = unchanged.is_none();
        let mut loaded = BTreeMap::new();
        let mut files = 0;
        let work = |job: &Job<'_>, put: &dyn Fn(Put) -> bool| self.vendor(job, needs_shares, put);
        let stopped = threads::produce(&jobs, usize::MAX, work, |put| match put {
            Put::File(file) => {
                files += 1;
                self.progress.say(|| {
                    format!("{} of {}, {}", loaded.len(), counted(jobs.len(), "vendor"), counted(files, "file"))
                });
                self.add(session, file).map_err(Stop::Failed)
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
        let mut inputs = Some(Vec::new());
        for (vendor, Loaded { record, share, is_new, diagnostics, .. }) in loaded {
            all.counts = all.counts + record.counts;
            all.areas.insert(vendor.clone(), record.areas.clone());
            all.diagnostics.extend(diagnostics);
            inputs = inputs.zip(record.inputs).map(|(mut inputs, of_vendor)| {
                inputs.push((vendor.clone(), of_vendor));
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
        let parsed = self.timings.parse(|| codegen::parse(self.sources));
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
        Maker { out: self.out, timings: self.timings }
    }

    fn add(&self, session: &mut Session<'_>, ComparedFile { path, compared, text }: ComparedFile) -> Result<()> {
        self.timings.sync(|| session.add(&path, compared, text))
    }

    /// The vendors, those with the most to read first.
    fn jobs<'v>(&self, vendors: &Vendors<'v>) -> Vec<Job<'v>> {
        let digests = self.cache.map(|_| self.timings.digest(|| digests(self.sources)));
        let own = |files: &[&Source]| digests.as_ref().map(|digests| digest(digests, files.iter().copied()));
        let mut known = BTreeMap::new();
        let mut derivations = Derivations::new();
        for (vendor, files) in vendors.iter() {
            let (own, record) = (own(files), self.cache.and_then(|cache| cache.record(vendor)));
            let derives = match record.as_ref().filter(|record| Some(record.own) == own) {
                // Another vendor of this name may have appeared, or disappeared.
                Some(record) if record.derives.iter().all(|name| vendors.has_vendor_of(name)) => record.derives.clone(),
                _ => self.timings.parse(|| vendors.derives(vendor)),
            };
            derivations.insert(vendor.to_owned(), derives);
            known.insert(vendor, (own, record));
        }
        let job = |(vendor, (own, record)): (&'v str, (Option<Digest>, Option<Record>))| {
            let part = vendors.part(vendor, &derivations)?;
            let inputs = digests
                .as_ref()
                .map(|digests| Digest::of(&(digest(digests, part.sources()), part.derived_elsewhere())));
            let derives = derivations.get(vendor).cloned().unwrap_or_default();
            Some(Job { vendor, part, digests: own.zip(inputs), derives, record })
        };
        let mut jobs: Vec<Job<'_>> = known.into_iter().filter_map(job).collect();
        let size = |job: &Job<'_>| job.part.sources().map(|source| source.bytes.len()).sum::<usize>();
        jobs.sort_by_cached_key(|job| std::cmp::Reverse(size(job)));
        jobs
    }

    /// Puts the files of a vendor, then the vendor.
    fn vendor(&self, job: &Job<'_>, needs_share: bool, put: &dyn Fn(Put) -> bool) {
        let put_file = |file: ComparedFile| put(Put::File(file));
        if let Some((record, share)) = self.stored(job, needs_share)
            && let Some(files) =
                self.unchanged_files(&record.files.iter().map(|(path, file)| (path.clone(), file.text)).collect())
        {
            if files.into_iter().all(put_file) {
                let loaded = Loaded {
                    vendor: job.vendor.to_owned(),
                    record: record.clone(),
                    share,
                    is_new: false,
                    diagnostics: Vec::new(),
                };
                put(Put::Vendor(Box::new(loaded)));
            }
            return;
        }
        put(self.loaded(job, &put_file).map_or(Put::Failed, |loaded| Put::Vendor(Box::new(loaded))));
    }

    /// Loads a vendor and puts its files; `None` if it has errors, or cannot be loaded alone.
    fn loaded(&self, job: &Job<'_>, put: &dyn Fn(ComparedFile) -> bool) -> Option<Loaded> {
        let parsed = self.timings.parse(|| codegen::parse_part(&job.part))?;
        let Outcome { model, diagnostics } = self.timings.lower(|| codegen::lower_part(parsed));
        let model = model?;
        let files = self.maker().all(&model, job.record.as_ref(), self.cache.is_some(), put);
        let share = Shares::of(&model).vendors.remove(job.vendor)?;
        let inputs = job.digests.map(|(_, inputs)| inputs).filter(|_| diagnostics.is_empty());
        let own = job.digests.map_or_else(|| Digest::of(&0), |(own, _)| own);
        let (counts, areas, derives) = (share.counts, share.areas.clone(), job.derives.clone());
        let record = Record { own, derives, inputs, counts, areas, files };
        Some(Loaded { vendor: job.vendor.to_owned(), record, share: Some(share), is_new: true, diagnostics })
    }

    /// What the cache has of a vendor, if nothing has changed since.
    fn stored<'j>(&self, job: &'j Job<'_>, needs_share: bool) -> Option<(&'j Record, Option<Share>)> {
        let record = job.unchanged()?;
        match needs_share {
            true => Some((record, Some(self.cache?.share(job.vendor, record.inputs?)?))),
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

/// The digests of all sources, by path.
fn digests(sources: &[Source]) -> BTreeMap<&str, Digest> {
    let digests = threads::each(sources, |source| Digest::of(source.bytes.as_slice()));
    sources.iter().map(|source| source.path.as_str()).zip(digests).collect()
}

/// The digest of some sources, in the order of their paths.
fn digest<'s>(digests: &BTreeMap<&str, Digest>, sources: impl Iterator<Item = &'s Source>) -> Digest {
    let sources = sources.map(|source| (source.path.as_str(), digests.get(source.path.as_str())));
    Digest::of(&sources.collect::<BTreeMap<_, _>>())
}
