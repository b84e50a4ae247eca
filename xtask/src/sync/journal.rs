//! The list of the changes that a run is about to make. Once it is on disk, the changes are certain: if the run is
//! interrupted, the next one completes them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    disk, paths,
    place::{self, Kind},
    staging,
};

/// The changes to make. Following the journal twice does no harm.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Journal {
    /// Where each staged file goes, by its number.
    moves: Vec<String>,
    /// Files to delete.
    deletions: Vec<String>,
}

const MOVES: &str = "moves";
const DELETIONS: &str = "deletions";

impl Journal {
    /// `moves` has the paths of the staged files, in the order of their numbers.
    pub(super) fn new(moves: Vec<String>, deleted: &[PathBuf]) -> Self {
        let deleted = deleted.iter().filter_map(|path| path.to_str());
        Self { moves, deletions: deleted.map(str::to_owned).collect() }
    }

    pub(super) fn moves(&self) -> &[String] {
        &self.moves
    }

    /// The journal of an interrupted run, if there is one.
    pub(super) fn read(out: &Path) -> Result<Option<Self>> {
        let path = paths::journal(out);
        match place::kind(&path)? {
            Kind::Absent => return Ok(None),
            Kind::File => {}
            _ => bail!("{} is in the way: it is not a file; move it elsewhere", path.display()),
        }
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&bytes).with_context(|| stuck(out)).map(Some)
    }

    fn parse(bytes: &[u8]) -> Result<Self> {
        let mut lists: BTreeMap<String, Vec<String>> = serde_json::from_slice(bytes)?;
        let (moves, deletions) = (lists.remove(MOVES), lists.remove(DELETIONS));
        match (moves, deletions) {
            (Some(moves), Some(deletions)) if lists.is_empty() => Ok(Self { moves, deletions }),
            _ => bail!("it must have `{MOVES}` and `{DELETIONS}`, and nothing else"),
        }
    }

    /// Writes the journal to disk, completely or not at all.
    pub(super) fn commit(&self, out: &Path) -> Result<()> {
        let text = serde_json::json!({ MOVES: self.moves, DELETIONS: self.deletions });
        disk::create_file(&paths::draft(out), format!("{text:#}\n").as_bytes())?;
        disk::rename(&paths::draft(out), &paths::journal(out))?;
        disk::sync_folder(&paths::folder(out))
    }

    /// Makes the changes that have not been made yet, and counts those that it makes.
    pub(super) fn follow(&self, out: &Path, changed: &mut usize) -> Result<()> {
        self.check(out)?;
        self.probe(out)?;
        // Creating folders is the last thing that needs space on the disk.
        for folder in self.moves.iter().filter_map(|name| Path::new(name).parent()) {
            disk::create_folder(&out.join(folder))?;
        }
        for name in &self.deletions {
            disk::remove_file(&out.join(name))?;
            *changed += 1;
        }
        for (number, name) in self.moves.iter().enumerate() {
            let (from, to) = (paths::staged(out, number), out.join(name));
            if place::kind(&from)? != Kind::Absent {
                disk::rename(&from, &to)?;
                *changed += 1;
            }
        }
        self.tidy(out)
    }

    /// Fails if an entry leads out of the folder or to a file that was not generated.
    fn check(&self, out: &Path) -> Result<()> {
        for name in self.names() {
            place::check_name(name)?;
            place::look(out, name)?;
        }
        for number in 0..self.moves.len() {
            let path = paths::staged(out, number);
            match place::kind(&path)? {
                Kind::Absent => {}
                Kind::File if place::is_generated(&path)? => {}
                _ => bail!("{} was not made by `cargo xtask gen`", path.display()),
            }
        }
        Ok(())
    }

    /// Moves an empty folder into each folder that is about to change, and removes it. This finds folders that are
    /// read-only or on another disk before anything has changed.
    fn probe(&self, out: &Path) -> Result<()> {
        let above =
            |name| Path::new(name).ancestors().skip(1).map(|folder| out.join(folder)).find(|folder| folder.is_dir());
        // Staging has shown that the output folder itself can be written to.
        let folders: BTreeSet<PathBuf> =
            self.names().filter_map(above).filter(|folder| folder != &out.join("")).collect();
        for folder in folders {
            let target = folder.join(paths::FOLDER);
            disk::remove_empty(&target)?;
            disk::create_folder(&paths::probe(out))?;
            disk::rename(&paths::probe(out), &target)?;
            disk::remove_empty(&target)?;
        }
        Ok(())
    }

    /// Withdraws the journal before any file has changed, and removes everything that was made for it.
    pub(super) fn withdraw(&self, out: &Path) -> Result<()> {
        staging::clear(out)?;
        prune(out, &self.moves)
    }

    /// Removes folders that were left empty, and waits until the other folders are on disk.
    fn tidy(&self, out: &Path) -> Result<()> {
        prune(out, &self.deletions)?;
        let folders: BTreeSet<&Path> = self.names().flat_map(|name| Path::new(name).ancestors().skip(1)).collect();
        let folders = folders.into_iter().map(|folder| out.join(folder)).filter(|folder| folder.is_dir());
        disk::sync_folders(out, &folders.collect::<Vec<_>>())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.moves.iter().chain(&self.deletions).map(String::as_str)
    }
}

/// Removes the empty folders above some files.
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

/// The advice for a journal that cannot be followed.
pub(super) fn stuck(out: &Path) -> String {
    format!(
        "an earlier run was interrupted, and {} cannot be followed; fix the problem that follows here, or delete {} and run \
         `cargo xtask gen` again",
        paths::journal(out).display(),
        paths::folder(out).display()
    )
}
