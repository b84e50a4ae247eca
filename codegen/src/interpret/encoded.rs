//! JSON texts in strings.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    document,
    finding::{Finding, MAX_DEPTH, push},
};

/// The depth to which objects and arrays in a string may be nested.
const MAX_DEPTH_IN_STRING: usize = 8;

/// A JSON text in a string.
#[derive(Debug)]
pub(super) struct Encoded {
    pub(super) value: Value,
    /// The findings in the text itself.
    pub(super) findings: Vec<Finding>,
}

/// The JSON texts in the strings of a document, by JSON pointer.
pub(super) type EncodedTexts = BTreeMap<String, Encoded>;

/// Finds the strings that contain an object or an array.
pub(super) fn encoded_texts(value: &Value) -> EncodedTexts {
    let mut texts = EncodedTexts::new();
    collect(value, &mut String::new(), MAX_DEPTH, &mut texts);
    texts
}

fn collect(value: &Value, pointer: &mut String, depth: usize, texts: &mut EncodedTexts) {
    let length = pointer.len();
    match value {
        Value::String(text) => {
            if let Some(encoded) = decode(text, pointer) {
                collect(&encoded.value, pointer, MAX_DEPTH_IN_STRING, texts);
                texts.insert(pointer.clone(), encoded);
            }
        }
        Value::Array(values) if depth > 0 => {
            for (index, value) in values.iter().enumerate() {
                push(pointer, &index.to_string());
                collect(value, pointer, depth - 1, texts);
                pointer.truncate(length);
            }
        }
        Value::Object(members) if depth > 0 => {
            for (name, value) in members {
                push(pointer, name);
                collect(value, pointer, depth - 1, texts);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

/// The object or array in a string.
fn decode(text: &str, pointer: &str) -> Option<Encoded> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let document = document::read(text.as_bytes()).ok().filter(|document| document.beyond.is_empty())?;
    let findings =
        document.findings.into_iter().map(|found| Finding { pointer: pointer.to_owned() + &found.pointer, ..found });
    let encoded = Encoded { value: document.value, findings: findings.collect() };
    (depth(&encoded.value) <= MAX_DEPTH_IN_STRING).then_some(encoded)
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
