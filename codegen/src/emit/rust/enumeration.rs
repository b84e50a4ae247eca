//! Open enums, and the vendors' error codes.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{self, Doc},
    endpoint, markdown,
    print::Item,
    types::literal,
};
use crate::{
    model::{Advice, Endpoint, Enum, EnumValue, Form, TypeName, Vendor, WireValue},
    naming,
};

/// The items for an enum.
pub(super) fn items(name: &TypeName, decl: &Enum) -> Vec<Item> {
    let rows = decl.values.iter().map(|value| {
        let label = value.label.as_deref().map(|label| format!(", {}", literal(label)));
        format!("{}{}", row(value), label.unwrap_or_default())
    });
    let table = match decl.wire.form() {
        Form::Text => "str_enum",
        Form::Bool | Form::Integer(..) | Form::Float | Form::Any => "int_enum",
    };
    let closed = if decl.closed { ", closed" } else { "" };
    vec![enumeration(name, decl).into(), table_of(&format!("{table}! {{ {}{closed}", ident(name)), rows)]
}

fn ident(name: &TypeName) -> proc_macro2::Ident {
    naming::type_ident(&name.name)
}

fn table_of(head: &str, rows: impl Iterator<Item = String>) -> Item {
    let rows: String = rows.map(|row| format!("    {row};\n")).collect();
    Item::Text(if rows.is_empty() { format!("{head} {{}} }}") } else { format!("{head} {{\n{rows}}} }}") })
}

/// The endpoints whose pages explain an error code, in a sentence.
fn explained_by(code: i64, endpoints: &[(&String, &Endpoint)]) -> String {
    const SHOWN: usize = 12;
    let explaining = endpoints.iter().filter(|(_, endpoint)| endpoint.errors.contains(&code));
    let links: Vec<String> = explaining
        .filter_map(|(name, _)| name.split_once('.'))
        .map(|(_, below)| format!("[{}](crate::{}::Request)", markdown::code(below), endpoint::path(below)))
        .collect();
    match links.len() {
        0 => String::new(),
        count if count > SHOWN => format!("Explained by {} and {} more.", links[..SHOWN].join(", "), count - SHOWN),
        _ => format!("Explained by {}.", links.join(", ")),
    }
}

/// A value on the wire and its variant.
fn row(value: &EnumValue) -> String {
    let wire = match &value.wire {
        WireValue::Int(wire) => wire.to_string(),
        WireValue::Text(wire) => literal(wire),
    };
    format!("{wire} => {}", naming::variant_ident(&value.name))
}

fn enumeration(name: &TypeName, decl: &Enum) -> TokenStream {
    let ident = naming::type_ident(&name.name);
    let closed = decl.closed.then(|| "Requests may only contain the values listed here.".to_owned());
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
            #[doc = " A value that the docs don't list. It is written back unchanged."]
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

/// The items for the error codes of a vendor.
pub(super) fn error_codes(vendor: &Vendor, endpoints: &[(&String, &Endpoint)]) -> Vec<Item> {
    let source = vendor.errors_source.as_ref().map(|source| match &source.url {
        Some(url) => format!("Source: [{}]({url}).", markdown::plain(&source.title)),
        None => format!("Source: {}.", markdown::plain(&source.title)),
    });
    let docs =
        Doc::new(Some("The vendor's error codes, each with its advice. Any other number is an error code, too."))
            .paragraph(source.as_deref().unwrap_or_default())
            .attributes();
    let constants = vendor.errors.iter().map(|(code, error)| {
        let ident = naming::constant_ident(&error.name);
        let docs = Doc::new(error.doc.as_deref())
            .paragraph(&doc::facts(error.label.as_deref(), [markdown::code(&code.to_string())]))
            .paragraph(&error.advice.map(|advice| format!("Advice: {}.", advice.words())).unwrap_or_default())
            .paragraph(&explained_by(*code, endpoints))
            .errata(&error.errata)
            .attributes();
        let alias = doc::alias(error.label.as_deref(), &ident.to_string());
        let code = proc_macro2::Literal::i64_unsuffixed(*code);
        let number = code.to_string();
        quote! { #docs #alias #[doc(alias = #number)] pub const #ident: Self = Self(#code); }
    });
    let table = vendor.errors.iter().map(|(code, error)| {
        let advice = match error.advice {
            None => "Unknown",
            Some(Advice::RefreshToken) => "RefreshToken",
            Some(Advice::RetryLater) => "RetryLater",
            Some(Advice::SlowDown) => "SlowDown",
            Some(Advice::FixRequest) => "FixRequest",
            Some(Advice::AskPermission) => "AskPermission",
        };
        let (name, label) = (literal(&error.name), literal(error.label.as_deref().unwrap_or_default()));
        format!("{code} => {} {name} {label} {advice}", naming::constant_ident(&error.name))
    });
    let code = quote! {
        #docs
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct ErrorCode(i64);
    };
    let success = proc_macro2::Literal::i64_unsuffixed(vendor.envelope.success);
    let constants = quote! {
        impl ErrorCode {
            #[doc = " The code of success, which only parts of a payload have: a reply with it is no error."]
            pub const SUCCESS: Self = Self(#success);
            #(#constants)*
        }
    };
    let mut items = vec![code.into(), constants.into()];
    items.push(table_of("error_codes! { ErrorCode", table));
    items
}
