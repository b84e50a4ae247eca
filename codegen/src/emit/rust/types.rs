//! Types in Rust, as seen from one module.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{checks::Checks, string::literal};
use crate::{
    model::{Choice, Field, Member, Model, Object, Primitive, Role, Type, TypeName},
    naming,
};

/// The module that is being emitted.
#[derive(Clone, Copy)]
pub(super) struct Context<'m> {
    pub(super) model: &'m Model,
    pub(super) checks: &'m Checks,
    pub(super) scope: &'m str,
}

/// How a struct stores a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// As its type.
    Plain,
    /// As its type; absent lists and maps are empty ones.
    PlainOrEmpty,
    /// As an option.
    Optional,
}

/// How the struct of an object stores a field.
pub(super) fn held(object: &Object, field: &Field) -> Held {
    match field.is_option_in(object.role) {
        true => Held::Optional,
        false if field.required => Held::Plain,
        false => Held::PlainOrEmpty,
    }
}

impl Context<'_> {
    /// The type of a value.
    pub(super) fn ty(&self, ty: &Type) -> TokenStream {
        tokens(&self.ty_text(ty))
    }

    /// The type of a value, as text.
    pub(super) fn ty_text(&self, ty: &Type) -> String {
        match ty {
            Type::Primitive(primitive) => primitive_type(*primitive).to_owned(),
            Type::Scalar(name) | Type::Enum(name) | Type::Object(name) => naming::type_ident(&name.name).to_string(),
            Type::List(of) => format!("Vec<{}>", self.ty_text(of)),
            Type::Map(of) => format!("std::collections::BTreeMap<String, {}>", self.ty_text(of)),
            Type::JsonString(of) => format!("JsonString<{}>", self.ty_text(of)),
            Type::File => "file::File".to_owned(),
        }
    }

    /// The type of a field.
    pub(super) fn field_type(&self, object: &Object, field: &Field) -> String {
        let mut ty = self.ty_text(&field.ty);
        if field.boxed {
            ty = format!("Box<{ty}>");
        }
        match held(object, field) {
            Held::Plain | Held::PlainOrEmpty => ty,
            Held::Optional => format!("Option<{ty}>"),
        }
    }

    /// The type of an argument that cannot be swapped with another one: for ids and texts, everything that converts into
    /// the type.
    pub(super) fn argument(&self, ty: &Type) -> String {
        let text = self.ty_text(ty);
        if self.converts(ty) { format!("impl Into<{text}>") } else { text }
    }

    /// The type of an argument beside others. Only text converts: if two ids did, a text could be passed for either, and
    /// the compiler would not notice that they were swapped.
    pub(super) fn argument_among_others(&self, ty: &Type) -> String {
        match ty {
            Type::Primitive(Primitive::String) | Type::JsonString(_) => self.argument(ty),
            Type::Object(name) if self.model.as_choice(name).is_some() => self.argument(ty),
            _ => self.ty_text(ty),
        }
    }

    /// Whether a parameter of this type accepts everything that converts into it.
    fn converts(&self, ty: &Type) -> bool {
        match ty {
            Type::Scalar(_) | Type::JsonString(_) => true,
            Type::Primitive(Primitive::String | Primitive::Timestamp | Primitive::TimestampMs | Primitive::Json) => {
                true
            }
            Type::Primitive(
                Primitive::Bool
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::Uint32
                | Primitive::Uint64
                | Primitive::Float
                | Primitive::ErrorCode,
            ) => false,
            Type::Object(name) => self.model.as_choice(name).is_some(),
            Type::Enum(_) | Type::List(_) | Type::Map(_) | Type::File => false,
        }
    }

    /// The types that come from other modules, by the paths of these.
    pub(super) fn imports<'n>(&self, used: &'n BTreeSet<TypeName>) -> Vec<(String, Vec<&'n str>)> {
        let mut by_scope: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in used.iter().filter(|name| name.scope != self.scope) {
            by_scope.entry(&name.scope).or_default().push(&name.name);
        }
        by_scope.into_iter().map(|(scope, names)| (module_path(scope), names)).collect()
    }
}

/// The path of a scope's module, in the crate of its vendor.
pub(super) fn module_path(scope: &str) -> String {
    let segments = scope.split('.').skip(1).map(|segment| format!("::{}", naming::value_ident(segment)));
    std::iter::once("crate".to_owned()).chain(segments).collect()
}

fn primitive_type(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "String",
        Primitive::Bool => "bool",
        Primitive::Int32 => "i32",
        Primitive::Int64 => "i64",
        Primitive::Uint32 => "u32",
        Primitive::Uint64 => "u64",
        Primitive::Float => "f64",
        Primitive::Timestamp => "scalar::Timestamp",
        Primitive::TimestampMs => "scalar::TimestampMs",
        Primitive::ErrorCode => "crate::ErrorCode",
        Primitive::Json => "wire::Json",
    }
}

/// The tokens of a type.
fn tokens(ty: &str) -> TokenStream {
    match ty.parse() {
        Ok(tokens) => tokens,
        Err(error) => panic!("`{ty}` is not a type: {error}"),
    }
}

/// An integer; a negative one is two tokens.
pub(super) fn integer(value: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote! { -#digits }
    } else {
        quote! { #digits }
    }
}

/// An option.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote! { Some(#value) },
        None => quote! { None },
    }
}

/// An option of a text, as text.
pub(super) fn option_text(value: Option<&str>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({})", literal(value)))
}

/// Whether an object may be empty.
pub(super) fn has_default(object: &Object) -> bool {
    object.role == Role::Both
        || object.members.iter().all(|member| match member {
            Member::Field(field) => !field.required,
            Member::Choice(choice) => !choice.required,
        })
}

/// Whether the field of a choice is not an `Option`.
pub(super) fn is_held_plain(object: &Object, choice: &Choice) -> bool {
    choice.required && object.role != Role::Both
}
