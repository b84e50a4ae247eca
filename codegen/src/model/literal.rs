//! Values that are written in a schema.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use serde::Serialize;

/// A value that is written in a schema.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Literal {
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A text.
    Text(String),
    /// An enum value.
    Enum {
        /// The English name.
        name: String,
        /// The value on the wire.
        wire: WireValue,
    },
}

impl Hash for Literal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Bool(value) => value.hash(state),
            Self::Int(value) => value.hash(state),
            Self::Float(value) => value.to_bits().hash(state),
            Self::Text(value) => value.hash(state),
            Self::Enum { name, wire } => (name, wire).hash(state),
        }
    }
}

/// The value of an enum or a tag on the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum WireValue {
    /// An integer.
    Int(i64),
    /// A string.
    Text(String),
}

impl fmt::Display for WireValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
        }
    }
}
