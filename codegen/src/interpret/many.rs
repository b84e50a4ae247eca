//! Lists and maps.
//!
//! Elements of a list and values of a map that count as absent are left out.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::{Map, Value};

use super::{
    finding::Class,
    read::{Part, Read},
    run::Run,
    value::{Context, Need},
};
use crate::model::{Primitive, Type};

/// An element of a list, or a value of a map, with its name in JSON pointers.
type Element<'a> = (Cow<'a, str>, &'a Value);

impl<'a> Run<'a> {
    pub(super) fn list(&mut self, of: &'a Type, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let elements = match value {
            Value::Array(values) => numbered(values),
            Value::Null => {
                self.coerced("an array", value, context);
                Vec::new()
            }
            Value::Object(members) if context.need == Need::Optional && has_numbers(members) => {
                self.coerced("an array", value, context);
                in_order(members)
            }
            _ => return self.decoded("an array", value, context, |run, decoded| run.list(of, decoded, context)),
        };
        let start = self.findings.len();
        let (mut names, mut parts) = (Vec::new(), Vec::new());
        self.nested(|run| {
            for (name, value) in elements {
                let part = run.at(&name, |run| run.part(of, value, context.element()));
                if let Some(part) = part {
                    names.push(name);
                    parts.push(part);
                }
            }
        })?;
        let within = self.findings.split_off(start);
        let limits = context.limits_of(parts.len());
        let read = Read::List(parts);
        self.limits(limits, &read, context.sight);
        self.unique(limits, &names, &read);
        self.kinds(limits, of, &read);
        self.findings.extend(within);
        Some(read)
    }

    pub(super) fn map(&mut self, of: &'a Type, value: &'a Value, context: Context<'a>) -> Part<'a> {
        let mut entries = BTreeMap::new();
        let start = self.findings.len();
        match value {
            Value::Object(values) => self.nested(|run| {
                for (key, value) in values {
                    let context = Context::within(context.role, Need::Optional);
                    let part = run.at(key, |run| run.part(of, value, context));
                    entries.extend(part.map(|part| (key.as_str(), part)));
                }
            })?,
            Value::Null => {
                self.coerced("an object", value, context);
            }
            _ => return self.decoded("an object", value, context, |run, decoded| run.map(of, decoded, context)),
        }
        let from = if value.is_null() { self.findings.len() } else { start };
        let within = self.findings.split_off(from);
        let limits = context.limits_of(entries.len());
        let read = Read::Map(entries);
        self.limits(limits, &read, context.sight);
        self.findings.extend(within);
        Some(read)
    }

    /// Reads an element of a list or a value of a map: `None` if it is left out, `Some(None)` if there is a fault anywhere in
    /// it.
    fn part(&mut self, ty: &'a Type, value: &'a Value, context: Context<'a>) -> Option<Part<'a>> {
        let start = self.findings.len();
        let part = match value {
            Value::Null if *ty == Type::Primitive(Primitive::Json) => self.value(ty, value, context),
            Value::Null => {
                self.absent(self.expected(ty, context), value, self.sight(ty));
                return None;
            }
            _ => self.optional(ty, value, context)?,
        };
        Some(part.filter(|_| self.findings[start..].iter().all(|finding| finding.class != Class::Fault)))
    }
}

fn numbered(values: &[Value]) -> Vec<Element<'_>> {
    values.iter().enumerate().map(|(index, value)| (Cow::Owned(index.to_string()), value)).collect()
}

/// Whether all names are numbers, as in an array of PHP that is sent as an object.
fn has_numbers(members: &Map<String, Value>) -> bool {
    members.keys().all(|name| number(name).is_some())
}

fn number(name: &str) -> Option<u64> {
    let number: u64 = name.parse().ok()?;
    (number.to_string() == name).then_some(number)
}

fn in_order(members: &Map<String, Value>) -> Vec<Element<'_>> {
    let mut elements: Vec<Element<'_>> =
        members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), value)).collect();
    elements.sort_by_key(|(name, _)| number(name));
    elements
}
