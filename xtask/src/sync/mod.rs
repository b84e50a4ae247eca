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
mod recovery;
mod session;
mod staging;
#[cfg(test)]
mod tests;

use anyhow::Result;

use codegen::{emit::File, threads};

pub(crate) use compare::{Compared, compare, compare_known};
pub(crate) use disk::replace_file;
pub(crate) use plan::{Changes, Folder, Mode};
pub(crate) use recovery::recover;
pub(crate) use session::{Outdated, Session};

/// Makes `out` hold `files`, or reports how it differs.
pub(crate) fn run(out: &Folder<'_>, files: &[File], mode: Mode) -> Result<Changes> {
    let mut session = Session::open(*out, mode)?;
    loop {
        let compared =
            threads::each(files, |file| compare(out.path, &file.path, |found, _| found == file.text.as_bytes()));
        for (file, compared) in files.iter().zip(compared) {
            session.add(&file.path, compared, file.text.clone())?;
        }
        match session.finish() {
            Err(error) if error.is::<Outdated>() => session.restart()?,
            finished => return finished,
        }
    }
}
