//! The interpreter: checks a JSON value against the model, without generated code.
//!
//! This file owns what a schema means for one document: what can be read, what is promised, and what breaks a rule. It
//! is an independent reading of the model. It shares no code with the runtime and the emitted types, so that tests can
//! hold one against the other: two readings of one model must agree.
//!
//! A document is read once, from the top. Reading gives a `Read`, which is the value as generated code would hold it,
//! and rules ask only that. Every finding is listed: a fault in one member does not hide what is wrong with the next.
//!
//! **Architecture invariant:** no document makes this panic, and none makes it recurse deeper than `MAX_DEPTH` levels.

use std::{borrow::Cow, collections::BTreeMap, fmt, iter, mem, sync::LazyLock};

use regex_lite::Regex;
use serde_json::{Map, Value};

use crate::model::{
    Choice, Condition, Endpoint, Enum, Envelope, Field, Group, GroupRule, JsonType, Limit, Limits, Literal, Member,
    Model, Object, Primitive, Range, Role, Scalar, TagWire, Test, Type, TypeName, WireValue,
};

/// Checks what is sent to an endpoint, or the whole reply with the vendor's envelope, and lists all that is to be said.
///
/// The findings come in the order of the model, so that the same document always gives the same list.
#[must_use]
pub fn check(model: &Model, endpoint: &Endpoint, direction: Direction, value: &Value) -> Vec<Finding> {
    let mut run = Run { model, patterns: BTreeMap::new(), pointer: String::new(), depth: 0, findings: Vec::new() };
    match direction {
        Direction::Request => drop(run.object(&endpoint.request, value)),
        Direction::Response => run.response(endpoint, value),
    }
    run.findings
}

/// Which half of a call a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It is sent: query, header and body fields in one object.
    Request,
    /// It comes back: the payload in its envelope.
    Response,
}

/// One thing that is to be said about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands, as a JSON pointer (RFC 6901); empty for the document itself.
    pub pointer: String,
    /// How bad it is.
    pub class: Class,
    /// The rule's id, which stays the same when messages change.
    pub rule: &'static str,
    /// What was expected and what was found, for a person.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: {} [{}]", self.message, self.rule)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The document cannot be read at all.
    Fault,
    /// The document can be read, but it breaks a rule.
    Violation,
    /// The document can be read and breaks no rule, but it is not as documented.
    Deviation,
}

/// How many objects and arrays may stand within each other, the document itself included.
const MAX_DEPTH: usize = 128;

/// How far a name may be from another to be taken for a slip of it.
const FARTHEST: usize = 2;

/// What an absent payload is read as.
static NOTHING: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

/// A value as it was read: `"1"` and `1` are the same in a list of integers.
#[derive(Debug, PartialEq)]
enum Read<'a> {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    Json(&'a Value),
    List(Vec<Part<'a>>),
    Map(BTreeMap<&'a str, Part<'a>>),
    Object(BTreeMap<&'a str, Part<'a>>),
}

/// A part of a value; none if there is a fault in it.
type Part<'a> = Option<Read<'a>>;

impl Read<'_> {
    /// Whether the value counts as given: it is not empty.
    fn is_given(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Json(value) => !value.is_null(),
            Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Object(_) => true,
            Self::List(_) | Self::Map(_) => self.count() != Some(0),
        }
    }

    /// How many elements a list or a map has.
    fn count(&self) -> Option<usize> {
        match self {
            Self::List(elements) => Some(elements.len()),
            Self::Map(entries) => Some(entries.len()),
            _ => None,
        }
    }

    fn is_wire(&self, wire: &WireValue) -> bool {
        match (self, wire) {
            (Self::Int(value), WireValue::Int(wire)) => value == wire,
            (Self::Text(value), WireValue::Text(wire)) => value == wire,
            _ => false,
        }
    }

    fn is_literal(&self, literal: &Literal) -> bool {
        match (self, literal) {
            (Self::Bool(value), Literal::Bool(literal)) => value == literal,
            (Self::Int(value), Literal::Int(literal)) => value == literal,
            (Self::Float(value), Literal::Float(literal)) => value == literal,
            (Self::Text(value), Literal::Text(literal)) => value == literal,
            (_, Literal::Enum { wire, .. }) => self.is_wire(wire),
            _ => false,
        }
    }
}

/// A member that is present and not null.
struct Sibling<'a> {
    /// The name that it was found under.
    name: &'a str,
    part: Part<'a>,
}

/// The members of one object that are present, by the names in the model.
#[derive(Default)]
struct Siblings<'a>(BTreeMap<&'a str, Sibling<'a>>);

impl<'a> Siblings<'a> {
    /// Whether the member is given. A faulty one is, because something stands there.
    fn given(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|sibling| sibling.part.as_ref().is_none_or(Read::is_given))
    }

    fn hold(&self, condition: &Condition) -> bool {
        condition.tests.iter().all(|test| self.pass(test))
    }

    fn pass(&self, test: &Test) -> bool {
        if test.values.is_empty() {
            return self.given(&test.field);
        }
        let read = self.0.get(test.field.as_str()).and_then(|sibling| sibling.part.as_ref());
        read.is_some_and(|read| test.values.iter().any(|literal| read.is_literal(literal)))
    }

    /// The object that the members make up. An absent list or map is the same as an empty one.
    fn into_parts(self) -> BTreeMap<&'a str, Part<'a>> {
        let parts = self.0.into_iter().map(|(name, sibling)| (name, sibling.part));
        parts.filter(|(_, part)| part.as_ref().and_then(Read::count) != Some(0)).collect()
    }
}

/// What is known about the place where a value stands.
#[derive(Clone, Copy)]
struct Site<'a> {
    /// The role of the object that holds the value.
    role: Role,
    /// The limits of the field, if the value is a field's own.
    limits: Option<&'a Limits>,
    also_types: &'a [JsonType],
    bools: Bools,
    sight: Sight,
}

impl<'a> Site<'a> {
    /// A place in an object of this role.
    fn within(role: Role) -> Self {
        Self { role, limits: None, also_types: &[], bools: Bools::Named, sight: Sight::Open }
    }

    fn of(role: Role, field: &'a Field) -> Self {
        let bools = if field.bool_as_int { Bools::Numbered } else { Bools::Named };
        Self { limits: Some(&field.limits), also_types: &field.also_types, bools, ..Self::within(role) }
    }

    /// The place of an element, if the value is a list.
    fn element(self) -> Self {
        Self { limits: None, ..self }
    }
}

/// How bools are documented.
#[derive(Clone, Copy, PartialEq)]
enum Bools {
    /// As `false` and `true`.
    Named,
    /// As 0 and 1.
    Numbered,
}

/// Whether a message may show a value.
#[derive(Clone, Copy, PartialEq)]
enum Sight {
    Open,
    Secret,
}

/// Whether a value came as its documented JSON type.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Documented,
    Coerced,
}

/// What became of a choice.
enum Pick<'a> {
    /// Neither a tag nor a member is there, and none has to be.
    Nothing,
    /// The tag is not there, but has to be.
    Missing,
    /// The tag cannot be read.
    Faulty,
    /// A listed tag, and the member that it selects.
    Known(Option<&'a str>),
    /// What cannot be told from the docs, and the member that shows it.
    Unknown { place: &'a str, message: String },
}

/// A member that a tag can select, which is present.
struct Slot<'a> {
    name: &'a str,
    part: Part<'a>,
    findings: Vec<Finding>,
}

/// Whether members that the schema does not know are kept.
#[derive(Clone, Copy, PartialEq)]
enum Unknowns {
    Reported,
    Kept,
}

/// The check of one document.
struct Run<'a> {
    model: &'a Model,
    /// Patterns that were met, compiled.
    patterns: BTreeMap<&'a str, Option<Regex>>,
    /// Where the run is.
    pointer: String,
    /// How many objects and arrays hold this place.
    depth: usize,
    findings: Vec<Finding>,
}

/// The envelope of a reply.
impl<'a> Run<'a> {
    fn response(&mut self, endpoint: &'a Endpoint, value: &'a Value) {
        let Value::Object(members) = value else { return self.misfit("an object", value, Sight::Open) };
        let envelope = &self.model.vendor_of(endpoint).envelope;
        let payload = &self.model.objects[&endpoint.response];
        self.nested(|run| {
            let code = run.code(envelope, members);
            run.remark(Some(&envelope.message), members);
            run.remark(envelope.trace.as_deref(), members);
            // An error reply need not carry a payload.
            if code.is_none_or(|code| code == envelope.success) {
                match &envelope.data {
                    None => drop(run.members(payload, members, &envelope_names(envelope))),
                    Some(data) => run.at(data, |run| run.payload(payload, members.get(data))),
                }
            }
            if envelope.data.is_some() {
                let names = envelope_names(envelope);
                for name in members.keys().filter(|name| !names.contains(&name.as_str())) {
                    run.unknown(name, &names);
                }
            }
        });
    }

    /// The error code; none if there is a fault in it.
    fn code(&mut self, envelope: &'a Envelope, members: &'a Map<String, Value>) -> Option<i64> {
        self.at(&envelope.code, |run| match members.get(&envelope.code) {
            None => {
                run.add(Class::Fault, "required", "expected the error code, found no member of this name");
                None
            }
            Some(value) => match run.plain(Primitive::Int64, value, Site::within(Role::Response))? {
                Read::Int(code) => Some(code),
                _ => None,
            },
        })
    }

    /// A text of the envelope, which nothing depends on.
    fn remark(&mut self, name: Option<&str>, members: &'a Map<String, Value>) {
        let Some(name) = name else { return };
        let Some(value) = members.get(name).filter(|value| !value.is_null()) else { return };
        let rule = match text(value) {
            Some((_, Form::Documented)) => return,
            Some((_, Form::Coerced)) => "coerced",
            None => "type",
        };
        let message = format!("expected a string, found {}", described(value, Sight::Open));
        self.at(name, |run| run.add(Class::Deviation, rule, message));
    }

    /// A payload that is a member of its envelope, where the run is.
    fn payload(&mut self, payload: &'a Object, value: Option<&'a Value>) {
        match value {
            Some(Value::Object(members)) => drop(self.nested(|run| run.members(payload, members, &[]))),
            None | Some(Value::Null) if !needs_members(payload) => drop(self.members(payload, &NOTHING, &[])),
            None => self.add(Class::Fault, "required", "expected the payload, found no member of this name"),
            Some(Value::Null) => self.add(Class::Fault, "required", "expected the payload, found null"),
            Some(other) => self.misfit("an object", other, Sight::Open),
        }
    }
}

/// Objects and their members.
impl<'a> Run<'a> {
    fn object(&mut self, name: &'a TypeName, value: &'a Value) -> Part<'a> {
        let Value::Object(members) = value else {
            self.misfit("an object", value, Sight::Open);
            return None;
        };
        let object = &self.model.objects[name];
        self.nested(|run| run.members(object, members, &[]))
    }

    /// Reads an object's members. The names `beside` stand there too, but are another's concern.
    fn members(&mut self, object: &'a Object, members: &'a Map<String, Value>, beside: &[&'a str]) -> Read<'a> {
        let mut siblings = Siblings::default();
        let mut unknowns = Unknowns::Reported;
        let before = mem::take(&mut self.findings);
        let mut found = Vec::new();
        for member in &object.members {
            match member {
                Member::Field(field) => self.field(object.role, field, members, &mut siblings),
                Member::Choice(choice) => unknowns = self.choice(object.role, choice, members, &mut siblings),
            }
            found.push(mem::take(&mut self.findings));
        }
        // A condition may ask for a later sibling, but is reported with its own field.
        self.findings = before;
        for (member, found) in object.members.iter().zip(found) {
            self.findings.extend(found);
            if let Member::Field(field) = member {
                self.conditions(field, &siblings);
            }
        }
        for group in &object.groups {
            self.group(group, &siblings);
        }
        let kept = self.unknowns(object, members, beside, unknowns);
        let mut parts = siblings.into_parts();
        parts.extend(kept);
        Read::Object(parts)
    }

    fn field(&mut self, role: Role, field: &'a Field, members: &'a Map<String, Value>, siblings: &mut Siblings<'a>) {
        let mut names = iter::once(&field.wire).chain(&field.also_names);
        let Some((name, value)) = names.find_map(|name| Some((name, members.get(name)?))) else {
            if field.required {
                self.at(&field.wire, |run| run.missing(role, "found no member of this name"));
            }
            return;
        };
        self.at(name, |run| match value {
            Value::Null if !field.required => {}
            Value::Null if role == Role::Both => run.missing(role, "found null"),
            _ => {
                let part = run.value(&field.ty, value, Site::of(role, field));
                siblings.0.insert(&field.wire, Sibling { name, part });
            }
        });
    }

    /// Says that something required is not there. An object that travels both ways is read without it.
    fn missing(&mut self, role: Role, found: &str) {
        let class = if role == Role::Both { Class::Violation } else { Class::Fault };
        self.add(class, "required", format!("expected a value, {found}"));
    }

    fn conditions(&mut self, field: &'a Field, siblings: &Siblings<'a>) {
        let given = siblings.given(&field.wire);
        let name = siblings.0.get(field.wire.as_str()).map_or(field.wire.as_str(), |sibling| sibling.name);
        if let Some(condition) = &field.required_if
            && !given
            && siblings.hold(condition)
        {
            let message = format!("expected a value because {}, found none", told(condition));
            self.at(name, |run| run.add(Class::Violation, "required_if", message));
        }
        if let Some(condition) = &field.forbidden_unless
            && given
            && !siblings.hold(condition)
        {
            let message = format!("expected no value unless {}, found one", told(condition));
            self.at(name, |run| run.add(Class::Violation, "forbidden_unless", message));
        }
    }

    fn group(&mut self, group: &Group, siblings: &Siblings<'a>) {
        let given = group.fields.iter().filter(|name| siblings.given(name)).count();
        let (rule, amount, holds) = match group.rule {
            GroupRule::AtLeastOneOf => ("at_least_one_of", "at least", given > 0),
            GroupRule::ExactlyOneOf => ("exactly_one_of", "exactly", given == 1),
        };
        if !holds {
            let names = listed(group.fields.iter().map(|name| format!("`{name}`")), ", ");
            self.add(Class::Violation, rule, format!("expected {amount} one of {names}, found {given}"));
        }
    }

    /// Reports the members that the schema does not know, or reads them if they are kept.
    fn unknowns(
        &mut self,
        object: &'a Object,
        members: &'a Map<String, Value>,
        beside: &[&'a str],
        unknowns: Unknowns,
    ) -> BTreeMap<&'a str, Part<'a>> {
        let mut names = object.wire_names();
        names.extend(beside);
        let aliases: Vec<_> = object.fields().flat_map(|field| &field.also_names).collect();
        let mut kept = BTreeMap::new();
        for (name, value) in members.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
            match unknowns {
                _ if aliases.contains(&name) => {}
                Unknowns::Reported => self.unknown(name, &names),
                Unknowns::Kept => drop(kept.insert(name.as_str(), self.at(name, |run| run.json(value)))),
            }
        }
        kept
    }

    fn unknown(&mut self, name: &str, names: &[&str]) {
        let mut message = "the schema has no member of this name".to_owned();
        let close = names.iter().filter(|known| known.len().abs_diff(name.len()) <= FARTHEST * char::MAX.len_utf8());
        let near = close.map(|known| (distance(name, known), known)).filter(|(distance, _)| *distance <= FARTHEST);
        if let Some((_, known)) = near.min_by_key(|(distance, _)| *distance) {
            message += &format!("; did you mean `{known}`?");
        }
        self.at(name, |run| run.add(Class::Deviation, "unknown_member", message));
    }
}

/// Choices.
impl<'a> Run<'a> {
    fn choice(
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
            siblings.0.insert(&choice.tag, Sibling { name: &choice.tag, part });
        }
        if tagged && matches!(pick, Pick::Unknown { .. }) { Unknowns::Kept } else { Unknowns::Reported }
    }

    /// The tag, if there is one.
    fn tag(&mut self, choice: &'a Choice, members: &'a Map<String, Value>) -> Option<Part<'a>> {
        let value = members.get(&choice.tag).filter(|value| !value.is_null())?;
        let primitive = match choice.wire {
            TagWire::Int => Primitive::Int64,
            TagWire::String => Primitive::String,
        };
        Some(self.at(&choice.tag, |run| run.plain(primitive, value, Site::within(Role::Both))))
    }

    fn slots(&mut self, role: Role, choice: &'a Choice, members: &'a Map<String, Value>) -> Vec<Slot<'a>> {
        let mut slots = Vec::new();
        for (name, ty) in choice.slots() {
            let Some(value) = members.get(name).filter(|value| !value.is_null()) else { continue };
            let before = self.findings.len();
            let part = self.at(name, |run| run.value(ty, value, Site::within(role)));
            slots.push(Slot { name, part, findings: self.findings.split_off(before) });
        }
        slots
    }

    /// Reports about the selected member; of the others only the faults, because nothing else of them is looked at.
    fn slot(&mut self, slot: Slot<'a>, pick: &Pick<'a>, siblings: &mut Siblings<'a>) {
        let Slot { name, part, findings } = slot;
        let selected = matches!(pick, Pick::Known(Some(selected)) if *selected == name);
        self.findings.extend(findings.into_iter().filter(|finding| selected || finding.class == Class::Fault));
        if !selected && matches!(pick, Pick::Known(_)) {
            let message = "expected only the member that the tag selects, found this one too";
            self.at(name, |run| run.add(Class::Deviation, "stray_member", message));
        } else {
            siblings.0.insert(name, Sibling { name, part });
        }
    }
}

/// Decides what a tag and the members that came with it mean.
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

/// Values.
impl<'a> Run<'a> {
    /// Reads a value. Nothing comes back if the value itself is at fault; its parts may be at fault on their own.
    fn value(&mut self, ty: &'a Type, value: &'a Value, site: Site<'a>) -> Part<'a> {
        let site = Site { sight: self.sight(ty), ..site };
        match ty {
            Type::Primitive(Primitive::Json) => self.json(value),
            Type::Primitive(primitive) => {
                let read = self.plain(*primitive, value, site)?;
                self.limits(site.limits, &read, site.sight);
                Some(read)
            }
            Type::Scalar(name) => self.scalar(&self.model.scalars[name], value, site),
            Type::Enum(name) => self.listed_value(&self.model.enums[name], value, site),
            Type::Object(name) => self.object(name, value),
            Type::List(of) => self.list(of, value, site),
            Type::Map(of) => self.map(of, value, site),
        }
    }

    /// Whether messages may show a value of this type. What stands for a list of secrets may be one of them.
    fn sight(&self, ty: &Type) -> Sight {
        let scalar = ty.named().and_then(|name| self.model.scalars.get(name));
        if scalar.is_some_and(|scalar| scalar.secret) { Sight::Secret } else { Sight::Open }
    }

    fn scalar(&mut self, scalar: &'a Scalar, value: &'a Value, site: Site<'a>) -> Part<'a> {
        let read = self.plain(scalar.wire, value, site)?;
        self.limits(site.limits, &read, site.sight);
        self.limits(Some(&scalar.limits), &read, site.sight);
        Some(read)
    }

    fn listed_value(&mut self, decl: &'a Enum, value: &'a Value, site: Site<'a>) -> Part<'a> {
        let primitive = if decl.wire == Primitive::String { Primitive::String } else { Primitive::Int64 };
        let read = self.plain(primitive, value, site)?;
        if !decl.values.iter().any(|listed| read.is_wire(&listed.wire)) {
            let (class, rule) = match site.role.sent() && decl.closed {
                true => (Class::Violation, "enum"),
                false => (Class::Deviation, "unlisted_value"),
            };
            self.add(class, rule, format!("expected a value that the docs list, found {}", shown(&read)));
        }
        self.limits(site.limits, &read, site.sight);
        Some(read)
    }

    fn list(&mut self, of: &'a Type, value: &'a Value, site: Site<'a>) -> Part<'a> {
        let before = self.findings.len();
        let mut elements = Vec::new();
        match value {
            Value::Array(values) => self.nested(|run| {
                for (index, value) in values.iter().enumerate() {
                    elements.push(run.at(&index.to_string(), |run| run.part(of, value, site.element())));
                }
            })?,
            Value::Null => self.coerced("an array", value, site),
            _ => {
                self.misfit("an array", value, site.sight);
                return None;
            }
        }
        self.whole(Read::List(elements), value, site, before)
    }

    fn map(&mut self, of: &'a Type, value: &'a Value, site: Site<'a>) -> Part<'a> {
        let before = self.findings.len();
        let mut entries = BTreeMap::new();
        match value {
            Value::Object(values) => self.nested(|run| {
                for (key, value) in values {
                    entries.insert(key.as_str(), run.at(key, |run| run.part(of, value, Site::within(site.role))));
                }
            })?,
            Value::Null => self.coerced("an object", value, site),
            _ => {
                self.misfit("an object", value, site.sight);
                return None;
            }
        }
        self.whole(Read::Map(entries), value, site, before)
    }

    /// Reads a part of a list or a map; nothing comes back if there is a fault anywhere in it.
    fn part(&mut self, ty: &'a Type, value: &'a Value, site: Site<'a>) -> Part<'a> {
        let before = self.findings.len();
        let part = self.value(ty, value, site);
        part.filter(|_| self.findings[before..].iter().all(|finding| finding.class != Class::Fault))
    }

    /// Checks the limits of a list or a map, and puts what they say before what was found in its parts.
    fn whole(&mut self, read: Read<'a>, value: &Value, site: Site<'a>, before: usize) -> Part<'a> {
        let from = if value.is_null() { self.findings.len() } else { before };
        let nested = self.findings.split_off(from);
        self.limits(site.limits, &read, site.sight);
        self.findings.extend(nested);
        Some(read)
    }

    /// Reads a value that is one text, number or bool.
    fn plain(&mut self, primitive: Primitive, value: &'a Value, site: Site<'a>) -> Part<'a> {
        let expected = match site.bools {
            Bools::Numbered if primitive == Primitive::Bool => "0 or 1",
            _ => expected(primitive),
        };
        let Some((read, form)) = plain(primitive, value, site.bools) else {
            self.misfit(expected, value, site.sight);
            return None;
        };
        if form == Form::Coerced {
            self.coerced(expected, value, site);
        }
        Some(read)
    }

    /// Any JSON value, which is looked at for its depth only.
    fn json(&mut self, value: &'a Value) -> Part<'a> {
        match value {
            Value::Array(values) => self.nested(|run| {
                for (index, value) in values.iter().enumerate() {
                    run.at(&index.to_string(), |run| drop(run.json(value)));
                }
            })?,
            Value::Object(values) => self.nested(|run| {
                for (key, value) in values {
                    run.at(key, |run| drop(run.json(value)));
                }
            })?,
            _ => {}
        }
        Some(Read::Json(value))
    }
}

/// Limits.
impl<'a> Run<'a> {
    fn limits(&mut self, limits: Option<&'a Limits>, read: &Read<'a>, sight: Sight) {
        let Some(limits) = limits else { return };
        if let Some(count) = read.count() {
            self.amount("items", "items", limits.items, count);
        }
        if let Read::List(elements) = read
            && limits.unique
        {
            self.unique(limits.items.and_then(|items| items.max), elements);
        }
        if let Read::Text(text) = read {
            self.amount("chars", "characters", limits.chars, text.chars().count());
            self.amount("bytes", "bytes", limits.bytes, text.len());
        }
        if let Some(range) = limits.range {
            self.range(range, read, sight);
        }
        if let (Some(pattern), Read::Text(text)) = (&limits.pattern, read) {
            self.pattern(pattern, text, sight);
        }
    }

    fn amount(&mut self, rule: &'static str, unit: &str, limit: Option<Limit>, actual: usize) {
        let Some(Limit { min, max }) = limit else { return };
        let count = u64::try_from(actual).unwrap_or(u64::MAX);
        if !within(min, max, count) {
            let message = format!("expected {} {unit}, found {actual}", bounds(min, max));
            self.add(Class::Violation, rule, message);
        }
    }

    fn unique(&mut self, max: Option<u64>, elements: &[Part<'a>]) {
        let max = max.and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX);
        for (index, element) in elements.iter().enumerate().take(max).filter(|(_, element)| element.is_some()) {
            if let Some(first) = elements[..index].iter().position(|earlier| earlier == element) {
                let message = format!("expected different elements, found that of index {first} again");
                self.at(&index.to_string(), |run| run.add(Class::Violation, "unique", message));
            }
        }
    }

    fn range(&mut self, range: Range, read: &Read<'a>, sight: Sight) {
        let (holds, bounds) = match (range, read) {
            (Range::Int { min, max }, Read::Int(value)) => (within(min, max, *value), bounds(min, max)),
            (Range::Float { min, max }, Read::Float(value)) => (within(min, max, *value), bounds(min, max)),
            _ => return,
        };
        if !holds {
            let found = if sight == Sight::Secret { "another".to_owned() } else { shown(read) };
            self.add(Class::Violation, "range", format!("expected a number of {bounds}, found {found}"));
        }
    }

    fn pattern(&mut self, pattern: &'a str, text: &str, sight: Sight) {
        let compile = || Regex::new(&format!("^(?:{pattern})$")).ok();
        let regex = self.patterns.entry(pattern).or_insert_with(compile);
        if regex.as_ref().is_some_and(|regex| !regex.is_match(text)) {
            let found = if sight == Sight::Secret { "another".to_owned() } else { quoted(text) };
            self.add(Class::Violation, "pattern", format!("expected a string like `{pattern}`, found {found}"));
        }
    }
}

/// Findings and their places.
impl Run<'_> {
    fn add(&mut self, class: Class, rule: &'static str, message: impl Into<String>) {
        self.findings.push(Finding { pointer: self.pointer.clone(), class, rule, message: message.into() });
    }

    /// Says that a value cannot be read as what it would have to be.
    fn misfit(&mut self, expected: &str, value: &Value, sight: Sight) {
        let message = format!("expected {expected}, found {}", described(value, sight));
        self.add(Class::Fault, "type", message);
    }

    /// Says that a value was read although it is not of the documented JSON type, unless it is known to come so.
    fn coerced(&mut self, expected: &str, value: &Value, site: Site<'_>) {
        if !json_type(value).is_some_and(|found| site.also_types.contains(&found)) {
            let message = format!("expected {expected}, found {}", described(value, site.sight));
            self.add(Class::Deviation, "coerced", message);
        }
    }

    /// Goes on in the member or element of this name.
    fn at<T>(&mut self, name: &str, go_on: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let result = go_on(self);
        self.pointer.truncate(length);
        result
    }

    /// Goes on within an object or array, unless too many hold it already.
    fn nested<T>(&mut self, go_on: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("expected at most {MAX_DEPTH} levels of nesting, found more");
            self.add(Class::Fault, "depth", message);
            return None;
        }
        self.depth += 1;
        let result = go_on(self);
        self.depth -= 1;
        Some(result)
    }
}

/// Reads a value of a built-in type; nothing comes back if it cannot be read as one.
fn plain(primitive: Primitive, value: &Value, bools: Bools) -> Option<(Read<'_>, Form)> {
    match primitive {
        Primitive::String => text(value),
        Primitive::Bool => boolean(value, bools),
        Primitive::Float => float(value),
        Primitive::Json => Some((Read::Json(value), Form::Documented)),
        Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Timestamp => {
            let (least, greatest) = primitive.integer_bounds()?;
            let (integer, form) = integer(value)?;
            (least..=greatest).contains(&integer).then_some((Read::Int(integer), form))
        }
    }
}

fn text(value: &Value) -> Option<(Read<'_>, Form)> {
    match value {
        Value::String(text) => Some((Read::Text(Cow::Borrowed(text)), Form::Documented)),
        Value::Number(number) => {
            let float = number.as_f64().filter(|_| number.is_f64());
            let digits = float.map_or_else(|| number.to_string(), |float| float.to_string());
            Some((Read::Text(Cow::Owned(digits)), Form::Coerced))
        }
        _ => None,
    }
}

fn integer(value: &Value) -> Option<(i64, Form)> {
    match value {
        Value::Number(number) if number.is_f64() => Some((whole(number.as_f64()?)?, Form::Coerced)),
        Value::Number(number) => Some((number.as_i64()?, Form::Documented)),
        Value::String(text) => Some((text.parse().ok()?, Form::Coerced)),
        _ => None,
    }
}

/// A float as an integer, where every integer is a float.
fn whole(float: f64) -> Option<i64> {
    const GREATEST: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= GREATEST).then_some(float as i64)
}

fn float(value: &Value) -> Option<(Read<'_>, Form)> {
    let (float, form) = match value {
        Value::Number(number) => (number.as_f64()?, Form::Documented),
        Value::String(text) => (text.parse().ok()?, Form::Coerced),
        _ => return None,
    };
    f64::is_finite(float).then_some((Read::Float(float), form))
}

fn boolean(value: &Value, bools: Bools) -> Option<(Read<'_>, Form)> {
    let (bool, documented) = match value {
        Value::Bool(bool) => (*bool, bools == Bools::Named),
        Value::Number(number) => (bit(number.as_i64()?)?, bools == Bools::Numbered),
        Value::String(text) => (spelled(text)?, false),
        _ => return None,
    };
    Some((Read::Bool(bool), if documented { Form::Documented } else { Form::Coerced }))
}

fn bit(integer: i64) -> Option<bool> {
    match integer {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn spelled(text: &str) -> Option<bool> {
    match text {
        "0" | "false" => Some(false),
        "1" | "true" => Some(true),
        _ => None,
    }
}

fn json_type(value: &Value) -> Option<JsonType> {
    match value {
        Value::String(_) => Some(JsonType::String),
        Value::Number(_) => Some(JsonType::Number),
        Value::Bool(_) => Some(JsonType::Bool),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The names of an envelope's members.
fn envelope_names(envelope: &Envelope) -> Vec<&str> {
    let optional = [&envelope.data, &envelope.trace].into_iter().flatten();
    [&envelope.code, &envelope.message].into_iter().chain(optional).map(String::as_str).collect()
}

fn needs_members(object: &Object) -> bool {
    object.members.iter().any(|member| match member {
        Member::Field(field) => field.required,
        Member::Choice(choice) => choice.required,
    })
}

fn within<T: PartialOrd>(min: Option<T>, max: Option<T>, value: T) -> bool {
    min.is_none_or(|min| min <= value) && max.is_none_or(|max| value <= max)
}

/// Bounds in words: `1 to 100`.
fn bounds<T: fmt::Display>(min: Option<T>, max: Option<T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any".to_owned(),
    }
}

/// What a value of a built-in type is, in words.
fn expected(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "a string",
        Primitive::Bool => "true or false",
        Primitive::Int32 => "an integer of 32 bits",
        Primitive::Int64 => "an integer",
        Primitive::Uint32 => "an integer of 32 bits, not negative",
        Primitive::Float => "a number",
        Primitive::Timestamp => "an integer, seconds of Unix time",
        Primitive::Json => "any value",
    }
}

/// A value in words: `the string "abc"`, or `a string` if it is secret.
fn described(value: &Value, sight: Sight) -> String {
    match (value, sight) {
        (Value::Null, _) => "null".to_owned(),
        (Value::Array(_), _) => "an array".to_owned(),
        (Value::Object(_), _) => "an object".to_owned(),
        (Value::Bool(_), Sight::Secret) => "a bool".to_owned(),
        (Value::Number(_), Sight::Secret) => "a number".to_owned(),
        (Value::String(_), Sight::Secret) => "a string".to_owned(),
        (Value::Bool(bool), Sight::Open) => bool.to_string(),
        (Value::Number(number), Sight::Open) => format!("the number {number}"),
        (Value::String(text), Sight::Open) => format!("the string {}", quoted(text)),
    }
}

/// A value that was read, in words.
fn shown(read: &Read<'_>) -> String {
    match read {
        Read::Bool(value) => value.to_string(),
        Read::Int(value) => value.to_string(),
        Read::Float(value) => value.to_string(),
        Read::Text(text) => quoted(text),
        Read::Json(_) | Read::List(_) | Read::Map(_) | Read::Object(_) => "another value".to_owned(),
    }
}

/// A text in quotes, cut where it is long.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}", format!("{}…", &text[..end])),
        None => format!("{text:?}"),
    }
}

/// A condition in words.
fn told(condition: &Condition) -> String {
    let tests = condition.tests.iter().map(|test| match test.values[..] {
        [] => format!("`{}` is given", test.field),
        _ => format!("`{}` is {}", test.field, listed(test.values.iter().map(written), " or ")),
    });
    listed(tests, " and ")
}

fn written(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Text(text) => quoted(text),
        Literal::Enum { name, wire: WireValue::Int(wire) } => format!("{wire} ({name})"),
        Literal::Enum { name, wire: WireValue::Text(wire) } => format!("{} ({name})", quoted(wire)),
    }
}

fn listed(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.collect::<Vec<_>>().join(between)
}

/// How many characters have to be put in, taken out or replaced to make one name of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{Credential, EnumValue, Examples, Location, Method, Page, Variant, VariantField, Vendor};

    use Primitive::{Bool, Float, Int32, Int64, String as Str, Timestamp, Uint32};

    fn ty(primitive: Primitive) -> Type {
        Type::Primitive(primitive)
    }

    fn list(of: Type) -> Type {
        Type::List(Box::new(of))
    }

    fn map(of: Type) -> Type {
        Type::Map(Box::new(of))
    }

    fn named(name: &str) -> TypeName {
        TypeName::new("v.e", name)
    }

    fn field(wire: &str, ty: Type) -> Field {
        Field {
            wire: wire.into(),
            name: wire.into(),
            ty,
            required: false,
            location: Location::Body,
            bool_as_int: false,
            boxed: false,
            doc: None,
            label: None,
            default: None,
            deprecated: None,
            limits: Limits::default(),
            required_if: None,
            forbidden_unless: None,
            also_names: vec![],
            also_types: vec![],
            errata: vec![],
        }
    }

    fn required(wire: &str, ty: Type) -> Field {
        Field { required: true, ..field(wire, ty) }
    }

    fn limited(wire: &str, ty: Type, limits: Limits) -> Field {
        Field { limits, ..field(wire, ty) }
    }

    fn up_to(max: u64) -> Option<Limit> {
        Some(Limit { min: Some(1), max: Some(max) })
    }

    fn when(field: &str, values: Vec<Literal>) -> Option<Condition> {
        Some(Condition { tests: vec![Test { field: field.into(), values }] })
    }

    fn object(role: Role, fields: Vec<Field>) -> Object {
        let members = fields.into_iter().map(Member::Field).collect();
        Object { file: String::new(), role, doc: None, label: None, members, groups: vec![], errata: vec![] }
    }

    fn enumeration(wire: Primitive, closed: bool, values: &[WireValue]) -> Enum {
        let value = |wire: &WireValue| EnumValue {
            name: format!("name_{wire}"),
            wire: wire.clone(),
            label: None,
            doc: None,
            errata: vec![],
        };
        let values = values.iter().map(value).collect();
        Enum { file: String::new(), doc: None, label: None, wire, closed, from: None, values, errata: vec![] }
    }

    fn scalar(wire: Primitive, limits: Limits, secret: bool) -> Scalar {
        Scalar { file: String::new(), doc: None, label: None, wire, limits, secret, errata: vec![] }
    }

    /// A choice whose tag `kind` selects `a` (1), `b` (2) or nothing (3).
    fn choice(required: bool) -> Member {
        let variant = |tag, field: Option<(&str, Type)>| Variant {
            tag: WireValue::Int(tag),
            name: format!("variant_{tag}"),
            field: field.map(|(wire, ty)| VariantField { wire: wire.into(), ty }),
            doc: None,
            label: None,
            errata: vec![],
        };
        Member::Choice(Choice {
            name: "choice".into(),
            type_name: "Choice".into(),
            tag: "kind".into(),
            wire: TagWire::Int,
            required,
            doc: None,
            label: None,
            variants: vec![
                variant(1, Some(("a", Type::Object(named("Inner"))))),
                variant(2, Some(("b", Type::Scalar(named("Short"))))),
                variant(3, None),
            ],
            errata: vec![],
        })
    }

    fn envelope(data: Option<&str>) -> Envelope {
        let data = data.map(str::to_owned);
        Envelope { code: "errcode".into(), message: "errmsg".into(), data, trace: Some("hint".into()), success: 0 }
    }

    fn model(request: Object, response: Object, data: Option<&str>) -> Model {
        let vendor = Vendor {
            file: String::new(),
            title: String::new(),
            doc: None,
            url: String::new(),
            base_url: None,
            credential: Credential::Query("token".into()),
            envelope: envelope(data),
            errors: BTreeMap::new(),
            errata: vec![],
        };
        let page =
            Page { title: String::new(), url: String::new(), updated: String::new(), sources: vec![], errata: vec![] };
        let endpoint = Endpoint {
            file: String::new(),
            vendor: "v".into(),
            area: vec![],
            name: "e".into(),
            method: Method::Post,
            path: "/e".into(),
            summary: String::new(),
            doc: None,
            label: None,
            page,
            permissions: vec![],
            deprecated: None,
            request: named("Request"),
            response: named("Response"),
            paging: None,
            errors: vec![],
            examples: Examples::default(),
            errata: vec![],
        };
        let numbers = [WireValue::Int(1), WireValue::Int(2)];
        let words = [WireValue::Text("x".into())];
        let short = Limits { chars: up_to(3), pattern: Some("[a-z]*".into()), ..Limits::default() };
        let inner = object(Role::Response, vec![required("id", ty(Int32)), limited("name", ty(Str), short.clone())]);
        Model {
            vendors: [("v".to_owned(), vendor)].into(),
            endpoints: [("v.e".to_owned(), endpoint)].into(),
            objects: [
                (named("Request"), request),
                (named("Response"), response),
                (named("Inner"), inner),
                (named("Tree"), object(Role::Both, vec![field("of", list(Type::Object(named("Tree"))))])),
            ]
            .into(),
            enums: [
                (named("Open"), enumeration(Uint32, false, &numbers)),
                (named("Closed"), enumeration(Str, true, &words)),
            ]
            .into(),
            scalars: [(named("Short"), scalar(Str, short.clone(), false)), (named("Secret"), scalar(Str, short, true))]
                .into(),
        }
    }

    fn run(model: &Model, direction: Direction, value: &Value) -> Vec<Finding> {
        check(model, &model.endpoints["v.e"], direction, value)
    }

    fn brief(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(|f| format!("{} {:?} {}", f.pointer, f.class, f.rule)).collect()
    }

    /// What is found in a request that is this object.
    fn findings(object: Object, value: &Value) -> Vec<Finding> {
        run(&model(object, self::object(Role::Response, vec![]), None), Direction::Request, value)
    }

    fn found(object: Object, value: &Value) -> Vec<String> {
        brief(&findings(object, value))
    }

    /// What is found in a request with one optional field `x`.
    fn of(ty: Type, value: Value) -> Vec<String> {
        found(object(Role::Request, vec![field("x", ty)]), &json!({ "x": value }))
    }

    fn reply(response: Object, data: Option<&str>, value: &Value) -> Vec<String> {
        brief(&run(&model(object(Role::Request, vec![]), response, data), Direction::Response, value))
    }

    const FAULT: [&str; 1] = ["/x Fault type"];
    const COERCED: [&str; 1] = ["/x Deviation coerced"];
    const NONE: [&str; 0] = [];

    #[test]
    fn each_type_reads_its_own_and_its_lenient_forms() {
        for (primitive, own, coerced, fault) in [
            (Str, json!(["", "a"]), json!([1, -1.5]), json!([true, [], {}])),
            (
                Int32,
                json!([1, -2147483648_i64]),
                json!(["7", "+7", 7.0, -0.0]),
                json!([2147483648_i64, 7.5, "7.0", "", true]),
            ),
            (Int64, json!([i64::MIN]), json!([9007199254740992.0]), json!([u64::MAX, 1e300, "9223372036854775808"])),
            (Uint32, json!([u32::MAX]), json!(["0"]), json!([-1, 4294967296_i64, [], {}])),
            (Timestamp, json!([1700000000]), json!(["1700000000"]), json!(["today"])),
            (Float, json!([1, 1.5]), json!(["1e3", "-.5"]), json!(["inf", "NaN", "1e999", "x", true])),
            (Bool, json!([true, false]), json!([0, 1, "0", "1", "true", "false"]), json!([2, 1.0, "yes", []])),
            (Primitive::Json, json!([1, "", [], { "a": null }]), json!([]), json!([])),
        ] {
            let each = |values: Value, expected: &[&str]| {
                for value in values.as_array().expect("an array") {
                    assert_eq!(of(ty(primitive), value.clone()), expected, "{primitive:?} {value}");
                }
            };
            each(own, &NONE);
            each(coerced, &COERCED);
            each(fault, &FAULT);
        }
    }

    #[test]
    fn numbered_bools_and_known_types_are_as_documented() {
        let numbered = Field { bool_as_int: true, ..field("x", ty(Bool)) };
        let either = Field { also_types: vec![JsonType::Bool], ..numbered.clone() };
        let texts = Field { also_types: vec![JsonType::Number], ..field("x", list(ty(Str))) };
        let ask = |field: &Field, x: Value| found(object(Role::Request, vec![field.clone()]), &json!({ "x": x }));
        assert_eq!(ask(&numbered, json!(1)), NONE);
        assert_eq!(ask(&numbered, json!(true)), COERCED);
        assert_eq!(ask(&either, json!(true)), NONE);
        assert_eq!(ask(&either, json!("1")), COERCED);
        assert_eq!(ask(&texts, json!(["a", 1])), NONE);
    }

    #[test]
    fn lists_maps_and_objects_are_read_to_the_bottom() {
        assert_eq!(of(list(ty(Int32)), json!([1, null, "2"])), ["/x/1 Fault type", "/x/2 Deviation coerced"]);
        assert_eq!(of(list(list(ty(Int32))), json!([null])), ["/x/0 Deviation coerced"]);
        assert_eq!(of(map(ty(Str)), json!({ "a/b~c": true })), ["/x/a~1b~0c Fault type"]);
        assert_eq!(of(list(ty(Str)), json!({})), FAULT);
        assert_eq!(of(map(ty(Str)), json!([])), FAULT);
        assert_eq!(
            of(Type::Object(named("Inner")), json!({ "name": 5 })),
            ["/x/id Fault required", "/x/name Deviation coerced", "/x/name Violation pattern"]
        );
        assert_eq!(of(Type::Object(named("Inner")), json!("a")), FAULT);
        assert_eq!(found(object(Role::Request, vec![]), &json!([])), [" Fault type"]);
    }

    #[test]
    fn what_is_required_depends_on_the_role() {
        let types = || [ty(Str), list(ty(Str)), ty(Primitive::Json)];
        let ask = |role, value: Value| types().map(|ty| found(object(role, vec![required("x", ty)]), &value).concat());
        assert_eq!(ask(Role::Request, json!({})), ["/x Fault required"; 3]);
        assert_eq!(ask(Role::Response, json!({})), ["/x Fault required"; 3]);
        assert_eq!(ask(Role::Both, json!({})), ["/x Violation required"; 3]);
        assert_eq!(ask(Role::Request, json!({ "x": null })), ["/x Fault type", "/x Deviation coerced", ""]);
        assert_eq!(ask(Role::Both, json!({ "x": null })), ["/x Violation required"; 3]);
        for ty in types() {
            assert_eq!(of(ty, Value::Null), NONE);
        }
    }

    #[test]
    fn another_name_is_read_where_its_own_is_absent() {
        let fields = || vec![Field { also_names: vec!["y".into(), "z".into()], ..required("x", ty(Int32)) }];
        let ask = |value| found(object(Role::Request, fields()), &value);
        assert_eq!(ask(json!({ "z": "1" })), ["/z Deviation coerced"]);
        assert_eq!(ask(json!({ "x": 1, "y": [] })), NONE);
        assert_eq!(ask(json!({ "z": 1, "y": null })), ["/y Fault type"]);
        assert_eq!(ask(json!({})), ["/x Fault required"]);
    }

    #[test]
    fn unknown_members_come_last_and_with_a_guess() {
        let fields = vec![field("user_id", ty(Str)), field("x", ty(Int32))];
        let found = findings(object(Role::Request, fields), &json!({ "userid": 1, "zzzzzz": 2, "x": [] }));
        assert_eq!(
            brief(&found),
            ["/x Fault type", "/userid Deviation unknown_member", "/zzzzzz Deviation unknown_member"]
        );
        assert_eq!(found[1].message, "the schema has no member of this name; did you mean `user_id`?");
        assert_eq!(found[2].to_string(), "/zzzzzz: the schema has no member of this name [unknown_member]");
    }

    #[test]
    fn unlisted_values_break_a_rule_only_where_a_closed_enum_is_sent() {
        let [open, closed] = ["Open", "Closed"].map(|name| Type::Enum(named(name)));
        assert_eq!(of(open.clone(), json!("2")), COERCED);
        assert_eq!(of(open.clone(), json!(-9)), ["/x Deviation unlisted_value"]);
        assert_eq!(of(open, json!("two")), FAULT);
        assert_eq!(of(list(closed.clone()), json!(["x", "y"])), ["/x/1 Violation enum"]);
        let response = object(Role::Response, vec![field("x", closed)]);
        assert_eq!(found(response, &json!({ "x": "y" })), ["/x Deviation unlisted_value"]);
    }

    #[test]
    fn limits_are_of_the_value_as_read() {
        let limits = |change: fn(&mut Limits)| {
            let mut limits = Limits::default();
            change(&mut limits);
            limits
        };
        let ask = |ty, limits, value: Value| {
            found(object(Role::Both, vec![limited("x", ty, limits)]), &json!({ "x": value }))
        };
        let both = limits(|l| (l.chars, l.bytes) = (up_to(2), up_to(5)));
        assert_eq!(ask(ty(Str), both.clone(), json!("客户")), ["/x Violation bytes"]);
        assert_eq!(ask(ty(Str), both, json!(123)), ["/x Deviation coerced", "/x Violation chars"]);
        let range = limits(|l| l.range = Some(Range::Int { min: Some(1), max: None }));
        assert_eq!(ask(ty(Int32), range, json!("0")), ["/x Deviation coerced", "/x Violation range"]);
        let range = limits(|l| l.range = Some(Range::Float { min: None, max: Some(0.5) }));
        assert_eq!(ask(ty(Float), range, json!(1)), ["/x Violation range"]);
        let pattern = limits(|l| l.pattern = Some("a|b".into()));
        assert_eq!(ask(ty(Str), pattern, json!("ab")), ["/x Violation pattern"]);
        let items = limits(|l| l.items = up_to(1));
        assert_eq!(ask(map(ty(Str)), items.clone(), json!({})), ["/x Violation items"]);
        let short = list(Type::Scalar(named("Short")));
        assert_eq!(ask(short, items, json!(["a", "long"])), ["/x Violation items", "/x/1 Violation chars"]);
    }

    #[test]
    fn equal_elements_are_told_once_and_only_as_far_as_the_most_items() {
        let limits = Limits { items: up_to(4), unique: true, ..Limits::default() };
        let fields = |ty| vec![limited("x", list(ty), limits.clone())];
        let ints = json!({ "x": [1, "1", null, 1, 1] });
        assert_eq!(
            found(object(Role::Request, fields(ty(Int32))), &ints),
            [
                "/x Violation items",
                "/x/1 Violation unique",
                "/x/3 Violation unique",
                "/x/1 Deviation coerced",
                "/x/2 Fault type"
            ]
        );
        let objects = json!({ "x": [{ "id": 1, "name": null }, { "id": "1", "new": 2 }, { "id": [] }, { "id": [] }] });
        let found = found(object(Role::Request, fields(Type::Object(named("Inner")))), &objects);
        assert_eq!(found[0], "/x/1 Violation unique");
        assert!(found[1..].iter().all(|finding| !finding.ends_with("unique")), "{found:?}");
    }

    #[test]
    fn conditions_ask_for_siblings_as_read() {
        let two = Literal::Enum { name: "two".into(), wire: WireValue::Int(2) };
        let fields = || {
            vec![
                Field { required_if: when("kind", vec![two.clone()]), ..field("a", ty(Str)) },
                Field { forbidden_unless: when("list", vec![]), ..field("b", ty(Str)) },
                field("kind", Type::Enum(named("Open"))),
                field("list", list(ty(Str))),
            ]
        };
        let ask = |value| found(object(Role::Request, fields()), &value);
        assert_eq!(ask(json!({ "kind": "2", "a": "" })), ["/a Violation required_if", "/kind Deviation coerced"]);
        assert_eq!(ask(json!({ "kind": 1, "b": "b", "list": [] })), ["/b Violation forbidden_unless"]);
        assert_eq!(ask(json!({ "kind": 2, "a": 0, "b": "b", "list": ["l"] })), ["/a Deviation coerced"]);
        assert_eq!(ask(json!({ "kind": [], "list": [], "b": "" })), ["/kind Fault type"]);
        assert_eq!(ask(json!({ "b": "b", "list": 1 })), ["/list Fault type"]);
    }

    #[test]
    fn groups_count_what_is_given() {
        let ask = |rule, value| {
            let fields = vec![field("a", ty(Str)), field("b", ty(Bool)), field("c", ty(Primitive::Json))];
            let groups = vec![Group { rule, fields: ["a", "b", "c"].map(str::to_owned).to_vec() }];
            found(Object { groups, ..object(Role::Request, fields) }, &value)
        };
        let (least, exactly) = (GroupRule::AtLeastOneOf, GroupRule::ExactlyOneOf);
        assert_eq!(ask(least, json!({ "a": "", "b": null })), [" Violation at_least_one_of"]);
        assert_eq!(ask(least, json!({ "b": false })), NONE);
        assert_eq!(ask(least, json!({ "b": [] })), ["/b Fault type"]);
        assert_eq!(ask(exactly, json!({ "a": "a", "c": "" })), [" Violation exactly_one_of"]);
        assert_eq!(ask(exactly, json!({ "a": "", "c": "" })), NONE);
    }

    #[test]
    fn a_choice_looks_at_what_its_tag_selects() {
        let ask = |role, need, value| found(Object { members: vec![choice(need)], ..object(role, vec![]) }, &value);
        let both = |value| ask(Role::Both, true, value);
        assert_eq!(both(json!({ "kind": 2, "b": "long" })), ["/b Violation chars"]);
        assert_eq!(both(json!({ "kind": "3" })), ["/kind Deviation coerced"]);
        assert_eq!(
            both(json!({ "kind": 3, "a": {}, "b": "long" })),
            ["/a/id Fault required", "/a Deviation stray_member", "/b Deviation stray_member"]
        );
        assert_eq!(both(json!({ "kind": 1, "a": null, "b": "long", "c": 1 })), ["/a Violation choice"]);
        assert_eq!(both(json!({ "kind": 9, "b": 1234, "c": 1 })), ["/kind Violation choice"]);
        assert_eq!(both(json!({ "kind": true, "b": [] })), ["/kind Fault type", "/b Fault type"]);
        assert_eq!(both(json!({ "b": "long", "c": 1 })), ["/kind Violation choice", "/c Deviation unknown_member"]);
        assert_eq!(both(json!({ "kind": null })), ["/kind Violation required"]);
        assert_eq!(ask(Role::Request, true, json!({ "b": "b" })), ["/kind Fault required"]);
        assert_eq!(ask(Role::Response, false, json!({ "b": "b" })), ["/kind Deviation choice"]);
        assert_eq!(ask(Role::Response, false, json!({})), NONE);
    }

    #[test]
    fn a_flat_reply_is_read_unless_its_code_tells_of_an_error() {
        let ask = |value| reply(object(Role::Response, vec![required("x", ty(Str))]), None, &value);
        assert_eq!(ask(json!({ "errcode": 0, "errmsg": "ok", "hint": null, "x": "" })), NONE);
        assert_eq!(
            ask(json!({ "errcode": "0", "errmsg": [], "hint": 1 })),
            ["/errcode Deviation coerced", "/errmsg Deviation type", "/hint Deviation coerced", "/x Fault required"]
        );
        assert_eq!(ask(json!({ "errcode": 40001, "y": 1 })), NONE);
        assert_eq!(ask(json!({ "x": "" })), ["/errcode Fault required"]);
        assert_eq!(ask(json!({ "errcode": null, "x": "" })), ["/errcode Fault type"]);
        assert_eq!(ask(json!("ok")), [" Fault type"]);
    }

    #[test]
    fn a_wrapped_reply_has_its_payload_below_its_name() {
        let ask = |fields, value| reply(object(Role::Response, fields), Some("data"), &value);
        let need = || vec![required("x", ty(Str))];
        assert_eq!(
            ask(need(), json!({ "errcode": 0, "data": { "x": 1 }, "more": 1 })),
            ["/data/x Deviation coerced", "/more Deviation unknown_member"]
        );
        assert_eq!(ask(need(), json!({ "errcode": 0 })), ["/data Fault required"]);
        assert_eq!(ask(need(), json!({ "errcode": 0, "data": null })), ["/data Fault required"]);
        assert_eq!(ask(need(), json!({ "errcode": 0, "data": [] })), ["/data Fault type"]);
        assert_eq!(ask(need(), json!({ "errcode": 1, "data": [] })), NONE);
        let rule = Field { required_if: when("y", vec![]), ..field("x", ty(Str)) };
        assert_eq!(ask(vec![rule], json!({ "errcode": 0, "data": null })), NONE);
    }

    #[test]
    fn nothing_is_read_below_the_deepest_level() {
        let deep = |levels: usize, wrap: fn(Value) -> Value| (1..levels).fold(json!({}), |inner, _| wrap(inner));
        let tree = |levels| {
            let fields = vec![field("of", list(Type::Object(named("Tree"))))];
            findings(object(Role::Both, fields), &deep(levels, |inner| json!({ "of": [inner] })))
        };
        assert_eq!(brief(&tree(64)), NONE);
        let found = tree(65);
        assert_eq!((found.len(), found[0].rule, found[0].pointer.len()), (1, "depth", "/of/0".len() * 64));
        let json = |levels| of(ty(Primitive::Json), deep(levels, |inner| json!([inner])));
        assert_eq!(json(127), NONE);
        assert_eq!(json(128), [format!("/x{} Fault depth", "/0".repeat(127))]);
        assert_eq!(json(400).len(), 1);
    }

    #[test]
    fn messages_show_short_values_and_no_secrets() {
        let said = |ty, value: Value| {
            let object = object(Role::Request, vec![field("x", ty)]);
            findings(object, &json!({ "x": value })).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let long = "客".repeat(41);
        assert_eq!(said(ty(Int64), json!("abc")), ["/x: expected an integer, found the string \"abc\" [type]"]);
        assert_eq!(
            said(ty(Int64), json!(long)),
            [format!("/x: expected an integer, found the string \"{}…\" [type]", "客".repeat(40))]
        );
        let short = said(Type::Scalar(named("Short")), json!("ABCD"));
        assert_eq!(short[0], "/x: expected 1 to 3 characters, found 4 [chars]");
        assert_eq!(short[1], "/x: expected a string like `[a-z]*`, found \"ABCD\" [pattern]");
        let secret = Type::Scalar(named("Secret"));
        for said in
            [said(secret.clone(), json!("ABCD")), said(secret.clone(), json!(4321)), said(list(secret), json!("ABCD"))]
        {
            assert!(!said.is_empty() && !said.concat().contains("ABCD") && !said.concat().contains("4321"), "{said:?}");
        }
        let root = Finding { pointer: String::new(), class: Class::Fault, rule: "type", message: "m".into() };
        assert_eq!(root.to_string(), "the document: m [type]");
    }
}
