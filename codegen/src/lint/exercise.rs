//! Members that no example contains, so that nothing proves that the schema reads them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::linter::Linter;
use crate::{
    diagnostic::Code,
    lower::Place,
    model::{Choice, Member, MessageKind, Model, Object, TagWire, Type, TypeName, Variant, Vendor, WireValue},
};

/// What examples contain.
#[derive(Default)]
struct Exercised<'a> {
    objects: BTreeSet<&'a TypeName>,
    /// Fields by their wire names, variants of choices by their names.
    members: BTreeSet<(&'a TypeName, &'a str)>,
}

impl Linter<'_> {
    pub(super) fn exercise(&mut self) {
        let mut exercised = Exercised::default();
        for (owner, message) in self.model.messages() {
            let vendor = &self.model.vendors[owner.vendor()];
            let wrong = message.wrong_examples.iter().map(|wrong| &wrong.example);
            for example in message.examples.iter().chain(wrong) {
                if let Some(payload) = payload(vendor, message.kind, &example.value) {
                    object(self.model, &message.object, payload, &mut exercised);
                }
            }
        }
        for (name, decl) in &self.model.objects {
            let wrong = decl.wrong_examples.iter().map(|wrong| &wrong.example);
            for example in decl.examples.iter().chain(wrong) {
                object(self.model, name, &example.value, &mut exercised);
            }
        }
        for name in &exercised.objects {
            if let Some(decl) = self.model.objects.get(*name) {
                self.not_exercised(name, decl, &exercised);
            }
        }
    }

    fn not_exercised(&mut self, name: &TypeName, object: &Object, exercised: &Exercised<'_>) {
        let mut sites = Vec::new();
        for member in &object.members {
            match member {
                Member::Field(field) if !exercised.members.contains(&(name, &field.wire)) => {
                    sites.extend(self.site(Place::Field(name.clone(), field.wire.clone())));
                }
                Member::Field(_) => {}
                Member::Choice(choice) => {
                    for (at, variant) in choice.variants.iter().enumerate() {
                        if !exercised.members.contains(&(name, variant.name.as_str())) {
                            sites.extend(self.site(Place::Variant(name.clone(), at)));
                        }
                    }
                }
            }
        }
        for site in sites {
            let message = format!("no example contains `{}`", site.key.text);
            let help = "add an example that contains it; if the docs show none, allow this";
            self.warn(Code::UnexercisedField, site.key_span(), message, help);
        }
    }
}

/// Whether a value exercises a type: `null` does not, nor do lists and maps of objects without an object.
fn exercises(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (_, Value::Null) => false,
        (Type::List(of), Value::Array(values)) if holds_objects(of) => values.iter().any(|value| exercises(of, value)),
        (Type::Map(of), Value::Object(values)) if holds_objects(of) => {
            values.values().any(|value| exercises(of, value))
        }
        _ => true,
    }
}

fn holds_objects(ty: &Type) -> bool {
    match ty {
        Type::Object(_) => true,
        Type::List(of) | Type::Map(of) => holds_objects(of),
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::JsonString(_) | Type::File => false,
    }
}

/// The payload of an example, without the vendor's envelope.
fn payload<'v>(vendor: &Vendor, kind: MessageKind, example: &'v Value) -> Option<&'v Value> {
    match (kind, &vendor.envelope.data) {
        (MessageKind::Response, Some(data)) => example.get(data),
        (MessageKind::Request, _) | (MessageKind::Response, None) => Some(example),
        (MessageKind::Event, _) => match vendor.callbacks.as_ref().and_then(|callbacks| callbacks.body.as_ref()) {
            Some(body) => example.get(body),
            None => Some(example),
        },
    }
}

fn object<'a>(model: &'a Model, name: &'a TypeName, value: &Value, exercised: &mut Exercised<'a>) {
    let (Some(decl), Some(members)) = (model.objects.get(name), value.as_object()) else { return };
    exercised.objects.insert(name);
    for member in &decl.members {
        match member {
            Member::Field(field) => {
                let names = [&field.wire].into_iter().chain(&field.also_names);
                let value = names.into_iter().find_map(|name| members.get(name));
                let Some(value) = value.filter(|value| exercises(&field.ty, value)) else { continue };
                exercised.members.insert((name, &field.wire));
                value_of(model, &field.ty, value, exercised);
            }
            Member::Choice(choice) => {
                let Some(variant) = selected(choice, members.get(&choice.tag)) else { continue };
                exercised.members.insert((name, &variant.name));
                if let Some((field, value)) =
                    variant.field.as_ref().and_then(|field| Some((field, members.get(&field.wire)?)))
                {
                    value_of(model, &field.ty, value, exercised);
                }
                if let Some(Type::Object(flat)) = &variant.flat {
                    object(model, flat, value, exercised);
                }
            }
        }
    }
}

fn value_of<'a>(model: &'a Model, ty: &'a Type, value: &Value, exercised: &mut Exercised<'a>) {
    match ty {
        Type::Object(name) => object(model, name, value, exercised),
        Type::List(of) => {
            value.as_array().into_iter().flatten().for_each(|value| value_of(model, of, value, exercised))
        }
        Type::Map(of) => {
            value
                .as_object()
                .into_iter()
                .flat_map(|map| map.values())
                .for_each(|value| value_of(model, of, value, exercised));
        }
        Type::JsonString(of) => {
            if let Some(held) = value.as_str().and_then(|text| serde_json::from_str(text).ok()) {
                value_of(model, of, &held, exercised);
            }
        }
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::File => {}
    }
}

/// The variant that a tag selects, which can be a string or a number as in replies.
fn selected<'a>(choice: &'a Choice, tag: Option<&Value>) -> Option<&'a Variant> {
    let text = match tag? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let tag = match choice.wire {
        TagWire::String => WireValue::Text(text),
        TagWire::Int => WireValue::Int(text.parse().ok()?),
    };
    choice.variants.iter().find(|variant| variant.tag == tag)
}
