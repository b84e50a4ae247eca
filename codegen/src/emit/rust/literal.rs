//! Literals of primitive types in Rust, from JSON.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::types::integer;
use crate::model::{Form, Primitive, WireValue};

/// Whether JSON is the value of an enum or a tag.
pub(super) fn is_wire(wire: &WireValue, json: &Value) -> bool {
    match wire {
        WireValue::Int(wire) => whole(json) == Some(*wire),
        WireValue::Text(wire) => json.as_str() == Some(wire),
    }
}

/// An integer, which may be in a string.
fn whole(json: &Value) -> Option<i64> {
    json.as_i64().or_else(|| json.as_str()?.parse().ok())
}

/// A literal of a primitive type; `None` if the JSON has another type.
pub(super) fn literal(primitive: Primitive, json: Option<&Value>, name: &str) -> Option<TokenStream> {
    Some(match primitive.form() {
        Form::Text => match json {
            Some(Value::Number(number)) => {
                let digits = number.to_string();
                quote! { #digits }
            }
            Some(json) => {
                let text = json.as_str()?;
                quote! { #text }
            }
            None => quote! { #name },
        },
        Form::Bool => {
            let is_true = match json {
                Some(json) => json.as_bool().or_else(|| whole(json).map(|number| number != 0))?,
                None => true,
            };
            quote! { #is_true }
        }
        Form::Integer(least, greatest) => {
            let value = json.map_or(Some(1), whole)?;
            if i128::from(value) < least || i128::from(value) > greatest {
                return None;
            }
            integer(value)
        }
        Form::Float => {
            let value = json.map_or(Some(1.5), |json| json.as_f64().or_else(|| json.as_str()?.parse().ok()))?;
            let digits = Literal::f64_unsuffixed(value.abs());
            if value.is_sign_negative() {
                quote! { -#digits }
            } else {
                quote! { #digits }
            }
        }
        Form::Any => any(json.unwrap_or(&Value::Null)),
    })
}

/// The inside of `json!`.
fn any(json: &Value) -> TokenStream {
    match json {
        Value::Null => quote! { null },
        Value::Bool(value) => quote! { #value },
        Value::Number(number) => number.to_string().parse().unwrap_or_else(|_| quote! { null }),
        Value::String(text) => quote! { #text },
        Value::Array(elements) => {
            let elements = elements.iter().map(any);
            quote! { [#(#elements),*] }
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = any(value);
                quote! { #name: #value }
            });
            quote! { { #(#members),* } }
        }
    }
}
