//! Values of the schemas as they are on the wire.

use serde_json::Value;

use super::json::Json;
use crate::model::{Field, JsonType, Literal, WireValue};

/// A value as it is on the wire.
pub(super) fn literal<'m>(field: &'m Field, literal: &'m Literal) -> Json<'m> {
    match literal {
        Literal::Bool(value) if field.bool_as_int => i64::from(*value).into(),
        Literal::Bool(value) => (*value).into(),
        Literal::Int(value) => (*value).into(),
        Literal::Float(value) => (*value).into(),
        Literal::Text(text) => text.into(),
        Literal::Enum { wire, .. } => self::wire(wire),
    }
}

/// The value of an enum or a tag.
pub(super) fn wire<'m>(value: &'m WireValue) -> Json<'m> {
    match value {
        WireValue::Int(value) => (*value).into(),
        WireValue::Text(text) => text.into(),
    }
}

/// A value as it is on the wire, followed by its forms in other JSON types that an erratum accepts. A number as a string
/// has no leading zeros.
pub(super) fn forms<'m>(field: &'m Field, value: &'m Literal) -> Vec<Json<'m>> {
    let others = field.also_types.iter().flat_map(|json| other_forms(field, value, *json));
    std::iter::once(literal(field, value)).chain(others).collect()
}

fn other_forms<'m>(field: &'m Field, value: &'m Literal, json: JsonType) -> Vec<Json<'m>> {
    match (value, json) {
        (Literal::Bool(false), JsonType::String) => vec!["0".into(), "false".into()],
        (Literal::Bool(true), JsonType::String) => vec!["1".into(), "true".into()],
        (Literal::Bool(value), JsonType::Number) if !field.bool_as_int => vec![i64::from(*value).into()],
        (Literal::Bool(value), JsonType::Bool) if field.bool_as_int => vec![(*value).into()],
        (Literal::Int(value) | Literal::Enum { wire: WireValue::Int(value), .. }, json) => match (json, value) {
            (JsonType::String, value) => vec![value.to_string().into()],
            (JsonType::Bool, 0 | 1) => vec![(*value == 1).into()],
            _ => Vec::new(),
        },
        (Literal::Float(value), JsonType::String) => vec![value.to_string().into()],
        (Literal::Text(text) | Literal::Enum { wire: WireValue::Text(text), .. }, JsonType::Number) => {
            let number = text.parse::<serde_json::Number>().ok().filter(|number| number.to_string() == *text);
            number.map(|number| Value::Number(number).into()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
