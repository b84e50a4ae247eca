//! The check of one document: the current place, and the findings.

use std::{collections::BTreeMap, fmt};

use regex_lite::Regex;
use serde_json::Value;

use super::words::{Sight, described};
use crate::model::Model;

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
pub(super) const MAX_DEPTH: usize = 128;

/// Adds a segment to a JSON pointer.
pub(super) fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

/// The check of one document.
pub(super) struct Run<'a> {
    pub(super) model: &'a Model,
    /// Numbers beyond the range of an `f64`, by JSON pointer.
    pub(super) beyond: &'a BTreeMap<String, String>,
    /// Compiled patterns.
    pub(super) patterns: BTreeMap<&'a str, Option<Regex>>,
    /// The current place.
    pub(super) pointer: String,
    /// The number of objects and arrays around the current place.
    pub(super) depth: usize,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Run<'a> {
    pub(super) fn new(model: &'a Model, beyond: &'a BTreeMap<String, String>) -> Self {
        Self { model, beyond, patterns: BTreeMap::new(), pointer: String::new(), depth: 0, findings: Vec::new() }
    }

    pub(super) fn add(&mut self, class: Class, rule: &'static str, message: impl Into<String>) {
        self.findings.push(Finding { pointer: self.pointer.clone(), class, rule, message: message.into() });
    }

    /// Reports that a value cannot be read as its type.
    pub(super) fn misfit(&mut self, expected: &str, value: &Value, sight: Sight) {
        let message = format!("expected {expected}, found {}", described(value, sight));
        self.add(Class::Fault, "type", message);
    }

    /// Continues in the member or element of this name.
    pub(super) fn at<T>(&mut self, name: &str, go_on: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        push(&mut self.pointer, name);
        let result = go_on(self);
        self.pointer.truncate(length);
        result
    }

    /// Continues within an object or array, unless it is nested too deeply.
    pub(super) fn nested<T>(&mut self, go_on: impl FnOnce(&mut Self) -> T) -> Option<T> {
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
