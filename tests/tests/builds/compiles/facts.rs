//! Random facts about fields: documentation, defaults and limits.

use serde_json::{Map, Value, json};

use super::{
    names::Names,
    pools::{PATTERNS, WIRES},
    types::Ty,
};

/// A value of a type, if a schema can contain it.
pub(crate) fn sample(names: &mut Names, ty: &Ty) -> Option<Value> {
    let random = &mut names.random;
    Some(match ty {
        Ty::Enum(_, values) => json!(random.any(values)?),
        Ty::Scalar(_, "bool") => json!(random.chance(50)),
        Ty::Scalar(_, "int32") => json!([0, 1, -1, i32::MIN, i32::MAX][random.below(5)]),
        Ty::Scalar(_, "int64") => json!([0, 1, -1, i64::MIN, i64::MAX][random.below(5)]),
        Ty::Scalar(_, "uint32" | "uint64" | "timestamp" | "timestamp_ms" | "error_code") => {
            json!([0, 1, 7, u32::MAX][random.below(4)])
        }
        Ty::Scalar(_, "float") => json!([0.0, 1.5, -0.25, 1e300, -0.0, 1e-7][random.below(6)]),
        Ty::Scalar(_, "string") => json!(random.pick(WIRES)),
        _ => return None,
    })
}

/// Adds the attributes of a field besides its type.
pub(crate) fn facts(names: &mut Names, field: &mut Map<String, Value>, ty: &Ty) {
    for (key, percent) in [("doc", 50), ("label", 40), ("deprecated", 10)] {
        if let Some(text) = names.maybe_text(percent) {
            field.insert(key.to_owned(), json!(text));
        }
    }
    // A type that requires itself could never be constructed. Inline types cannot refer to themselves.
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
    let is_number = !matches!(ty, Ty::Scalar(_, "string") | Ty::JsonString | Ty::List(_) | Ty::Map(_));
    let mut bounds = match names.random.below(4) {
        0 => json!({ "min": min }),
        1 => json!({ "max": max }),
        2 => json!({ "min": max, "max": max }),
        _ => json!({ "min": min, "max": max }),
    };
    if bounds.get("max").is_some() && names.random.chance(25) {
        let numbers = ["default", "maximum"];
        bounds["beyond"] = json!(if is_number { numbers[names.random.below(2)] } else { "truncated" });
    }
    match ty {
        Ty::Scalar(_, "string") | Ty::JsonString => {
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
        Ty::Scalar(_, "int32" | "int64" | "uint32" | "uint64" | "timestamp" | "timestamp_ms") => {
            drop(to.insert("range".to_owned(), bounds))
        }
        Ty::List(_) | Ty::Map(_) => {
            if matches!(ty, Ty::List(_)) && bounds.get("max").is_some() {
                to.insert("unique".to_owned(), json!(names.random.chance(70)));
            }
            to.insert("items".to_owned(), bounds);
        }
        Ty::Scalar(..) | Ty::Enum(..) | Ty::Object(_) => {}
    }
}
