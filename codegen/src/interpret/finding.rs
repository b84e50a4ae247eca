//! Findings: what differs from the docs, and where.

use std::fmt;

/// A deviation of a document from its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place as a JSON pointer (RFC 6901); empty for the document itself.
    pub pointer: String,
    /// The severity.
    pub class: Class,
    /// The id of the rule, which is stable across changes of messages.
    pub rule: &'static str,
    /// What was expected and what was found.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: {} [{}]", self.message, self.rule)
    }
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The document cannot be read.
    Fault,
    /// The document can be read, but it breaks a rule.
    Violation,
    /// The document can be read and breaks no rule, but differs from the docs.
    Deviation,
    /// A sent document that breaks no rule, but of which the server ignores or changes a part.
    Warning,
}

/// The greatest depth of nested objects and arrays, including the document itself.
pub(super) const MAX_DEPTH: usize = 128;

/// Adds a segment to a JSON pointer.
pub(super) fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}
