//! The interpreter: checks a JSON value against the model, without generated code.
//!
//! This module owns what a schema means for one document: what can be read, what is promised, and what breaks a rule.
//! It is an independent reading of the model. It shares no code with the runtime and the emitted types, so that tests
//! can hold one against the other: two readings of one model must agree.
//!
//! A document is read once, from the top. Reading gives a `Read`, which is the value as generated code would hold it,
//! and rules ask only that. Every finding is listed: a fault in one member does not hide what is wrong with the next.
//!
//! **Architecture invariant:** no document makes this panic, and none makes it recurse deeper than `MAX_DEPTH` levels.

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

use crate::model::{Endpoint, Model};
use words::{Sight, described};

/// Checks what is sent to an endpoint, or the whole reply with the vendor's envelope, and lists all that is to be said.
///
/// The findings come in the order of the model, so that the same document always gives the same list.
#[must_use]
pub fn check(model: &Model, endpoint: &Endpoint, direction: Direction, value: &Value) -> Vec<Finding> {
    let mut run = Run { model, patterns: BTreeMap::new(), pointer: String::new(), depth: 0, findings: Vec::new() };
    match direction {
        Direction::Request => drop(run.object(&endpoint.request, value)),
        Direction::Response => run.response(endpoint, value),
    }
    run.findings
}

/// Which half of a call a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It is sent: query, header and body fields in one object.
    Request,
    /// It comes back: the payload in its envelope.
    Response,
}

/// One thing that is to be said about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands, as a JSON pointer (RFC 6901); empty for the document itself.
    pub pointer: String,
    /// How bad it is.
    pub class: Class,
    /// The rule's id, which stays the same when messages change.
    pub rule: &'static str,
    /// What was expected and what was found, for a person.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: {} [{}]", self.message, self.rule)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The document cannot be read at all.
    Fault,
    /// The document can be read, but it breaks a rule.
    Violation,
    /// The document can be read and breaks no rule, but it is not as documented.
    Deviation,
}

/// How many objects and arrays may stand within each other, the document itself included.
const MAX_DEPTH: usize = 128;

/// The check of one document.
struct Run<'a> {
    model: &'a Model,
    /// Patterns that were met, compiled.
    patterns: BTreeMap<&'a str, Option<Regex>>,
    /// Where the run is.
    pointer: String,
    /// How many objects and arrays hold this place.
    depth: usize,
    findings: Vec<Finding>,
}

/// Findings and their places.
impl Run<'_> {
    fn add(&mut self, class: Class, rule: &'static str, message: impl Into<String>) {
        self.findings.push(Finding { pointer: self.pointer.clone(), class, rule, message: message.into() });
    }

    /// Says that a value cannot be read as what it would have to be.
    fn misfit(&mut self, expected: &str, value: &Value, sight: Sight) {
        let message = format!("expected {expected}, found {}", described(value, sight));
        self.add(Class::Fault, "type", message);
    }

    /// Goes on in the member or element of this name.
    fn at<T>(&mut self, name: &str, go_on: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let result = go_on(self);
        self.pointer.truncate(length);
        result
    }

    /// Goes on within an object or array, unless too many hold it already.
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
