//! Generates typify's types from the schema that the project exports.

use std::{env, fs, path::Path};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

const EXPORTED: &str = "../../../generated/openapi/wecom.json";

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed={EXPORTED}");
    println!("cargo::rerun-if-changed=build.rs");
    let exported: Value = serde_json::from_str(&fs::read_to_string(EXPORTED).context(EXPORTED)?)?;
    let mut schemas = Map::new();
    collect("ExternalcontactGetResponse", &exported["components"]["schemas"], &mut schemas)?;
    let reply = schemas.remove("ExternalcontactGetResponse").context("there is no reply")?;
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Reply",
        "type": "object",
        "properties": with_envelope(reply)?,
        "definitions": schemas,
    });
    let mut types = TypeSpace::new(&TypeSpaceSettings::default());
    types.add_root_schema(serde_json::from_value(schema)?)?;
    let code = prettyplease::unparse(&syn::parse2::<syn::File>(types.to_stream())?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("typified.rs"), code)?;
    Ok(())
}

/// Adds a type and all types that it consists of.
fn collect(name: &str, all: &Value, into: &mut Map<String, Value>) -> Result<()> {
    if into.contains_key(name) {
        return Ok(());
    }
    let schema = simplified(all.get(name).with_context(|| format!("there is no {name}"))?);
    into.insert(name.to_owned(), schema.clone());
    references(&schema).into_iter().try_for_each(|name| collect(name, all, into))
}

fn references(schema: &Value) -> Vec<&str> {
    match schema {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| match value.as_str().and_then(|text| text.strip_prefix("#/definitions/")) {
                Some(name) if key == "$ref" => vec![name],
                _ => references(value),
            })
            .collect(),
        Value::Array(list) => list.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// Adapts a schema to typify, and removes what it would check while reading: no null beside a type, because no member
/// is required; no lengths; and no choices, whose members become siblings.
fn simplified(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut out = Map::new();
    for (key, value) in members {
        match (key.as_str(), value) {
            ("anyOf", Value::Array(either)) if either.len() == 2 => return simplified(&either[0]),
            ("type", Value::Array(types)) => drop(out.insert(key.clone(), types[0].clone())),
            ("properties", Value::Object(properties)) => {
                let properties = properties.iter().map(|(name, value)| (name.clone(), simplified(value)));
                out.insert(key.clone(), Value::Object(properties.collect()));
            }
            ("items", _) => drop(out.insert(key.clone(), simplified(value))),
            ("$ref", Value::String(to)) => {
                out.insert(key.clone(), to.replace("#/components/schemas/", "#/definitions/").into());
            }
            ("type" | "format", _) => drop(out.insert(key.clone(), value.clone())),
            _ => {}
        }
    }
    if let Some(choice) = members.get("oneOf") {
        add_choice(choice, &mut out);
    }
    Value::Object(out)
}

/// The members that the tags of a choice select.
fn add_choice(choice: &Value, out: &mut Map<String, Value>) {
    let variants = choice.as_array().into_iter().flatten();
    let members = variants.filter_map(|variant| variant["properties"].as_object()).flatten();
    let selected = members.filter(|(_, value)| value.get("$ref").is_some());
    let Some(Value::Object(properties)) = out.get_mut("properties") else { return };
    properties.extend(selected.map(|(name, value)| (name.clone(), simplified(value))));
}

/// The members of a reply and of its envelope.
fn with_envelope(reply: Value) -> Result<Value> {
    let mut properties = reply["properties"].as_object().context("a reply is an object")?.clone();
    properties.insert("errcode".to_owned(), json!({"type": "integer", "format": "int64"}));
    properties.insert("errmsg".to_owned(), json!({"type": "string"}));
    Ok(properties.into())
}
