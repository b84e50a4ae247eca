//! Completes or removes what an interrupted run left.

use std::path::Path;

use anyhow::{Context, Result};

use super::{
    journal::{self, Journal},
    lock::Lock,
    paths,
    place::{self, Kind},
    staging,
};
use crate::terminal::eprint_line;

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
pub(super) fn state(out: &Path) -> String {
    let is_withdrawn = place::kind(&paths::journal(out)).is_ok_and(|kind| kind == Kind::Absent);
    if is_withdrawn {
        format!("nothing was changed in {}", out.display())
    } else {
        format!("{} is partly written; the next `cargo xtask gen` completes it", out.display())
    }
}

/// Completes or removes what an interrupted run left. The caller holds the lock.
pub(super) fn repair(out: &Path) -> Result<()> {
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
