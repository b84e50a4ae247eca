//! What JSON values are read as.
//!
//! | a reader of | also takes, as coerced |
//! |---|---|
//! | an integer | a string of digits, a float without a fraction, true and false as 1 and 0 |
//! | a float | a numeric string |
//! | a string | a number, as its digits |
//! | a bool | 0, 1, `"0"`, `"1"`, `"false"`, `"true"` |

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::Value;

use crate::model::{JsonType, Literal, Primitive, WireValue};

/// A value as it was read: `"1"` and `1` are the same in a list of integers.
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

/// A part of a value; none if there is a fault in it.
pub(super) type Part<'a> = Option<Read<'a>>;

impl Read<'_> {
    /// Whether the value counts as given: it is not empty.
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

    /// How many elements a list or a map has.
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

/// Whether a value came as its documented JSON type.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    Documented,
    Coerced,
}

/// Reads a value of a built-in type; nothing comes back if it cannot be read as one.
pub(super) fn plain(primitive: Primitive, value: &Value, bools: Bools) -> Option<(Read<'_>, Form)> {
    match primitive {
        Primitive::String => text(value),
        Primitive::Bool => boolean(value, bools),
        Primitive::Float => float(value),
        Primitive::Json => Some((Read::Json(value), Form::Documented)),
        Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Timestamp => {
            let (least, greatest) = primitive.integer_bounds()?;
            let (integer, form) = integer(value)?;
            (least..=greatest).contains(&integer).then_some((Read::Int(integer), form))
        }
    }
}

pub(super) fn text(value: &Value) -> Option<(Read<'_>, Form)> {
    match value {
        Value::String(text) => Some((Read::Text(Cow::Borrowed(text)), Form::Documented)),
        Value::Number(number) => {
            let digits = match number.as_f64().filter(|_| number.is_f64()) {
                // A larger one has lost digits on its way here.
                Some(float) if float.abs() >= EXACT => return None,
                Some(float) => float.to_string(),
                None => number.to_string(),
            };
            Some((Read::Text(Cow::Owned(digits)), Form::Coerced))
        }
        _ => None,
    }
}

fn integer(value: &Value) -> Option<(i64, Form)> {
    match value {
        Value::Number(number) if number.is_f64() => Some((whole(number.as_f64()?)?, Form::Coerced)),
        Value::Number(number) => Some((number.as_i64()?, Form::Documented)),
        Value::String(text) => Some((text.parse().ok()?, Form::Coerced)),
        Value::Bool(bool) => Some((i64::from(*bool), Form::Coerced)),
        _ => None,
    }
}

/// Below this every integer is a float, and no other integer is the same one.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A float as an integer, where every integer is a float.
fn whole(float: f64) -> Option<i64> {
    (float.fract() == 0.0 && float.abs() < EXACT).then_some(float as i64)
}

fn float(value: &Value) -> Option<(Read<'_>, Form)> {
    let (float, form) = match value {
        Value::Number(number) => (number.as_f64()?, Form::Documented),
        Value::String(text) => (text.parse().ok()?, Form::Coerced),
        _ => return None,
    };
    f64::is_finite(float).then_some((Read::Float(float), form))
}

fn boolean(value: &Value, bools: Bools) -> Option<(Read<'_>, Form)> {
    let (bool, documented) = match value {
        Value::Bool(bool) => (*bool, bools == Bools::Named),
        Value::Number(number) => (bit(number.as_i64()?)?, bools == Bools::Numbered),
        Value::String(text) => (spelled(text)?, false),
        _ => return None,
    };
    Some((Read::Bool(bool), if documented { Form::Documented } else { Form::Coerced }))
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
