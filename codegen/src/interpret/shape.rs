//! What servers send in place of optional values.
//!
//! A server in PHP has one type for lists and objects, and `""` or `false` where it found nothing; one in Go or Java encodes
//! some objects twice. In an optional member, an element of a list or a value of a map, such a value counts as absent or is
//! decoded, and is reported as `coerced`. In a required member it is a fault.
//!
//! | a | counts as absent | is read as |
//! |---|---|---|
//! | object, map | null, `""`, `false`, `[]` | `"{…}"` as the object in the string |
//! | list | null, `""`, `false` | `"[…]"` as the list in the string, `{"0": …, "1": …}` as the list of its values |
//! | number, bool, time, enum of integers | null, `""` | |
//! | string, enum of strings | null | |
//! | named scalar that is a string and never empty | null, `""` without white space (as a member) | |
//!
//! Elsewhere `""` stands for every string of white space. An empty string in place of an optional scalar is reported unless it
//! is a member of a reply. A null in an optional member is as good as none, and not reported. The members
//! that a tag selects are optional in this sense, and so is a payload without required members.

use serde_json::Value;

use super::{
    finding::Class,
    read::Part,
    run::Run,
    value::{Context, Need},
    words::{Sight, described},
};
use crate::model::{Direction, Form, Primitive, Type};

/// What decides which values count as absent.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// A string, or any value.
    Text,
    /// A number or a bool.
    Number,
    List,
    /// An object or a map.
    Object,
}

impl Shape {
    /// Whether a value other than null stands for no value of this shape.
    pub(super) fn is_empty(self, value: &Value) -> bool {
        match value {
            Value::String(text) => self != Self::Text && text.trim().is_empty(),
            Value::Bool(false) => matches!(self, Self::List | Self::Object),
            Value::Array(values) => self == Self::Object && values.is_empty(),
            _ => false,
        }
    }
}

impl<'a> Run<'a> {
    /// Reads the value of an optional member: `None` if it counts as absent.
    pub(super) fn optional(&mut self, ty: &'a Type, value: &'a Value, context: Context<'a>) -> Option<Part<'a>> {
        if value.is_null() {
            return None;
        }
        if value == "" && context.is_member && self.model.refuses_empty(ty) {
            // A server sends its empty column. In a request the docs do not allow it.
            if self.direction == Direction::Sent {
                self.absent(self.expected(ty, context), value, self.sight(ty));
            }
            return None;
        }
        if self.shape(ty).is_empty(value) {
            self.absent(self.expected(ty, context), value, self.sight(ty));
            return None;
        }
        Some(self.value(ty, value, context))
    }

    fn shape(&self, ty: &Type) -> Shape {
        match (ty, self.model.primitive(ty).map(Primitive::form)) {
            (_, Some(Form::Text | Form::Any)) => Shape::Text,
            (_, Some(Form::Bool | Form::Integer(..) | Form::Float)) => Shape::Number,
            (Type::List(_), None) => Shape::List,
            (_, None) => Shape::Object,
        }
    }

    /// Reports a value that counts as absent.
    pub(super) fn absent(&mut self, expected: &str, value: &Value, sight: Sight) {
        let found = described(value, sight);
        self.add(Class::Deviation, "coerced", format!("expected {expected}, found {found}, which is read as none"));
    }

    /// Reads the object or the array in a string. If it has a fault, the string is all that was found.
    pub(super) fn decoded(
        &mut self,
        expected: &str,
        value: &'a Value,
        context: Context<'a>,
        read: impl FnOnce(&mut Self, &'a Value) -> Part<'a>,
    ) -> Part<'a> {
        let is_array = expected == "an array";
        let encoded = self.encoded.get(&self.pointer).filter(|encoded| {
            context.need == Need::Optional && value.is_string() && encoded.value.is_array() == is_array
        });
        let Some(encoded) = encoded else {
            self.misfit(expected, value, context.sight);
            return None;
        };
        let start = self.findings.len();
        self.coerced(expected, value, context.undocumented());
        self.findings.extend(encoded.findings.iter().cloned());
        let depth = std::mem::take(&mut self.depth);
        let part = read(self, &encoded.value);
        self.depth = depth;
        if self.findings[start..].iter().any(|finding| finding.class == Class::Fault) {
            self.findings.truncate(start);
            self.misfit(expected, value, context.sight);
            return None;
        }
        part
    }
}
