//! Limits of a value.

use std::hash::{Hash, Hasher};

use serde::Serialize;

/// Limits of a value.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Limits {
    /// Unicode scalar values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chars: Option<Limit>,
    /// Bytes of UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Limit>,
    /// Elements of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Limit>,
    /// A number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// A regular expression for the whole value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// No two elements of a list are equal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
}

impl Limits {
    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Bounds of a count; both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Limit {
    /// The least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// The most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// Bounds of a number; both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Range {
    /// Of an integer.
    Int {
        /// The least.
        min: Option<i64>,
        /// The greatest.
        max: Option<i64>,
    },
    /// Of a float.
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
