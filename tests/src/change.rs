//! Cases of `diff`: `tests/cases/diff/<rule>.yaml`, and others in `tests/cases/diff_further`.

use std::{collections::BTreeMap, fs};

use codegen::{Source, diff::Rule};
use serde::Deserialize;

use crate::{template::schemas, workspace};

/// The pieces of a case, by their place in `template.rs`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Pieces in both versions.
    #[serde(default)]
    pub both: BTreeMap<String, String>,
    /// Pieces in the old version.
    #[serde(default)]
    pub old: BTreeMap<String, String>,
    /// Pieces in the new version.
    #[serde(default)]
    pub new: BTreeMap<String, String>,
}

impl Case {
    /// The case of a rule, if it has one.
    ///
    /// # Panics
    /// If the file is malformed.
    #[must_use]
    pub fn of(rule: Rule) -> Option<Self> {
        let path = workspace("tests/cases/diff").join(format!("{rule}.yaml"));
        let text = fs::read_to_string(path).ok()?;
        Some(serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{rule}: {error}")))
    }

    /// Other ways in which rules apply, each with its name.
    ///
    /// # Panics
    /// If a file is malformed.
    #[must_use]
    pub fn further() -> Vec<(String, Self)> {
        let mut paths = crate::files(&workspace("tests/cases/diff_further"));
        paths.sort();
        let read = |path: std::path::PathBuf| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap_or_default();
            let case = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, case)
        };
        paths.into_iter().map(read).collect()
    }

    /// The old and the new schemas.
    #[must_use]
    pub fn sources(&self) -> [Vec<Source>; 2] {
        [&self.old, &self.new].map(|side| {
            let (mut pieces, mut others) = (BTreeMap::new(), Vec::new());
            for (place, text) in self.both.iter().chain(side) {
                match place.strip_prefix('/') {
                    // A file of another vendor.
                    Some(path) => others.push(Source { path: path.to_owned(), bytes: text.clone().into_bytes() }),
                    None => pieces.entry(place.as_str()).or_insert_with(String::new).push_str(text),
                }
            }
            let pieces: Vec<(&str, &str)> = pieces.iter().map(|(place, text)| (*place, text.as_str())).collect();
            others.extend(schemas(&pieces));
            others
        })
    }
}
