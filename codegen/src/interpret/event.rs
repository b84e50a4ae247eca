//! Events: the members that all have, and their own ones beside or below them.

use serde_json::{Map, Number, Value, json};

use super::{
    finding::Class,
    run::Run,
    value::{Context, Need},
    words::Sight,
};
use crate::model::{
    Callbacks, Choice, Encoding, Form, Head, Member, Message, Model, Object, Primitive, Role, TagWire, Type,
};

/// The parts of a message.
pub(super) struct Parts<'m> {
    head: Option<&'m Head>,
    /// The event's own members, with the types that JSON has for them.
    own: Value,
    /// Where they are.
    at: Option<&'m str>,
    /// Members beside the head that no event has.
    others: Vec<String>,
}

/// Takes a message apart.
pub(super) fn parts<'m>(model: &'m Model, callbacks: &'m Callbacks, message: &Message, value: &Value) -> Parts<'m> {
    let head = callbacks.heads.iter().find(|head| fits(head, value));
    let mut members = value.as_object().cloned().unwrap_or_default();
    match head.and_then(|head| head.within.as_ref()) {
        Some(within) => drop(members.remove(within)),
        None => head.into_iter().flat_map(Head::members).for_each(|name| drop(members.remove(name))),
    }
    let (own, others) = match &callbacks.body {
        None => (Value::Object(members), Vec::new()),
        Some(body) => {
            let own = members.remove(body).unwrap_or_else(|| json!({}));
            (own, members.into_iter().map(|(name, _)| name).collect())
        }
    };
    let own = match message.encoding {
        Encoding::Xml => Typing { model }.object(&model.objects[&message.object], own),
        _ => own,
    };
    Parts { head, own, at: callbacks.body.as_deref(), others }
}

impl Parts<'_> {
    /// The event's own members at their place in the message, without the other members.
    pub(super) fn document(&self) -> Value {
        match self.at {
            Some(at) => json!({ at: self.own }),
            None => self.own.clone(),
        }
    }
}

/// The members of a head in a message.
fn head_of<'v>(head: &Head, value: &'v Value) -> Option<&'v Map<String, Value>> {
    match &head.within {
        Some(within) => value.get(within)?.as_object(),
        None => value.as_object(),
    }
}

fn fits(head: &Head, value: &Value) -> bool {
    let Some(members) = head_of(head, value) else { return false };
    let has = |name: &String| members.get(name).is_some_and(|value| value.is_string() || value.is_number());
    let is_fixed = |(name, value): &(String, String)| members.get(name).and_then(Value::as_str) == Some(value);
    head.tags.first().is_some_and(has) && head.fixed.iter().all(is_fixed)
}

impl<'a> Run<'a> {
    /// Checks an event: that its head is one that the vendor documents and names this event, and its own members.
    pub(super) fn event(&mut self, message: &'a Message, tags: &[String], value: &'a Value, parts: &'a Parts<'a>) {
        if !value.is_object() {
            return self.misfit("an object", value, Sight::Open);
        }
        match parts.head {
            None => self.add(Class::Fault, "head", "expected the head of an event, found none that the docs describe"),
            Some(head) => self.tags(head, tags, value),
        }
        for name in &parts.others {
            self.at(name, |run| run.add(Class::Deviation, "unknown_member", "the docs have no such member"));
        }
        let context = Context::within(Role::Received, Need::Required);
        match parts.at {
            Some(at) => self.at(at, |run| drop(run.object(&message.object, &parts.own, context))),
            None => drop(self.object(&message.object, &parts.own, context)),
        }
    }

    /// Reports tags that name another event.
    fn tags(&mut self, head: &Head, expected: &[String], value: &Value) {
        let Some(members) = head_of(head, value) else { return };
        for (at, name) in head.tags.iter().enumerate() {
            let found = members.get(name).and_then(Value::as_str);
            if found != expected.get(at).map(String::as_str) {
                let expected = expected.get(at).map_or("nothing".to_owned(), |tag| format!("`{tag}`"));
                let found = found.map_or("nothing".to_owned(), |tag| format!("`{tag}`"));
                let message = format!("expected {expected}, found {found}: this is another event");
                match &head.within {
                    Some(within) => {
                        self.at(within, |run| run.at(name, |run| run.add(Class::Fault, "tag", message)));
                    }
                    None => self.at(name, |run| run.add(Class::Fault, "tag", message)),
                }
            }
        }
    }
}

/// Gives the texts of XML the JSON types of their members. What does not fit stays as it is, and is reported.
struct Typing<'m> {
    model: &'m Model,
}

impl Typing<'_> {
    fn object(&self, object: &Object, value: Value) -> Value {
        let Value::Object(mut members) = value else { return value };
        for member in &object.members {
            match member {
                Member::Field(field) => {
                    for name in [&field.wire].into_iter().chain(&field.also_names) {
                        if let Some(value) = members.get_mut(name) {
                            *value = self.value(&field.ty, field.bool_as_int, field.item.as_deref(), value.take());
                        }
                    }
                }
                Member::Choice(choice) => self.choice(choice, &mut members),
            }
        }
        Value::Object(members)
    }

    fn choice(&self, choice: &Choice, members: &mut Map<String, Value>) {
        let tag = match choice.wire {
            TagWire::Int => Primitive::Int64,
            TagWire::String => Primitive::String,
        };
        if let Some(value) = members.get_mut(&choice.tag) {
            *value = primitive(tag, false, value.take());
        }
        let tag = members.get(&choice.tag).cloned();
        for variant in choice.variants.iter().filter(|variant| tag.as_ref() == Some(&json!(variant.tag))) {
            if let Some(field) = &variant.field
                && let Some(value) = members.get_mut(&field.wire)
            {
                *value = self.value(&field.ty, false, field.item.as_deref(), value.take());
            }
            if let Some(flat) =
                variant.flat.as_ref().and_then(Type::named).and_then(|name| self.model.objects.get(name))
                && let Value::Object(typed) = self.object(flat, Value::Object(std::mem::take(members)))
            {
                *members = typed;
            }
        }
    }

    fn value(&self, ty: &Type, bool_as_int: bool, item: Option<&str>, value: Value) -> Value {
        match ty {
            Type::List(of) => {
                let entries = match (item, value) {
                    (Some(item), Value::Object(list)) => unwrapped(item, list),
                    // The list itself is repeated.
                    (Some(item), Value::Array(lists)) => {
                        let each = lists.into_iter().map(|list| match list {
                            Value::Object(list) => unwrapped(item, list).into(),
                            other => other,
                        });
                        return Value::Array(each.collect());
                    }
                    (Some(_), value) => return value,
                    (None, Value::Array(entries)) => entries,
                    (None, one) => vec![one],
                };
                Value::Array(entries.into_iter().map(|entry| self.value(of, false, None, entry)).collect())
            }
            Type::Object(name) => self.object(&self.model.objects[name], value),
            Type::Map(_) | Type::JsonString(_) | Type::File => value,
            Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => match self.model.primitive(ty) {
                Some(kind) => primitive(kind, bool_as_int, value),
                None => value,
            },
        }
    }
}

/// The entries in the element of a list.
fn unwrapped(item: &str, mut list: Map<String, Value>) -> Vec<Value> {
    match list.remove(item) {
        Some(Value::Array(entries)) => entries,
        one => one.into_iter().collect(),
    }
}

fn primitive(kind: Primitive, bool_as_int: bool, value: Value) -> Value {
    let Value::String(text) = &value else { return value };
    let typed = match kind.form() {
        Form::Text | Form::Any => None,
        Form::Integer(..) => integer(text),
        Form::Float => text.parse().ok().and_then(Number::from_f64).map(Value::Number),
        Form::Bool => match text.as_str() {
            "0" | "1" if bool_as_int => integer(text),
            "0" | "false" => Some(json!(false)),
            "1" | "true" => Some(json!(true)),
            _ => None,
        },
    };
    typed.unwrap_or(value)
}

fn integer(text: &str) -> Option<Value> {
    text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from)).ok()
}
