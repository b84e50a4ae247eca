//! Errors and warnings.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{
    code::{Code, Severity},
    span::{FileSpan, Span},
};

/// An error in a schema, or a warning about one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of error or warning.
    pub code: Code,
    /// The file's path, as the caller gave it.
    pub file: String,
    /// Where in the file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

/// A place that helps to explain a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The file's path, as the caller gave it.
    pub file: String,
    /// Where in the file.
    pub span: Span,
    /// The label of the place.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic about `span` of `file`, without help and related places.
    pub fn new(code: Code, file: &str, span: Span, message: impl Into<String>) -> Self {
        Self { code, file: file.to_owned(), span, message: message.into(), help: None, related: Vec::new() }
    }

    /// The paths of all files that it refers to, possibly with duplicates.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        [&self.file].into_iter().chain(self.related.iter().map(|related| &related.file)).map(String::as_str)
    }

    /// Whether it is an error, not a warning.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place in the same file; `None` adds nothing.
    #[must_use]
    pub fn also(mut self, span: impl Into<Option<Span>>, why: impl Into<String>) -> Self {
        if let Some(span) = span.into() {
            self.related.push(Related { file: self.file.clone(), span, message: why.into() });
        }
        self
    }

    /// Adds a related place in any file; `None` adds nothing.
    #[must_use]
    pub fn also_in<'a>(mut self, place: impl Into<Option<FileSpan<'a>>>, why: impl Into<String>) -> Self {
        if let Some(FileSpan { file, span }) = place.into() {
            self.related.push(Related { file: file.to_owned(), span, message: why.into() });
        }
        self
    }
}

/// Sorts diagnostics by file and position, and merges those of one file that report the same unknown name: it is one
/// mistake.
pub(crate) fn sort_and_merge(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| (&a.file, a.span, a.code, &a.message).cmp(&(&b.file, b.span, b.code, &b.message)));
    diagnostics.dedup();
    let mut merged: Vec<Diagnostic> = Vec::new();
    let mut first = BTreeMap::new();
    for diagnostic in diagnostics {
        if !matches!(diagnostic.code, Code::UnknownType | Code::UnknownErrorCode | Code::ErratumPath) {
            merged.push(diagnostic);
            continue;
        }
        let Diagnostic { code, file, message, help, .. } = diagnostic.clone();
        match first.entry((code, file, message, help)) {
            Entry::Occupied(entry) => {
                let at: &usize = entry.get();
                let Diagnostic { file, span, .. } = diagnostic;
                merged[*at].related.push(Related { file, span, message: "and here".to_owned() });
            }
            Entry::Vacant(entry) => {
                entry.insert(merged.len());
                merged.push(diagnostic);
            }
        }
    }
    merged
}
