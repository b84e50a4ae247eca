//! The check of one document: the current place, and the findings.

use std::collections::BTreeMap;

use regex_lite::Regex;
use serde_json::Value;

use super::{
    encoded::EncodedTexts,
    finding::{Class, Finding, MAX_DEPTH, push},
    words::{Sight, described},
};
use crate::model::{Direction, Model};

/// The check of one document.
pub(super) struct Run<'a> {
    pub(super) model: &'a Model,
    /// Numbers beyond the range of an `f64`, by JSON pointer.
    pub(super) beyond: &'a BTreeMap<String, String>,
    /// JSON texts in strings, by JSON pointer.
    pub(super) encoded: &'a EncodedTexts,
    /// Compiled patterns.
    pub(super) patterns: BTreeMap<&'a str, Option<Regex>>,
    /// The current place.
    pub(super) pointer: String,
    /// The number of objects and arrays around the current place.
    pub(super) depth: usize,
    /// The number of texts, each within a string of the next, in which the current place is.
    pub(super) texts: usize,
    pub(super) findings: Vec<Finding>,
    /// The direction in which the document travels.
    pub(super) direction: Direction,
}

impl<'a> Run<'a> {
    pub(super) fn new(model: &'a Model, beyond: &'a BTreeMap<String, String>, encoded: &'a EncodedTexts) -> Self {
        Self {
            model,
            beyond,
            encoded,
            patterns: BTreeMap::new(),
            pointer: String::new(),
            depth: 0,
            texts: 0,
            findings: Vec::new(),
            direction: Direction::Received,
        }
    }

    pub(super) fn add(&mut self, class: Class, rule: &'static str, message: impl Into<String>) {
        self.findings.push(Finding { pointer: self.pointer.clone(), class, rule, message: message.into() });
    }

    /// Reports something that the server ignores or changes. It does neither with what it sends itself.
    pub(super) fn warn(&mut self, rule: &'static str, message: impl Into<String>) {
        if self.direction == Direction::Sent {
            self.add(Class::Warning, rule, message);
        }
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
