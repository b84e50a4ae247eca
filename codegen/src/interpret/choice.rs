//! Choices: the meaning of a tag and the members beside it.

use serde_json::{Map, Value};

use super::{
    object::{Siblings, Unknowns},
    read::Part,
    run::{Class, Finding, Run},
    value::Context,
    words::{listed, shown},
};
use crate::model::{Choice, Primitive, Role, TagWire};

/// The outcome of reading a choice.
enum Pick<'a> {
    /// Neither the tag nor a member is present, and the choice is optional.
    Nothing,
    /// The tag is missing.
    Missing,
    /// The tag cannot be read.
    Faulty,
    /// A listed tag, and the member that it selects.
    Known(Option<&'a str>),
    /// A combination that the docs do not list, and the member that shows it.
    Unknown { place: &'a str, message: String },
}

/// A member that is present and that a tag can select.
struct Slot<'a> {
    name: &'a str,
    part: Part<'a>,
    findings: Vec<Finding>,
}

impl<'a> Run<'a> {
    pub(super) fn choice(
        &mut self,
        role: Role,
        choice: &'a Choice,
        members: &'a Map<String, Value>,
        siblings: &mut Siblings<'a>,
    ) -> Unknowns {
        let tag = self.tag(choice, members);
        let slots = self.slots(role, choice, members);
        let pick = pick(role, choice, tag.as_ref(), &slots);
        match &pick {
            Pick::Missing => self.at(&choice.tag, |run| run.missing(role, "found no tag")),
            Pick::Unknown { place, message } => {
                let class = if role.sent() { Class::Violation } else { Class::Deviation };
                self.at(place, |run| run.add(class, "choice", message.as_str()));
            }
            Pick::Nothing | Pick::Faulty | Pick::Known(_) => {}
        }
        for slot in slots {
            self.slot(slot, &pick, siblings);
        }
        let tagged = tag.is_some();
        if let Some(part) = tag {
            siblings.insert(&choice.tag, &choice.tag, part);
        }
        if tagged && matches!(pick, Pick::Unknown { .. }) { Unknowns::Kept } else { Unknowns::Reported }
    }

    /// Reads the tag, if it is present.
    fn tag(&mut self, choice: &'a Choice, members: &'a Map<String, Value>) -> Option<Part<'a>> {
        let value = members.get(&choice.tag).filter(|value| !value.is_null())?;
        let primitive = match choice.wire {
            TagWire::Int => Primitive::Int64,
            TagWire::String => Primitive::String,
        };
        Some(self.at(&choice.tag, |run| run.plain(primitive, value, Context::within(Role::Both))))
    }

    fn slots(&mut self, role: Role, choice: &'a Choice, members: &'a Map<String, Value>) -> Vec<Slot<'a>> {
        let mut slots = Vec::new();
        for (name, ty) in choice.slots() {
            let Some(value) = members.get(name).filter(|value| !value.is_null()) else { continue };
            let before = self.findings.len();
            let part = self.at(name, |run| run.value(ty, value, Context::within(role)));
            slots.push(Slot { name, part, findings: self.findings.split_off(before) });
        }
        slots
    }

    /// Reports the findings in the selected member, and only the faults in the others.
    fn slot(&mut self, slot: Slot<'a>, pick: &Pick<'a>, siblings: &mut Siblings<'a>) {
        let Slot { name, part, findings } = slot;
        let selected = matches!(pick, Pick::Known(Some(selected)) if *selected == name);
        self.findings.extend(findings.into_iter().filter(|finding| selected || finding.class == Class::Fault));
        if !selected && matches!(pick, Pick::Known(_)) {
            let message = "expected only the member that the tag selects, found this one as well";
            self.at(name, |run| run.add(Class::Deviation, "stray_member", message));
        } else {
            siblings.insert(name, name, part);
        }
    }
}

/// Decides the meaning of a tag and the members beside it.
fn pick<'a>(role: Role, choice: &'a Choice, tag: Option<&Part<'a>>, slots: &[Slot<'a>]) -> Pick<'a> {
    let Some(part) = tag else {
        return match slots {
            [] if !choice.required => Pick::Nothing,
            [slot, ..] if !choice.required || role == Role::Both => {
                let message = format!("expected a tag beside `{}`, found none", slot.name);
                Pick::Unknown { place: &choice.tag, message }
            }
            _ => Pick::Missing,
        };
    };
    let Some(read) = part else { return Pick::Faulty };
    let Some(variant) = choice.variants.iter().find(|variant| read.is_wire(&variant.tag)) else {
        let tags = listed(choice.variants.iter().map(|variant| variant.tag.to_string()), ", ");
        let message = format!("expected one of the tags {tags}, found {}", shown(read));
        return Pick::Unknown { place: &choice.tag, message };
    };
    match &variant.field {
        Some(field) if slots.iter().all(|slot| slot.name != field.wire) => {
            let message = format!("expected the member that the tag {} selects, found none", shown(read));
            Pick::Unknown { place: &field.wire, message }
        }
        field => Pick::Known(field.as_ref().map(|field| field.wire.as_str())),
    }
}
