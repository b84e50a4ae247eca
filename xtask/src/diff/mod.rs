//! `diff`: reports what a change of the schemas does, and whom it affects.

pub(crate) mod effects;
mod git;
mod github;
mod html;
mod human;
mod json;
pub(crate) mod markdown;
pub(crate) mod report;
mod sides;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use codegen::diagnostic::Format;

use self::{
    report::{Item, Report},
    sides::Range,
};
use crate::{
    args::{Compared, Diff, FailOn, ReportFormat},
    exit::Exit,
    report::human,
    terminal::{eprint_line, print},
    version::Version,
    workspace,
};

pub(crate) fn run(args: &Diff) -> Result<Exit> {
    let faults = match args.format {
        ReportFormat::Human | ReportFormat::Markdown | ReportFormat::Html => human(),
        ReportFormat::Json => Format::Json,
        ReportFormat::Github => Format::Github,
    };
    let Some(report) = compare(&args.compared, faults, |_| Ok(None))? else { return Ok(Exit::Findings) };
    let out = args.out.as_deref();
    let text = match args.format {
        ReportFormat::Human => human::write(&report),
        ReportFormat::Markdown => markdown::write(&report),
        ReportFormat::Json => json::write(&report),
        ReportFormat::Github => github::write(&report),
        ReportFormat::Html => html::write(&report, out),
    };
    match out {
        Some(out) => fs::write(out, text).with_context(|| format!("cannot write {}", out.display()))?,
        None => print(&text)?,
    }
    if out.is_some() || args.format != ReportFormat::Human {
        report.stale.iter().for_each(|entry| eprint_line(&report.stale_line(entry)));
    }
    if args.fail_on.is_some() && report.sides.is_same_commit {
        bail!(
            "--fail-on has nothing to check: {} is the commit of the work tree, and no schema differs from it; on the main \
             branch, name the revision before the change, as in `cargo xtask diff HEAD~1`",
            report.sides.base
        );
    }
    let fails = |item: &Item| match args.fail_on {
        None => false,
        Some(FailOn::Breaking) => item.breaks() && item.accepted.is_none(),
        Some(FailOn::Any) => item.accepted.is_none(),
    };
    let failed = !report.stale.is_empty() || report.items().any(fails);
    Ok(if failed { Exit::Findings } else { Exit::Clean })
}

/// Compares schemas; `None` if the new ones have errors, which are reported.
///
/// If the command line names no base, it is the one that `base` returns for the folder of the schemas or, failing that,
/// the merge base with the main branch.
pub(crate) fn compare(
    compared: &Compared,
    faults: Format,
    base: impl FnOnce(&Path) -> Result<Option<String>>,
) -> Result<Option<Report>> {
    let schemas = compared.schemas();
    let range = range(compared, &schemas, base)?;
    let sides = sides::read(&schemas, &range, faults)?;
    Ok(sides.map(|sides| Report::new(sides, Version::of_workspace(&workspace::root()))))
}

fn range(compared: &Compared, schemas: &Path, base: impl FnOnce(&Path) -> Result<Option<String>>) -> Result<Range> {
    let to = || compared.to.clone().unwrap_or_else(|| PathBuf::from(schemas));
    Ok(match (&compared.from, &compared.base) {
        (Some(from), _) => Range::Folders(from.clone(), to()),
        (None, Some(base)) => Range::Revision(Some(base.clone())),
        (None, None) => Range::Revision(base(schemas)?),
    })
}

/// The first of some tags that exists, as the base of a changelog.
pub(crate) fn tag(schemas: &Path, names: &[String]) -> Result<String> {
    let repository = git::Repository::around(schemas)?;
    let mut found = names.iter().filter(|name| repository.commit(&format!("refs/tags/{name}")).is_ok());
    found.next().map(|name| format!("refs/tags/{name}")).with_context(|| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        format!("there is no tag {}: name the revision of the last version", names.join(" or "))
    })
}
