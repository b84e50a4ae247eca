//! The interpreter: checks a JSON value against the model, without generated code.
//!
//! This module owns the meaning of a schema for one document: what can be read, what is documented, and what breaks a
//! rule. It shares no code with the runtime and the emitted types, so that tests can compare the two: both read the same
//! model, and must agree.
//!
//! A document is read once, from the top. Reading yields a `Read`, which is the value as generated code holds it; rules
//! look only at that. All findings are listed: a fault in one member does not hide those in the next.
//!
//! **Architecture invariant:** no document makes this panic or recurse deeper than `MAX_DEPTH` levels.

mod choice;
mod envelope;
mod limits;
mod object;
mod read;
#[cfg(test)]
mod tests;
mod value;
mod words;

use std::{collections::BTreeMap, fmt};

use regex_lite::Regex;
use serde_json::Value;

use crate::model::{Message, MessageKind, Model, Vendor};
use words::{Sight, described};

/// Checks a document against a message of a vendor, and lists every deviation.
///
/// The document of a request has its query, header and body fields in one object; that of a response has the envelope.
/// The findings come in the order of the model, so that the same document always gives the same list.
#[must_use]
pub fn check(model: &Model, vendor: &Vendor, message: &Message, value: &Value) -> Vec<Finding> {
    let mut run = Run { model, patterns: BTreeMap::new(), pointer: String::new(), depth: 0, findings: Vec::new() };
    match message.kind {
        MessageKind::Request => drop(run.object(&message.object, value)),
        MessageKind::Response => run.response(vendor, message, value),
    }
    run.findings
}

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
}

/// The greatest depth of nested objects and arrays, including the document itself.
const MAX_DEPTH: usize = 128;

/// The check of one document.
struct Run<'a> {
    model: &'a Model,
    /// Compiled patterns.
    patterns: BTreeMap<&'a str, Option<Regex>>,
    /// The current place.
    pointer: String,
    /// The number of objects and arrays around the current place.
    depth: usize,
    findings: Vec<Finding>,
}

/// Findings and their places.
impl Run<'_> {
    fn add(&mut self, class: Class, rule: &'static str, message: impl Into<String>) {
        self.findings.push(Finding { pointer: self.pointer.clone(), class, rule, message: message.into() });
    }

    /// Reports that a value cannot be read as its type.
    fn misfit(&mut self, expected: &str, value: &Value, sight: Sight) {
        let message = format!("expected {expected}, found {}", described(value, sight));
        self.add(Class::Fault, "type", message);
    }

    /// Continues in the member or element of this name.
    fn at<T>(&mut self, name: &str, go_on: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let result = go_on(self);
        self.pointer.truncate(length);
        result
    }

    /// Continues within an object or array, unless it is nested too deeply.
    fn nested<T>(&mut self, go_on: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("expected at most {MAX_DEPTH} levels of nesting, found more");
            self.add(Class::Fault, "depth", message);
            return None;
        }
        self.depth += 1;
        let result = go_on(self);
        self.depth -= 1;
        Some(result)
    }
}
