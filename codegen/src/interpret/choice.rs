//! Choices: the meaning of a tag and the members beside it.
//!
//! Only the members that the tag selects are read as their types. Any other value of a member that the tag does not select can
//! be kept, so it is never a fault.

use std::mem;

use serde_json::{Map, Value};

use super::{
    finding::{Class, Finding},
    object::{Siblings, Unknowns},
    read::{Part, Read},
    run::Run,
    value::{Context, Need},
    words::{listed, shown},
};
use crate::model::{Choice, Object, Primitive, Role, TagWire, Type, TypeName, Variant, VariantField};

/// The outcome of reading a choice.
enum Pick<'a> {
    /// Neither the tag nor a member is present, and the choice is optional.
    Nothing,
    /// The tag is missing.
    Missing,
    /// The tag cannot be read.
    Faulty,
    /// A listed tag. The member that it selects, if any, is present.
    Known,
    /// A combination that the docs do not list, and the member that shows it.
    Unknown { place: &'a str, message: String },
}

/// The member that the tag selects.
struct Selected<'a> {
    name: &'a str,
    /// `None` if it counts as absent.
    part: Option<Part<'a>>,
    findings: Vec<Finding>,
}

impl<'a> Run<'a> {
    pub(super) fn choice(
        &mut self,
        object: &'a Object,
        choice: &'a Choice,
        (members, beside): (&'a Map<String, Value>, &[&'a str]),
        siblings: &mut Siblings<'a>,
    ) -> Unknowns {
        let role = object.role;
        let tag = self.tag(role, choice, members);
        let mut selected = selected(choice, tag.as_ref()).map(|field| self.select(role, field, members));
        let present = choice.slots().into_iter().filter_map(|name| Some((name, members.get(name)?)));
        let present: Vec<(&str, &Value)> = present.filter(|(_, value)| !value.is_null()).collect();
        let pick = pick(role, choice, tag.as_ref(), selected.as_ref(), &present);
        match &pick {
            Pick::Missing => self.at(&choice.tag, |run| run.missing(role, "found no tag")),
            Pick::Unknown { place, message } => {
                let class = if role.sent() { Class::Violation } else { Class::Deviation };
                self.at(place, |run| run.add(class, "choice", message.as_str()));
            }
            Pick::Nothing | Pick::Faulty | Pick::Known => {}
        }
        let flat = variant(choice, tag.as_ref()).and_then(|variant| variant.flat.as_ref());
        if let Some(Type::Object(name)) = flat {
            siblings.insert_all(self.beside_tag(object, choice, name, (members, beside)));
            if let Some(part) = tag {
                siblings.insert(&choice.tag, &choice.tag, part);
            }
            return Unknowns::Handled;
        }
        for (name, value) in present {
            match selected.take_if(|selected| selected.name == name) {
                Some(Selected { part, findings, .. }) => {
                    self.findings.extend(findings);
                    part.into_iter().for_each(|part| siblings.insert(name, name, part));
                }
                None => self.unselected(name, value, &pick, siblings),
            }
        }
        let tagged = tag.is_some();
        if let Some(part) = tag {
            siblings.insert(&choice.tag, &choice.tag, part);
        }
        if tagged && matches!(pick, Pick::Unknown { .. }) { Unknowns::Kept } else { Unknowns::Reported }
    }

    /// Reads the members that the tag selects beside it. All members but those of `object` belong to them.
    fn beside_tag(
        &mut self,
        object: &'a Object,
        choice: &'a Choice,
        name: &'a TypeName,
        (members, beside): (&'a Map<String, Value>, &[&'a str]),
    ) -> Read<'a> {
        let fields = object.fields().flat_map(|field| std::iter::once(&field.wire).chain(&field.also_names));
        let own = fields.map(String::as_str).chain([choice.tag.as_str()]).chain(beside.iter().copied());
        let own: Vec<&str> = own.collect();
        let flat = &self.model.objects[name];
        let before = mem::take(&mut self.findings);
        let read = self.members(flat, members, &own);
        let found = mem::replace(&mut self.findings, before);
        self.findings.extend(found);
        read
    }

    /// Reads the tag, if it is present.
    fn tag(&mut self, role: Role, choice: &'a Choice, members: &'a Map<String, Value>) -> Option<Part<'a>> {
        let value = members.get(&choice.tag).filter(|value| !value.is_null())?;
        let ty = match choice.wire {
            TagWire::Int => &Type::Primitive(Primitive::Int64),
            TagWire::String => &Type::Primitive(Primitive::String),
        };
        self.at(&choice.tag, |run| match choice.required && role != Role::Both {
            true => Some(run.value(ty, value, Context::within(role, Need::Required))),
            false => run.optional(ty, value, Context::within(role, Need::Optional)),
        })
    }

    /// Reads the member that the tag selects.
    fn select(&mut self, role: Role, field: &'a VariantField, members: &'a Map<String, Value>) -> Selected<'a> {
        let start = self.findings.len();
        let context = Context::selected(role);
        let value = members.get(&field.wire);
        let part = value.and_then(|value| self.at(&field.wire, |run| run.optional(&field.ty, value, context)));
        Selected { name: &field.wire, part, findings: self.findings.split_off(start) }
    }

    /// Reports a member that the tag does not select, unless the choice is kept as it is.
    fn unselected(&mut self, name: &'a str, value: &'a Value, pick: &Pick<'a>, siblings: &mut Siblings<'a>) {
        self.at(name, |run| match pick {
            Pick::Known => {
                run.json(value);
                let message = "expected only the member that the tag selects, found this one as well";
                run.add(Class::Deviation, "stray_member", message);
            }
            _ => siblings.insert(name, name, run.json(value)),
        });
    }
}

/// The member that a tag selects.
fn selected<'a>(choice: &'a Choice, tag: Option<&Part<'a>>) -> Option<&'a VariantField> {
    variant(choice, tag)?.field.as_ref()
}

fn variant<'a>(choice: &'a Choice, tag: Option<&Part<'a>>) -> Option<&'a Variant> {
    let read = tag?.as_ref()?;
    choice.variants.iter().find(|variant| read.is_wire(&variant.tag))
}

/// Decides the meaning of a tag and the members beside it.
fn pick<'a>(
    role: Role,
    choice: &'a Choice,
    tag: Option<&Part<'a>>,
    selected: Option<&Selected<'a>>,
    present: &[(&str, &Value)],
) -> Pick<'a> {
    let Some(part) = tag else {
        return match present {
            [] if !choice.required => Pick::Nothing,
            [(name, _), ..] if !choice.required || role == Role::Both => {
                let message = format!("expected a tag beside `{name}`, found none");
                Pick::Unknown { place: &choice.tag, message }
            }
            _ => Pick::Missing,
        };
    };
    let Some(read) = part else { return Pick::Faulty };
    if variant(choice, tag).is_none() {
        let tags = listed(choice.variants.iter().map(|variant| variant.tag.to_string()), ", ");
        let message = format!("expected one of the tags {tags}, found {}", shown(read));
        return Pick::Unknown { place: &choice.tag, message };
    }
    match selected {
        Some(Selected { name, part: None, .. }) => {
            let message = format!("expected the member that the tag {} selects, found none", shown(read));
            Pick::Unknown { place: name, message }
        }
        _ => Pick::Known,
    }
}
