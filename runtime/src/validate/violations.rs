//! Violations of rules.

use std::fmt;

use super::{
    at::At,
    rule::{Actual, Rule},
    sender::Sender,
    walk::Walk,
};

/// A place where a value breaks a rule. It contains sizes and numbers, never text from the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// A JSON pointer (RFC 6901) into the document that is sent or was received.
    pub pointer: String,
    /// The rule that is broken.
    pub rule: Rule,
    /// The value that the rule measured, if it measures one.
    pub actual: Option<Actual>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place} {}", self.rule)?;
        match &self.actual {
            Some(actual) => write!(f, ", has {actual} [{}]", self.rule.id()),
            None => write!(f, " [{}]", self.rule.id()),
        }
    }
}

/// The violations or the warnings of one value, in the order of its members.
#[derive(Clone, Debug, PartialEq)]
pub struct Violations {
    list: Vec<Violation>,
    is_truncated: bool,
    wanted: Severity,
    sender: Sender,
    /// The number of texts, each within a string of the next, in which the current place is.
    texts: usize,
}

/// What a walk over a value collects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Severity {
    /// Rules that a server enforces.
    Violation,
    /// Parts of the value that a server ignores or changes.
    Warning,
}

impl Violations {
    pub(super) fn none(wanted: Severity, sender: Sender) -> Self {
        Self { list: Vec::new(), is_truncated: false, wanted, sender, texts: 0 }
    }

    /// The largest number of violations that are collected.
    pub const MAX: usize = 100;

    /// Whether there were more violations than were collected.
    #[must_use]
    #[inline]
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    fn push(&mut self, at: &At<'_>, rule: Rule, actual: Option<Actual>) {
        if self.list.len() < Self::MAX {
            if self.list.len() == self.list.capacity() {
                // Most invalid values have few violations; the others soon reach the maximum.
                self.list.reserve_exact(if self.list.is_empty() { 8 } else { Self::MAX - self.list.len() });
            }
            self.list.push(Violation { pointer: at.pointer(), rule, actual });
        } else {
            self.is_truncated = true;
        }
    }
}

impl Walk for Violations {
    type At<'a> = At<'a>;

    #[inline]
    fn root(_: &()) -> At<'_> {
        At::Root
    }

    #[inline]
    fn member<'a>(at: &'a At<'_>, name: &'a str) -> At<'a> {
        At::Member(at, name)
    }

    #[inline]
    fn element<'a>(at: &'a At<'_>, index: usize) -> At<'a> {
        At::Index(at, index)
    }

    #[cold]
    fn add(&mut self, at: &At<'_>, rule: Rule, actual: Option<Actual>) {
        if self.wanted == Severity::Violation {
            self.push(at, rule, actual);
        }
    }

    #[cold]
    fn warn(&mut self, at: &At<'_>, rule: Rule, actual: Option<Actual>) {
        if self.wants_warnings() {
            self.push(at, rule, actual);
        }
    }

    #[inline]
    fn wants_warnings(&self) -> bool {
        self.wanted == Severity::Warning && self.sender == Sender::Client
    }

    #[inline]
    fn is_from(&self, sender: Sender) -> bool {
        self.sender == sender
    }

    #[inline]
    fn is_over(&self) -> bool {
        self.is_truncated
    }

    #[inline]
    fn texts(&mut self) -> &mut usize {
        &mut self.texts
    }
}

impl std::ops::Deref for Violations {
    type Target = [Violation];

    #[inline]
    fn deref(&self) -> &[Violation] {
        &self.list
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        if self.is_truncated { f.write_str("; and more") } else { Ok(()) }
    }
}

impl std::error::Error for Violations {}
