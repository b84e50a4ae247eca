//! Files with what pages state.

use std::collections::BTreeMap;

use facts::Facts;

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    source::Source,
};

/// What to do about a file of facts with a fault.
const MAKE_AGAIN: &str = "do not edit it: let `cargo xtask drift --accept` write it again";

/// Whether a file has what a page states: it is called `facts.yaml` or `facts-….yaml`.
#[must_use]
pub fn is_facts(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".yaml").unwrap_or_default();
    stem == "facts" || stem.starts_with("facts-")
}

/// A file with what a page states.
#[derive(Debug)]
pub(crate) struct FactsFile {
    pub(crate) path: String,
    text: String,
    pub(crate) facts: Facts,
    /// Its rows, by the lines of the page that they name.
    rows: BTreeMap<usize, Vec<Span>>,
}

impl FactsFile {
    /// The file of the page, by the folder.
    pub(crate) fn page(&self) -> String {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}.yaml")
    }

    /// Whether it is about the schema's own page, and not about another one that the schema was transcribed from, too.
    pub(crate) fn is_own(&self) -> bool {
        self.path.ends_with("/facts.yaml")
    }

    /// The place of the first row that names a line of the page and has all of `parts`.
    pub(crate) fn place_of(&self, line: usize, parts: &[&str]) -> Option<Span> {
        let rows = self.rows.get(&line)?.iter();
        rows.copied().find(|row| parts.iter().all(|part| self.text[row.start..row.end].contains(part)))
    }
}

/// The rows of a file, by the lines of the page that they name: each ends with `line: 12 }`.
fn rows(text: &str) -> BTreeMap<usize, Vec<Span>> {
    let mut rows: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    let mut start = 0;
    for row in text.split_inclusive('\n') {
        let named = row.trim_end().strip_suffix(" }").and_then(|row| row.rsplit_once("line: ")?.1.parse().ok());
        if let Some(line) = named {
            let indentation = row.len() - row.trim_start().len();
            rows.entry(line).or_default().push(Span { start: start + indentation, end: start + row.trim_end().len() });
        }
        start += row.len();
    }
    rows
}

/// Reads a file; reports one that has more than `most` bytes or no facts.
pub(super) fn read(source: &Source, most: usize, faults: &mut Vec<Diagnostic>) -> Option<FactsFile> {
    let mut report = |span: Span, message: String| {
        faults.push(Diagnostic::new(Code::BadFacts, &source.path, span, message).help(MAKE_AGAIN));
        None
    };
    if source.bytes.len() > most {
        return report(Span::default(), format!("the file is larger than {} MiB", most >> 20));
    }
    let Ok(text) = std::str::from_utf8(&source.bytes) else {
        return report(Span::default(), "the file is not UTF-8".to_owned());
    };
    match Facts::from_yaml(text) {
        Ok(facts) => Some(FactsFile { path: source.path.clone(), rows: rows(text), text: text.to_owned(), facts }),
        Err(error) => {
            let lines = text.split_inclusive('\n').take(error.line.saturating_sub(1));
            let start = lines.map(str::len).sum();
            report(Span { start, end: start }, format!("the file has no facts: {}", error.message))
        }
    }
}
