//! The wording of findings: what was expected and what was found.

use serde_json::Value;

use super::read::Read;
use crate::model::Primitive;

/// Whether a finding may show a value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sight {
    Open,
    Secret,
}

/// A file in words.
pub(super) const FILE: &str = "a file, as an object";

/// A value of a built-in type, in words.
pub(super) fn expected(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "a string",
        Primitive::Bool => "true or false",
        Primitive::Int32 => "an integer of 32 bits",
        Primitive::Int64 => "an integer",
        Primitive::Uint32 => "a non-negative integer of 32 bits",
        Primitive::Float => "a number",
        Primitive::Uint64 => "a non-negative integer",
        Primitive::Timestamp => "an integer, seconds of Unix time",
        Primitive::TimestampMs => "an integer, milliseconds of Unix time",
        Primitive::ErrorCode => "an error code, an integer",
        Primitive::Json => "any value",
    }
}

/// A value in words: `the string "abc"`, or `a string` if it is secret.
pub(super) fn described(value: &Value, sight: Sight) -> String {
    match (value, sight) {
        (Value::Null, _) => "null".to_owned(),
        (Value::Array(_), _) => "an array".to_owned(),
        (Value::Object(_), _) => "an object".to_owned(),
        (Value::Bool(_), Sight::Secret) => "a bool".to_owned(),
        (Value::Number(_), Sight::Secret) => "a number".to_owned(),
        (Value::String(_), Sight::Secret) => "a string".to_owned(),
        (Value::Bool(bool), Sight::Open) => bool.to_string(),
        (Value::Number(number), Sight::Open) => format!("the number {number}"),
        (Value::String(text), Sight::Open) => format!("the string {}", quoted(text)),
    }
}

/// A value that was read, in words.
pub(super) fn shown(read: &Read<'_>) -> String {
    match read {
        Read::Bool(value) => value.to_string(),
        Read::Int(value) => value.to_string(),
        Read::Float(value) => value.to_string(),
        Read::Text(text) => quoted(text),
        Read::Json(_) | Read::List(_) | Read::Map(_) | Read::Object(_) | Read::File { .. } => {
            "another value".to_owned()
        }
    }
}

/// A text in quotes, truncated if it is long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}", format!("{}…", &text[..end])),
        None => format!("{text:?}"),
    }
}

pub(super) fn listed(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.collect::<Vec<_>>().join(between)
}
