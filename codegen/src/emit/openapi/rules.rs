//! Rules about several members: conditions and groups.
//!
//! A field is given if it is present and neither null nor empty; JSON Schema's `required` checks only its presence.
//!
//! OpenAPI cannot express rules between parameters, or between a parameter and the body: these are put into words.

use serde_json::json;

use super::{
    json::{Json, Members},
    limits::{self, Empty},
    literal::{forms, wire},
};
use crate::model::{
    Condition, Dependency, Effect, Field, Form, Group, GroupRule, LimitsIf, Literal, Location, Object, Test, Type,
    When, Words,
};

/// The rules about members of the body, as schemas.
pub(super) fn schemas<'m>(object: &'m Object) -> Vec<Members<'m>> {
    let fields = object.fields().flat_map(|field| of_field(object, field));
    let limits = object.fields().flat_map(|field| field.limits_if.iter().map(move |limits| (field, limits)));
    let limits = limits.filter(|(field, limits)| is_in_body(object, &tested_by(field, limits)));
    let fields = fields.chain(limits.map(|(field, limits)| limits_if(object, field, limits)));
    let groups = object.groups.iter().filter(|group| is_in_body(object, &group.fields));
    fields.chain(groups.map(|rule| group(object, rule))).collect()
}

/// The rules that involve parameters, in words.
pub(super) fn in_words(object: &Object) -> Vec<String> {
    let rules = object.fields().flat_map(rules_of);
    let rules = rules.filter(|rule| !is_in_body(object, &rule.involved())).map(|rule| rule.words());
    let groups = object
        .groups
        .iter()
        .filter(|group| !is_in_body(object, &group.fields))
        .map(|group| Words::JSON.group_sentence(group));
    let limits = object.fields().flat_map(|field| field.limits_if.iter().map(move |limits| (field, limits)));
    let limits = limits.filter(|(field, limits)| !is_in_body(object, &tested_by(field, limits)));
    rules.chain(limits.map(|(field, limits)| limits_in_words(field, limits))).chain(groups).collect()
}

/// A field with limits under a condition, and the fields that the condition tests.
fn tested_by(field: &Field, limits: &LimitsIf) -> Vec<String> {
    let tests = limits.condition.tests.iter();
    tests.map(|test| test.field.clone()).chain([field.wire.clone()]).collect()
}

fn limits_in_words(field: &Field, limits: &LimitsIf) -> String {
    format!("`{}`: {}.", field.wire, Words::JSON.limits_if(limits))
}

/// Limits of a field under a condition.
fn limits_if<'m>(object: &'m Object, field: &'m Field, conditional: &'m LimitsIf) -> Members<'m> {
    let rule = Members::new().with("description", limits_in_words(field, conditional));
    let limited = match &field.ty {
        Type::List(_) => limits::of_list(&conditional.limits, Empty::of(object.role, field)),
        Type::Map(_) => limits::of_map(&conditional.limits, Empty::of(object.role, field)),
        Type::File => limits::of_file(&conditional.limits),
        _ => limits::of_scalar(&conditional.limits, None),
    };
    if limited.is_empty() {
        return rule;
    }
    let then = match &field.also_names[..] {
        [] => Members::new().with("properties", Members::new().with(&field.wire, limited)),
        _ => Members::new().with("not", named(field, &Members::new().with("not", limited))),
    };
    rule.with("if", condition(object, &conditional.condition)).with("then", then)
}

/// A field and how it depends on its siblings.
struct Rule<'m> {
    field: &'m Field,
    dependency: &'m Dependency,
}

impl<'m> Rule<'m> {
    fn words(&self) -> String {
        format!("`{}` is {}.", self.field.wire, Words::JSON.dependency(self.dependency))
    }

    fn involved(&self) -> Vec<String> {
        let tests = self.dependency.condition.tests.iter();
        tests.map(|test| test.field.clone()).chain([self.field.wire.clone()]).collect()
    }

    fn schema(&self, object: &'m Object) -> Members<'m> {
        let Dependency { effect, when, condition: tested } = self.dependency;
        let branch = match when {
            When::If => "then",
            When::Unless => "else",
        };
        let schema = match effect {
            Effect::Required => given(self.field),
            Effect::Forbidden => absent(self.field),
            // A server accepts what it ignores.
            Effect::Ignored => return Members::new().with("description", self.words()),
        };
        let rule = Members::new().with("description", self.words()).with("if", condition(object, tested));
        rule.with(branch, schema)
    }
}

fn rules_of(field: &Field) -> impl Iterator<Item = Rule<'_>> {
    field.depends.iter().map(move |dependency| Rule { field, dependency })
}

fn is_in_body(object: &Object, names: &[String]) -> bool {
    // The tag of a choice is always in the body.
    names.iter().all(|name| object.field(name).is_none_or(|field| field.location == Location::Body))
}

fn of_field<'m>(object: &'m Object, field: &'m Field) -> Vec<Members<'m>> {
    let rules = rules_of(field).filter(|rule| is_in_body(object, &rule.involved()));
    rules.map(|rule| rule.schema(object)).chain(required_under_any_name(field)).collect()
}

/// A rule for a required field with several names: `required` takes only one.
fn required_under_any_name<'m>(field: &'m Field) -> Option<Members<'m>> {
    let applies = field.required && !field.also_names.is_empty() && field.location == Location::Body;
    applies.then(|| {
        let ways: Vec<Members<'m>> = names(field).map(|name| Members::new().with("required", [name])).collect();
        let words = format!("`{}` is required, under any of its names.", field.wire);
        Members::new().with("description", words).with("anyOf", ways)
    })
}

fn group<'m>(object: &'m Object, group: &'m Group) -> Members<'m> {
    let given: Vec<Members<'m>> = group.fields.iter().filter_map(|name| object.field(name)).map(given).collect();
    let rule = Members::new().with("description", Words::JSON.group_sentence(group));
    match group.rule {
        GroupRule::AtLeastOneOf => rule.with("anyOf", given),
        GroupRule::ExactlyOneOf => rule.with("oneOf", given),
        GroupRule::AtMostOneOf => {
            let none = Members::new().with("not", Members::new().with("anyOf", given.clone()));
            rule.with("oneOf", given.into_iter().chain([none]).collect::<Vec<_>>())
        }
        // JSON Schema cannot add.
        GroupRule::FirstOf | GroupRule::Sum { .. } | GroupRule::Items { .. } | GroupRule::Span { .. } => rule,
    }
}

/// The schema of objects for which all tests hold.
fn condition<'m>(object: &'m Object, condition: &'m Condition) -> Members<'m> {
    all(condition.tests.iter().map(|test| passes(object, test)).collect())
}

fn passes<'m>(object: &'m Object, test: &'m Test) -> Members<'m> {
    let Some(field) = object.field(&test.field) else {
        let tags = test.values.iter().filter_map(|value| match value {
            Literal::Enum { wire: value, .. } => Some(wire(value)),
            _ => None,
        });
        let tag = Members::new().with(&test.field, one_of(tags.collect()));
        return Members::new().with("required", [&test.field]).with("properties", tag);
    };
    if test.values.is_empty() {
        return given(field);
    }
    let has_value = named(field, &one_of(test.values.iter().flat_map(|value| forms(field, value)).collect()));
    match &field.default {
        Some(default) if test.values.contains(default) => {
            let present = named(field, &Members::new().with("not", one_of(vec![Json::from(json!(null))])));
            Members::new().with("anyOf", vec![has_value, Members::new().with("not", present)])
        }
        _ => has_value,
    }
}

fn all<'m>(mut schemas: Vec<Members<'m>>) -> Members<'m> {
    if schemas.len() == 1 { schemas.remove(0) } else { Members::new().with("allOf", schemas) }
}

/// The schema of objects in which the field is given.
fn given<'m>(field: &'m Field) -> Members<'m> {
    named(field, &Members::new().with("not", one_of(empty_values(field))))
}

/// The schema of objects that have the field with a matching value, under the first of its names that is present.
fn named<'m>(field: &'m Field, value: &Members<'m>) -> Members<'m> {
    let names: Vec<&String> = names(field).collect();
    let mut ways: Vec<Members<'m>> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let better = names[..at].iter().map(|better| (*better, Json::from(false)));
            let properties: Members<'_> = better.chain([(*name, Json::from(value))]).collect();
            Members::new().with("required", [*name]).with("properties", properties)
        })
        .collect();
    if ways.len() == 1 { ways.remove(0) } else { Members::new().with("anyOf", ways) }
}

/// The schema of objects in which the field is not given.
fn absent<'m>(field: &'m Field) -> Members<'m> {
    if !field.also_names.is_empty() {
        return Members::new().with("not", given(field));
    }
    Members::new().with("properties", Members::new().with(&field.wire, one_of(empty_values(field))))
}

fn one_of<'m>(mut values: Vec<Json<'m>>) -> Members<'m> {
    if values.len() == 1 { Members::new().with("const", values.remove(0)) } else { Members::new().with("enum", values) }
}

fn names(field: &Field) -> impl Iterator<Item = &String> {
    std::iter::once(&field.wire).chain(&field.also_names)
}

/// The values of a field that count as not given.
fn empty_values<'m>(field: &'m Field) -> Vec<Json<'m>> {
    let empty = match &field.ty {
        _ if field.is_given_if_empty() => Vec::new(),
        Type::Primitive(primitive) => match primitive.form() {
            Form::Any => vec![json!(""), json!([]), json!({})],
            Form::Text => vec![json!("")],
            Form::Bool | Form::Integer(..) | Form::Float => Vec::new(),
        },
        Type::Scalar(_) | Type::Enum(_) | Type::JsonString(_) => vec![json!("")],
        Type::Object(_) | Type::File => Vec::new(),
        Type::List(_) => vec![json!([])],
        Type::Map(_) => vec![json!({})],
    };
    std::iter::once(json!(null)).chain(empty).map(Json::from).collect()
}
