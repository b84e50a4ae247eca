//! Objects: their members, and the rules between members.

use std::{collections::BTreeMap, iter, mem};

use serde_json::{Map, Value};

use super::{
    finding::Class,
    read::{Part, Read},
    run::Run,
    value::{Context, Need},
};
use crate::{
    model::{
        Condition, Dependency, Direction, Effect, Field, Group, GroupRule, LimitsIf, Member, Object, Role, Test,
        TypeName, When, WhenEmpty, Words,
    },
    naming::nearest,
};

/// A member that is present and not null.
struct Sibling<'a> {
    /// The name under which it was found.
    name: &'a str,
    part: Part<'a>,
}

/// The members of one object that are present, by the names in the model.
#[derive(Default)]
pub(super) struct Siblings<'a>(BTreeMap<&'a str, Sibling<'a>>);

impl<'a> Siblings<'a> {
    /// Adds a member that was found under `name`.
    pub(super) fn insert(&mut self, wire: &'a str, name: &'a str, part: Part<'a>) {
        self.0.insert(wire, Sibling { name, part });
    }

    /// Adds the members of an object that were read.
    pub(super) fn insert_all(&mut self, read: Read<'a>) {
        let Read::Object(parts) = read else { return };
        parts.into_iter().for_each(|(name, part)| self.insert(name, name, part));
    }

    /// Whether the member is given. A member with a fault counts as given.
    fn given(&self, object: &Object, name: &str) -> bool {
        let is_value = object.field(name).is_some_and(|field| field.empty == Some(WhenEmpty::Clears));
        self.0.get(name).is_some_and(|sibling| is_value || sibling.part.as_ref().is_none_or(Read::is_given))
    }

    /// The value of a member that was read.
    pub(super) fn value(&self, name: &str) -> Option<&Read<'a>> {
        self.0.get(name)?.part.as_ref()
    }

    /// The name used in findings about a field.
    fn place(&self, field: &'a Field) -> &'a str {
        self.0.get(field.wire.as_str()).map_or(&field.wire, |sibling| sibling.name)
    }

    fn hold(&self, object: &Object, condition: &Condition) -> bool {
        condition.tests.iter().all(|test| self.pass(object, test))
    }

    fn pass(&self, object: &Object, test: &Test) -> bool {
        if test.values.is_empty() {
            return self.given(object, &test.field);
        }
        let Some(sibling) = self.0.get(test.field.as_str()) else {
            let default = object.field(&test.field).and_then(|field| field.default.as_ref());
            return default.is_some_and(|default| test.values.contains(default));
        };
        sibling.part.as_ref().is_some_and(|read| test.values.iter().any(|literal| read.is_literal(literal)))
    }

    /// The value of the object. An empty list or map equals an absent one.
    fn into_parts(self) -> BTreeMap<&'a str, Part<'a>> {
        let parts = self.0.into_iter().map(|(name, sibling)| (name, sibling.part));
        parts.filter(|(_, part)| part.as_ref().and_then(Read::count) != Some(0)).collect()
    }
}

/// What happens to members that are not in the schema.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Unknowns {
    Reported,
    Kept,
    /// The caller handled them.
    Handled,
}

impl<'a> Run<'a> {
    pub(super) fn object(&mut self, name: &'a TypeName, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let Value::Object(members) = value else {
            return self.decoded("an object", value, context, |run, decoded| run.object(name, decoded, context));
        };
        let object = &self.model.objects[name];
        self.nested(|run| run.members(object, members, &[]))
    }

    /// Reads the members of an object. The caller handles the members named `beside`.
    pub(super) fn members(
        &mut self,
        object: &'a Object,
        members: &'a Map<String, Value>,
        beside: &[&'a str],
    ) -> Read<'a> {
        let mut siblings = Siblings::default();
        let mut unknowns = Unknowns::Reported;
        let before = mem::take(&mut self.findings);
        let mut found = Vec::new();
        for member in &object.members {
            match member {
                Member::Field(field) => self.field(object.role, field, members, &mut siblings),
                Member::Choice(choice) => {
                    unknowns = self.choice(object, choice, (members, beside), &mut siblings);
                }
            }
            found.push(mem::take(&mut self.findings));
        }
        // A condition may depend on a later sibling, but is reported with its own field.
        self.findings = before;
        for (member, found) in object.members.iter().zip(found) {
            self.findings.extend(found);
            if let Member::Field(field) = member {
                self.conditions(object, field, &siblings);
            }
        }
        for group in &object.groups {
            self.group(object, group, &siblings);
        }
        let kept = self.unknowns(object, members, beside, unknowns);
        let mut parts = siblings.into_parts();
        parts.extend(kept);
        Read::Object(parts)
    }

    fn field(&mut self, role: Role, field: &'a Field, members: &'a Map<String, Value>, siblings: &mut Siblings<'a>) {
        let names = iter::once(&field.wire).chain(&field.also_names);
        let mut present = names.filter_map(|name| Some((name, members.get(name)?)));
        let Some((name, value)) = present.next() else {
            if field.is_required_in(self.direction) {
                self.at(&field.wire, |run| run.missing(role, "found no member of this name"));
            }
            return;
        };
        self.at(name, |run| match run.member(role, field, value) {
            Some(part) => siblings.insert(&field.wire, name, part),
            None if field.is_required_in(run.direction) => run.missing(role, "found none"),
            None => {}
        });
        for (name, value) in present {
            self.at(name, |run| run.passed_over(role, field, value));
        }
    }

    /// Reads the value of a field: `None` if it counts as absent.
    fn member(&mut self, role: Role, field: &'a Field, value: &'a Value) -> Option<Part<'a>> {
        let context = Context::of(role, field);
        match context.need {
            Need::Required => Some(self.value(&field.ty, value, context)),
            Need::Optional => self.optional(&field.ty, value, context),
        }
    }

    /// Checks a value whose field was also found under a preferred name: it only needs to be readable.
    fn passed_over(&mut self, role: Role, field: &'a Field, value: &'a Value) {
        let before = self.findings.len();
        self.member(role, field, value);
        let found = self.findings.split_off(before);
        self.findings.extend(found.into_iter().filter(|finding| finding.class == Class::Fault));
    }

    /// Reports a missing required value. An object that is both sent and received can be read without it.
    pub(super) fn missing(&mut self, role: Role, found: &str) {
        let class = if role == Role::Both { Class::Violation } else { Class::Fault };
        self.add(class, "required", format!("expected a value, {found}"));
    }

    fn conditions(&mut self, object: &'a Object, field: &'a Field, siblings: &Siblings<'a>) {
        let given = siblings.given(object, &field.wire);
        let name = siblings.place(field);
        if let Some(only) = field.only.filter(|only| given && *only != self.direction) {
            let message = format!("expected no value: only {} have one", only.messages());
            self.at(name, |run| match only {
                Direction::Received => run.warn("only", message),
                Direction::Sent => run.add(Class::Deviation, "only", message),
            });
        }
        if let Some(read) = siblings.value(&field.wire).filter(|read| !is_absent(object, field, read)) {
            let sight = self.sight(&field.ty);
            for LimitsIf { condition, limits } in &field.limits_if {
                if siblings.hold(object, condition) {
                    self.at(name, |run| run.limits(Some(limits), read, sight));
                }
            }
        }
        for dependency in &field.depends {
            let Dependency { effect, when, condition } = dependency;
            if !when.applies(siblings.hold(object, condition)) {
                continue;
            }
            let words = Words::JSON.condition(condition);
            let reason = match when {
                When::If => format!("because {words}"),
                When::Unless => format!("unless {words}"),
            };
            if *effect == Effect::Ignored {
                if given {
                    let message = format!("expected no value {reason}, found one, which the server ignores");
                    self.at(name, |run| run.warn(dependency.key(), message));
                }
                continue;
            }
            let message = match effect {
                Effect::Required if !given => format!("expected a value {reason}, found none"),
                Effect::Forbidden if given => format!("expected no value {reason}, found one"),
                Effect::Required | Effect::Forbidden | Effect::Ignored => continue,
            };
            self.at(name, |run| run.add(Class::Violation, dependency.key(), message));
        }
    }

    fn group(&mut self, object: &'a Object, group: &Group, siblings: &Siblings<'a>) {
        if group.rule == GroupRule::FirstOf {
            let given = group.fields.iter().filter(|name| siblings.given(object, name));
            for field in given.skip(1).filter_map(|name| object.field(name)) {
                let message = format!("only {} counts, and the server ignores this one", Words::JSON.group(group));
                self.at(siblings.place(field), |run| run.warn(group.rule.id(), message));
            }
        }
        if let Some(found) = siblings.total(object, group) {
            let message = format!("expected that {}, found {found}", Words::JSON.group(group));
            self.add(Class::Violation, group.rule.id(), message);
        }
        let given = group.fields.iter().filter(|name| siblings.given(object, name)).count();
        if !group.rule.holds(given) {
            let message = format!("expected {}, found {given}", Words::JSON.group(group));
            self.add(Class::Violation, group.rule.id(), message);
        }
    }

    /// Reports the members that are not in the schema, or reads them if they are kept.
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
                Unknowns::Handled => {}
                Unknowns::Reported => self.unknown(name, &names),
                Unknowns::Kept => drop(kept.insert(name.as_str(), self.at(name, |run| run.json(value)))),
            }
        }
        kept
    }

    pub(super) fn unknown(&mut self, name: &str, names: &[&str]) {
        let mut message = "the schema has no member of this name".to_owned();
        if let Some(known) = nearest(name, names.iter().copied()) {
            message += &format!("; did you mean `{known}`?");
        }
        self.at(name, |run| run.add(Class::Deviation, "unknown_member", message));
    }
}

/// Whether a list or a map equals an absent one, which has no limits.
fn is_absent(object: &Object, field: &Field, read: &Read<'_>) -> bool {
    object.role == Role::Received && !field.required && read.count() == Some(0)
}
