//! Makes a folder hold files that arrive one after the other, so that they need not be in memory together.
//!
//! What differs from the disk is staged when it takes much memory, or when the session is finished. Only then the folder
//! itself changes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    compare::{Compared, Stamp},
    journal::Journal,
    lock::Lock,
    paths,
    place::{self, Kind},
    plan::{Changes, Folder, Mode, Strays},
    recovery::{recover, repair, state},
    staging,
};
use crate::terminal::eprint_line;

/// The number of bytes of texts that are kept in memory before they are staged. What most runs change fits in, so that they
/// touch the disk only once all else has succeeded. In tests, it is one short file.
const ROOM: usize = if cfg!(test) { 64 } else { 16 << 20 };

/// Another run changed the folder between the comparison of a file and the lock. The files must arrive again.
#[derive(Debug)]
pub(crate) struct Outdated;

impl fmt::Display for Outdated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("another run changed the folder")
    }
}

impl std::error::Error for Outdated {}

/// A folder that is about to hold files. A session that is dropped before it is finished changes nothing.
pub(crate) struct Session<'f> {
    out: Folder<'f>,
    mode: Mode,
    /// The paths of the files so far. By their lower case, because paths that differ only in case are one file on some
    /// systems.
    names: BTreeMap<String, String>,
    /// The files that were found to be the same, possibly without the lock.
    same: Vec<(String, Stamp)>,
    /// The paths and the contents of the files that are not staged yet.
    kept: Vec<(String, String)>,
    /// The number of bytes that may still be kept.
    room: usize,
    /// The paths of the staged files, in the order of their numbers.
    staged: Vec<String>,
    changes: Changes,
    /// Taken before the first file is staged.
    lock: Option<Lock>,
    /// Whether the lock was there before the first file was compared.
    is_locked_early: bool,
    /// Whether the folder itself may have begun to change.
    is_applying: bool,
}

impl<'f> Session<'f> {
    /// Begins a session.
    ///
    /// # Errors
    /// The folder cannot be used, or an interrupted run cannot be completed.
    pub(crate) fn open(out: Folder<'f>, mode: Mode) -> Result<Self> {
        match mode {
            Mode::Write => recover(out.path)?,
            Mode::Verify => place::check_output(out.path)?,
        }
        Ok(Self {
            out,
            mode,
            names: BTreeMap::new(),
            same: Vec::new(),
            kept: Vec::new(),
            room: ROOM,
            staged: Vec::new(),
            changes: Changes::default(),
            lock: None,
            is_locked_early: false,
            is_applying: false,
        })
    }

    /// Begins anew, with the lock, if there is one: after [`Outdated`], files can no longer change in between.
    ///
    /// # Errors
    /// The staged files cannot be removed.
    pub(crate) fn restart(&mut self) -> Result<()> {
        self.is_locked_early = self.lock.is_some();
        if self.is_locked_early {
            staging::clear(self.out.path)?;
        }
        self.names.clear();
        self.same.clear();
        self.kept.clear();
        self.room = ROOM;
        self.staged.clear();
        self.changes = Changes::default();
        Ok(())
    }

    /// Adds a file that was compared with the one on disk. `text` has its contents, unless it is the same.
    ///
    /// # Errors
    /// The path is refused, the file could not be compared, or it cannot be staged.
    pub(crate) fn add(&mut self, name: &str, compared: Result<Compared>, text: String) -> Result<()> {
        self.try_add(name, compared, text).map_err(|error| self.explained(error))
    }

    fn try_add(&mut self, name: &str, compared: Result<Compared>, text: String) -> Result<()> {
        self.add_name(name)?;
        match compared? {
            Compared::Same(stamp) => {
                self.changes.unchanged += 1;
                self.same.push((name.to_owned(), stamp));
                return Ok(());
            }
            Compared::Different => self.changes.written.push(PathBuf::from(name)),
            Compared::Missing => self.changes.missing.push(PathBuf::from(name)),
        }
        match self.mode {
            Mode::Write => self.keep(name, text),
            Mode::Verify => Ok(()),
        }
    }

    /// Keeps a file or, if there is no room, stages what was kept.
    fn keep(&mut self, name: &str, text: String) -> Result<()> {
        let room = self.room.checked_sub(text.len());
        self.kept.push((name.to_owned(), text));
        match room {
            Some(room) => self.room = room,
            None => self.stage()?,
        }
        Ok(())
    }

    /// An error before the folder has changed, which says so if the folder could have been.
    fn explained(&self, error: anyhow::Error) -> anyhow::Error {
        match self.mode {
            Mode::Write if !self.is_applying => {
                error.context(format!("nothing was changed in {}", self.out.path.display()))
            }
            _ => error,
        }
    }

    fn add_name(&mut self, name: &str) -> Result<()> {
        place::check_name(name)?;
        if let Some(other) = self.names.insert(name.to_lowercase(), name.to_owned()) {
            bail!("the paths `{other}` and `{name}` are the same, or differ only in case");
        }
        Ok(())
    }

    /// Stages what was kept.
    fn stage(&mut self) -> Result<()> {
        self.lock()?;
        for (name, text) in std::mem::take(&mut self.kept) {
            staging::add(self.out.path, self.staged.len(), &name, &text)?;
            self.staged.push(name);
        }
        // From now on, each file is staged when it arrives: the disk is not idle until the end.
        self.room = 0;
        Ok(())
    }

    /// Takes the lock, unless the session has it.
    fn lock(&mut self) -> Result<()> {
        if self.lock.is_none() {
            self.lock = Some(Lock::take(self.out.path)?);
            // Another run may have been interrupted since this one began.
            repair(self.out.path)?;
        }
        Ok(())
    }

    /// Makes the folder hold the files that were added and no others, or reports how it differs.
    ///
    /// # Errors
    /// [`Outdated`], or the folder cannot be written.
    pub(crate) fn finish(&mut self) -> Result<Changes> {
        self.try_finish().map_err(|error| if error.is::<Outdated>() { error } else { self.explained(error) })
    }

    fn try_finish(&mut self) -> Result<Changes> {
        let mut strays = self.strays()?;
        let is_missing = !(self.changes.written.is_empty() && self.changes.missing.is_empty());
        if self.mode == Mode::Write && (is_missing || !strays.deleted.is_empty()) {
            if self.lock.is_none() {
                self.lock()?;
                strays = self.strays()?;
            }
            let is_as_seen = |(name, stamp): &(String, Stamp)| Stamp::of(&self.out.path.join(name)) == Some(*stamp);
            if !self.is_locked_early && !self.same.iter().all(is_as_seen) {
                return Err(Outdated.into());
            }
            self.stage()?;
            self.apply(&strays.deleted)?;
        }
        self.lock = None;
        let mut changes = std::mem::take(&mut self.changes);
        (changes.deleted, changes.foreign) = (strays.deleted, strays.foreign);
        match self.mode {
            Mode::Write => changes.written.append(&mut changes.missing),
            Mode::Verify => changes.unfinished.extend(self.unfinished()?),
        }
        changes.written.sort();
        changes.missing.sort();
        Ok(changes)
    }

    fn strays(&self) -> Result<Strays> {
        Strays::find(&self.out, &self.names.values().map(String::as_str).collect::<BTreeSet<_>>())
    }

    /// Carries out the changes. The session holds the lock.
    fn apply(&mut self, deleted: &[PathBuf]) -> Result<()> {
        let out = self.out.path;
        self.is_applying = true;
        let journal = Journal::new(std::mem::take(&mut self.staged), deleted);
        let mut changed = 0;
        let written = staging::complete(out, journal.moves())
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

    /// The journal of an interrupted run, which is reported.
    fn unfinished(&self) -> Result<Option<PathBuf>> {
        if place::kind(&paths::journal(self.out.path))? == Kind::Absent {
            return Ok(None);
        }
        let folder = self.out.path.display();
        eprint_line(&format!(
            "note: a run that was writing to {folder} was interrupted; `cargo xtask gen` completes it"
        ));
        Ok(Some(Path::new(paths::FOLDER).join(paths::JOURNAL)))
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // Later, a journal may be there, with which the next run completes what this one began.
        if self.lock.is_some() && !self.is_applying {
            let _ = staging::clear(self.out.path);
        }
    }
}
