//! Types: the schemas of documented JSON values.
//!
//! Our readers accept more, such as `"1"` for 1; a schema states what the docs promise and what we write.

use super::{
    json::{Json, Members},
    limits::{self, Empty},
    vendor::Vendor,
};
use crate::model::{Field, Form, JsonType, Limits, Primitive, Role, Type, TypeName};

/// The context of a value.
#[derive(Clone, Copy)]
pub(super) struct Context<'m> {
    /// The role of the object that holds the value.
    role: Role,
    /// The limits of the field, if this is the value of a field.
    limits: Option<&'m Limits>,
    also_types: &'m [JsonType],
    bools: Bools,
    empty: Empty,
    null: Null,
    /// Whether an empty string may take the place of one that is never empty.
    empty_string: bool,
}

/// How bools are written.
#[derive(Clone, Copy, PartialEq)]
enum Bools {
    Named,
    Numbered,
}

/// Whether the value may be null.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Null {
    /// Yes: it equals an absent value.
    Allowed,
    /// Only if the type is `json`, whose values include null.
    OfType,
    Refused,
}

impl<'m> Context<'m> {
    /// The context within an object of this role.
    pub(super) fn within(role: Role, null: Null) -> Self {
        Self {
            role,
            limits: None,
            also_types: &[],
            bools: Bools::Named,
            empty: Empty::Limited,
            null,
            empty_string: false,
        }
    }

    pub(super) fn of(role: Role, field: &'m Field) -> Self {
        let null = match (field.required, role) {
            (false, _) => Null::Allowed,
            (true, Role::Both) => Null::Refused,
            (true, Role::Sent | Role::Received) => Null::OfType,
        };
        let empty = Empty::of(role, field);
        let bools = if field.bool_as_int { Bools::Numbered } else { Bools::Named };
        let empty_string = !field.required && role != Role::Sent;
        Self { role, limits: Some(&field.limits), also_types: &field.also_types, bools, empty, null, empty_string }
    }

    /// The context of a parameter in the query or a header, where null does not exist.
    pub(super) fn of_parameter(role: Role, field: &'m Field) -> Self {
        Self { null: Null::OfType, ..Self::of(role, field) }
    }

    /// The context of an element of a list.
    fn element(self) -> Self {
        Self { limits: None, empty: Empty::Limited, null: Null::OfType, empty_string: false, ..self }
    }
}

impl<'m> Vendor<'m> {
    /// The schema of a value.
    pub(super) fn value(&self, ty: &'m Type, context: Context<'m>) -> Members<'m> {
        let none = Limits::default();
        let limits = context.limits.unwrap_or(&none);
        let own = match ty {
            Type::Primitive(Primitive::Json) if context.null == Null::Refused => {
                Members::new().with("type", ["object", "array", "string", "number", "boolean"])
            }
            // Every value matches.
            Type::Primitive(Primitive::Json) => return Members::new(),
            Type::Primitive(Primitive::Bool) if context.bools == Bools::Numbered => {
                Members::new().with("type", "integer").with("enum", [0_i64, 1])
            }
            Type::Primitive(primitive) => self::primitive(*primitive, limits),
            Type::Scalar(name) | Type::Object(name) => self.reference(name).and(limits::of_scalar(limits, None)),
            Type::Enum(name) => self.enumeration(name, context.role).and(limits::of_scalar(limits, None)),
            Type::List(of) => {
                let elements = self.value(of, context.element());
                Members::new().with("type", "array").with("items", elements).and(limits::of_list(limits, context.empty))
            }
            Type::Map(of) => {
                let values = self.value(of, Context::within(context.role, Null::OfType));
                let own = Members::new().with("type", "object").with("additionalProperties", values);
                own.and(limits::of_map(limits, context.empty))
            }
            Type::JsonString(of) => {
                let held = self.value(of, Context::within(context.role, Null::OfType));
                let own = self::primitive(Primitive::String, limits).with("contentMediaType", "application/json");
                own.with("contentSchema", held)
            }
            Type::File => binary().and(limits::of_file(limits)),
        };
        let mut others = self.also(ty, context);
        if context.null == Null::Allowed {
            others.push(Members::new().with("type", "null"));
        }
        if context.empty_string && self.model.refuses_empty(ty) {
            // Not `const: ""`: clients of openapi-python-client refuse every text beside such an alternative.
            others.push(Members::new().with("type", "string").with("maxLength", 0_u64));
        }
        alternatives(own, others)
    }

    fn reference(&self, name: &TypeName) -> Members<'m> {
        reference(self.names.of(name))
    }

    /// A reference to an enum. A closed enum is open where it is received.
    fn enumeration(&self, name: &TypeName, role: Role) -> Members<'m> {
        match self.model.enums.get(name) {
            Some(decl) if decl.closed && !role.sent() => reference(&self.names.received(name)),
            _ => self.reference(name),
        }
    }

    /// The schemas of the other JSON types that an erratum accepts.
    fn also(&self, ty: &Type, context: Context<'_>) -> Vec<Members<'m>> {
        let Some(primitive) = self.model.primitive(ty) else { return Vec::new() };
        context.also_types.iter().filter_map(|json| coerced(primitive, *json, context.bools)).collect()
    }
}

/// Bytes that are no text. Generators of clients know them by their format, OpenAPI 3.1 by their media type.
pub(super) fn binary<'m>() -> Members<'m> {
    let string = Members::new().with("type", "string").with("format", "binary");
    string.with("contentMediaType", "application/octet-stream")
}

pub(super) fn reference(component: &str) -> Members<'static> {
    Members::new().with("$ref", format!("#/components/schemas/{component}"))
}

/// A value of a built-in type within limits.
pub(super) fn primitive(primitive: Primitive, limits: &Limits) -> Members<'static> {
    bare(primitive).and(limits::of_scalar(limits, Some(primitive)))
}

/// A value of a built-in type.
pub(super) fn bare(primitive: Primitive) -> Members<'static> {
    let (ty, format) = match primitive {
        Primitive::String => ("string", None),
        Primitive::Bool => ("boolean", None),
        Primitive::Float => ("number", Some("double")),
        Primitive::Int32 => ("integer", Some("int32")),
        Primitive::Int64 | Primitive::Timestamp | Primitive::TimestampMs | Primitive::ErrorCode => {
            ("integer", Some("int64"))
        }
        Primitive::Uint32 => ("integer", Some("uint32")),
        Primitive::Uint64 => ("integer", Some("uint64")),
        Primitive::Json => return Members::new(),
    };
    Members::new().with("type", ty).maybe("format", format)
}

/// The schema of a built-in type that arrives as another JSON type; `None` if that is its own.
fn coerced(primitive: Primitive, json: JsonType, bools: Bools) -> Option<Members<'static>> {
    let text = |pattern: &'static str| Some(Members::new().with("type", "string").with("pattern", pattern));
    match (primitive.form(), json) {
        (Form::Text, JsonType::Number) => Some(Members::new().with("type", "number")),
        (Form::Text, JsonType::String | JsonType::Bool) | (Form::Any, _) => None,
        (Form::Bool, JsonType::String) => {
            Some(Members::new().with("type", "string").with("enum", ["0", "1", "false", "true"]))
        }
        (Form::Bool, JsonType::Number) => match bools {
            Bools::Named => Some(Members::new().with("type", "integer").with("enum", [0_i64, 1])),
            Bools::Numbered => None,
        },
        (Form::Bool, JsonType::Bool) => match bools {
            Bools::Named => None,
            Bools::Numbered => Some(Members::new().with("type", "boolean")),
        },
        (Form::Integer(..), JsonType::String) => text("^[+-]?[0-9]+$"),
        (Form::Float, JsonType::String) => text(r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"),
        (Form::Integer(..) | Form::Float, JsonType::Number) => None,
        (Form::Integer(..) | Form::Float, JsonType::Bool) => Some(Members::new().with("type", "boolean")),
    }
}

/// A schema for the values of `own` and of `others`.
fn alternatives<'m>(mut own: Members<'m>, others: Vec<Members<'m>>) -> Members<'m> {
    if others.is_empty() {
        return own;
    }
    let null = Members::new().with("type", "null");
    // An enum would have to list null as well, and keywords beside a reference cannot extend it. datamodel-code-generator
    // loses the values' type of a map that may be null.
    if others == [null] && !["enum", "$ref", "additionalProperties"].iter().any(|key| own.has(key)) {
        match own.get_mut("type") {
            Some(Json::List(types)) => types.push("null".into()),
            Some(ty) => *ty = Json::List(vec![std::mem::replace(ty, "null".into()), "null".into()]),
            None => {}
        }
        return own;
    }
    let all: Vec<Members<'m>> = std::iter::once(own).chain(others).collect();
    Members::new().with("anyOf", all)
}
