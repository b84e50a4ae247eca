//! The only writer of generated files: makes a folder hold the files that it should, or reports how it differs.
//!
//! It skips files that are up to date, so that their modification times stay and cargo rebuilds nothing. It deletes
//! files that it once wrote and that are no longer generated. It recognizes them by a mark in their first lines, and
//! never touches files without it.
//!
//! It writes all or nothing. Files arrive one after the other (`session`) and are compared with those on disk (`compare`,
//! `place`). Those that differ are written to a staging folder (`staging`). When all are there, the changes are listed in
//! a journal, whose appearance is the point of no return (`journal`). A run that ends before
//! that point has changed nothing; one that ends after it is completed by the next run. Only one run at a time does
//! this (`lock`).
//!
//! **Architecture invariant:** nothing outside `disk` changes a generated folder.

mod compare;
mod disk;
#[cfg(test)]
mod faults;
mod journal;
mod lock;
mod paths;
mod place;
mod plan;
mod session;
mod staging;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result};

use codegen::{emit::File, threads};

pub(crate) use compare::{Compared, compare};
pub(crate) use disk::replace_file;
use journal::Journal;
use lock::Lock;
use place::Kind;
pub(crate) use plan::{Changes, Folder};
pub(crate) use session::{Outdated, Session};

use crate::terminal::eprint_line;

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Make the folder as it should be.
    Write,
    /// Report how it differs. Nothing is written, not even a lock.
    Verify,
}

/// Makes `out` hold `files`, or reports how it differs.
pub(crate) fn run(out: &Folder<'_>, files: &[File], mode: Mode) -> Result<Changes> {
    let mut session = Session::open(*out, mode)?;
    loop {
        let compared =
            threads::each(files, |file| compare(out.path, &file.path, |found| found == file.text.as_bytes()));
        for (file, compared) in files.iter().zip(compared) {
            session.add(&file.path, compared, file.text.clone())?;
        }
        match session.finish() {
            Err(error) if error.is::<Outdated>() => session.restart()?,
            finished => return finished,
        }
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

/// Describes the state in which a failed run leaves the folder.
fn state(out: &Path) -> String {
    let is_withdrawn = place::kind(&paths::journal(out)).is_ok_and(|kind| kind == Kind::Absent);
    if is_withdrawn {
        format!("nothing was changed in {}", out.display())
    } else {
        format!("{} is partly written; the next `cargo xtask gen` completes it", out.display())
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
