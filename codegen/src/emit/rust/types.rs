//! Types as Rust writes them, seen from one module.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::checks::Checks;
use crate::{
    model::{Field, Model, Object, Primitive, Role, Type, TypeName},
    naming,
};

/// The module that is being emitted.
#[derive(Clone, Copy)]
pub(super) struct Context<'m> {
    pub(super) model: &'m Model,
    pub(super) checks: &'m Checks,
    pub(super) scope: &'m str,
}

/// How a field is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// As its type.
    Plain,
    /// As its type; an empty list or map stands for an absent one.
    PlainOrEmpty,
    /// As an option.
    Optional,
}

/// How a field of an object is held.
pub(super) fn held(object: &Object, field: &Field) -> Held {
    let many = matches!(field.ty, Type::List(_) | Type::Map(_));
    match object.role {
        Role::Sent | Role::Received if field.required => Held::Plain,
        Role::Received if many => Held::PlainOrEmpty,
        Role::Sent | Role::Received | Role::Both => Held::Optional,
    }
}

impl Context<'_> {
    /// The type of a value.
    pub(super) fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Primitive(primitive) => primitive_type(*primitive),
            Type::Scalar(name) | Type::Enum(name) | Type::Object(name) => {
                let ident = naming::type_ident(&name.name);
                quote! { #ident }
            }
            Type::List(of) => {
                let of = self.ty(of);
                quote! { Vec<#of> }
            }
            Type::Map(of) => {
                let of = self.ty(of);
                quote! { std::collections::BTreeMap<String, #of> }
            }
        }
    }

    /// The type of a field.
    pub(super) fn field_type(&self, object: &Object, field: &Field) -> TokenStream {
        let mut ty = self.ty(&field.ty);
        if field.boxed {
            ty = quote! { Box<#ty> };
        }
        match held(object, field) {
            Held::Plain | Held::PlainOrEmpty => ty,
            Held::Optional => quote! { Option<#ty> },
        }
    }

    /// The type of a parameter that a field is made of, and how.
    pub(super) fn parameter(&self, field: &Field, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
        let ty = self.ty(&field.ty);
        if field.boxed {
            return (ty, quote! { Box::new(#name) });
        }
        match &field.ty {
            Type::List(of) if converts(of) => {
                let of = self.ty(of);
                (
                    quote! { impl IntoIterator<Item = impl Into<#of>> },
                    quote! { #name.into_iter().map(Into::into).collect() },
                )
            }
            Type::List(of) => {
                let of = self.ty(of);
                (quote! { impl IntoIterator<Item = #of> }, quote! { #name.into_iter().collect() })
            }
            ty_of if converts(ty_of) => (quote! { impl Into<#ty> }, quote! { #name.into() }),
            _ => (ty, quote! { #name }),
        }
    }

    /// Imports of what lives in other modules, grouped by module. What lives in the area is exported again, so that a
    /// type keeps its path when a second endpoint begins to use it.
    pub(super) fn imports(&self, used: &BTreeSet<TypeName>, area: Option<&str>) -> Vec<TokenStream> {
        let mut by_scope: BTreeMap<&str, Vec<proc_macro2::Ident>> = BTreeMap::new();
        for name in used.iter().filter(|name| name.scope != self.scope) {
            by_scope.entry(&name.scope).or_default().push(naming::type_ident(&name.name));
        }
        by_scope
            .into_iter()
            .map(|(scope, names)| {
                let module = module_path(scope);
                let vendor = !scope.contains('.');
                match area {
                    Some(area) if area == scope && !vendor => quote! { pub use #module::{#(#names),*}; },
                    _ => quote! { use #module::{#(#names),*}; },
                }
            })
            .collect()
    }
}

/// The path of a scope's module, in the crate of its vendor.
pub(super) fn module_path(scope: &str) -> TokenStream {
    let segments = scope.split('.').skip(1).map(naming::value_ident);
    quote! { crate #(::#segments)* }
}

fn primitive_type(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::String => quote! { String },
        Primitive::Bool => quote! { bool },
        Primitive::Int32 => quote! { i32 },
        Primitive::Int64 => quote! { i64 },
        Primitive::Uint32 => quote! { u32 },
        Primitive::Float => quote! { f64 },
        Primitive::Timestamp => quote! { scalar::Timestamp },
        Primitive::Json => quote! { json::Value },
    }
}

/// Whether a parameter of this type takes whatever converts into it.
fn converts(ty: &Type) -> bool {
    match ty {
        Type::Scalar(_) => true,
        Type::Primitive(Primitive::String | Primitive::Timestamp | Primitive::Json) => true,
        Type::Primitive(
            Primitive::Bool | Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Float,
        ) => false,
        Type::Enum(_) | Type::Object(_) | Type::List(_) | Type::Map(_) => false,
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

/// An integer of 64 bits where nothing else tells its type.
pub(super) fn wide_integer(value: i64) -> TokenStream {
    match syn::parse_str::<syn::Expr>(&format!("{value}_i64")) {
        Ok(literal) => quote! { #literal },
        Err(error) => panic!("an integer is no literal: {error}"),
    }
}

/// A float; a negative one is two tokens.
pub(super) fn float(value: f64) -> TokenStream {
    let digits = Literal::f64_unsuffixed(value.abs());
    if value < 0.0 {
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
