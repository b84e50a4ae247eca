//! Random choices.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    fields::{Part, Place, Scope, Ty, inline, ty},
    names::{Names, upper_camel},
};

/// A choice with `count` variants, and its key. `None` if its type's name is taken.
pub(crate) fn choice(names: &mut Names, scope: &mut Scope, place: Place<'_>, count: usize) -> Option<(String, Value)> {
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
