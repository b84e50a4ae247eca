//! Random endpoints that take or return files.

use serde_json::{Map, Value, json};

use super::{
    fields::fields,
    names::Names,
    pools::PATTERNS,
    types::{Part, Place, Scope, Ty},
    vendor::Vendor,
};

impl Vendor {
    /// An endpoint whose request is a form, whose reply is a file, or both.
    pub(crate) fn file_endpoint(&mut self, types: &[Ty]) -> Value {
        let mut endpoint = self.about_endpoint(&Map::new());
        let names = &mut self.names;
        let place = Place { types, prefix: "", depth: 0 };
        let is_form = names.random.chance(60);
        endpoint["route"] = json!(if is_form { "POST /file" } else { "GET /file" });
        let mut sent = Scope::default();
        endpoint["query"] = Value::Object(fields(names, &mut sent, place, Part::Query));
        if is_form {
            // Other parts of a form have the types of parameters.
            let mut body = fields(names, &mut sent, place, Part::Query);
            let siblings: Vec<String> = sent.siblings.iter().map(|(wire, _)| wire.clone()).collect();
            let (wire, mut file) = file(names, &mut sent);
            if let Some(sibling) = names.random.any(&siblings) {
                file["limits_if"] = json!([{ "if": sibling, "bytes": { "max": 9 } }]);
            }
            if names.random.chance(50) {
                file["length"] = json!(names.random.pick(&["size", "filelength", "x-length"]));
            }
            body.insert(wire, file);
            endpoint["body"] = Value::Object(body);
        }
        if !is_form || names.random.chance(30) {
            let mut received = Scope::default();
            received.wires.extend(names.envelope.map(str::to_owned));
            let (wire, file) = file(names, &mut received);
            endpoint["response"] = json!({ wire: file });
        }
        endpoint
    }
}

/// A file and its name on the wire.
fn file(names: &mut Names, scope: &mut Scope) -> (String, Value) {
    let (wire, name) = (names.trimmed_wire(&mut scope.wires), names.snake(&mut scope.rust));
    let mut file = json!({ "type": "file", "name": name, "required": true });
    let bounds = [json!({ "min": 1 }), json!({ "max": 20_971_520 }), json!({ "min": 6, "max": 6 })];
    if names.random.chance(50) {
        file["bytes"] = bounds[names.random.below(3)].clone();
    }
    if names.random.chance(50) {
        let limits =
            [json!({ "chars": bounds[1] }), json!({ "bytes": bounds[2], "pattern": names.random.pick(PATTERNS) })];
        file["filename"] = limits[names.random.below(2)].clone();
    }
    for key in ["doc", "label"] {
        if let Some(text) = names.maybe_text(50) {
            file[key] = json!(text);
        }
    }
    (wire, file)
}
