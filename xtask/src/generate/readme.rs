//! Copies the table of families from the generated file into the README.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use codegen::emit::coverage::{BEGIN, COVERAGE, END};

use crate::sync::{self, Changes};

/// Makes the README of `root` have the table of families that the crate in `out` has. With `check`, only says whether it has
/// another. A workspace without a README needs none.
pub(super) fn sync(root: &Path, out: &Path, check: bool) -> Result<Changes> {
    let path = root.join("README.md");
    let coverage = match fs::read_to_string(out.join(COVERAGE)) {
        Ok(text) => text,
        // With `check`, the missing file is reported already.
        Err(_) if check => return Ok(Changes::default()),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", out.join(COVERAGE).display())),
    };
    if !path.exists() {
        return Ok(Changes::default());
    }
    let readme = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let (Some((_, table, _)), Some((before, old, after))) = (between(&coverage), between(&readme)) else {
        anyhow::bail!("{} needs the lines `{BEGIN}` and `{END}`, for the table between them", path.display());
    };
    if table == old {
        return Ok(Changes { unchanged: 1, ..Changes::default() });
    }
    if !check {
        sync::replace_file(&path, &format!("{before}{BEGIN}{table}{END}{after}"))?;
    }
    Ok(Changes { written: vec![PathBuf::from("README.md")], ..Changes::default() })
}

/// What is before, between and after the two lines.
fn between(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (table, after) = rest.split_once(END)?;
    Some((before, table, after))
}
