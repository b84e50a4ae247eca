//! The list of what a run is about to do. Once it is on the disk, the run is as good as done: whoever comes next completes
//! it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    Wanted, disk,
    place::{self, Kind},
    plan::Plan,
    staging,
};

/// What is to be done; following it twice does no harm.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Journal {
    /// Where the staged files go, by number.
    moves: Vec<String>,
    /// Files that are deleted.
    deletions: Vec<String>,
}

const MOVES: &str = "moves";
const DELETIONS: &str = "deletions";

impl Journal {
    pub(super) fn of<W: Wanted>(plan: &Plan<'_, W>) -> Self {
        let moves = plan.files.iter().map(|file| file.path().to_owned()).collect();
        let deleted = plan.changes.deleted.iter().filter_map(|path| path.to_str());
        Self { moves, deletions: deleted.map(str::to_owned).collect() }
    }

    /// The journal of a run that was interrupted.
    pub(super) fn read(out: &Path) -> Result<Option<Self>> {
        let path = staging::journal(out);
        match place::kind(&path)? {
            Kind::Absent => return Ok(None),
            Kind::File => {}
            _ => bail!("{} is in the way: it is not a file; move it elsewhere", path.display()),
        }
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&bytes).with_context(|| hopeless(out)).map(Some)
    }

    fn parse(bytes: &[u8]) -> Result<Self> {
        let mut lists: BTreeMap<String, Vec<String>> = serde_json::from_slice(bytes)?;
        let (moves, deletions) = (lists.remove(MOVES), lists.remove(DELETIONS));
        match (moves, deletions) {
            (Some(moves), Some(deletions)) if lists.is_empty() => Ok(Self { moves, deletions }),
            _ => bail!("it has to have `{MOVES}` and `{DELETIONS}`, and nothing else"),
        }
    }

    /// Puts the journal on the disk: whole or not at all.
    pub(super) fn commit(&self, out: &Path) -> Result<()> {
        let text = serde_json::json!({ MOVES: self.moves, DELETIONS: self.deletions });
        disk::create_file(&staging::draft(out), format!("{text:#}\n").as_bytes())?;
        disk::rename(&staging::draft(out), &staging::journal(out))?;
        disk::sync_folder(&staging::folder(out))
    }

    /// Does what is still to be done, and counts the files that are not what they were.
    pub(super) fn follow(&self, out: &Path, done: &mut usize) -> Result<()> {
        self.check(out)?;
        self.probe(out)?;
        // Folders are the last thing that takes room.
        for folder in self.moves.iter().filter_map(|name| Path::new(name).parent()) {
            disk::create_folder(&out.join(folder))?;
        }
        for name in &self.deletions {
            disk::remove_file(&out.join(name))?;
            *done += 1;
        }
        for (number, name) in self.moves.iter().enumerate() {
            let (from, to) = (staging::staged(out, number), out.join(name));
            if place::kind(&from)? != Kind::Absent {
                disk::rename(&from, &to)?;
                *done += 1;
            }
        }
        self.tidy(out)
    }

    /// Sees to it that no entry leads out of the folder or to what is not ours.
    fn check(&self, out: &Path) -> Result<()> {
        for name in self.names() {
            place::check_name(name)?;
            place::look(out, name)?;
        }
        for number in 0..self.moves.len() {
            let path = staging::staged(out, number);
            match place::kind(&path)? {
                Kind::Absent => {}
                Kind::File if place::is_ours(&path)? => {}
                _ => bail!("{} was not made by `cargo xtask gen`", path.display()),
            }
        }
        Ok(())
    }

    /// Moves an empty folder to wherever something will change, and away again: what may not be written to, or lies on
    /// another disk, is found out while nothing has changed.
    fn probe(&self, out: &Path) -> Result<()> {
        let above =
            |name| Path::new(name).ancestors().skip(1).map(|folder| out.join(folder)).find(|folder| folder.is_dir());
        // Staging has shown that one may write to the output folder itself.
        let folders: BTreeSet<PathBuf> =
            self.names().filter_map(above).filter(|folder| folder != &out.join("")).collect();
        for folder in folders {
            let there = folder.join(staging::FOLDER);
            disk::remove_empty(&there)?;
            disk::create_folder(&staging::probe(out))?;
            disk::rename(&staging::probe(out), &there)?;
            disk::remove_empty(&there)?;
        }
        Ok(())
    }

    /// Takes the journal back while no file has changed, and everything that was made for it.
    pub(super) fn withdraw(&self, out: &Path) -> Result<()> {
        staging::clear(out)?;
        prune(out, &self.moves)
    }

    /// Removes folders that were left empty, and waits until the others are on the disk.
    fn tidy(&self, out: &Path) -> Result<()> {
        prune(out, &self.deletions)?;
        let folders: BTreeSet<&Path> = self.names().flat_map(|name| Path::new(name).ancestors().skip(1)).collect();
        for folder in folders.into_iter().map(|folder| out.join(folder)).filter(|folder| folder.is_dir()) {
            disk::sync_folder(&folder)?;
        }
        Ok(())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.moves.iter().chain(&self.deletions).map(String::as_str)
    }
}

/// Removes the folders above some files, as far as they are empty.
fn prune(out: &Path, names: &[String]) -> Result<()> {
    for name in names {
        let above = Path::new(name).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        for folder in above {
            if !disk::remove_empty(&out.join(folder))? {
                break;
            }
        }
    }
    Ok(())
}

/// What to do about a journal that cannot be followed.
pub(super) fn hopeless(out: &Path) -> String {
    format!(
        "an earlier run was interrupted, and {} cannot be followed; mend what follows here, or delete {} and run \
         `cargo xtask gen` again",
        staging::journal(out).display(),
        staging::folder(out).display()
    )
}
