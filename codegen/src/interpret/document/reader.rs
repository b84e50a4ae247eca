//! The text, the current place in it, and what was found.

use std::{collections::BTreeMap, fmt};

use serde_json::{Map, Value};

use super::super::finding::{Class, Finding, push};

/// A JSON text that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The value. A number beyond the range of an `f64` is the greatest or the least one in it.
    pub value: Value,
    /// The findings in the text itself.
    pub findings: Vec<Finding>,
    /// The numbers beyond the range of an `f64`, by JSON pointer.
    pub(in crate::interpret) beyond: BTreeMap<String, String>,
}

impl From<&Value> for Document {
    fn from(value: &Value) -> Self {
        Self { value: value.clone(), ..Self::default() }
    }
}

/// The reason why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// The place: a JSON pointer (RFC 6901); empty for the document itself.
    pub pointer: String,
    /// The problem.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: not JSON: {} (line {}, column {})", self.message, self.line, self.column)
    }
}

impl std::error::Error for NotJson {}

/// A result, or the reason why the text is not JSON.
pub(super) type Outcome<T> = Result<T, NotJson>;

/// An object or an array whose end was not read yet.
pub(super) enum Open {
    List(Vec<Value>),
    /// The members, and the name of the one whose value is read.
    Object(Map<String, Value>, Option<String>),
}

/// Reads one JSON text.
pub(super) struct Reader<'t> {
    pub(super) text: &'t [u8],
    pub(super) at: usize,
    /// Objects and arrays around the current place: a stack of its own, because the nesting of texts has no limit.
    pub(super) open: Vec<Open>,
    pub(super) found: Document,
}

impl<'t> Reader<'t> {
    /// A reader at the start of a text.
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, open: Vec::new(), found: Document::default() }
    }

    /// The next byte that is not white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    pub(super) fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    /// The current place as a JSON pointer.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for open in &self.open {
            match open {
                Open::List(values) => push(&mut pointer, &values.len().to_string()),
                Open::Object(_, Some(name)) => push(&mut pointer, name),
                Open::Object(_, None) => {}
            }
        }
        pointer
    }

    pub(super) fn add(&mut self, rule: &'static str, message: String) {
        let pointer = self.pointer();
        self.found.findings.push(Finding { pointer, class: Class::Deviation, rule, message });
    }

    pub(super) fn refuse<T>(&self, problem: &str) -> Outcome<T> {
        let before = &self.text[..self.at.min(self.text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let message = match self.at >= self.text.len() {
            true => format!("{problem}, found the end of the text"),
            false => problem.to_owned(),
        };
        Err(NotJson {
            pointer: self.pointer(),
            message,
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: before.len() - line_start + 1,
        })
    }
}
