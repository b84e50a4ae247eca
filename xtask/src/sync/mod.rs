//! The only writer of generated files: makes a folder hold the files that it should, or reports how it differs.
//!
//! It skips files that are up to date, so that their modification times stay and cargo rebuilds nothing. It deletes
//! files that it once wrote and that are no longer generated. It recognizes them by a mark in their first lines, and
//! never touches files without it.
//!
//! It writes all or nothing. Everything is planned and checked (`plan`, `place`), written to a staging folder
//! (`staging`) and listed in a journal, whose appearance is the point of no return (`journal`). A run that ends before
//! that point has changed nothing; one that ends after it is completed by the next run. Only one run at a time does
//! this (`lock`).
//!
//! **Architecture invariant:** nothing outside `disk` changes a generated folder.

mod disk;
mod expected;
#[cfg(test)]
mod faults;
mod journal;
mod lock;
mod paths;
mod place;
mod plan;
mod staging;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result};

pub(crate) use disk::replace_file;
pub(crate) use expected::{Expected, Writable};
use journal::Journal;
use lock::Lock;
use place::Kind;
pub(crate) use place::has_text;
use plan::Plan;
pub(crate) use plan::{Changes, Folder};

use crate::terminal::eprint_line;

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Make the folder as it should be.
    Write,
    /// Report how it differs. Nothing is written, not even a lock.
    Verify,
}

/// The result for a folder that needs no change; `None` if it needs one. Nothing is written.
pub(crate) fn unchanged(out: &Folder<'_>, files: &[impl Expected]) -> Result<Option<Changes>> {
    let plan = Plan::make(out, files)?;
    Ok(plan.is_empty().then(|| plan.done()))
}

/// Makes `out` hold `files`, or reports how it differs.
pub(crate) fn run<W: Writable>(out: &Folder<'_>, files: &[W], mode: Mode) -> Result<Changes> {
    match mode {
        Mode::Write => write(out, files),
        Mode::Verify => verify(out, files),
    }
}

/// Completes or removes what an interrupted run left in `out`, and says so.
///
/// A run does this first: the folder must be complete even if there is nothing new to write to it.
pub(crate) fn recover(out: &Path) -> Result<()> {
    place::check_output(out)?;
    if place::kind(&paths::folder(out))? == Kind::Absent {
        return Ok(());
    }
    let _lock = Lock::take(out)?;
    repair(out)
}

fn verify(out: &Folder<'_>, files: &[impl Expected]) -> Result<Changes> {
    let mut changes = Plan::make(out, files)?.changes;
    if place::kind(&paths::journal(out.path))? != Kind::Absent {
        let folder = out.path.display();
        eprint_line(&format!(
            "note: a run that was writing to {folder} was interrupted; `cargo xtask gen` completes it"
        ));
        changes.unfinished.push(Path::new(paths::FOLDER).join(paths::JOURNAL));
    }
    Ok(changes)
}

fn write<W: Writable>(out: &Folder<'_>, files: &[W]) -> Result<Changes> {
    recover(out.path)?;
    let untouched = || format!("nothing was changed in {}", out.path.display());
    let plan = Plan::make(out, files).with_context(untouched)?;
    if plan.is_empty() {
        return Ok(plan.done());
    }
    let _lock = Lock::take(out.path).with_context(untouched)?;
    // Another run may have written since, or may have been interrupted.
    repair(out.path)?;
    let plan = Plan::make(out, files).with_context(untouched)?;
    if !plan.is_empty() {
        apply(out.path, &plan)?;
    }
    Ok(plan.done())
}

/// Carries out a plan. The caller holds the lock.
fn apply<W: Writable>(out: &Path, plan: &Plan<'_, W>) -> Result<()> {
    let journal = Journal::of(plan);
    let mut changed = 0;
    let written = staging::fill(out, &plan.files)
        .and_then(|()| journal.commit(out))
        .and_then(|()| journal.follow(out, &mut changed));
    match written {
        Ok(()) => staging::clear(out).with_context(|| format!("{} is written, but not cleaned up", out.display())),
        Err(error) => {
            if changed == 0 {
                // What cannot be removed now is removed by the next run; the first error is the one to report.
                let _ = journal.withdraw(out);
            }
            Err(error.context(state(out)))
        }
    }
}

/// Describes the state in which a failed run leaves the folder.
fn state(out: &Path) -> String {
    let is_withdrawn = place::kind(&paths::journal(out)).is_ok_and(|kind| kind == Kind::Absent);
    let out = out.display();
    if is_withdrawn {
        format!("nothing was changed in {out}")
    } else {
        format!("{out} is partly written; the next `cargo xtask gen` completes it")
    }
}

/// Completes or removes what an interrupted run left. The caller holds the lock.
fn repair(out: &Path) -> Result<()> {
    let folder = out.display();
    if let Some(journal) = Journal::read(out)? {
        journal.follow(out, &mut 0).with_context(|| journal::stuck(out))?;
        staging::clear(out)?;
        eprint_line(&format!("note: an earlier run was interrupted while it wrote to {folder}; it was completed"));
    } else if staging::is_used(out)? {
        staging::clear(out)?;
        eprint_line(&format!("note: an earlier run was interrupted; what it left in {folder} was removed"));
    }
    Ok(())
}
