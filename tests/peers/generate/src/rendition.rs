//! Converts our OpenAPI to a form that other programs can read.

use serde_json::{Map, Value, json};

/// Keywords that other programs ignore or fail on.
const DROPPED: [&str; 3] = ["not", "examples", "default"];

/// The component schemas, by name.
pub(crate) fn components(description: &Value) -> Map<String, Value> {
    description["components"]["schemas"].as_object().cloned().unwrap_or_default()
}

/// A schema without extensions, with open enums closed, and with the members of choices optional.
pub(crate) fn plain(schema: &Value) -> Value {
    let Some(members) = schema.as_object() else { return schema.clone() };
    let mut out = Map::new();
    for (key, value) in members {
        let value = match key.as_str() {
            "x-extensible-enum" => {
                out.insert("enum".to_owned(), value.clone());
                continue;
            }
            key if key.starts_with("x-") || DROPPED.contains(&key) => continue,
            "properties" => {
                let plain = value.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), plain(value)));
                Value::Object(plain.collect())
            }
            "items" | "additionalProperties" => plain(value),
            "anyOf" | "oneOf" | "allOf" => {
                let all = value.as_array().into_iter().flatten().filter(|one| !is_empty_id(one));
                Value::Array(all.map(plain).collect())
            }
            _ => value.clone(),
        };
        out.insert(key.clone(), value);
    }
    if out.contains_key("properties") {
        flatten(&mut out);
    }
    tidy(&mut out);
    Value::Object(out)
}

/// Whether an alternative is an empty id, which counts as none. Other programs make a type for each.
fn is_empty_id(schema: &Value) -> bool {
    *schema == json!({"type": "string", "maxLength": 0})
}

/// Replaces the alternatives of an object with their members.
fn flatten(object: &mut Map<String, Value>) {
    let variants = object.remove("oneOf");
    object.remove("anyOf");
    object.remove("allOf");
    let members = object.get_mut("properties").and_then(Value::as_object_mut);
    let (Some(Value::Array(variants)), Some(members)) = (variants, members) else { return };
    for (name, value) in variants.iter().filter_map(|variant| variant["properties"].as_object()).flatten() {
        if value.get("$ref").is_some() && !members.contains_key(name) {
            members.insert(name.clone(), value.clone());
        }
    }
}

/// Lists `null` in nullable enums, and removes formats and bounds, which do not fit their values.
fn tidy(schema: &mut Map<String, Value>) {
    if schema.contains_key("enum") {
        for key in ["format", "minimum", "maximum"] {
            schema.remove(key);
        }
    }
}
