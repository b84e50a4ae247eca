//! The limits of a value.

use std::{
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
};

use regex_lite::Regex;
use serde::Serialize;

use super::Kinds;

/// The limits of a value.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Limits {
    /// The number of Unicode scalar values of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chars: Option<Limit>,
    /// The number of bytes of a string in UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Limit>,
    /// The number of bytes of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Limit>,
    /// The limits of a file's name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<Box<Limits>>,
    /// The number of elements of a list or entries of a map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Limit>,
    /// The range of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// A regular expression that matches all of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Whether all elements of a list must differ.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// What the server does beyond a `max` that it does not enforce, by the key of the limit.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub beyond: BTreeMap<&'static str, Beyond>,
    /// The kinds of the elements of a list.
    #[serde(skip_serializing_if = "Kinds::is_empty")]
    pub kinds: Kinds,
}

impl Limits {
    /// The limit of this unit that is enforced, and the `max` that is not.
    #[must_use]
    pub fn enforced(&self, unit: Unit) -> (Option<Limit>, Option<u64>) {
        let limit = match unit {
            Unit::Chars => self.chars,
            Unit::Bytes => self.bytes,
            Unit::Size => self.size,
            Unit::Items => self.items,
        };
        match limit {
            Some(Limit { min, max }) if self.beyond.contains_key(unit.key()) => {
                (min.map(|min| Limit { min: Some(min), max: None }), max)
            }
            limit => (limit, None),
        }
    }

    /// The range that is enforced, and the `max` that is not with what the server does beyond it.
    #[must_use]
    pub fn enforced_range(&self) -> (Option<Range>, Option<(Number, Beyond)>) {
        let Some(beyond) = self.beyond.get("range").copied() else { return (self.range, None) };
        match self.range {
            Some(Range::Int { min, max }) => {
                let least = min.map(|min| Range::Int { min: Some(min), max: None });
                (least, max.map(|max| (Number::Int(max), beyond)))
            }
            Some(Range::Float { min, max }) => {
                let least = min.map(|min| Range::Float { min: Some(min), max: None });
                (least, max.map(|max| (Number::Float(max), beyond)))
            }
            None => (None, None),
        }
    }

    /// Whether an empty string, list or map breaks one of them.
    #[must_use]
    pub fn refuse_empty(&self) -> bool {
        let counts = [self.chars, self.bytes, self.items];
        let refuses = |pattern: &String| Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| !regex.is_match(""));
        counts.into_iter().flatten().any(|limit| limit.min.is_some_and(|min| min > 0))
            || self.pattern.as_ref().is_some_and(refuses)
    }

    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a [`Limit`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode scalar values.
    Chars,
    /// Bytes of UTF-8.
    Bytes,
    /// Bytes of a file.
    Size,
    /// Elements of a list or a map.
    Items,
}

impl Unit {
    /// The key in a schema, which is the id of the rule.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Chars => "chars",
            Self::Bytes | Self::Size => "bytes",
            Self::Items => "items",
        }
    }

    pub(super) fn word(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::Chars, 1) => "character",
            (Self::Chars, _) => "characters",
            (Self::Bytes, 1) => "byte of UTF-8",
            (Self::Bytes, _) => "bytes of UTF-8",
            (Self::Size, 1) => "byte",
            (Self::Size, _) => "bytes",
            (Self::Items, 1) => "element",
            (Self::Items, _) => "elements",
        }
    }
}

/// The bounds of a count; both are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Limit {
    /// The least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The greatest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// What a server does with a sent value beyond the `max` of a limit, instead of refusing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// It keeps the beginning.
    Truncated,
    /// It uses its default.
    Default,
    /// It uses the maximum.
    Maximum,
}

impl Beyond {
    /// All of them, in the order of the docs.
    pub const ALL: [Self; 3] = [Self::Truncated, Self::Default, Self::Maximum];

    /// The word in a schema.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Default => "default",
            Self::Maximum => "maximum",
        }
    }
}

/// The bound of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Of an integer.
    Int(i64),
    /// Of a float.
    Float(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

/// The bounds of a number; both are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Range {
    /// For an integer.
    Int {
        /// The least.
        min: Option<i64>,
        /// The greatest.
        max: Option<i64>,
    },
    /// For a float.
    Float {
        /// The least.
        min: Option<f64>,
        /// The greatest.
        max: Option<f64>,
    },
}

impl Hash for Range {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Int { min, max } => (min, max).hash(state),
            Self::Float { min, max } => (min.map(f64::to_bits), max.map(f64::to_bits)).hash(state),
        }
    }
}
