//! Files with what pages state.

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
    pub(crate) text: String,
    pub(crate) facts: Facts,
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

    /// The place of a line of the page: the first line of the file that names it and has all of `parts`.
    pub(crate) fn place_of(&self, line: usize, parts: &[&str]) -> Option<Span> {
        let ending = format!("line: {line} }}");
        let mut start = 0;
        for text in self.text.split_inclusive('\n') {
            if text.trim_end().ends_with(&ending) && parts.iter().all(|part| text.contains(part)) {
                let indentation = text.len() - text.trim_start().len();
                return Some(Span { start: start + indentation, end: start + text.trim_end().len() });
            }
            start += text.len();
        }
        None
    }
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
        Ok(facts) => Some(FactsFile { path: source.path.clone(), text: text.to_owned(), facts }),
        Err(error) => {
            let lines = text.split_inclusive('\n').take(error.line.unwrap_or(1).saturating_sub(1));
            let start = lines.map(str::len).sum();
            report(Span { start, end: start }, format!("the file has no facts: {error}"))
        }
    }
}
