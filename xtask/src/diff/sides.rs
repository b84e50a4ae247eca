//! The two models that are compared: the old one as far as it can be read today, and the new one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use codegen::{
    Source,
    diagnostic::{Diagnostic, Format, Severity, Texts, render},
    ledger::{self, Accepted, LEDGER},
    model::Model,
};

use super::git::{Repository, short};
use crate::load::{self, Warnings, is_schema};

/// What is compared with what.
#[derive(Clone, Debug)]
pub(crate) enum Range {
    /// A revision, and the work tree; the place where it left the main branch, if none is named.
    Revision(Option<String>),
    /// Two folders.
    Folders(PathBuf, PathBuf),
}

/// One of the two.
#[derive(Debug)]
pub(crate) struct Side {
    /// What it is called: a commit, or a folder.
    pub(crate) name: String,
    /// What stands before the paths of its files.
    pub(crate) prefix: String,
    /// The commit, if it is one.
    pub(crate) commit: Option<String>,
    /// The folder in which its files are, or were.
    pub(crate) folder: PathBuf,
    pub(crate) sources: BTreeMap<String, Source>,
    pub(crate) model: Model,
}

/// Why less than everything was compared.
#[derive(Debug)]
pub(crate) struct Partial {
    /// How many errors the old schemas have under the language of today.
    pub(crate) faults: usize,
    /// The first of them, in one line.
    pub(crate) first: String,
    /// The files that were left out, on both sides.
    pub(crate) left_out: BTreeSet<String>,
}

/// All that is compared.
#[derive(Debug)]
pub(crate) struct Sides {
    pub(crate) old: Side,
    pub(crate) new: Side,
    pub(crate) partial: Option<Partial>,
    pub(crate) accepted: Vec<Accepted>,
}

/// Reads both sides; none if the new schemas have faults, which are told.
pub(crate) fn read(schemas: &Path, range: &Range, format: Format) -> Result<Option<Sides>> {
    let (mut old, new_folder) = match range {
        Range::Folders(from, to) => (folder(from)?, to.as_path()),
        Range::Revision(revision) => (commit(schemas, revision.as_deref())?, schemas),
    };
    if !old.sources.keys().any(|path| is_schema(path)) {
        bail!("there is no schema in {}: there is nothing to compare with", old.name);
    }
    let mut new = folder(new_folder)?;
    let sources: Vec<Source> = new.sources.values().cloned().collect();
    let Some(model) = load::checked(new_folder, &sources, format, Warnings::Tell)? else { return Ok(None) };
    new.model = model;
    let accepted = new.sources.get(LEDGER).map(ledger::accepted).unwrap_or_default();
    let partial = settle(&mut old, &mut new)?;
    Ok(Some(Sides { old, new, partial, accepted }))
}

fn folder(folder: &Path) -> Result<Side> {
    Ok(Side {
        name: folder.display().to_string(),
        prefix: load::prefix(folder),
        commit: None,
        folder: folder.to_path_buf(),
        sources: by_path(load::sources(folder)?),
        model: Model::default(),
    })
}

fn commit(schemas: &Path, revision: Option<&str>) -> Result<Side> {
    let repository = Repository::around(schemas)?;
    let commit = match revision {
        Some(revision) => repository.commit(revision)?,
        None => repository.fork()?,
    };
    let mut sources = by_path(repository.sources(&commit)?);
    // What was accepted then is no matter now.
    sources.remove(LEDGER);
    Ok(Side {
        name: short(&commit).to_owned(),
        prefix: format!("{}:{}", short(&commit), load::prefix(schemas)),
        folder: schemas.to_path_buf(),
        sources,
        model: Model::default(),
        commit: Some(commit),
    })
}

fn by_path(sources: Vec<Source>) -> BTreeMap<String, Source> {
    sources.into_iter().map(|source| (source.path.clone(), source)).collect()
}

/// Makes the old model. Files that have faults today are left out of both, until no fault is left.
fn settle(old: &mut Side, new: &mut Side) -> Result<Option<Partial>> {
    let mut partial: Option<Partial> = None;
    loop {
        let old_faults = old.load();
        let new_faults = if partial.is_some() { new.load() } else { Vec::new() };
        let faults = if old_faults.is_empty() { &new_faults } else { &old_faults };
        let Some(fault) = faults.first() else { return Ok(partial) };
        let sources: Vec<Source> = old.sources.values().cloned().collect();
        let first = || render(fault, &Texts::new(old.prefix.clone(), &sources), Format::Short);
        let told = partial.get_or_insert_with(|| Partial {
            faults: old_faults.len(),
            first: first(),
            left_out: BTreeSet::new(),
        });
        let pages: Vec<String> = old.sources.keys().chain(new.sources.keys()).cloned().collect();
        let out: BTreeSet<String> =
            faults.iter().flat_map(|fault| belonging(&fault.file, &pages)).filter(|path| is_schema(path)).collect();
        if out.is_empty() {
            bail!("{} cannot be compared: {}", old.name, told.first);
        }
        for path in &out {
            old.sources.remove(path);
            new.sources.remove(path);
        }
        told.left_out.extend(out.into_iter().filter(|path| path.ends_with(".yaml") || path.ends_with(".yml")));
    }
}

/// The files that make no sense without a faulty one: a vendor's pages, a page's examples, the page of an example.
fn belonging(faulty: &str, files: &[String]) -> Vec<String> {
    let below = |folder: &str| files.iter().filter(|path| path.starts_with(&format!("{folder}/"))).cloned().collect();
    if let Some(vendor) = faulty.strip_suffix("/vendor.yaml").filter(|vendor| !vendor.contains('/')) {
        return below(vendor);
    }
    let page = if faulty.ends_with(".json") { page_of(faulty, files) } else { Some(faulty.to_owned()) };
    let examples = files.iter().filter(|file| file.ends_with(".json") && page_of(file, files) == page);
    let examples = examples.filter(|_| page.is_some()).cloned();
    examples.chain([faulty.to_owned()]).chain(page.clone()).collect()
}

/// The page that an example stands below.
fn page_of(example: &str, files: &[String]) -> Option<String> {
    let mut folders = example.match_indices('/').rev().map(|(at, _)| format!("{}.yaml", &example[..at]));
    folders.find(|page| files.contains(page))
}

impl Side {
    /// Makes the model, or gives the errors that it has.
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

    /// The title and the address of the page or vendor that a file is about.
    pub(crate) fn page(&self, file: &str) -> Option<(&str, &str)> {
        let page = self.model.endpoints.values().find(|endpoint| endpoint.file == file).map(|endpoint| &endpoint.page);
        let vendor = || self.model.vendors.values().find(|vendor| vendor.file == file);
        page.map(|page| (page.title.as_str(), page.url.as_str()))
            .or_else(|| vendor().map(|vendor| (vendor.title.as_str(), vendor.url.as_str())))
    }

    /// Where places of a file are.
    pub(crate) fn locate(&self, file: &str, places: &[&str]) -> Vec<Option<(usize, usize)>> {
        match self.sources.get(file) {
            Some(source) => codegen::locate_all(source, places),
            None => vec![None; places.len()],
        }
    }
}
