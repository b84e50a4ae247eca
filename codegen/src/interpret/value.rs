//! Values: reading JSON as a schema type.

use std::ops::Range;

use serde_json::Value;

use super::{
    finding::Class,
    read::{self, Bools, Part, Read, Source, json_type},
    run::Run,
    words::{FILE, Sight, described, expected, shown},
};
use crate::model::{Enum, Field, Form, JsonType, Limits, Primitive, Role, Scalar, Type};

/// The context of a value.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The role of the object that holds the value.
    pub(super) role: Role,
    /// The limits of the field, if this is the value of a field.
    pub(super) limits: Option<&'a Limits>,
    also_types: &'a [JsonType],
    /// Whether this is the value of a field.
    pub(super) is_member: bool,
    bools: Bools,
    pub(super) sight: Sight,
    pub(super) need: Need,
    /// Whether an empty list or map equals an absent one, which has no limits.
    empty: Empty,
}

/// Whether a value may be absent: see `shape.rs`.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Need {
    Required,
    Optional,
}

#[derive(Clone, Copy, PartialEq)]
enum Empty {
    Limited,
    Absent,
}

impl<'a> Context<'a> {
    /// The context of a value within an object of this role.
    pub(super) fn within(role: Role, need: Need) -> Self {
        let empty = Empty::Limited;
        Self {
            role,
            limits: None,
            also_types: &[],
            is_member: false,
            bools: Bools::Named,
            sight: Sight::Open,
            need,
            empty,
        }
    }

    /// The context of the member that a tag selects.
    pub(super) fn selected(role: Role) -> Self {
        Self { is_member: true, ..Self::within(role, Need::Optional) }
    }

    pub(super) fn of(role: Role, field: &'a Field) -> Self {
        let need = if field.required && role != Role::Both { Need::Required } else { Need::Optional };
        let bools = if field.bool_as_int { Bools::Numbered } else { Bools::Named };
        let empty = if role == Role::Received && !field.required { Empty::Absent } else { Empty::Limited };
        let within = Self::within(role, need);
        Self { limits: Some(&field.limits), also_types: &field.also_types, is_member: true, bools, empty, ..within }
    }

    /// The context of an element, if this is the context of a list.
    pub(super) fn element(self) -> Self {
        Self { limits: None, is_member: false, need: Need::Optional, ..self }
    }

    /// The context of a value in a form that no docs mention, even if an erratum accepts its JSON type.
    pub(super) fn undocumented(self) -> Self {
        Self { also_types: &[], ..self }
    }

    /// The limits of a list or a map with this number of elements.
    pub(super) fn limits_of(self, count: usize) -> Option<&'a Limits> {
        self.limits.filter(|_| count > 0 || self.empty == Empty::Limited)
    }
}

impl<'a> Run<'a> {
    /// Reads a value; `None` if it has a fault. Faults in the parts of a list, map or object are only reported.
    pub(super) fn value(&mut self, ty: &'a Type, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let context = Context { sight: self.sight(ty), ..context };
        match ty {
            Type::Primitive(Primitive::Json) => self.json(value),
            Type::Primitive(primitive) => {
                let read = self.plain(*primitive, value, context)?;
                self.limits(context.limits, &read, context.sight);
                Some(read)
            }
            Type::Scalar(name) => self.scalar(&self.model.scalars[name], value, context),
            Type::Enum(name) => self.listed_value(&self.model.enums[name], value, context),
            Type::Object(name) => self.object(name, value, context),
            Type::List(of) => self.list(of, value, context),
            Type::Map(of) => self.map(of, value, context),
            Type::JsonString(of) => self.json_string(of, value, context),
            Type::File => self.file(value, context),
        }
    }

    /// What a value of this type is, in words.
    pub(super) fn expected(&self, ty: &Type, context: Context<'_>) -> &'static str {
        match (ty, self.model.primitive(ty)) {
            (_, Some(Primitive::Bool)) if context.bools == Bools::Numbered => "0 or 1",
            (_, Some(primitive)) => expected(primitive),
            (Type::List(_), None) => "an array",
            (Type::File, None) => FILE,
            (_, None) => "an object",
        }
    }

    /// Whether findings may show a value of this type. A value in place of a list of secrets is hidden as well: it may be a
    /// secret.
    pub(super) fn sight(&self, ty: &Type) -> Sight {
        if self.model.is_secret(ty) { Sight::Secret } else { Sight::Open }
    }

    fn scalar(&mut self, scalar: &'a Scalar, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let read = self.plain(scalar.wire, value, context)?;
        self.limits(context.limits, &read, context.sight);
        self.limits(Some(&scalar.limits), &read, context.sight);
        Some(read)
    }

    fn listed_value(&mut self, decl: &'a Enum, value: &'a Value, context: Context<'a>) -> Part<'a> {
        // An integer beyond the range of the enum's type is read as an unlisted value.
        let primitive = match decl.wire.form() {
            Form::Text => Primitive::String,
            Form::Bool | Form::Integer(..) | Form::Float | Form::Any => Primitive::Int64,
        };
        let read = self.plain(primitive, value, context)?;
        if !decl.values.iter().any(|listed| read.is_wire(&listed.wire)) {
            let (class, rule) = match context.role.sent() && decl.closed {
                true => (Class::Violation, "enum"),
                false => (Class::Deviation, "unlisted_value"),
            };
            self.add(class, rule, format!("expected a value that the docs list, found {}", shown(&read)));
        }
        self.limits(context.limits, &read, context.sight);
        Some(read)
    }

    /// Reads a string, number or bool.
    pub(super) fn plain(&mut self, primitive: Primitive, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let expected = match context.bools {
            Bools::Numbered if primitive == Primitive::Bool => "0 or 1",
            _ => expected(primitive),
        };
        if let Some(digits) = self.beyond.get(&self.pointer) {
            let found = if context.sight == Sight::Secret { "a number" } else { digits };
            self.add(Class::Fault, "type", format!("expected {expected}, found {found}, which is out of range"));
            return None;
        }
        let Some((read, source)) = read::plain(primitive, value, context.bools) else {
            self.misfit(expected, value, context.sight);
            return None;
        };
        match source {
            Source::Documented => {}
            Source::Coerced => self.coerced(expected, value, context),
            Source::Odd => self.coerced(expected, value, context.undocumented()),
        }
        if let Some((unit, probable)) = probable_unit(primitive, &read) {
            let found = described(value, context.sight);
            self.add(Class::Deviation, "unit", format!("expected {unit} of Unix time, found {found}: {probable}"));
        }
        Some(read)
    }

    /// Reads any JSON value; only its depth is checked.
    pub(super) fn json(&mut self, value: &'a Value) -> Part<'a> {
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

    /// Reports a value that was read from another JSON type than the documented one, unless an erratum allows it.
    pub(super) fn coerced(&mut self, expected: &str, value: &Value, context: Context<'_>) {
        if !json_type(value).is_some_and(|found| context.also_types.contains(&found)) {
            let message = format!("expected {expected}, found {}", described(value, context.sight));
            self.add(Class::Deviation, "coerced", message);
        }
    }
}

/// The unit of a time, and what it probably is if it is not in this unit: then it is a time of this century in another one.
fn probable_unit(primitive: Primitive, time: &Read<'_>) -> Option<(&'static str, &'static str)> {
    /// From 2000 to 2100, in seconds.
    const CENTURY: Range<i128> = 946_684_800..4_102_444_800;
    let Read::Int(time) = time else { return None };
    let (is_thousandfold, is_thousandth) = match primitive {
        Primitive::Timestamp => (CENTURY.contains(&(time / 1000)), CENTURY.contains(&(time * 1000))),
        Primitive::TimestampMs => (CENTURY.contains(&(time / 1_000_000)), CENTURY.contains(time)),
        _ => return None,
    };
    match (primitive, is_thousandfold, is_thousandth) {
        (Primitive::Timestamp, true, _) => Some(("seconds", "these are probably milliseconds")),
        (Primitive::Timestamp, _, true) => Some(("seconds", "these are probably seconds divided by 1000")),
        (_, true, _) => Some(("milliseconds", "these are probably microseconds")),
        (_, _, true) => Some(("milliseconds", "these are probably seconds")),
        _ => None,
    }
}
