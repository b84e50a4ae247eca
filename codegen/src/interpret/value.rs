//! Values: reading JSON as a schema type.
//!
//! Null is read as an empty list or map.

use std::{collections::BTreeMap, ops::Range};

use serde_json::Value;

use super::{
    read::{self, Bools, Part, Read, Source, json_type},
    run::{Class, Run},
    words::{Sight, described, expected, shown},
};
use crate::model::{Enum, Field, Form, JsonType, Limits, Primitive, Role, Scalar, Type};

/// The context of a value.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The role of the object that holds the value.
    role: Role,
    /// The limits of the field, if this is the value of a field.
    limits: Option<&'a Limits>,
    also_types: &'a [JsonType],
    bools: Bools,
    sight: Sight,
}

impl<'a> Context<'a> {
    /// The context within an object of this role.
    pub(super) fn within(role: Role) -> Self {
        Self { role, limits: None, also_types: &[], bools: Bools::Named, sight: Sight::Open }
    }

    pub(super) fn of(role: Role, field: &'a Field) -> Self {
        let bools = if field.bool_as_int { Bools::Numbered } else { Bools::Named };
        Self { limits: Some(&field.limits), also_types: &field.also_types, bools, ..Self::within(role) }
    }

    /// The context of an element, if this is the context of a list.
    fn element(self) -> Self {
        Self { limits: None, ..self }
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
            Type::Object(name) => self.object(name, value),
            Type::List(of) => self.list(of, value, context),
            Type::Map(of) => self.map(of, value, context),
        }
    }

    /// Whether findings may show a value of this type. A value in place of a list of secrets is hidden as well: it may be a
    /// secret.
    fn sight(&self, ty: &Type) -> Sight {
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

    fn list(&mut self, of: &'a Type, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let before = self.findings.len();
        let mut elements = Vec::new();
        match value {
            Value::Array(values) => self.nested(|run| {
                for (index, value) in values.iter().enumerate() {
                    elements.push(run.at(&index.to_string(), |run| run.part(of, value, context.element())));
                }
            })?,
            Value::Null => self.coerced("an array", value, context),
            _ => {
                self.misfit("an array", value, context.sight);
                return None;
            }
        }
        self.whole(Read::List(elements), value, context, before)
    }

    fn map(&mut self, of: &'a Type, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let before = self.findings.len();
        let mut entries = BTreeMap::new();
        match value {
            Value::Object(values) => self.nested(|run| {
                for (key, value) in values {
                    entries.insert(key.as_str(), run.at(key, |run| run.part(of, value, Context::within(context.role))));
                }
            })?,
            Value::Null => self.coerced("an object", value, context),
            _ => {
                self.misfit("an object", value, context.sight);
                return None;
            }
        }
        self.whole(Read::Map(entries), value, context, before)
    }

    /// Reads a part of a list or a map; `None` if there is a fault anywhere in it.
    fn part(&mut self, ty: &'a Type, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let before = self.findings.len();
        let part = self.value(ty, value, context);
        part.filter(|_| self.findings[before..].iter().all(|finding| finding.class != Class::Fault))
    }

    /// Checks the limits of a list or a map, and puts these findings before those in its parts.
    fn whole(&mut self, read: Read<'a>, value: &Value, context: Context<'a>, before: usize) -> Part<'a> {
        let from = if value.is_null() { self.findings.len() } else { before };
        let nested = self.findings.split_off(from);
        self.limits(context.limits, &read, context.sight);
        self.findings.extend(nested);
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
        if source == Source::Coerced {
            self.coerced(expected, value, context);
        }
        if primitive == Primitive::Timestamp
            && let Some(unit) = probable_unit(&read)
        {
            let found = described(value, context.sight);
            self.add(Class::Deviation, "unit", format!("expected seconds of Unix time, found {found}: {unit}"));
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
    fn coerced(&mut self, expected: &str, value: &Value, context: Context<'_>) {
        if !json_type(value).is_some_and(|found| context.also_types.contains(&found)) {
            let message = format!("expected {expected}, found {}", described(value, context.sight));
            self.add(Class::Deviation, "coerced", message);
        }
    }
}

/// What a time probably is, if it is not in seconds: then it is a time of this century in another unit.
fn probable_unit(time: &Read<'_>) -> Option<&'static str> {
    /// From 2000 to 2100.
    const CENTURY: Range<i64> = 946_684_800..4_102_444_800;
    let Read::Int(time) = time else { return None };
    if CENTURY.contains(&(time / 1000)) {
        return Some("these are probably milliseconds");
    }
    CENTURY.contains(&time.saturating_mul(1000)).then_some("these are probably seconds divided by 1000")
}
