//! Random objects and their fields.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    choice::choice,
    facts::{conditions, facts},
    names::{Names, upper_camel},
    pools::HEADERS,
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

    pub(crate) fn holds_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

pub(crate) const PRIMITIVES: &[&str] =
    &["string", "bool", "int32", "int64", "uint32", "float", "timestamp", "json", "string", "int32"];

/// The part of an endpoint that a map of fields belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Query,
    Headers,
    /// The body, a response or a nested object.
    Body,
}

/// The names in one object, whose fields may be in several parts.
#[derive(Default)]
pub(crate) struct Scope {
    /// Rust names, in UpperCamelCase.
    pub(crate) rust: BTreeSet<String>,
    /// Wire names.
    pub(crate) wires: BTreeSet<String>,
    /// The wire names and types of the fields that conditions can refer to.
    pub(crate) siblings: Vec<(String, Ty)>,
    has_choice: bool,
    headers: BTreeSet<String>,
}

/// The context of an object.
#[derive(Clone, Copy)]
pub(crate) struct Place<'t> {
    /// The named types in scope.
    pub(crate) types: &'t [Ty],
    /// The prefix of the names of inline types.
    pub(crate) prefix: &'t str,
    pub(crate) depth: usize,
}

/// A random map of fields.
pub(crate) fn fields(names: &mut Names, scope: &mut Scope, place: Place<'_>, part: Part) -> Map<String, Value> {
    let mut fields = Map::new();
    let count = names.random.below(if place.depth == 0 { 9 } else { 4 });
    for _ in 0..count {
        if part == Part::Body && !scope.has_choice && names.random.chance(12) {
            let count = 1 + names.random.below(4);
            if let Some((key, choice)) = choice(names, scope, place, count) {
                scope.has_choice = true;
                fields.insert(key, choice);
            }
            continue;
        }
        let (wire, field) = field(names, scope, place, part);
        fields.insert(wire, field);
    }
    conditions(names, scope, &mut fields);
    fields
}

/// A random field and its name on the wire.
pub(crate) fn field(names: &mut Names, scope: &mut Scope, place: Place<'_>, part: Part) -> (String, Value) {
    let (wire, name) = wire(names, scope, part);
    let (mut field, ty) = value(names, place, part, name.as_deref().unwrap_or(&wire));
    if let Some(name) = name {
        field.insert("name".to_owned(), json!(name));
    }
    facts(names, &mut field, &ty);
    scope.wires.insert(wire.clone());
    scope.siblings.push((wire.clone(), ty));
    (wire, Value::Object(field))
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

/// A wire name and, if it cannot be derived from that, the Rust name.
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

/// The keys of a field with a named type or an inline object, and its type.
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
pub(crate) fn inline(names: &mut Names, place: Place<'_>, name: &str) -> (Map<String, Value>, Ty) {
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
