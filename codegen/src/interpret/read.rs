//! How JSON values are read as strings, numbers and bools.
//!
//! | type | also read, and reported as `coerced` |
//! |---|---|
//! | an integer | a float without a fraction below 2^53, true and false as 1 and 0, a string that spells one of these |
//! | a float | true and false as 1 and 0, a string that spells a number or one of these |
//! | a bool | 0 and 1, also as floats, a string that spells one of these or `true` or `false` |
//! | a string | an integer of 64 bits as its digits, a float below 2^53 |
//!
//! A string spells a value if it is the value's text, with or without white space around it and a plus in front.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::Value;

use crate::model::{JsonType, Literal, Primitive, WireValue};

/// A value that was read: `"1"` and `1` are equal in a list of integers.
#[derive(Debug, PartialEq)]
pub(super) enum Read<'a> {
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(Cow<'a, str>),
    Json(&'a Value),
    List(Vec<Part<'a>>),
    Map(BTreeMap<&'a str, Part<'a>>),
    Object(BTreeMap<&'a str, Part<'a>>),
    File { name: Option<Cow<'a, str>>, size: usize },
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
            Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Object(_) | Self::File { .. } => true,
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
            (Self::Int(value), WireValue::Int(wire)) => *value == i128::from(*wire),
            (Self::Text(value), WireValue::Text(wire)) => value == wire,
            _ => false,
        }
    }

    pub(super) fn is_literal(&self, literal: &Literal) -> bool {
        match (self, literal) {
            (Self::Bool(value), Literal::Bool(literal)) => value == literal,
            (Self::Int(value), Literal::Int(literal)) => *value == i128::from(*literal),
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
    /// It has another type, in the form that an erratum means which accepts that type.
    Coerced,
    /// It has another type, in a form that no docs mention, such as `" 1 "`.
    Odd,
}

/// Reads a value of a built-in type; `None` if it cannot be read as one.
pub(super) fn plain(primitive: Primitive, value: &Value, bools: Bools) -> Option<(Read<'_>, Source)> {
    match primitive {
        Primitive::String => text(value),
        Primitive::Bool => boolean(value, bools),
        Primitive::Float => float(value),
        Primitive::Json => Some((Read::Json(value), Source::Documented)),
        Primitive::Int32
        | Primitive::Int64
        | Primitive::Uint32
        | Primitive::Uint64
        | Primitive::Timestamp
        | Primitive::TimestampMs
        | Primitive::ErrorCode => {
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

/// The number in a string, in place of a number or a bool.
fn spelled(text: &str) -> Option<(Number, Source)> {
    let trimmed = text.trim();
    let number = match trimmed {
        "true" => return Some((Number::Int(1), Source::Odd)),
        "false" => return Some((Number::Int(0), Source::Odd)),
        _ => match trimmed.parse::<i64>().map(i128::from).or_else(|_| trimmed.parse::<u64>().map(i128::from)) {
            Ok(integer) => Number::Int(integer),
            Err(_) => Number::Float(trimmed.parse().ok().filter(|float| f64::is_finite(*float))?),
        },
    };
    Some((number, if trimmed.len() == text.len() { Source::Coerced } else { Source::Odd }))
}

/// A number before it becomes a value of a type.
enum Number {
    Int(i128),
    Float(f64),
}

impl Number {
    /// The number, unless it is beyond the range of floats.
    fn of(value: &Value) -> Option<(Self, Source)> {
        match value {
            Value::Number(number) => {
                let integer =
                    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)).map(Self::Int);
                Some((integer.or_else(|| number.as_f64().map(Self::Float))?, Source::Documented))
            }
            Value::Bool(bool) => Some((Self::Int((*bool).into()), Source::Coerced)),
            Value::String(text) => spelled(text),
            _ => None,
        }
    }

    /// The number as an integer, if it is one and has lost no digits.
    fn whole(&self) -> Option<i128> {
        match *self {
            Self::Int(integer) => Some(integer),
            Self::Float(float) => (float.fract() == 0.0 && float.abs() < EXACT).then_some(float as i128),
        }
    }
}

/// Below this, integers are exact in an `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn integer(value: &Value) -> Option<(i128, Source)> {
    let (number, source) = Number::of(value)?;
    let source = match (&number, value) {
        (Number::Float(_), Value::Number(_)) => Source::Coerced,
        (Number::Float(_), _) => Source::Odd,
        (Number::Int(_), _) => source,
    };
    Some((number.whole()?, source))
}

fn float(value: &Value) -> Option<(Read<'_>, Source)> {
    let (number, source) = Number::of(value)?;
    let float = match number {
        Number::Int(integer) => integer as f64,
        Number::Float(float) => float,
    };
    Some((Read::Float(float), source))
}

fn boolean(value: &Value, bools: Bools) -> Option<(Read<'_>, Source)> {
    let bool = match integer(value)? {
        (0, _) => false,
        (1, _) => true,
        _ => return None,
    };
    let source = match (value, bools) {
        (Value::Bool(_), Bools::Named) => Source::Documented,
        (Value::Number(number), Bools::Numbered) if !number.is_f64() => Source::Documented,
        (Value::String(text), _) if !["0", "1", "false", "true"].contains(&text.as_str()) => Source::Odd,
        _ => Source::Coerced,
    };
    Some((Read::Bool(bool), source))
}

pub(super) fn json_type(value: &Value) -> Option<JsonType> {
    match value {
        Value::String(_) => Some(JsonType::String),
        Value::Number(_) => Some(JsonType::Number),
        Value::Bool(_) => Some(JsonType::Bool),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
