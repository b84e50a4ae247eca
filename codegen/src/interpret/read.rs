//! How JSON values are read.
//!
//! | type | also read, and reported as `coerced` |
//! |---|---|
//! | an integer | a string of digits, a float without a fraction, true and false as 1 and 0 |
//! | a float | a numeric string |
//! | a string | a number, as its digits |
//! | a bool | 0, 1, `"0"`, `"1"`, `"false"`, `"true"` |

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::Value;

use crate::model::{JsonType, Literal, Primitive, WireValue};

/// A value that was read: `"1"` and `1` are equal in a list of integers.
#[derive(Debug, PartialEq)]
pub(super) enum Read<'a> {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    Json(&'a Value),
    List(Vec<Part<'a>>),
    Map(BTreeMap<&'a str, Part<'a>>),
    Object(BTreeMap<&'a str, Part<'a>>),
}

/// A part of a value; `None` if it has a fault.
pub(super) type Part<'a> = Option<Read<'a>>;

impl Read<'_> {
    /// Whether the value counts as given, which an empty one does not.
    pub(super) fn is_given(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Json(Value::Null) => false,
            Self::Json(Value::String(text)) => !text.is_empty(),
            Self::Json(Value::Array(list)) => !list.is_empty(),
            Self::Json(Value::Object(map)) => !map.is_empty(),
            Self::Json(_) => true,
            Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Object(_) => true,
            Self::List(_) | Self::Map(_) => self.count() != Some(0),
        }
    }

    /// The number of elements of a list or a map.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            Self::List(elements) => Some(elements.len()),
            Self::Map(entries) => Some(entries.len()),
            _ => None,
        }
    }

    pub(super) fn is_wire(&self, wire: &WireValue) -> bool {
        match (self, wire) {
            (Self::Int(value), WireValue::Int(wire)) => value == wire,
            (Self::Text(value), WireValue::Text(wire)) => value == wire,
            _ => false,
        }
    }

    pub(super) fn is_literal(&self, literal: &Literal) -> bool {
        match (self, literal) {
            (Self::Bool(value), Literal::Bool(literal)) => value == literal,
            (Self::Int(value), Literal::Int(literal)) => value == literal,
            (Self::Float(value), Literal::Float(literal)) => value == literal,
            (Self::Text(value), Literal::Text(literal)) => value == literal,
            (_, Literal::Enum { wire, .. }) => self.is_wire(wire),
            _ => false,
        }
    }
}

/// How bools are documented.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Bools {
    /// As `false` and `true`.
    Named,
    /// As 0 and 1.
    Numbered,
}

/// Whether a value has its documented JSON type.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Source {
    Documented,
    Coerced,
}

/// Reads a value of a built-in type; `None` if it cannot be read as one.
pub(super) fn plain(primitive: Primitive, value: &Value, bools: Bools) -> Option<(Read<'_>, Source)> {
    match primitive {
        Primitive::String => text(value),
        Primitive::Bool => boolean(value, bools),
        Primitive::Float => float(value),
        Primitive::Json => Some((Read::Json(value), Source::Documented)),
        Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Timestamp => {
            let (least, greatest) = primitive.integer_bounds()?;
            let (integer, source) = integer(value)?;
            (least..=greatest).contains(&integer).then_some((Read::Int(integer), source))
        }
    }
}

pub(super) fn text(value: &Value) -> Option<(Read<'_>, Source)> {
    match value {
        Value::String(text) => Some((Read::Text(Cow::Borrowed(text)), Source::Documented)),
        Value::Number(number) => {
            let digits = match number.as_f64().filter(|_| number.is_f64()) {
                // A larger number has already lost digits.
                Some(float) if float.abs() >= EXACT => return None,
                Some(float) => float.to_string(),
                None => number.to_string(),
            };
            Some((Read::Text(Cow::Owned(digits)), Source::Coerced))
        }
        _ => None,
    }
}

fn integer(value: &Value) -> Option<(i64, Source)> {
    match value {
        Value::Number(number) if number.is_f64() => Some((whole(number.as_f64()?)?, Source::Coerced)),
        Value::Number(number) => Some((number.as_i64()?, Source::Documented)),
        Value::String(text) => Some((text.parse().ok()?, Source::Coerced)),
        Value::Bool(bool) => Some((i64::from(*bool), Source::Coerced)),
        _ => None,
    }
}

/// Below this, integers are exact in an `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// An exact float as an integer.
fn whole(float: f64) -> Option<i64> {
    (float.fract() == 0.0 && float.abs() < EXACT).then_some(float as i64)
}

fn float(value: &Value) -> Option<(Read<'_>, Source)> {
    let (float, source) = match value {
        Value::Number(number) => (number.as_f64()?, Source::Documented),
        Value::String(text) => (text.parse().ok()?, Source::Coerced),
        _ => return None,
    };
    f64::is_finite(float).then_some((Read::Float(float), source))
}

fn boolean(value: &Value, bools: Bools) -> Option<(Read<'_>, Source)> {
    let (bool, documented) = match value {
        Value::Bool(bool) => (*bool, bools == Bools::Named),
        Value::Number(number) => (bit(number.as_i64()?)?, bools == Bools::Numbered),
        Value::String(text) => (spelled(text)?, false),
        _ => return None,
    };
    Some((Read::Bool(bool), if documented { Source::Documented } else { Source::Coerced }))
}

fn bit(integer: i64) -> Option<bool> {
    match integer {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn spelled(text: &str) -> Option<bool> {
    match text {
        "0" | "false" => Some(false),
        "1" | "true" => Some(true),
        _ => None,
    }
}

pub(super) fn json_type(value: &Value) -> Option<JsonType> {
    match value {
        Value::String(_) => Some(JsonType::String),
        Value::Number(_) => Some(JsonType::Number),
        Value::Bool(_) => Some(JsonType::Bool),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
