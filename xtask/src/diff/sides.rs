//! The two models that are compared: the new one, and the old one as far as today's schema language can read it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use codegen::{
    Source,
    diagnostic::{Diagnostic, Format, Severity, Texts, render},
    ledger::{self, Accepted},
    model::Model,
    syntax::{LEDGER, is_facts},
};

use super::git::{Repository, short};
use crate::{
    report::{self, Reporting, Warnings},
    sources::{self, is_schema},
};

/// The two things to compare.
#[derive(Clone, Debug)]
pub(crate) enum Range {
    /// A revision and the work tree; by default, the merge base with the main branch.
    Revision(Option<String>),
    /// Two folders.
    Folders(PathBuf, PathBuf),
}

/// One side of the comparison.
#[derive(Debug)]
pub(crate) struct Side {
    /// A commit or a folder, for people.
    pub(crate) name: String,
    /// The prefix of its files' paths in reports.
    pub(crate) prefix: String,
    /// The commit, unless the side is a folder.
    pub(crate) commit: Option<String>,
    /// The folder of its files; for a commit, the same folder in the work tree.
    pub(crate) folder: PathBuf,
    pub(crate) sources: BTreeMap<String, Source>,
    pub(crate) model: Model,
}

/// Why only a part was compared.
#[derive(Debug)]
pub(crate) struct Partial {
    /// The number of errors of the old schemas under today's language.
    pub(crate) faults: usize,
    /// The first of them, in one line.
    pub(crate) first: String,
    /// The files that were left out on both sides.
    pub(crate) left_out: BTreeSet<String>,
}

/// The two sides of a comparison.
#[derive(Debug)]
pub(crate) struct Sides {
    pub(crate) old: Side,
    pub(crate) new: Side,
    pub(crate) partial: Option<Partial>,
    pub(crate) accepted: Vec<Accepted>,
    /// Where the old side is from, for people.
    pub(crate) base: String,
    /// Whether the new side is the commit of the old one, so that there is nothing to compare.
    pub(crate) is_same_commit: bool,
}

/// The old side, as it is found.
struct Base {
    side: Side,
    /// Where it is from, for people.
    text: String,
    /// Whether it is the commit of the work tree.
    is_head: bool,
}

/// Reads both sides; `None` if the new schemas have errors, which are reported.
pub(crate) fn read(schemas: &Path, range: &Range, format: Format) -> Result<Option<Sides>> {
    let (base, new_folder) = match range {
        Range::Folders(from, to) => (Base::folder(from)?, to.as_path()),
        Range::Revision(revision) => (Base::commit(schemas, revision.as_deref())?, schemas),
    };
    let Base { side: mut old, text: base, is_head } = base;
    if !old.sources.keys().any(|path| is_schema(path)) {
        bail!("there is no schema in {}: there is nothing to compare with", old.name);
    }
    let mut new = folder(new_folder)?;
    let sources: Vec<Source> = new.sources.values().cloned().collect();
    let reporting = Reporting { format, warnings: Warnings::Print };
    let Some(model) = report::checked(new_folder, &sources, reporting)? else { return Ok(None) };
    new.model = model;
    let accepted = new.sources.get(LEDGER).map(ledger::accepted).unwrap_or_default();
    let is_same_commit = is_head && same_texts(&old.sources, &new.sources);
    // What pages state changes nothing for users, and the old schemas need not agree with it.
    old.sources.retain(|path, _| !is_facts(path));
    new.sources.retain(|path, _| !is_facts(path));
    let partial = settle(&mut old, &mut new)?;
    Ok(Some(Sides { old, new, partial, accepted, base, is_same_commit }))
}

/// Whether two versions of the files have the same texts. The old side has no accepted breaks.
fn same_texts(old: &BTreeMap<String, Source>, new: &BTreeMap<String, Source>) -> bool {
    let texts = |sources: &BTreeMap<String, Source>| {
        let compared = sources.values().filter(|source| source.path != LEDGER);
        compared.map(|source| (source.path.clone(), source.bytes.clone())).collect::<Vec<_>>()
    };
    texts(old) == texts(new)
}

fn folder(folder: &Path) -> Result<Side> {
    Ok(Side {
        name: folder.display().to_string(),
        prefix: sources::prefix(folder),
        commit: None,
        folder: folder.to_path_buf(),
        sources: by_path(sources::read(folder)?),
        model: Model::default(),
    })
}

impl Base {
    fn folder(from: &Path) -> Result<Self> {
        let side = folder(from)?;
        Ok(Self { text: format!("the folder {}", side.name), side, is_head: false })
    }

    fn commit(schemas: &Path, revision: Option<&str>) -> Result<Self> {
        let repository = Repository::around(schemas)?;
        let (commit, what) = match revision {
            Some(revision) => (repository.commit(revision)?, format!("`{revision}`")),
            None => {
                let (commit, main) = repository.merge_base()?;
                (commit, format!("the merge base of HEAD and `{main}`"))
            }
        };
        let mut sources = by_path(repository.sources(&commit)?);
        // Breaks that were accepted earlier are irrelevant now.
        sources.remove(LEDGER);
        let side = Side {
            name: short(&commit).to_owned(),
            prefix: format!("{}:{}", short(&commit), sources::prefix(schemas)),
            folder: schemas.to_path_buf(),
            sources,
            model: Model::default(),
            commit: Some(commit.clone()),
        };
        let text = format!("{}, {what}", side.name);
        Ok(Self { side, text, is_head: repository.head()? == Some(commit) })
    }
}

fn by_path(sources: Vec<Source>) -> BTreeMap<String, Source> {
    sources.into_iter().map(|source| (source.path.clone(), source)).collect()
}

/// Builds the old model. Files that have errors today are left out on both sides, until no error remains.
fn settle(old: &mut Side, new: &mut Side) -> Result<Option<Partial>> {
    let mut partial: Option<Partial> = None;
    loop {
        let old_faults = old.load();
        let new_faults = if partial.is_some() { new.load() } else { Vec::new() };
        let faults = if old_faults.is_empty() { &new_faults } else { &old_faults };
        let Some(fault) = faults.first() else { return Ok(partial) };
        let sources: Vec<Source> = old.sources.values().cloned().collect();
        let first = || render(fault, &Texts::new(old.prefix.clone(), &sources), Format::Short);
        let partial = partial.get_or_insert_with(|| Partial {
            faults: old_faults.len(),
            first: first(),
            left_out: BTreeSet::new(),
        });
        let pages: Vec<String> = old.sources.keys().chain(new.sources.keys()).cloned().collect();
        let out: BTreeSet<String> =
            faults.iter().flat_map(|fault| dependents(&fault.file, &pages)).filter(|path| is_schema(path)).collect();
        if out.is_empty() {
            bail!("{} cannot be compared: {}", old.name, partial.first);
        }
        for path in &out {
            old.sources.remove(path);
            new.sources.remove(path);
        }
        partial.left_out.extend(out.into_iter().filter(|path| path.ends_with(".yaml") || path.ends_with(".yml")));
    }
}

/// The files that depend on a faulty one: the pages of a vendor, the examples of a page, the page of an example.
fn dependents(faulty: &str, files: &[String]) -> Vec<String> {
    let below = |folder: &str| files.iter().filter(|path| path.starts_with(&format!("{folder}/"))).cloned().collect();
    if let Some(vendor) = faulty.strip_suffix("/vendor.yaml").filter(|vendor| !vendor.contains('/')) {
        return below(vendor);
    }
    let page = if faulty.ends_with(".json") { page_of(faulty, files) } else { Some(faulty.to_owned()) };
    let examples = files.iter().filter(|file| file.ends_with(".json") && page_of(file, files) == page);
    let examples = examples.filter(|_| page.is_some()).cloned();
    examples.chain([faulty.to_owned()]).chain(page.clone()).collect()
}

/// The page of an example, by its folder.
fn page_of(example: &str, files: &[String]) -> Option<String> {
    let mut folders = example.match_indices('/').rev().map(|(at, _)| format!("{}.yaml", &example[..at]));
    folders.find(|page| files.contains(page))
}

impl Side {
    /// Builds the model; returns its errors.
    fn load(&mut self) -> Vec<Diagnostic> {
        let sources: Vec<Source> = self.sources.values().cloned().collect();
        if sources.iter().all(|source| !is_schema(&source.path)) {
            self.model = Model::default();
            return Vec::new();
        }
        let outcome = codegen::load(&sources);
        let errors = outcome.diagnostics.into_iter().filter(|fault| fault.code.severity() == Severity::Error);
        let errors: Vec<Diagnostic> = errors.filter(|fault| is_schema(&fault.file)).collect();
        self.model = outcome.model.unwrap_or_default();
        errors
    }

    /// The title and the address of a file's page or vendor.
    pub(crate) fn page(&self, file: &str) -> Option<(&str, &str)> {
        let page = self.model.endpoints.values().find(|endpoint| endpoint.file == file).map(|endpoint| &endpoint.page);
        let vendor = || self.model.vendors.values().find(|vendor| vendor.file == file);
        page.map(|page| (page.title.as_str(), page.url.as_str()))
            .or_else(|| vendor().map(|vendor| (vendor.title.as_str(), vendor.url.as_str())))
    }

    /// The lines and columns of paths in a file.
    pub(crate) fn locate(&self, file: &str, places: &[&str]) -> Vec<Option<(usize, usize)>> {
        match self.sources.get(file) {
            Some(source) => codegen::locate_all(source, places),
            None => vec![None; places.len()],
        }
    }
}
