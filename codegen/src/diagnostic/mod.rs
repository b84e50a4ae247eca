//! What is wrong with a schema, where exactly, and what to do.

use std::collections::{BTreeMap, btree_map::Entry};

mod code;
mod explain;
mod render;

pub use code::{Code, Severity};
pub use explain::{Sample, Snippet, contents, explain, samples};
pub use render::{Format, Texts, render};

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Whether another range lies within this one.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// One fault of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault.
    pub code: Code,
    /// The file's path, as it was given.
    pub file: String,
    /// Where in the file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that matter.
    pub related: Vec<Related>,
}

/// Another place that matters to a fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The file's path, as it was given.
    pub file: String,
    /// Where in the file.
    pub span: Span,
    /// Why it matters.
    pub message: String,
}

impl Diagnostic {
    /// A fault in `file` at `span`.
    pub fn new(code: Code, file: &str, span: Span, message: impl Into<String>) -> Self {
        Self { code, file: file.to_owned(), span, message: message.into(), help: None, related: Vec::new() }
    }

    /// The paths of the files that it speaks about; some may come twice.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        [&self.file].into_iter().chain(self.related.iter().map(|related| &related.file)).map(String::as_str)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that matters, in the same file.
    #[must_use]
    pub fn also(self, span: Span, why: impl Into<String>) -> Self {
        let file = self.file.clone();
        self.also_in(&file, span, why)
    }

    /// Adds another place that matters, in the same file and if there is one, to a fault that is among others already.
    pub(crate) fn relate(&mut self, span: impl Into<Option<Span>>, why: impl Into<String>) -> &mut Self {
        if let Some(span) = span.into() {
            self.related.push(Related { file: self.file.clone(), span, message: why.into() });
        }
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn also_in(mut self, file: &str, span: Span, why: impl Into<String>) -> Self {
        self.related.push(Related { file: file.to_owned(), span, message: why.into() });
        self
    }
}

/// Sorts faults by file and position, and makes one of those that look for the same thing from several places of a file:
/// one mistake, one fault.
pub(crate) fn tidy(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    faults.sort_by(|a, b| (&a.file, a.span, a.code, &a.message).cmp(&(&b.file, b.span, b.code, &b.message)));
    faults.dedup();
    let mut tidy: Vec<Diagnostic> = Vec::new();
    let mut first = BTreeMap::new();
    for fault in faults {
        if !matches!(fault.code, Code::UnknownType | Code::UnknownErrorCode | Code::ErratumPath) {
            tidy.push(fault);
            continue;
        }
        match first.entry((fault.code, fault.file.clone(), fault.message.clone(), fault.help.clone())) {
            Entry::Occupied(entry) => {
                let at: &usize = entry.get();
                let here = Related { file: fault.file, span: fault.span, message: "and here".to_owned() };
                tidy[*at].related.push(here);
            }
            Entry::Vacant(entry) => {
                entry.insert(tidy.len());
                tidy.push(fault);
            }
        }
    }
    tidy
}
