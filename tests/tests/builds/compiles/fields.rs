//! Random objects: fields of every kind with limits, conditions, groups and choices.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    names::{Names, upper_camel},
    pools::{HEADERS, PATTERNS, WIRES},
};

/// A type that a field can have.
#[derive(Clone, Debug)]
pub(crate) enum Ty {
    /// A primitive or a named scalar: its name, and the primitive that it is on the wire.
    Scalar(String, &'static str),
    /// An enum and the names of its values.
    Enum(String, Vec<String>),
    Object(String),
    List(Box<Ty>),
    Map(Box<Ty>),
}

impl Ty {
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Scalar(name, _) | Self::Enum(name, _) | Self::Object(name) => json!(name),
            Self::List(of) => json!([of.json()]),
            Self::Map(of) => json!({ "string": of.json() }),
        }
    }

    fn holds_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

pub(crate) const PRIMITIVES: &[&str] =
    &["string", "bool", "int32", "int64", "uint32", "float", "timestamp", "json", "string", "int32"];

/// Where a map of fields stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Query,
    Headers,
    /// The body, a response or an object within.
    Body,
}

/// The names of one object, whose fields may stand in several parts.
#[derive(Default)]
pub(crate) struct Scope {
    /// Rust names, in UpperCamelCase.
    pub(crate) rust: BTreeSet<String>,
    /// Wire names.
    pub(crate) wires: BTreeSet<String>,
    /// What conditions can speak of: the wire name and type.
    siblings: Vec<(String, Ty)>,
    has_choice: bool,
    headers: BTreeSet<String>,
}

/// What surrounds an object.
#[derive(Clone, Copy)]
pub(crate) struct Place<'t> {
    /// Types that can be named here.
    pub(crate) types: &'t [Ty],
    /// What names of inline types start with.
    pub(crate) prefix: &'t str,
    pub(crate) depth: usize,
}

/// A random map of fields.
pub(crate) fn fields(names: &mut Names, scope: &mut Scope, place: Place<'_>, part: Part) -> Map<String, Value> {
    let mut fields = Map::new();
    let count = names.random.below(if place.depth == 0 { 9 } else { 4 });
    for _ in 0..count {
        if part == Part::Body && !scope.has_choice && names.random.chance(12) {
            if let Some((key, choice)) = choice(names, scope, place) {
                scope.has_choice = true;
                fields.insert(key, choice);
            }
            continue;
        }
        let (wire, name) = wire(names, scope, part);
        let (mut field, ty) = value(names, place, part, name.as_deref().unwrap_or(&wire));
        if let Some(name) = name {
            field.insert("name".to_owned(), json!(name));
        }
        facts(names, &mut field, &ty);
        scope.wires.insert(wire.clone());
        scope.siblings.push((wire.clone(), ty));
        fields.insert(wire, Value::Object(field));
    }
    conditions(names, scope, &mut fields);
    fields
}

/// A random object below the parts of an endpoint, with its `$` keys.
pub(crate) fn object(names: &mut Names, place: Place<'_>) -> Map<String, Value> {
    let mut scope = Scope::default();
    let mut object = fields(names, &mut scope, place, Part::Body);
    about(names, &mut object);
    object
}

/// Adds `$` keys that every object can have.
pub(crate) fn about(names: &mut Names, object: &mut Map<String, Value>) {
    for key in ["$doc", "$label"] {
        if let Some(text) = names.maybe_text(30) {
            object.insert(key.to_owned(), json!(text));
        }
    }
}

/// A wire name and, where the Rust name is not made of it, that one.
fn wire(names: &mut Names, scope: &mut Scope, part: Part) -> (String, Option<String>) {
    let name = names.snake(&mut scope.rust);
    match part {
        Part::Headers => {
            let wire = names.random.pick(HEADERS).to_owned();
            let wire = if scope.headers.insert(wire.to_lowercase()) && !scope.wires.contains(&wire) {
                wire
            } else {
                let number = names.random.below(100_000);
                format!("X-{number}-{}", scope.headers.len())
            };
            scope.headers.insert(wire.to_lowercase());
            (wire, Some(name))
        }
        _ if names.random.chance(40) => (names.wire(&mut scope.wires), Some(name)),
        _ if scope.wires.contains(&name) => (format!("{name}2x{}", scope.wires.len()), Some(name)),
        _ => (name, None),
    }
}

/// What a field is: a type or an inline object.
fn value(names: &mut Names, place: Place<'_>, part: Part, name: &str) -> (Map<String, Value>, Ty) {
    let mut field = Map::new();
    if part == Part::Body && place.depth < 3 && names.random.chance(20) {
        let key = if names.random.chance(50) { "object" } else { "objects" };
        let (inner, ty) = inline(names, place, name);
        field.insert(key.to_owned(), Value::Object(inner));
        return (field, if key == "objects" { Ty::List(Box::new(ty)) } else { ty });
    }
    let ty = ty(names, place.types, part, 0);
    field.insert("type".to_owned(), ty.json());
    (field, ty)
}

/// An inline object and its type.
fn inline(names: &mut Names, place: Place<'_>, name: &str) -> (Map<String, Value>, Ty) {
    let made = format!("{}{}", place.prefix, upper_camel(name));
    let (given, name) = match names.random.chance(50) || !names.take_type(&made) {
        true => (true, names.upper()),
        false => (false, made),
    };
    let mut object = object(names, Place { prefix: &name, depth: place.depth + 1, ..place });
    if given {
        object.insert("$name".to_owned(), json!(name));
    }
    (object, Ty::Object(name))
}

pub(crate) fn ty(names: &mut Names, types: &[Ty], part: Part, depth: usize) -> Ty {
    if part == Part::Body && depth < 3 && names.random.chance(25) {
        let of = Box::new(ty(names, types, part, depth + 1));
        return if names.random.chance(70) { Ty::List(of) } else { Ty::Map(of) };
    }
    let plain = part == Part::Body;
    let named: Vec<&Ty> = types.iter().filter(|ty| plain || !ty.holds_object()).collect();
    match names.random.any(&named) {
        Some(ty) if names.random.chance(50) => (*ty).clone(),
        _ => match names.random.pick(PRIMITIVES) {
            "json" if !plain => Ty::Scalar("int64".to_owned(), "int64"),
            primitive => Ty::Scalar(primitive.to_owned(), primitive),
        },
    }
}

/// A value of a type, where it can be told in a schema.
fn sample(names: &mut Names, ty: &Ty) -> Option<Value> {
    let random = &mut names.random;
    Some(match ty {
        Ty::Enum(_, values) => json!(random.any(values)?),
        Ty::Scalar(_, "bool") => json!(random.chance(50)),
        Ty::Scalar(_, "int32") => json!([0, 1, -1, i32::MIN, i32::MAX][random.below(5)]),
        Ty::Scalar(_, "int64") => json!([0, 1, -1, i64::MIN, i64::MAX][random.below(5)]),
        Ty::Scalar(_, "uint32" | "timestamp") => json!([0, 1, 7, u32::MAX][random.below(4)]),
        Ty::Scalar(_, "float") => json!([0.0, 1.5, -0.25, 1e300, -0.0, 1e-7][random.below(6)]),
        Ty::Scalar(_, "string") => json!(random.pick(WIRES)),
        _ => return None,
    })
}

/// Adds what can be said of a field beside its type.
fn facts(names: &mut Names, field: &mut Map<String, Value>, ty: &Ty) {
    for (key, percent) in [("doc", 50), ("label", 40), ("deprecated", 10)] {
        if let Some(text) = names.maybe_text(percent) {
            field.insert(key.to_owned(), json!(text));
        }
    }
    // An object that requires one of its own kind could never be made; an inline one is of no other's kind.
    if names.random.chance(35) && (!ty.holds_object() || field.contains_key("object")) {
        field.insert("required".to_owned(), json!(names.random.chance(80)));
    }
    if let Some(default) = sample(names, ty).filter(|_| names.random.chance(25)) {
        field.insert("default".to_owned(), default);
    }
    if matches!(ty, Ty::Scalar(name, "bool") if name == "bool") && names.random.chance(50) {
        field.insert("wire".to_owned(), json!("int"));
    }
    if names.random.chance(30) {
        limits(names, field, ty);
    }
}

/// Adds limits that fit the type.
pub(crate) fn limits(names: &mut Names, to: &mut Map<String, Value>, ty: &Ty) {
    let (min, max) = (names.random.below(3), 3 + names.random.below(1000));
    let bounds = match names.random.below(4) {
        0 => json!({ "min": min }),
        1 => json!({ "max": max }),
        2 => json!({ "min": max, "max": max }),
        _ => json!({ "min": min, "max": max }),
    };
    match ty {
        Ty::Scalar(_, "string") => {
            let key = names.random.pick(&["chars", "bytes", "pattern"]).to_owned();
            let limit = if key == "pattern" { json!(names.random.pick(PATTERNS)) } else { bounds };
            to.insert(key, limit);
        }
        Ty::Scalar(_, "float") => {
            let limit = names.random.below(3);
            to.insert(
                "range".to_owned(),
                [json!({ "min": -1.5 }), json!({ "min": 0, "max": 1e300 }), bounds][limit].clone(),
            );
        }
        Ty::Scalar(_, "int32" | "int64" | "uint32" | "timestamp") => drop(to.insert("range".to_owned(), bounds)),
        Ty::List(_) | Ty::Map(_) => {
            if matches!(ty, Ty::List(_)) && bounds.get("max").is_some() {
                to.insert("unique".to_owned(), json!(names.random.chance(70)));
            }
            to.insert("items".to_owned(), bounds);
        }
        Ty::Scalar(..) | Ty::Enum(..) | Ty::Object(_) => {}
    }
}

/// Adds conditions to fields, and groups to the object.
fn conditions(names: &mut Names, scope: &Scope, fields: &mut Map<String, Value>) {
    let mine: Vec<String> = fields.keys().filter(|key| fields[*key].get("choice").is_none()).cloned().collect();
    for key in &mine {
        if !names.random.chance(20) {
            continue;
        }
        let others: Vec<&(String, Ty)> = scope.siblings.iter().filter(|(wire, _)| wire != key).collect();
        let Some((sibling, ty)) = names.random.any(&others).copied() else { continue };
        let condition = match sample(names, ty) {
            Some(value) if names.random.chance(80) => {
                let other = sample(names, ty).filter(|other| *other != value && !matches!(ty, Ty::Scalar(_, "float")));
                let values =
                    other.filter(|_| names.random.chance(50)).map_or(value.clone(), |other| json!([value, other]));
                json!({ sibling: values })
            }
            _ => json!(sibling),
        };
        let rule = if names.random.chance(50) { "required_if" } else { "forbidden_unless" };
        if let Some(Value::Object(field)) = fields.get_mut(key)
            && (rule != "required_if" || field.get("required").is_none())
        {
            field.insert(rule.to_owned(), condition);
        }
    }
    for rule in ["$at_least_one_of", "$exactly_one_of"] {
        if mine.len() >= 2 && names.random.chance(15) {
            let at = names.random.below(mine.len() - 1);
            fields.insert(rule.to_owned(), json!([mine[at..at + 2], mine]));
        }
    }
}

/// A choice and its key.
fn choice(names: &mut Names, scope: &mut Scope, place: Place<'_>) -> Option<(String, Value)> {
    let name = names.snake(&mut scope.rust);
    if !names.take_type(&format!("{}{}", place.prefix, upper_camel(&name))) {
        return None;
    }
    let wire = names.random.pick(&["int", "string"]).to_owned();
    let tag = names.wire(&mut scope.wires);
    let mut tags = BTreeSet::new();
    let mut variants: BTreeSet<String> = ["Unknown".to_owned()].into();
    let mut of = Map::new();
    let mut last: Option<(String, Value)> = None;
    for _ in 0..1 + names.random.below(4) {
        let tag = match wire.as_str() {
            "int" => [0, 1, -1, 7, i64::MIN, i64::MAX, 3_000_000_000][names.random.below(7)].to_string(),
            _ => names.wire(&mut tags),
        };
        let variant = variant(names, scope, place, &mut variants, &mut last);
        of.insert(tag, variant);
    }
    let mut choice = json!({ "choice": { "tag": tag, "wire": wire }, "required": names.random.chance(50), "of": of });
    for key in ["doc", "label"] {
        if let Some(text) = names.maybe_text(50) {
            choice[key] = json!(text);
        }
    }
    Some((name, choice))
}

fn variant(
    names: &mut Names,
    scope: &mut Scope,
    place: Place<'_>,
    taken: &mut BTreeSet<String>,
    last: &mut Option<(String, Value)>,
) -> Value {
    let name = names.snake(taken);
    let mut variant = json!({ "name": name });
    for key in ["doc", "label"] {
        if let Some(text) = names.maybe_text(40) {
            variant[key] = json!(text);
        }
    }
    if names.random.chance(30) {
        return variant;
    }
    if let Some((field, ty)) = last.clone().filter(|_| names.random.chance(20)) {
        variant["field"] = json!(field);
        variant["type"] = ty;
        return variant;
    }
    variant["field"] = json!(names.wire(&mut scope.wires));
    if place.depth < 2 && names.random.chance(40) {
        // What a choice holds cannot be boxed: its objects name no others.
        let scalars: Vec<Ty> = place.types.iter().filter(|ty| !ty.holds_object()).cloned().collect();
        let (inner, _) = inline(names, Place { types: &scalars, ..place }, &name);
        variant[names.random.pick(&["object", "objects"])] = Value::Object(inner);
        return variant;
    }
    let ty = ty(names, place.types, Part::Body, 0);
    let ty = if ty.holds_object() { Ty::List(Box::new(ty)) } else { ty };
    *last = Some((variant["field"].as_str().unwrap_or_default().to_owned(), ty.json()));
    variant["type"] = ty.json();
    variant
}
