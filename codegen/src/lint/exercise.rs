//! Members that no example shows: nobody has seen yet that the schema reads them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Linter;
use crate::{
    diagnostic::Code,
    lower::Place,
    model::{Choice, Member, MessageKind, Model, Object, TagWire, Type, TypeName, Variant, Vendor, WireValue},
};

/// What examples show.
#[derive(Default)]
struct Seen<'a> {
    /// Objects that stand in one.
    objects: BTreeSet<&'a TypeName>,
    /// Their members: fields by their wire names, variants of choices by their names.
    members: BTreeSet<(&'a TypeName, &'a str)>,
}

impl Linter<'_> {
    pub(super) fn exercise(&mut self) {
        let mut seen = Seen::default();
        for (owner, message) in self.model.messages() {
            let vendor = &self.model.vendors[owner.vendor()];
            for example in &message.examples {
                if let Some(payload) = payload(vendor, message.kind, &example.value) {
                    object(self.model, &message.object, payload, &mut seen);
                }
            }
        }
        for name in &seen.objects {
            if let Some(decl) = self.model.objects.get(*name) {
                self.unseen(name, decl, &seen);
            }
        }
    }

    fn unseen(&mut self, name: &TypeName, object: &Object, seen: &Seen<'_>) {
        let mut sites = Vec::new();
        for member in &object.members {
            match member {
                Member::Field(field) if !seen.members.contains(&(name, &field.wire)) => {
                    sites.extend(self.site(Place::Field(name.clone(), field.wire.clone())));
                }
                Member::Field(_) => {}
                Member::Choice(choice) => {
                    for (at, variant) in choice.variants.iter().enumerate() {
                        if !seen.members.contains(&(name, variant.name.as_str())) {
                            sites.extend(self.site(Place::Variant(name.clone(), at)));
                        }
                    }
                }
            }
        }
        for site in sites {
            let message = format!("no example has `{}`", site.key.text);
            let help = "add an example that has it; if the docs show none, allow this";
            self.warn(Code::UnexercisedField, &site.file.path, site.key.span, message, help);
        }
    }
}

/// Whether a value shows something of a type: nothing, and a list or a map without objects in it, do not.
fn shows(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (_, Value::Null) => false,
        (Type::List(of), Value::Array(values)) if holds_objects(of) => values.iter().any(|value| shows(of, value)),
        (Type::Map(of), Value::Object(values)) if holds_objects(of) => values.values().any(|value| shows(of, value)),
        _ => true,
    }
}

fn holds_objects(ty: &Type) -> bool {
    match ty {
        Type::Object(_) => true,
        Type::List(of) | Type::Map(of) => holds_objects(of),
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => false,
    }
}

/// The part of an example that is not the vendor's envelope.
fn payload<'v>(vendor: &Vendor, kind: MessageKind, example: &'v Value) -> Option<&'v Value> {
    match (kind, &vendor.envelope.data) {
        (MessageKind::Response, Some(data)) => example.get(data),
        (MessageKind::Request, _) | (MessageKind::Response, None) => Some(example),
    }
}

fn object<'a>(model: &'a Model, name: &'a TypeName, value: &Value, seen: &mut Seen<'a>) {
    let (Some(decl), Some(members)) = (model.objects.get(name), value.as_object()) else { return };
    seen.objects.insert(name);
    for member in &decl.members {
        match member {
            Member::Field(field) => {
                let names = [&field.wire].into_iter().chain(&field.also_names);
                let value = names.into_iter().find_map(|name| members.get(name));
                let Some(value) = value.filter(|value| shows(&field.ty, value)) else { continue };
                seen.members.insert((name, &field.wire));
                walk(model, &field.ty, value, seen);
            }
            Member::Choice(choice) => {
                let Some(variant) = selected(choice, members.get(&choice.tag)) else { continue };
                seen.members.insert((name, &variant.name));
                if let Some((field, value)) =
                    variant.field.as_ref().and_then(|field| Some((field, members.get(&field.wire)?)))
                {
                    walk(model, &field.ty, value, seen);
                }
            }
        }
    }
}

fn walk<'a>(model: &'a Model, ty: &'a Type, value: &Value, seen: &mut Seen<'a>) {
    match ty {
        Type::Object(name) => object(model, name, value, seen),
        Type::List(of) => value.as_array().into_iter().flatten().for_each(|value| walk(model, of, value, seen)),
        Type::Map(of) => {
            value.as_object().into_iter().flat_map(|map| map.values()).for_each(|value| walk(model, of, value, seen));
        }
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => {}
    }
}

/// The variant that a tag selects, as leniently as replies are read.
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
