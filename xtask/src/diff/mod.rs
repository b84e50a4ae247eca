//! `diff`: what a change of the schemas does, and to whom.

pub(crate) mod effects;
mod git;
mod github;
mod html;
mod human;
mod json;
pub(crate) mod markdown;
pub(crate) mod report;
pub(crate) mod sides;
mod visible;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use codegen::ledger::Accepted;

use self::{
    report::Report,
    sides::{Partial, Range},
};
use crate::{Found, load, print, release::Version, workspace};

/// How the report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    Human,
    /// For a comment on a pull request.
    Markdown,
    /// One JSON document.
    Json,
    /// As annotations of GitHub's workflows.
    Github,
    /// One page that needs nothing else.
    Html,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// What breaks payloads or code, unless it is accepted.
    Breaking,
    /// Any change that is not accepted.
    Any,
}

/// What is compared.
#[derive(Debug, clap::Args)]
pub(crate) struct Compared {
    /// The revision that the work tree is compared with [default: where it left `main`]
    base: Option<String>,
    /// Compare the schemas of this folder instead of those of a revision
    #[arg(long, value_name = "DIR", conflicts_with = "base")]
    from: Option<PathBuf>,
    /// The folder with the new schemas [default: that of --schemas]
    #[arg(long, value_name = "DIR", requires = "from")]
    to: Option<PathBuf>,
    /// The folder of the schemas [default: schemas/ of the workspace]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
}

impl Compared {
    /// What is compared; `base` gives the revision, if none is named.
    fn range(&self, base: impl FnOnce(&Path) -> Result<Option<String>>) -> Result<(PathBuf, Range)> {
        let schemas = self.schemas.clone().unwrap_or_else(|| workspace().join("schemas"));
        let range = match (&self.from, &self.base) {
            (Some(from), _) => Range::Folders(from.clone(), self.to.clone().unwrap_or_else(|| schemas.clone())),
            (None, Some(base)) => Range::Revision(Some(base.clone())),
            (None, None) => Range::Revision(base(&schemas)?),
        };
        Ok((schemas, range))
    }

    /// Compares; none if the new schemas have faults, which are told. Where no base is named, it is what `base` gives, or
    /// else where the work tree left the main branch.
    pub(crate) fn report(
        &self,
        faults: codegen::diagnostic::Format,
        base: impl FnOnce(&Path) -> Result<Option<String>>,
    ) -> Result<Option<Report>> {
        let (schemas, range) = self.range(base)?;
        let sides = sides::read(&schemas, &range, faults)?;
        Ok(sides.map(|sides| Report::new(sides, Version::of_workspace(&workspace()))))
    }
}

pub(crate) fn run(compared: &Compared, format: Format, fail_on: Option<FailOn>, out: Option<&Path>) -> Result<Found> {
    let faults = match format {
        Format::Human | Format::Markdown | Format::Html => load::human(),
        Format::Json => codegen::diagnostic::Format::Json,
        Format::Github => codegen::diagnostic::Format::Github,
    };
    let Some(report) = compared.report(faults, |_| Ok(None))? else { return Ok(Found::Something) };
    let text = match format {
        Format::Human => human::write(&report),
        Format::Markdown => markdown::write(&report),
        Format::Json => json::write(&report),
        Format::Github => github::write(&report),
        Format::Html => html::write(&report, out),
    };
    match out {
        Some(out) => std::fs::write(out, text).with_context(|| format!("cannot write {}", out.display()))?,
        None => print(&text)?,
    }
    if out.is_some() || format != Format::Human {
        report.stale.iter().for_each(|entry| crate::tell(&stale(&report, entry)));
    }
    let counts = |item: &report::Item| match fail_on {
        None => false,
        Some(FailOn::Breaking) => item.breaks() && item.accepted.is_none(),
        Some(FailOn::Any) => item.accepted.is_none(),
    };
    let failed = !report.stale.is_empty() || report.items().any(counts);
    Ok(if failed { Found::Something } else { Found::Nothing })
}

/// Why not everything was compared.
fn partial(report: &Report, partial: &Partial) -> String {
    let left_out: Vec<&str> = partial.left_out.iter().map(String::as_str).collect();
    let faults = load::counted(partial.faults, "error");
    format!(
        "note: under the schema language of today, {} has {faults}, the first of which is `{}`; left out on both sides: {}",
        report.sides.old.name,
        partial.first,
        left_out.join(", ")
    )
}

/// An accepted break that there is not, with its place.
fn stale(report: &Report, entry: &Accepted) -> String {
    format!("{}:{}:{}: error: {}", report.ledger(), entry.line, entry.column, stale_reason(entry))
}

fn stale_reason(entry: &Accepted) -> String {
    format!("there is no `{}` at `{}#{}` any more; remove the entry, or mend it", entry.rule, entry.file, entry.at)
}

/// Whether an address may be followed from a page.
fn is_link(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The first of some tags that there is, as the base of a changelog.
pub(crate) fn tag(schemas: &Path, names: &[String]) -> Result<String> {
    let repository = git::Repository::around(schemas)?;
    let mut found = names.iter().filter(|name| repository.commit(&format!("refs/tags/{name}")).is_ok());
    found.next().map(|name| format!("refs/tags/{name}")).with_context(|| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        format!("there is no tag {}: name the revision of the last version", names.join(" or "))
    })
}
