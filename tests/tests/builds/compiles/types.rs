//! Types of fields, and what surrounds a field while schemas are made.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// A type that a field can have.
#[derive(Clone, Debug)]
pub(crate) enum Ty {
    /// A primitive or a named scalar: its name, and the primitive that it is on the wire.
    Scalar(String, &'static str),
    /// An enum and the names of its values.
    Enum(String, Vec<String>),
    Object(String),
    List(Box<Ty>),
    Map(Box<Ty>),
    /// A string that holds JSON.
    JsonString,
}

impl Ty {
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Scalar(name, _) | Self::Enum(name, _) | Self::Object(name) => json!(name),
            Self::JsonString => json!("string"),
            Self::List(of) => json!([of.json()]),
            Self::Map(of) => json!({ "string": of.json() }),
        }
    }

    pub(crate) fn holds_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

/// The part of an endpoint that a map of fields belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Query,
    Headers,
    /// The body, a response or a nested object.
    Body,
}

/// The names in one object, whose fields may be in several parts.
#[derive(Default)]
pub(crate) struct Scope {
    /// Rust names, in UpperCamelCase.
    pub(crate) rust: BTreeSet<String>,
    /// Wire names.
    pub(crate) wires: BTreeSet<String>,
    /// The wire names and types of the fields that conditions can refer to.
    pub(crate) siblings: Vec<(String, Ty)>,
    pub(crate) has_choice: bool,
    pub(crate) headers: BTreeSet<String>,
}

/// The context of an object.
#[derive(Clone, Copy)]
pub(crate) struct Place<'t> {
    /// The named types in scope.
    pub(crate) types: &'t [Ty],
    /// The prefix of the names of inline types.
    pub(crate) prefix: &'t str,
    pub(crate) depth: usize,
}
