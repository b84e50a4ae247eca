//! Rules about several members: conditions and groups.
//!
//! A field is given if it is there and neither null nor empty; JSON Schema knows only whether it is there.
//!
//! What holds between parameters, or between one and the body, has no place in OpenAPI: it is told in words.

use serde_json::json;

use super::{
    describe,
    json::{Json, Members},
};
use crate::model::{Condition, Field, Group, GroupRule, Literal, Location, Object, Primitive, Type, WireValue};

/// The rules about members of the body, as schemas.
pub(super) fn schemas(object: &Object) -> Vec<Members> {
    let fields = object.fields().flat_map(|field| field_rules(object, field));
    fields
        .chain(object.groups.iter().filter(|rule| is_in_body(object, &rule.fields)).map(|rule| group(object, rule)))
        .collect()
}

/// The rules that no schema of the body can tell, in words.
pub(super) fn told(object: &Object) -> Vec<String> {
    let mut told = Vec::new();
    for field in object.fields() {
        for (condition, words) in conditions(field) {
            if !is_in_body(object, &involved(field, condition)) {
                told.push(words);
            }
        }
    }
    let groups = object.groups.iter().filter(|rule| !is_in_body(object, &rule.fields));
    told.extend(groups.map(group_words));
    told
}

/// The conditions of a field, and what they say.
fn conditions(field: &Field) -> Vec<(&Condition, String)> {
    let name = &field.wire;
    let required = field.required_if.iter();
    let required = required.map(|rule| (rule, format!("`{name}` is required if {}.", describe::condition(rule))));
    let forbidden = field.forbidden_unless.iter();
    let forbidden = forbidden.map(|rule| (rule, format!("No `{name}` unless {}.", describe::condition(rule))));
    required.chain(forbidden).collect()
}

fn involved(field: &Field, condition: &Condition) -> Vec<String> {
    condition.tests.iter().map(|test| test.field.clone()).chain([field.wire.clone()]).collect()
}

fn is_in_body(object: &Object, names: &[String]) -> bool {
    names.iter().all(|name| object.field(name).is_some_and(|field| field.location == Location::Body))
}

fn field_rules(object: &Object, field: &Field) -> Vec<Members> {
    let mut rules = Vec::new();
    for (condition, words) in conditions(field) {
        if !is_in_body(object, &involved(field, condition)) {
            continue;
        }
        let rule = Members::new().with("description", words).with("if", self::condition(object, condition));
        rules.push(match field.required_if.as_ref().is_some_and(|own| std::ptr::eq(own, condition)) {
            true => rule.with("then", given(field)),
            false => rule.with("else", absent(field)),
        });
    }
    if field.required && !field.also_names.is_empty() && field.location == Location::Body {
        let names: Vec<Members> = names(field).map(|name| Members::new().with("required", [name])).collect();
        let words = format!("`{}` is required, under any of its names.", field.wire);
        rules.push(Members::new().with("description", words).with("anyOf", names));
    }
    rules
}

fn group(object: &Object, group: &Group) -> Members {
    let given: Vec<Members> = group.fields.iter().filter_map(|name| object.field(name)).map(given).collect();
    let keyword = match group.rule {
        GroupRule::AtLeastOneOf => "anyOf",
        GroupRule::ExactlyOneOf => "oneOf",
    };
    Members::new().with("description", group_words(group)).with(keyword, given)
}

fn group_words(group: &Group) -> String {
    let amount = match group.rule {
        GroupRule::AtLeastOneOf => "At least",
        GroupRule::ExactlyOneOf => "Exactly",
    };
    format!("{amount} one of {} is given.", describe::names(&group.fields))
}

/// An object for which all tests hold.
fn condition(object: &Object, condition: &Condition) -> Members {
    let tests = condition.tests.iter().filter_map(|test| {
        let field = object.field(&test.field)?;
        Some(match test.values[..] {
            [] => given(field),
            _ => named(field, &one_of(test.values.iter().map(|value| literal(field, value)).collect())),
        })
    });
    all(tests.collect())
}

fn all(mut schemas: Vec<Members>) -> Members {
    if schemas.len() == 1 { schemas.remove(0) } else { Members::new().with("allOf", schemas) }
}

/// An object that the field is given in.
fn given(field: &Field) -> Members {
    named(field, &Members::new().with("not", one_of(nothing(&field.ty))))
}

/// An object that has the field, under the first of its names that is there, with a value that fits.
fn named(field: &Field, value: &Members) -> Members {
    let names: Vec<&String> = names(field).collect();
    let mut ways: Vec<Members> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let better = names[..at].iter().map(|better| ((*better).clone(), Json::from(false)));
            let properties: Members = better.chain([((*name).clone(), Json::from(value))]).collect();
            Members::new().with("required", [*name]).with("properties", properties)
        })
        .collect();
    if ways.len() == 1 { ways.remove(0) } else { Members::new().with("anyOf", ways) }
}

/// An object that the field is not given in.
fn absent(field: &Field) -> Members {
    if !field.also_names.is_empty() {
        return Members::new().with("not", given(field));
    }
    Members::new().with("properties", Members::new().with(&field.wire, one_of(nothing(&field.ty))))
}

fn one_of(mut values: Vec<Json>) -> Members {
    if values.len() == 1 { Members::new().with("const", values.remove(0)) } else { Members::new().with("enum", values) }
}

fn names(field: &Field) -> impl Iterator<Item = &String> {
    std::iter::once(&field.wire).chain(&field.also_names)
}

/// The values of a type that do not count as given.
fn nothing(ty: &Type) -> Vec<Json> {
    let empty = match ty {
        Type::Primitive(Primitive::Json) => vec![json!(""), json!([]), json!({})],
        Type::Primitive(Primitive::String) | Type::Scalar(_) | Type::Enum(_) => vec![json!("")],
        Type::Primitive(_) | Type::Object(_) => Vec::new(),
        Type::List(_) => vec![json!([])],
        Type::Map(_) => vec![json!({})],
    };
    std::iter::once(json!(null)).chain(empty).map(Json::from).collect()
}

/// A value as it stands on the wire.
pub(super) fn literal(field: &Field, literal: &Literal) -> Json {
    match literal {
        Literal::Bool(value) if field.bool_as_int => i64::from(*value).into(),
        Literal::Bool(value) => (*value).into(),
        Literal::Int(value) => (*value).into(),
        Literal::Float(value) => (*value).into(),
        Literal::Text(text) => text.into(),
        Literal::Enum { wire, .. } => self::wire(wire),
    }
}

/// The value of an enum or a tag.
pub(super) fn wire(value: &WireValue) -> Json {
    match value {
        WireValue::Int(value) => (*value).into(),
        WireValue::Text(text) => text.into(),
    }
}
