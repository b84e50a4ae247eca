//! The limits of a value.

use std::hash::{Hash, Hasher};

use serde::Serialize;

/// The limits of a value.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Limits {
    /// The number of Unicode scalar values of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chars: Option<Limit>,
    /// The number of bytes of a string in UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Limit>,
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
}

impl Limits {
    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
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
