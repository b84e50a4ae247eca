//! Random objects with their fields and choices.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    facts::facts,
    names::{Names, upper_camel},
    pools::HEADERS,
    rules::conditions,
    types::{Part, Place, Scope, Ty},
};

pub(crate) const PRIMITIVES: &[&str] = &[
    "string",
    "bool",
    "int32",
    "int64",
    "uint32",
    "float",
    "timestamp",
    "uint64",
    "timestamp_ms",
    "error_code",
    "json",
    "string",
    "int32",
];

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
    let mut object = match names.random.chance(10) {
        true => only_choice(names, &mut scope, place),
        false => fields(names, &mut scope, place, Part::Body),
    };
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

/// The members of an object that is nothing but a choice.
fn only_choice(names: &mut Names, scope: &mut Scope, place: Place<'_>) -> Map<String, Value> {
    let count = 1 + names.random.below(4);
    let choice = choice(names, scope, place, count);
    choice
        .into_iter()
        .map(|(key, mut choice)| {
            choice["choice"].as_object_mut().map(|head| head.remove("name"));
            (key, choice)
        })
        .collect()
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
        if key == "objects" {
            kinds(names, &inner, &mut field);
        }
        field.insert(key.to_owned(), Value::Object(inner));
        return (field, if key == "objects" { Ty::List(Box::new(ty)) } else { ty });
    }
    let objects: Vec<&Ty> = place.types.iter().filter(|ty| ty.holds_object()).collect();
    if part == Part::Body
        && names.random.chance(10)
        && let Some(held) = names.random.any(&objects)
    {
        let held = if names.random.chance(30) { json!([held.json()]) } else { held.json() };
        field.extend([("type".to_owned(), json!("string")), ("holds".to_owned(), held)]);
        return (field, Ty::JsonString);
    }
    let ty = ty(names, place.types, part, 0);
    field.insert("type".to_owned(), ty.json());
    (field, ty)
}

/// Adds limits of kinds to a list of objects with a choice.
fn kinds(names: &mut Names, element: &Map<String, Value>, list: &mut Map<String, Value>) {
    let variants = element.values().find_map(|member| member.get("of")?.as_object());
    let variants: Vec<&str> = variants.into_iter().flatten().filter_map(|(_, it)| it["name"].as_str()).collect();
    if variants.is_empty() {
        return;
    }
    if names.random.chance(50) {
        let count = json!({ "of": [variants[names.random.below(variants.len())]], "max": names.random.below(9) });
        list.insert("kinds".to_owned(), json!([count, { "of": variants, "max": 20 }]));
    }
    if names.random.chance(50) {
        list.insert("alike".to_owned(), json!(true));
    }
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

fn ty(names: &mut Names, types: &[Ty], part: Part, depth: usize) -> Ty {
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

/// A choice with `count` variants, and its key. `None` if its type's name is taken.
fn choice(names: &mut Names, scope: &mut Scope, place: Place<'_>, count: usize) -> Option<(String, Value)> {
    let (key, mut choice) = without_variants(names, scope, place)?;
    let is_int = choice["choice"]["wire"] == "int";
    let (mut tags, mut taken) = (BTreeSet::new(), BTreeSet::from(["Unknown".to_owned()]));
    let mut last = None;
    for _ in 0..count {
        let tag = match is_int {
            true => [0, 1, -1, 7, i64::MIN, i64::MAX, 3_000_000_000][names.random.below(7)].to_string(),
            false => names.wire(&mut tags),
        };
        choice["of"][tag] = variant(names, scope, place, &mut taken, &mut last);
    }
    Some((key, choice))
}

/// A choice with `count` variants that each select a member of their own, and its key. `None` if its type's name is
/// taken.
pub(crate) fn large_choice(
    names: &mut Names,
    scope: &mut Scope,
    place: Place<'_>,
    count: usize,
) -> Option<(String, Value)> {
    let (key, mut choice) = without_variants(names, scope, place)?;
    let mut taken = BTreeSet::from(["Unknown".to_owned()]);
    let mut selecting = 0;
    for tag in 0.. {
        let variant = variant(names, scope, place, &mut taken, &mut None);
        selecting += usize::from(variant.get("field").is_some());
        choice["of"][tag.to_string()] = variant;
        if selecting == count {
            break;
        }
    }
    Some((key, choice))
}

fn without_variants(names: &mut Names, scope: &mut Scope, place: Place<'_>) -> Option<(String, Value)> {
    let name = names.snake(&mut scope.rust);
    if !names.take_type(&format!("{}{}", place.prefix, upper_camel(&name))) {
        return None;
    }
    let wire = names.random.pick(&["int", "string"]);
    let tag = names.wire(&mut scope.wires);
    let mut choice = json!({ "choice": { "tag": tag, "wire": wire }, "required": names.random.chance(50), "of": {} });
    if names.random.chance(20) {
        let own = format!("Chosen{}{}", place.prefix, upper_camel(&name));
        if names.take_type(&own) {
            choice["choice"]["name"] = json!(own);
        }
    }
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
        // The same member, in half of the cases of another type.
        variant["type"] = if names.random.chance(50) { ty } else { json!("string") };
        return variant;
    }
    if place.depth < 2 && names.random.chance(25) {
        let scalars: Vec<Ty> = place.types.iter().filter(|ty| !ty.holds_object()).cloned().collect();
        let (inner, _) = inline(names, Place { types: &scalars, ..place }, &name);
        let is_flat = inner.iter().all(|(wire, field)| !scope.wires.contains(wire) && field.get("choice").is_none());
        if is_flat {
            scope.wires.extend(inner.keys().filter(|wire| !wire.starts_with('$')).cloned());
            variant["object"] = Value::Object(inner);
            return variant;
        }
    }
    variant["field"] = json!(names.wire(&mut scope.wires));
    if place.depth < 2 && names.random.chance(40) {
        // Variants of a choice cannot be boxed, so their objects must not refer to others.
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
