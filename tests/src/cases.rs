//! The folders of schemas below `tests/cases`, one for each case.

use std::{collections::BTreeSet, fs, path::PathBuf};

use codegen::Source;

use crate::{files, path_below, workspace};

/// The names of the cases of a kind, sorted.
#[must_use]
pub fn names(kind: &str) -> Vec<String> {
    let folder = workspace("tests/cases").join(kind);
    let paths: Vec<String> = files(&folder).iter().map(|file| path_below(&folder, file)).collect();
    let names: BTreeSet<&str> = paths.iter().filter_map(|path| path.split('/').next()).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// Every file of a case, whatever its extension.
///
/// # Panics
/// If one cannot be read.
#[must_use]
pub fn sources(kind: &str, case: &str) -> Vec<Source> {
    let folder = workspace("tests/cases").join(kind).join(case);
    let source = |path: PathBuf| {
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Source { path: path_below(&folder, &path), bytes }
    };
    files(&folder).into_iter().map(source).collect()
}
