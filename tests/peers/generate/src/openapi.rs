//! Converts our OpenAPI 3.1 to OpenAPI 3.0.

use serde_json::{Map, Value, json};

use crate::rendition::{components, plain};

/// A description that progenitor can read.
pub(crate) fn rendition(description: &Value) -> Value {
    let schemas: Map<String, Value> =
        components(description).iter().map(|(name, schema)| (name.clone(), older(plain(schema)))).collect();
    let paths = description["paths"].as_object().into_iter().flatten();
    let paths: Map<String, Value> = paths.map(|(path, item)| (path.clone(), operations(item))).collect();
    let info = &description["info"];
    json!({
        "openapi": "3.0.3",
        "info": { "title": info["title"], "version": info["version"] },
        "servers": description["servers"],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

fn operations(item: &Value) -> Value {
    let operations = item.as_object().into_iter().flatten();
    Value::Object(operations.map(|(method, operation)| (method.clone(), self::operation(operation))).collect())
}

fn operation(operation: &Value) -> Value {
    let mut out = Map::new();
    for key in ["operationId", "summary", "description", "tags", "deprecated"] {
        if let Some(value) = operation.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(parameters) = operation["parameters"].as_array() {
        out.insert("parameters".to_owned(), parameters.iter().map(parameter).collect());
    }
    if let Some(body) = operation.get("requestBody") {
        let schema = older(plain(&body["content"]["application/json"]["schema"]));
        out.insert("requestBody".to_owned(), json!({ "required": body["required"], "content": json_content(schema) }));
    }
    let reply = &operation["responses"]["200"];
    let content = json_content(payload(&reply["content"]["application/json"]["schema"]));
    out.insert("responses".to_owned(), json!({ "200": { "description": reply["description"], "content": content } }));
    Value::Object(out)
}

fn json_content(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

fn parameter(parameter: &Value) -> Value {
    let mut out = Map::new();
    for key in ["name", "in", "description", "required"] {
        if let Some(value) = parameter.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    out.insert("schema".to_owned(), older(plain(&parameter["schema"])));
    Value::Object(out)
}

/// The first alternative of a reply: the type of the payload if it has one of its own, otherwise the envelope around
/// it.
fn payload(reply: &Value) -> Value {
    let success = &reply["oneOf"][0];
    match success["allOf"][0].get("$ref") {
        Some(payload) => json!({ "$ref": payload }),
        None => older(plain(success)),
    }
}

/// A schema in the dialect of OpenAPI 3.0.
fn older(schema: Value) -> Value {
    let Value::Object(mut members) = schema else { return schema };
    for key in ["items", "additionalProperties"] {
        if let Some(value) = members.get_mut(key) {
            *value = older(value.take());
        }
    }
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        // OpenAPI 3.0 cannot express a member that is always null, or absent.
        properties.retain(|_, value| value["type"] != "null");
        properties.values_mut().for_each(|value| *value = older(value.take()));
    }
    if let Some(value) = members.remove("const") {
        let kind = if value.is_string() { "string" } else { "integer" };
        members.insert("type".to_owned(), kind.into());
    }
    nullable_type(&mut members);
    alternatives(&mut members);
    // A reference cannot have siblings.
    if members.len() > 1
        && let Some(reference) = members.remove("$ref")
    {
        members.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
    }
    Value::Object(members)
}

/// `type: [T, null]` becomes `type: T` with `nullable`.
fn nullable_type(members: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = members.get("type") else { return };
    let other = types.iter().find(|kind| *kind != "null").cloned();
    let nullable = types.iter().any(|kind| kind == "null");
    match other {
        Some(kind) => drop(members.insert("type".to_owned(), kind)),
        None => drop(members.remove("type")),
    }
    if nullable {
        members.insert("nullable".to_owned(), true.into());
    }
    if let Some(Value::Array(values)) = members.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
}

/// A null alternative becomes `nullable`. If one other alternative is left, it replaces the list.
fn alternatives(members: &mut Map<String, Value>) {
    let Some(Value::Array(all)) = members.remove("anyOf") else { return };
    let count = all.len();
    let mut left: Vec<Value> = all.into_iter().filter(|one| one["type"] != "null").map(older).collect();
    if left.len() < count {
        members.insert("nullable".to_owned(), true.into());
    }
    match (left.len(), left.first().and_then(|one| one.get("$ref")).is_some()) {
        (1, true) => drop(members.insert("allOf".to_owned(), Value::Array(left))),
        (1, false) => {
            if let Value::Object(one) = left.remove(0) {
                members.extend(one);
            }
        }
        _ => drop(members.insert("anyOf".to_owned(), Value::Array(left))),
    }
}
