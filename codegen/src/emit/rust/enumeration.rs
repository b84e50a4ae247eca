//! Open enums, and the vendors' error codes, which are open enums with advice.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{self, Doc},
    markdown,
    types::integer,
    validator,
};
use crate::{
    model::{Advice, Enum, EnumValue, ErrorCode, Form, Primitive, TypeName, WireValue},
    naming,
};

/// Everything that is emitted for one enum.
pub(super) fn items(name: &TypeName, decl: &Enum) -> Vec<TokenStream> {
    let ident = naming::type_ident(&name.name);
    let macro_name = match decl.wire.form() {
        Form::Text => quote! { str_enum },
        Form::Bool | Form::Integer(..) | Form::Float | Form::Any => quote! { int_enum },
    };
    let mut items = vec![enumeration(name, decl), wire_impl(name, decl), labels(name, decl)];
    if decl.closed {
        items.push(validator::for_closed_enum(name));
    }
    items.push(quote! { runtime::#macro_name!(#ident); });
    items
}

fn enumeration(name: &TypeName, decl: &Enum) -> TokenStream {
    let ident = naming::type_ident(&name.name);
    let closed = decl.closed.then(|| "A request may carry the values alone that are listed here.".to_owned());
    let docs = Doc::new_or(decl.doc.as_deref(), &name.name)
        .paragraph(&doc::facts(decl.label.as_deref(), None))
        .paragraph(closed.as_deref().unwrap_or_default())
        .errata(&decl.errata)
        .attributes();
    let alias = doc::alias(decl.label.as_deref(), &name.name);
    let variants = decl.values.iter().map(variant);
    let (derives, payload) = match decl.wire.form() {
        Form::Text => (quote! { Clone, Debug, PartialEq, Eq, Hash }, quote! { Box<str> }),
        Form::Bool | Form::Integer(..) | Form::Float | Form::Any => {
            (quote! { Clone, Copy, Debug, PartialEq, Eq, Hash }, quote! { i64 })
        }
    };
    quote! {
        #docs
        #alias
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
            #[doc = " A value that the docs don't list; kept, and written back as it came."]
            Unknown(open_enum::Unknown<#payload>),
        }
    }
}

fn variant(value: &EnumValue) -> TokenStream {
    let ident = naming::variant_ident(&value.name);
    let wire = match &value.wire {
        WireValue::Int(wire) => wire.to_string(),
        WireValue::Text(wire) => format!("\"{wire}\""),
    };
    let docs = Doc::new(value.doc.as_deref())
        .paragraph(&doc::facts(value.label.as_deref(), [markdown::code(&wire)]))
        .errata(&value.errata)
        .attributes();
    let alias = doc::alias(value.label.as_deref(), &ident.to_string());
    quote! { #docs #alias #ident, }
}

fn wire_impl(name: &TypeName, decl: &Enum) -> TokenStream {
    let ident = naming::type_ident(&name.name);
    let variants: Vec<_> = decl.values.iter().map(|value| naming::variant_ident(&value.name)).collect();
    let wires: Vec<TokenStream> = decl.values.iter().map(wire_literal).collect();
    let wire = if variants.is_empty() {
        quote! { _wire }
    } else {
        quote! { wire }
    };
    let known = if variants.is_empty() {
        quote! { None }
    } else {
        quote! { match wire { #(#wires => Some(Self::#variants),)* _ => None } }
    };
    if decl.wire.form() == Form::Text {
        return quote! {
            impl open_enum::StrEnum for #ident {
                const KNOWN: &'static [Self] = &[#(Self::#variants),*];

                fn known(#wire: &str) -> Option<Self> { #known }

                fn unknown(value: open_enum::Unknown<Box<str>>) -> Self { Self::Unknown(value) }

                fn wire_value(&self) -> &str {
                    match self {
                        #(Self::#variants => #wires,)*
                        Self::Unknown(value) => value.wire(),
                    }
                }
            }
        };
    }
    quote! {
        impl open_enum::IntEnum for #ident {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn known(#wire: i64) -> Option<Self> { #known }

            fn unknown(value: open_enum::Unknown<i64>) -> Self { Self::Unknown(value) }

            fn wire_value(self) -> i64 {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => *value.wire(),
                }
            }
        }
    }
}

fn wire_literal(value: &EnumValue) -> TokenStream {
    match &value.wire {
        WireValue::Int(wire) => integer(*wire),
        WireValue::Text(wire) => quote! { #wire },
    }
}

fn labels(name: &TypeName, decl: &Enum) -> TokenStream {
    let ident = naming::type_ident(&name.name);
    let arms = decl.values.iter().filter_map(|value| {
        let variant = naming::variant_ident(&value.name);
        let label = value.label.as_ref()?;
        Some(quote! { Self::#variant => Some(#label), })
    });
    let body = lookup(arms.collect(), decl.values.len());
    quote! {
        impl #ident {
            #[doc = " The vendor's own term for the value; none for what the docs don't list."]
            #[must_use]
            pub fn label(&self) -> Option<&'static str> { #body }
        }
    }
}

/// Everything that is emitted for the error codes of a vendor.
pub(super) fn error_codes(vendor: &str, codes: &BTreeMap<i64, ErrorCode>) -> Vec<TokenStream> {
    let name = TypeName::new(vendor, "ErrorCode");
    let decl = Enum {
        file: String::new(),
        doc: Some("The vendor's error codes, each with its advice.".to_owned()),
        label: None,
        wire: Primitive::Int64,
        closed: false,
        from: None,
        values: codes
            .iter()
            .map(|(code, error)| EnumValue {
                name: error.name.clone(),
                wire: WireValue::Int(*code),
                label: error.label.clone(),
                doc: error.doc.clone(),
                errata: error.errata.clone(),
            })
            .collect(),
        errata: Vec::new(),
    };
    let mut items = items(&name, &decl);
    items.push(error_code_impl(codes));
    items
}

fn error_code_impl(codes: &BTreeMap<i64, ErrorCode>) -> TokenStream {
    let names = codes.values().map(|error| {
        let variant = naming::variant_ident(&error.name);
        let name = &error.name;
        quote! { Self::#variant => Some(#name), }
    });
    let advice = codes.values().filter_map(|error| {
        let variant = naming::variant_ident(&error.name);
        let advice = match error.advice? {
            Advice::RefreshToken => quote! { RefreshToken },
            Advice::RetryLater => quote! { RetryLater },
            Advice::FixRequest => quote! { FixRequest },
            Advice::AskPermission => quote! { AskPermission },
        };
        Some(quote! { Self::#variant => Some(vendor::Advice::#advice), })
    });
    let (names, advice) = (lookup(names.collect(), codes.len()), lookup(advice.collect(), codes.len()));
    quote! {
        impl vendor::ErrorCode for ErrorCode {
            fn from_code(code: i64) -> Self { Self::from_wire(code) }

            fn code(self) -> i64 { self.wire() }

            fn name(self) -> Option<&'static str> { #names }

            fn advice(self) -> Option<vendor::Advice> { #advice }
        }
    }
}

/// What is known about each of `values` values, if anything is.
fn lookup(arms: Vec<TokenStream>, values: usize) -> TokenStream {
    match arms.len() {
        0 => quote! { None },
        all if all == values => quote! { match self { #(#arms)* Self::Unknown(_) => None } },
        _ => quote! { match self { #(#arms)* _ => None } },
    }
}
