//! Random examples of declared objects.

use codegen::Source;
use serde_json::{Map, Value, json};

use super::names::Names;

/// What makes an object invalid without some member.
const DEMANDS: [&str; 6] = ["\"$from\"", "\"required\"", "_if\"", "_unless\"", "_one_of\"", "\"choice\""];

/// Adds examples to some of the types of a file. They are in the folder with the file's name.
pub(crate) fn of_types(names: &mut Names, path: &str, file: &mut Value) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut write = |name: &str, example: &Value| {
        let path = format!("{}/{name}", path.trim_end_matches(".yaml"));
        sources.push(Source { path, bytes: format!("{example:#}").into_bytes() });
    };
    let types = file.get_mut("types").and_then(Value::as_object_mut);
    let objects = types.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut);
    for (at, object) in objects.enumerate() {
        let mut listed = Vec::new();
        if names.random.chance(20) {
            let name = format!("wrong{at}.json");
            write(&name, &json!({ "not a member, as sure as can be": [] }));
            listed.push(json!({ "file": name, "wrong": names.text() }));
        }
        let text = Value::Object(object.clone()).to_string();
        if names.random.chance(40) && !DEMANDS.iter().any(|demand| text.contains(demand)) {
            let name = format!("right{at}.json");
            write(&name, &members(names, object));
            listed.push(json!(name));
        }
        if !listed.is_empty() {
            object.insert("$examples".to_owned(), Value::Array(listed));
        }
    }
    sources
}

/// Some of the members that an object need not have: texts and numbers without limits.
fn members(names: &mut Names, object: &Map<String, Value>) -> Value {
    let mut members = Map::new();
    for (wire, field) in object.iter().filter(|(wire, _)| !wire.starts_with('$')) {
        let is_limited = ["chars", "bytes", "pattern", "range", "holds"].iter().any(|key| field.get(key).is_some());
        let value = match field["type"].as_str() {
            _ if is_limited => continue,
            Some("string") => json!(names.text()),
            Some("int32") => json!(7),
            Some("json") => json!([null, { "`": names.text() }]),
            _ => continue,
        };
        members.insert(wire.clone(), value);
    }
    Value::Object(members)
}
