//! The only writer: makes a folder hold the files that were made, or tells how it differs.
//!
//! It skips files that are equal, so that their times stay and cargo rebuilds nothing; it deletes what it once wrote and
//! does not make any more; and it never touches a file that is not its own, which it knows by the mark in the first lines.
//!
//! It writes all or nothing: everything is planned and checked (`plan`, `place`), written to a folder of its own
//! (`staging`) and listed in a file whose appearance is the point of no return (`journal`). A run that ends before that
//! point has changed nothing; one that ends after it is completed by the next. One run at a time does so (`lock`).
//!
//! **Architecture invariant:** nothing outside `disk` changes a folder that is made.

mod disk;
mod journal;
mod lock;
mod place;
mod plan;
mod staging;
#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use codegen::emit::File;
pub(crate) use disk::write_whole;
use journal::Journal;
use lock::Lock;
use place::Kind;
pub(crate) use place::holds;
use plan::Plan;

use crate::tell;

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Make the folder as it should be.
    Write,
    /// Tell how it differs. Nothing is written, not even a lock.
    Verify,
}

/// What was done, or would have to be; paths are below the folder.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Files with other contents; in [`Mode::Write`], the missing ones as well.
    pub(crate) written: Vec<PathBuf>,
    /// Files that are missing, in [`Mode::Verify`].
    pub(crate) missing: Vec<PathBuf>,
    /// Files of ours that are not made any more.
    pub(crate) deleted: Vec<PathBuf>,
    /// What is not ours in the folders that hold what is made.
    pub(crate) foreign: Vec<PathBuf>,
    /// The journal of a run that was interrupted, in [`Mode::Verify`]; the next one that writes completes it.
    pub(crate) unfinished: Vec<PathBuf>,
    /// How many files are as they should be.
    pub(crate) unchanged: usize,
}

/// A file that a folder should hold, as far as it is known what is in it.
pub(crate) trait Known: Sync {
    /// The path below the folder, with `/`.
    fn path(&self) -> &str;

    /// Whether the file at `path` holds just what this one does.
    fn is_at(&self, path: &Path) -> Result<bool>;
}

/// A file that can be made whenever its text is needed: the texts of all need not fit into memory.
pub(crate) trait Wanted: Known {
    /// What is in it; the same each time.
    fn text(&self) -> Cow<'_, str>;
}

impl Known for File {
    fn path(&self) -> &str {
        &self.path
    }

    fn is_at(&self, path: &Path) -> Result<bool> {
        place::holds(path, &self.text)
    }
}

impl Wanted for File {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.text)
    }
}

/// What there is to tell of `out`, if it holds just these files and has nothing to delete; nothing is written.
pub(crate) fn as_they_are(out: &Path, files: &[impl Known]) -> Result<Option<Changes>> {
    let plan = Plan::make(out, files)?;
    Ok(plan.is_empty().then(|| plan.done()))
}

/// Makes `out` hold `files`, or tells how it differs.
pub(crate) fn run<W: Wanted>(out: &Path, files: &[W], mode: Mode) -> Result<Changes> {
    match mode {
        Mode::Write => write(out, files),
        Mode::Verify => verify(out, files),
    }
}

/// Completes or removes what an interrupted run left in `out`, and says so.
///
/// It comes before anything else that a run does: the folder has to be whole even if there is nothing new to write to it.
pub(crate) fn recover(out: &Path) -> Result<()> {
    place::output(out)?;
    if place::kind(&staging::folder(out))? == Kind::Absent {
        return Ok(());
    }
    let _lock = Lock::take(out)?;
    repair(out)
}

fn verify(out: &Path, files: &[impl Known]) -> Result<Changes> {
    let mut changes = Plan::make(out, files)?.changes;
    if place::kind(&staging::journal(out))? != Kind::Absent {
        let folder = out.display();
        tell(&format!("note: a run that writes to {folder} was interrupted; `cargo xtask gen` completes it"));
        changes.unfinished.push(Path::new(staging::FOLDER).join(staging::JOURNAL));
    }
    Ok(changes)
}

fn write<W: Wanted>(out: &Path, files: &[W]) -> Result<Changes> {
    recover(out)?;
    let untouched = || format!("nothing was changed in {}", out.display());
    let plan = Plan::make(out, files).with_context(untouched)?;
    if plan.is_empty() {
        return Ok(plan.done());
    }
    let _lock = Lock::take(out).with_context(untouched)?;
    // Another run may have written since, or may have been interrupted.
    repair(out)?;
    let plan = Plan::make(out, files).with_context(untouched)?;
    if !plan.is_empty() {
        apply(out, &plan)?;
    }
    Ok(plan.done())
}

/// Follows a plan; the lock is held.
fn apply<W: Wanted>(out: &Path, plan: &Plan<'_, W>) -> Result<()> {
    let journal = Journal::of(plan);
    let mut done = 0;
    let written = staging::fill(out, &plan.files)
        .and_then(|()| journal.commit(out))
        .and_then(|()| journal.follow(out, &mut done));
    match written {
        Ok(()) => staging::clear(out).with_context(|| format!("{} is written, but not cleared up", out.display())),
        Err(error) => {
            if done == 0 {
                // What cannot be removed now, the next run removes; the earlier error is the one to tell.
                let _ = journal.withdraw(out);
            }
            Err(error.context(state(out)))
        }
    }
}

/// What a run that failed leaves behind, in words.
fn state(out: &Path) -> String {
    let is_withdrawn = place::kind(&staging::journal(out)).is_ok_and(|kind| kind == Kind::Absent);
    let out = out.display();
    if is_withdrawn {
        format!("nothing was changed in {out}")
    } else {
        format!("{out} is written in part; the next `cargo xtask gen` completes it")
    }
}

/// Completes or removes what an interrupted run left; the lock is held.
fn repair(out: &Path) -> Result<()> {
    let folder = out.display();
    if let Some(journal) = Journal::read(out)? {
        journal.follow(out, &mut 0).with_context(|| journal::hopeless(out))?;
        staging::clear(out)?;
        tell(&format!("note: an earlier run was interrupted while it wrote to {folder}; it was completed"));
    } else if staging::is_used(out)? {
        staging::clear(out)?;
        tell(&format!("note: an earlier run was interrupted; what it left in {folder} was removed"));
    }
    Ok(())
}
