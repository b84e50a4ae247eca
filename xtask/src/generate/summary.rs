//! Prints what a run of `gen` did or found.

use std::path::{Path, PathBuf};

use crate::{exit::Exit, sync::Changes, terminal::print_line};

/// The result of a run, for people.
pub(super) struct Summary<'d> {
    /// The numbers of endpoints, types and enums.
    pub(super) counts: &'d str,
    /// The folders that were written or compared, the crate's first.
    pub(super) folders: &'d [(&'d Path, &'d Changes)],
    pub(super) millis: u128,
}

/// A kind of change: its word, and its files.
type Kind = (&'static str, fn(&Changes) -> &Vec<PathBuf>);

const WRITTEN: [Kind; 2] = [("written", |changes| &changes.written), ("deleted", |changes| &changes.deleted)];

const STALE: [Kind; 5] = [
    ("changed", |changes| &changes.written),
    ("missing", |changes| &changes.missing),
    ("extra", |changes| &changes.deleted),
    ("foreign", |changes| &changes.foreign),
    ("unfinished", |changes| &changes.unfinished),
];

impl Summary<'_> {
    /// Prints what was written: one line, and with `verbose` one for each file.
    pub(super) fn print_written(&self, verbose: bool) -> Exit {
        if verbose {
            self.list(&WRITTEN);
        }
        let count = |of: fn(&Changes) -> usize| self.folders.iter().map(|(_, changes)| of(changes)).sum::<usize>();
        print_line(&format!(
            "{}; files: {} written, {} unchanged, {} deleted; {} ms",
            self.counts,
            count(|changes| changes.written.len()),
            count(|changes| changes.unchanged),
            count(|changes| changes.deleted.len()),
            self.millis
        ));
        Exit::Clean
    }

    /// Lists the files that are not as they should be.
    pub(super) fn print_stale(&self) -> Exit {
        let exit = self.list(&STALE);
        let is_foreign = self.folders.iter().any(|(_, changes)| !changes.foreign.is_empty());
        print_line(&match exit {
            Exit::Clean => {
                let unchanged: usize = self.folders.iter().map(|(_, changes)| changes.unchanged).sum();
                format!("{}; all {unchanged} files are up to date; {} ms", self.counts, self.millis)
            }
            _ if is_foreign => {
                "run `cargo xtask gen`; it does not touch foreign files, so move those elsewhere".to_owned()
            }
            _ => "run `cargo xtask gen`".to_owned(),
        });
        exit
    }

    /// Prints a line for each file of these kinds.
    fn list(&self, kinds: &[Kind]) -> Exit {
        let mut exit = Exit::Clean;
        for (word, files) in kinds {
            for (folder, changes) in self.folders {
                for path in files(changes) {
                    exit = Exit::Findings;
                    print_line(&format!("{word:8} {}", folder.join(path).display()));
                }
            }
        }
        exit
    }
}
