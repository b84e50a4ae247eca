//! Random rules about several fields, and fields that depend on the direction in which their object travels.

use serde_json::{Map, Value, json};

use super::{
    facts::{limits, sample},
    names::Names,
    types::{Scope, Ty},
};

/// Adds conditions to fields, and groups to the object.
pub(crate) fn conditions(names: &mut Names, scope: &Scope, fields: &mut Map<String, Value>) {
    let mine: Vec<String> = fields.keys().filter(|key| fields[*key].get("choice").is_none()).cloned().collect();
    for key in &mine {
        if !names.random.chance(20) {
            continue;
        }
        let Some(condition) = condition(names, scope, fields, key) else { continue };
        let rules =
            ["required_if", "required_unless", "forbidden_if", "forbidden_unless", "ignored_if", "ignored_unless"];
        let rule = rules[names.random.below(rules.len())];
        if let Some(Value::Object(field)) = fields.get_mut(key)
            && (!rule.starts_with("required") || field.get("required").is_none())
        {
            field.insert(rule.to_owned(), condition);
        }
    }
    for key in &mine {
        if names.random.chance(10) {
            limits_if(names, scope, fields, key);
        }
    }
    let together = together(names, scope, &mine);
    if !together.is_empty() {
        fields.insert("$together".to_owned(), json!(together));
    }
    for rule in ["$at_least_one_of", "$exactly_one_of", "$at_most_one_of", "$first_of"] {
        if mine.len() >= 2 && names.random.chance(15) {
            let at = names.random.below(mine.len() - 1);
            fields.insert(rule.to_owned(), json!([mine[at..at + 2], mine]));
        }
    }
}

/// A condition on another field, or on the tag of a choice.
pub(crate) fn condition(names: &mut Names, scope: &Scope, fields: &Map<String, Value>, own: &str) -> Option<Value> {
    let choice = fields.values().find(|field| field.get("choice").is_some());
    if let Some(choice) = choice.filter(|_| names.random.chance(40)) {
        let variants = choice["of"].as_object().into_iter().flat_map(Map::values);
        let variants: Vec<&Value> = variants.map(|variant| &variant["name"]).collect();
        let tag = choice["choice"]["tag"].as_str()?;
        return Some(json!({ tag: names.random.any(&variants)? }));
    }
    let others: Vec<&(String, Ty)> = scope.siblings.iter().filter(|(wire, _)| wire != own).collect();
    let (sibling, ty) = names.random.any(&others).copied()?;
    Some(match sample(names, ty) {
        Some(value) if names.random.chance(80) => {
            let other = sample(names, ty).filter(|other| *other != value && !matches!(ty, Ty::Scalar(_, "float")));
            let values = other.filter(|_| names.random.chance(50)).map_or(value.clone(), |other| json!([value, other]));
            json!({ sibling: values })
        }
        _ => json!(sibling),
    })
}

/// Limits under a condition.
pub(crate) fn limits_if(names: &mut Names, scope: &Scope, fields: &mut Map<String, Value>, own: &str) {
    let Some((_, ty)) = scope.siblings.iter().find(|(wire, _)| wire == own) else { return };
    let Some(condition) = condition(names, scope, fields, own) else { return };
    let mut limited = Map::new();
    limits(names, &mut limited, ty);
    limited.remove("unique");
    if !limited.is_empty() {
        limited.insert("if".to_owned(), condition);
        fields[own]["limits_if"] = json!([limited]);
    }
}

/// Limits of several of the fields `mine` together, if their types fit.
pub(crate) fn together(names: &mut Names, scope: &Scope, mine: &[String]) -> Vec<Value> {
    let is_mine = |field: &&(String, Ty)| mine.contains(&field.0);
    let of = |fits: &dyn Fn(&Ty) -> bool| -> Vec<&str> {
        let fields = scope.siblings.iter().filter(is_mine).filter(|(_, ty)| fits(ty));
        fields.map(|(wire, _)| wire.as_str()).take(3).collect()
    };
    let is_integer = |ty: &Ty| {
        let integers = ["int32", "int64", "uint32", "uint64", "timestamp", "timestamp_ms"];
        matches!(ty, Ty::Scalar(_, wire) if integers.contains(wire))
    };
    let mut all = Vec::new();
    for of in [of(&is_integer), of(&|ty| matches!(ty, Ty::List(_) | Ty::Map(_)))] {
        if of.len() > 1 && names.random.chance(40) {
            all.push(json!({ "of": of, "max": names.random.below(2000) }));
        }
    }
    for unit in ["timestamp", "timestamp_ms"] {
        let times = of(&|ty| matches!(ty, Ty::Scalar(name, _) if name == unit));
        if times.len() > 1 && names.random.chance(60) {
            let mut span = json!({ "from": times[0], "to": times[1] });
            if names.random.chance(50) {
                span["days"] = json!(names.random.below(400));
            }
            all.push(span);
        }
    }
    all
}

/// Says of some fields that are sent what an empty value means.
pub(crate) fn empty(names: &mut Names, fields: &mut Map<String, Value>) {
    for field in fields.values_mut() {
        let can_be_empty = field.get("objects").is_some()
            || field.get("type").is_some_and(|ty| ty == "string" || ty.is_array() || ty.is_object());
        if can_be_empty && field.get("holds").is_none() && names.random.chance(25) {
            field["empty"] = json!(names.random.pick(&["clears", "keeps"]));
        }
    }
}

/// An object that travels both ways, with fields that depend on the direction.
pub(crate) fn both_ways(names: &mut Names) -> Value {
    let mut object = Map::new();
    let facts = [
        json!({ "only": "sent" }),
        json!({ "only": "received", "required": true }),
        json!({ "only": "sent", "required": true }),
        json!({ "required": "sent" }),
        json!({ "required": "received" }),
        json!({ "empty": "clears", "forbidden_if": "member_0" }),
    ];
    for (at, facts) in
        facts.into_iter().enumerate().filter(|(at, _)| *at == 0 || names.random.chance(60)).collect::<Vec<_>>()
    {
        let mut field = facts;
        field["type"] =
            json!(if at == 5 { "string" } else { names.random.pick(&["string", "int32", "float", "json"]) });
        object.insert(format!("member_{at}"), field);
    }
    Value::Object(object)
}
