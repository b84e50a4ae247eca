//! Random examples of declared objects.

use codegen::Source;
use serde_json::{Map, Value, json};

use super::vendor::Vendor;

/// What makes an object invalid without some member.
const DEMANDS: [&str; 6] = ["\"$from\"", "\"required\"", "_if\"", "_unless\"", "_one_of\"", "\"choice\""];

impl Vendor {
    /// Adds examples to some of the types of a file, in the folder with the file's name.
    pub(crate) fn add_examples(&mut self, path: &str, file: &mut Value) {
        let Some(types) = file.get_mut("types").and_then(Value::as_object_mut) else { return };
        let folder = path.trim_end_matches(".yaml");
        for (at, object) in types.values_mut().filter_map(Value::as_object_mut).enumerate() {
            let mut listed = Vec::new();
            if self.names.random.chance(20) {
                listed.push(json!({ "file": format!("wrong{at}.json"), "wrong": self.names.text() }));
                self.write_json(folder, &format!("wrong{at}"), &json!({ "not a member, as sure as can be": [] }));
            }
            let text = Value::Object(object.clone()).to_string();
            if self.names.random.chance(40) && !DEMANDS.iter().any(|demand| text.contains(demand)) {
                let example = self.members(object);
                listed.push(json!(format!("right{at}.json")));
                self.write_json(folder, &format!("right{at}"), &example);
            }
            if !listed.is_empty() {
                object.insert("$examples".to_owned(), Value::Array(listed));
            }
        }
    }

    fn write_json(&mut self, folder: &str, name: &str, example: &Value) {
        let bytes = format!("{example:#}").into_bytes();
        self.sources.push(Source { path: format!("{folder}/{name}.json"), bytes });
    }

    /// Some of the members that an object need not have: texts and numbers without limits.
    fn members(&mut self, object: &Map<String, Value>) -> Value {
        let mut members = Map::new();
        for (wire, field) in object.iter().filter(|(wire, _)| !wire.starts_with('$')) {
            let is_limited = ["chars", "bytes", "pattern", "range", "holds"].iter().any(|key| field.get(key).is_some());
            let value = match field["type"].as_str() {
                _ if is_limited => continue,
                Some("string") => json!(self.names.text()),
                Some("int32") => json!(7),
                Some("json") => json!([null, { "`": self.names.text() }]),
                _ => continue,
            };
            members.insert(wire.clone(), value);
        }
        Value::Object(members)
    }
}
