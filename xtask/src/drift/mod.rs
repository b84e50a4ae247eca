//! `drift`: compares doc pages with the facts that are committed beside the schemas.

mod committed;
mod effect;
mod formats;
mod group;
mod place;
mod report;

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};
use codegen::{
    Lack, Source,
    diagnostic::{Diagnostic, Format, Texts, render},
    model::Model,
};
use facts::{Facts, Part, changes};
use serde_json::json;

use self::{
    committed::Committed,
    group::{Group, groups},
    report::{Finding, PageReport},
};
use crate::{
    args::{Drift, DriftFormat},
    exit::Exit,
    page_files, sources, sync,
    terminal::{counted, eprint_line, print},
};

pub(crate) fn run(args: &Drift) -> Result<Exit> {
    let folder = args.schemas();
    let schemas = Schemas::read(&folder)?;
    let files = page_files::list(&args.pages)?;
    let (mut reports, mut written) = (Vec::new(), 0);
    let failed = page_files::each(&files, |file, text| {
        let report = schemas.report(file, pages::facts(text));
        if args.accept && accept(&folder, &schemas, &report)? {
            written += 1;
        }
        reports.push(report);
        Ok(())
    });
    print(&text(args, &reports, &schemas.prefix, failed))?;
    schemas.report_errors();
    eprint_line(&report::summary(&reports, failed));
    if args.accept {
        eprint_line(&format!("the facts of {written} were written; `cargo xtask gen` compares them with the schemas"));
    }
    let unread = reports.iter().any(|report| report.problem.is_some());
    Ok(match (failed > 0, reports.iter().any(PageReport::has_moved)) {
        (true, _) => Exit::Failed,
        (false, true) if !args.accept || unread => Exit::Findings,
        _ => Exit::Clean,
    })
}

fn text(args: &Drift, reports: &[PageReport], prefix: &str, failed: usize) -> String {
    let moved = || reports.iter().filter(|report| report.has_moved() || report.reader.is_some());
    match args.format {
        DriftFormat::Human => moved().map(|report| formats::human(report, prefix)).collect(),
        DriftFormat::Markdown => moved().map(|report| formats::markdown(report, prefix)).collect(),
        DriftFormat::Github => moved().map(|report| formats::github(report, prefix)).collect(),
        DriftFormat::Json => {
            let pages: Vec<_> = reports.iter().map(formats::json).collect();
            format!("{:#}\n", json!({ "format": 1, "pages": pages, "unreadable": failed }))
        }
    }
}

/// What moved on a page, apart from what is new there, for a terminal; empty if nothing did.
pub(crate) fn moved(mut report: PageReport, prefix: &str) -> String {
    report.findings.retain(|finding| finding.verb() != "added");
    report.faults.clear();
    if report.findings.is_empty() { String::new() } else { formats::human(&report, prefix) }
}

/// The schemas, and the facts that are committed beside them.
pub(crate) struct Schemas {
    pub(crate) sources: Vec<Source>,
    committed: Vec<Committed>,
    pub(crate) model: Model,
    /// The errors that `gen` reports already.
    known: BTreeSet<String>,
    pub(crate) prefix: String,
}

impl Schemas {
    /// Reads the schemas in a folder.
    ///
    /// # Errors
    /// If a file cannot be read, or if facts cannot be understood.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let sources = sources::read(folder)?;
        sources::require_schema(folder, &sources)?;
        let committed = committed::all(folder, &sources)?;
        let prefix = sources::prefix(folder);
        let loaded = codegen::load_partially(&sources);
        let known = lines(&sources, &loaded.diagnostics, &prefix).into_iter().collect();
        Ok(Self { sources, committed, model: loaded.model, known, prefix })
    }

    /// Prints that the schemas have errors, if they do: what depends on these places is not compared.
    pub(crate) fn report_errors(&self) {
        if !self.known.is_empty() {
            eprint_line(&format!(
                "the schemas have {}, which `cargo xtask gen` lists; what depends on these places was not compared",
                counted(self.known.len(), "error")
            ));
        }
    }

    /// Compares what a page states with the committed facts and with the schemas.
    pub(crate) fn report(&self, file: &Path, facts: Facts) -> PageReport {
        let mut report = PageReport {
            file: file.display().to_string(),
            facts,
            committed: None,
            reader: None,
            findings: Vec::new(),
            faults: Vec::new(),
            problem: None,
        };
        if report.facts.parts.is_empty() {
            report.problem = Some("no endpoint and no event was found on the page".to_owned());
            return report;
        }
        let old = committed::of_page(&self.committed, &report.facts);
        if let Some(Committed { path, facts: old }) = old {
            report.committed = Some(path.clone());
            let groups = groups(old, &report.facts, changes(old, &report.facts));
            report.findings = groups.into_iter().map(|group| self.finding(old, &report.facts, group)).collect();
            let same_page = old.digest == report.facts.digest && old.reader != report.facts.reader;
            report.reader = same_page.then_some((old.reader, report.facts.reader));
        }
        let is_known = report.committed.is_some() && report.findings.is_empty();
        match self.facts_path(&report) {
            Some(_) if is_known => {}
            Some(path) => report.faults = self.faults(&path, &report.facts),
            None => report.problem = Some("no schema has an endpoint or an event of this page".to_owned()),
        }
        report
    }

    fn finding(&self, old: &Facts, new: &Facts, group: Group) -> Finding {
        let Group { change, renamed, details } = group;
        // The schema has it under the name that it had.
        let mut id = change.id.clone();
        if let Some(renamed) = renamed.clone() {
            *(if id.kind == "part" { &mut id.part } else { &mut id.path }) = Some(renamed);
        }
        let details = details.iter().filter(|detail| ["type", "required"].contains(&detail.id.kind));
        let details = details.flat_map(|detail| {
            let values = if detail.new.is_empty() { &detail.old } else { &detail.new };
            values.iter().map(|value| format!("{} {value}", detail.id.kind))
        });
        Finding {
            rule: effect::rule(&change, renamed.is_some(), old, new),
            places: place::places(&self.model, &self.sources, &id),
            details: details.collect(),
            renamed,
            change,
        }
    }

    /// The file for the facts of a page: the one that has them, or `facts.yaml` in the folder of the schema that has most of
    /// its endpoints and events.
    pub(crate) fn facts_path(&self, report: &PageReport) -> Option<String> {
        if let Some(path) = &report.committed {
            return Some(path.clone());
        }
        let names: BTreeSet<String> = report.facts.parts.iter().map(Part::name).collect();
        let mut files: Vec<&str> = self
            .model
            .owners()
            .filter(|owner| names.contains(&place::name_of(*owner)))
            .map(|owner| owner.file())
            .collect();
        files.sort_unstable();
        let most = files.chunk_by(|one, other| one == other).max_by_key(|same| same.len())?;
        Some(format!("{}/facts.yaml", most.first()?.strip_suffix(".yaml")?))
    }

    /// What `gen` reports with the new facts and does not report already.
    fn faults(&self, path: &str, facts: &Facts) -> Vec<String> {
        let sources = self.with_facts(path, facts);
        let loaded = codegen::load_partially(&sources);
        let mut faults = lines(&sources, &loaded.diagnostics, &self.prefix);
        faults.retain(|fault| !self.known.contains(fault));
        faults
    }

    /// What a page states and its schema lacks, in the order of the page. `path`: the file for the facts of the page.
    pub(crate) fn lacked(&self, path: &str, facts: &Facts) -> Vec<Lack> {
        let mut lacked = codegen::lacks(&self.with_facts(path, facts));
        lacked.retain(|lack| lack.facts == path);
        lacked.sort_by_key(|lack| lack.line);
        lacked
    }

    /// The name that facts have for the endpoint or event with a key in a file.
    pub(crate) fn name_of(&self, file: &str, key: &str) -> Option<String> {
        let ends = |name: &str| name.rsplit('.').next() == Some(key);
        self.model.owners().find(|owner| owner.file() == file && ends(owner.name())).map(place::name_of)
    }

    fn with_facts(&self, path: &str, facts: &Facts) -> Vec<Source> {
        let mut sources = self.sources.clone();
        sources.retain(|source| source.path != path);
        sources.push(Source { path: path.to_owned(), bytes: facts.to_yaml().into_bytes() });
        sources
    }
}

/// Each error on one line.
fn lines(sources: &[Source], diagnostics: &[Diagnostic], prefix: &str) -> Vec<String> {
    let texts = Texts::new(prefix.to_owned(), sources.iter());
    diagnostics.iter().filter(|found| found.is_error()).map(|found| render(found, &texts, Format::Short)).collect()
}

/// Writes the new facts of a page; returns whether they were written.
fn accept(folder: &Path, schemas: &Schemas, report: &PageReport) -> Result<bool> {
    let known = schemas.committed.iter().find(|one| Some(&one.path) == report.committed.as_ref());
    if report.problem.is_some() || known.is_some_and(|known| known.facts == report.facts) {
        return Ok(false);
    }
    let Some(path) = schemas.facts_path(report) else { return Ok(false) };
    let path = folder.join(path);
    if let Some(above) = path.parent() {
        fs::create_dir_all(above).with_context(|| format!("cannot create the folder {}", above.display()))?;
    }
    sync::replace_file(&path, &report.facts.to_yaml())?;
    Ok(true)
}
