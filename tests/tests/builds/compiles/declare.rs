//! Random declarations: scalars, enums and named objects of a file.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    facts::limits,
    fields::object,
    names::{Names, upper_camel},
    types::{Place, Ty},
    vendor::Vendor,
};

/// The named types of a file, as YAML and as fields refer to them.
#[derive(Default)]
pub(crate) struct Declared {
    pub(crate) sections: Map<String, Value>,
    pub(crate) types: Vec<Ty>,
    pub(crate) enums: Vec<Enum>,
}

/// An enum that fields and derived enums can name.
#[derive(Clone)]
pub(crate) struct Enum {
    pub(crate) name: String,
    /// Whether its values are strings on the wire.
    pub(crate) is_text: bool,
    /// The names of its values.
    pub(crate) values: Vec<String>,
}

impl Vendor {
    /// Random scalars, enums and types, in addition to those already in scope.
    pub(crate) fn declared(&mut self, above: Declared) -> Declared {
        let Declared { types: mut seen, mut enums, .. } = above;
        let mut sections = Map::new();
        let mut types = Vec::new();
        let mut scalars = Map::new();
        for _ in 0..self.names.random.below(3) {
            let (name, scalar, ty) = self.scalar();
            scalars.insert(name, scalar);
            types.push(ty);
        }
        let mut section = Map::new();
        for _ in 0..self.names.random.below(3) {
            let count = 1 + self.names.random.below(5);
            let (declared, decl) = self.enumeration(&enums, count);
            section.insert(declared.name.clone(), decl);
            types.push(Ty::Enum(declared.name.clone(), declared.values.clone()));
            enums.push(declared);
        }
        // Named first, so that objects can contain themselves and one another.
        let objects: Vec<String> = (0..self.names.random.below(3)).map(|_| self.names.upper()).collect();
        types.extend(objects.iter().cloned().map(Ty::Object));
        seen.extend(types);
        let mut named = Map::new();
        for name in objects {
            let place = Place { types: &seen, prefix: &name, depth: 1 };
            let object = object(&mut self.names, place);
            named.insert(name, Value::Object(object));
        }
        let bases: Vec<String> = named.keys().cloned().collect();
        if let Some(base) = self.names.random.any(&bases).filter(|_| self.names.random.chance(40)) {
            let derived = self.derived(base, &named[base]);
            let name = self.names.upper();
            seen.push(Ty::Object(name.clone()));
            named.insert(name, derived);
        }
        for (key, section) in [("scalars", scalars), ("enums", section), ("types", named)] {
            if !section.is_empty() {
                sections.insert(key.to_owned(), Value::Object(section));
            }
        }
        Declared { sections, types: seen, enums }
    }

    /// An object with the members of another one, sometimes without one of them.
    fn derived(&mut self, base: &str, object: &Value) -> Value {
        let mut derived = json!({ "$from": base, "not_in_the_base": { "type": "string" } });
        let text = object.to_string();
        let has_rules = ["_if\"", "_unless\"", "_one_of\""].iter().any(|rule| text.contains(rule));
        let members = object.as_object().into_iter().flatten().map(|(key, _)| key).filter(|key| !key.starts_with('$'));
        let members: Vec<&String> = members.collect();
        if let Some(removed) = self.names.random.any(&members).filter(|_| !has_rules) {
            derived["$remove"] = json!([removed]);
        }
        let is_required = |key: &&&String| {
            !matches!(object[key.as_str()]["required"], Value::Null | Value::Bool(false))
                && derived["$remove"][0] != json!(key)
        };
        let required: Vec<&String> = members.iter().filter(is_required).copied().collect();
        if let Some(optional) = self.names.random.any(&required) {
            derived["$optional"] = json!([optional]);
        }
        derived
    }

    fn scalar(&mut self) -> (String, Value, Ty) {
        let names = &mut self.names;
        let wire = names.random.pick(&["string", "string", "int32", "int64", "uint32"]);
        let wire: &'static str =
            ["string", "int32", "int64", "uint32"].into_iter().find(|known| *known == wire).unwrap_or("string");
        let (name, mut scalar) = (names.upper(), Map::new());
        scalar.insert("wire".to_owned(), json!(wire));
        for key in ["doc", "label"] {
            if let Some(text) = names.maybe_text(60) {
                scalar.insert(key.to_owned(), json!(text));
            }
        }
        let ty = Ty::Scalar(name.clone(), wire);
        if names.random.chance(50) {
            limits(names, &mut scalar, &ty);
        }
        if wire == "string" && names.random.chance(25) {
            scalar.insert("secret".to_owned(), json!(true));
        }
        (name, Value::Object(scalar), ty)
    }

    /// An enum with `count` values of its own, sometimes derived from a known one.
    pub(crate) fn enumeration(&mut self, known: &[Enum], count: usize) -> (Enum, Value) {
        let names = &mut self.names;
        let name = names.upper();
        let mut decl = Map::new();
        let base = names.random.any(known).filter(|base| !base.values.is_empty()).cloned();
        let mut taken: BTreeSet<String> = ["Unknown".to_owned(), "Self".to_owned()].into();
        let mut all = Vec::new();
        let is_text = match base.filter(|_| names.random.chance(50)) {
            Some(Enum { name: base, is_text, mut values }) => {
                decl.insert("from".to_owned(), json!(base));
                taken.extend(values.iter().map(|value| upper_camel(value)));
                if names.random.chance(50) {
                    let removed = values.remove(names.random.below(values.len()));
                    decl.insert("remove".to_owned(), json!([removed]));
                }
                all = values;
                is_text
            }
            None => {
                let wire = names.random.pick(&["string", "int32", "int64", "uint32"]);
                decl.insert("wire".to_owned(), json!(wire));
                wire == "string"
            }
        };
        for (key, percent) in [("doc", 60), ("label", 60)] {
            if let Some(text) = names.maybe_text(percent) {
                decl.insert(key.to_owned(), json!(text));
            }
        }
        if names.random.chance(30) {
            decl.insert("closed".to_owned(), json!(true));
        }
        let values = values(names, &mut taken, count, is_text, all.len());
        all.extend(values.keys().cloned());
        decl.insert("values".to_owned(), Value::Object(values));
        (Enum { name, is_text, values: all }, Value::Object(decl))
    }
}

/// Values of an enum. Their wire forms differ from those of the `inherited` values of its base.
fn values(
    names: &mut Names,
    taken: &mut BTreeSet<String>,
    count: usize,
    is_text: bool,
    inherited: usize,
) -> Map<String, Value> {
    let mut values = Map::new();
    let mut wires = BTreeSet::new();
    // Most values of long lists have neither doc nor label.
    let documented = if count > 100 { 5 } else { 50 };
    for at in 0..count {
        let wire = match is_text {
            true => json!(names.wire(&mut wires) + &inherited.to_string()),
            false => json!(100 * inherited + at),
        };
        let mut value = json!({ "value": wire });
        let name = names.snake(taken);
        for key in ["doc", "label"] {
            if let Some(text) = names.maybe_text(documented) {
                value[key] = json!(text);
            }
        }
        values.insert(name, value);
    }
    values
}
