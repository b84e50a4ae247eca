//! Converts the types to one JSON Schema document in the dialect that typify reads.

use serde_json::{Map, Value, json};

use crate::rendition::{components, plain};

/// The components of an OpenAPI description as `definitions`.
pub(crate) fn rendition(description: &Value) -> Value {
    let definitions: Map<String, Value> =
        components(description).iter().map(|(name, schema)| (name.clone(), moved(plain(schema)))).collect();
    json!({ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions })
}

/// Redirects references to the definitions.
fn moved(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(members.into_iter().map(|(key, value)| (key, moved(value))).collect()),
        Value::Array(elements) => Value::Array(elements.into_iter().map(moved).collect()),
        Value::String(text) => match text.strip_prefix("#/components/schemas/") {
            Some(name) => format!("#/definitions/{name}").into(),
            None => text.into(),
        },
        other => other,
    }
}
