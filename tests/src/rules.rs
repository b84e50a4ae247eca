//! Members that rules of a model are about, with values that the rules look at.

use std::collections::BTreeSet;

use codegen::model::{Field, Form, GroupRule, Limit, Limits, Literal, Model, Object, Type, WireValue};
use serde_json::{Map, Value, json};

/// The members of one rule: their names and values.
type Members = Vec<(String, Value)>;

/// The rules of each object.
pub(crate) struct Rules(Vec<ObjectRules>);

struct ObjectRules {
    names: BTreeSet<String>,
    rules: Vec<Members>,
}

impl Rules {
    /// The rules of a model.
    pub(crate) fn new(model: &Model) -> Self {
        let of_object = |object: &Object| ObjectRules {
            names: object.wire_names().into_iter().map(str::to_owned).collect(),
            rules: groups(model, object).chain(conditions(model, object)).collect(),
        };
        let objects = model.objects.values().map(of_object);
        Self(objects.filter(|object| !object.rules.is_empty()).collect())
    }

    /// Adds the members of a rule to an object that may have them.
    pub(crate) fn add(&self, members: &mut Map<String, Value>, number: usize) {
        let fits = |object: &&ObjectRules| members.keys().all(|name| object.names.contains(name));
        let rules: Vec<&Members> = self.0.iter().filter(fits).flat_map(|object| &object.rules).collect();
        if !rules.is_empty() {
            members.extend(rules[number % rules.len()].iter().cloned());
        }
    }
}

fn groups<'m>(model: &'m Model, object: &'m Object) -> impl Iterator<Item = Members> + 'm {
    object.groups.iter().map(move |group| {
        let fields = group.fields.iter().filter_map(|name| object.field(name)).enumerate();
        fields.map(|(at, field)| (field.wire.clone(), value(model, field, group.rule, at))).collect()
    })
}

/// A value of the member at an index of a group, which breaks a limit of all members together.
fn value(model: &Model, field: &Field, rule: GroupRule, at: usize) -> Value {
    match rule {
        GroupRule::Sum { max } => json!(max),
        GroupRule::Items { max } if matches!(field.ty, Type::List(_)) => {
            let element = likely(model, &field.ty)[0].clone();
            json!(vec![element; usize::try_from(max).unwrap_or_default()])
        }
        GroupRule::Span { days } => json!(at as u64 * (days.unwrap_or(0) * 86_400_000 + 1)),
        _ => likely(model, &field.ty),
    }
}

fn conditions<'m>(model: &'m Model, object: &'m Object) -> impl Iterator<Item = Members> + 'm {
    let depends = move |field: &'m Field| {
        let value = move || likely(model, &field.ty);
        field.depends.iter().map(move |dependency| (field, &dependency.condition, value()))
    };
    let limited = move |field: &'m Field| {
        field.limits_if.iter().map(move |limits| (field, &limits.condition, too_much(model, field, &limits.limits)))
    };
    let rules = object.fields().flat_map(depends).chain(object.fields().flat_map(limited));
    rules.map(move |(field, condition, value)| {
        let tested = condition.tests.iter().map(|test| {
            let given = || object.field(&test.field).map_or(Value::Null, |field| likely(model, &field.ty));
            (test.field.clone(), test.values.first().map_or_else(given, literal))
        });
        tested.chain([(field.wire.clone(), value)]).collect()
    })
}

/// The longest content of a file in documents that break a rule: longer ones would make tests slow.
const LONGEST_FILE: usize = 4096;

/// A value that breaks the limits of a size, if there are any.
fn too_much(model: &Model, field: &Field, limits: &Limits) -> Value {
    let beyond = |limit: Option<Limit>| limit.and_then(|limit| usize::try_from(limit.max? + 1).ok());
    match (beyond(limits.items), beyond(limits.chars.or(limits.bytes)), limits.range) {
        (Some(count), _, _) if matches!(field.ty, Type::List(_)) => {
            json!(vec![likely(model, &field.ty)[0].clone(); count])
        }
        (_, Some(count), _) => json!("a".repeat(count)),
        _ if beyond(limits.size).is_some_and(|count| count <= LONGEST_FILE) => {
            json!({ "content": "a".repeat(beyond(limits.size).unwrap_or_default()) })
        }
        (_, _, Some(_)) => json!(0),
        _ => likely(model, &field.ty),
    }
}

fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::Bool(value) => json!(value),
        Literal::Int(value) => json!(value),
        Literal::Float(value) => json!(value),
        Literal::Text(text) => json!(text),
        Literal::Enum { wire, .. } => self::wire(wire),
    }
}

fn wire(wire: &WireValue) -> Value {
    match wire {
        WireValue::Int(value) => json!(value),
        WireValue::Text(text) => json!(text),
    }
}

/// A value of a type, which is given.
fn likely(model: &Model, ty: &Type) -> Value {
    match ty {
        Type::Enum(name) => model.enums[name].values.first().map_or(Value::Null, |value| wire(&value.wire)),
        Type::Primitive(_) | Type::Scalar(_) => match model.primitive(ty).map(codegen::model::Primitive::form) {
            Some(Form::Text | Form::Any) | None => json!("a"),
            Some(Form::Bool) => json!(true),
            Some(Form::Integer(..) | Form::Float) => json!(3),
        },
        Type::Object(_) => json!({}),
        Type::JsonString(_) => json!("{}"),
        Type::File => json!({ "content": "a" }),
        Type::List(of) => json!([likely(model, of)]),
        Type::Map(of) => json!({ "a": likely(model, of) }),
    }
}
