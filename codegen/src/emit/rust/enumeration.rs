//! Open enums, and the vendors' error codes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    code::Code,
    doc::{self, Doc},
    endpoint, markdown,
    print::Item,
    string::literal,
};
use crate::{
    model::{Advice, Endpoint, Enum, EnumValue, ErrorCode, Form, TypeName, Vendor, WireValue},
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
    vec![enumeration(name, decl), table_of(&format!("{table}! {{ {}{closed}", ident(name)), rows)]
}

fn ident(name: &TypeName) -> proc_macro2::Ident {
    naming::type_ident(&name.name)
}

fn table_of(head: &str, rows: impl Iterator<Item = String>) -> Item {
    let mut code = Code::default();
    code.within(format_args!("{head} {{"), |code| rows.for_each(|row| code.line(format_args!("{row};"))), "} }");
    code.into()
}

/// Links to the endpoints whose pages explain each error code.
fn explaining(endpoints: &[(&String, &Endpoint)]) -> BTreeMap<i64, Vec<String>> {
    let mut links: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for (name, endpoint) in endpoints {
        let Some((_, below)) = name.split_once('.') else { continue };
        let link = format!("[{}](crate::{}::Request)", markdown::code(below), endpoint::path(below));
        let codes: BTreeSet<i64> = endpoint.errors.iter().copied().collect();
        codes.into_iter().for_each(|code| links.entry(code).or_default().push(link.clone()));
    }
    links
}

/// The endpoints whose pages explain an error code, in a sentence.
fn explained_by(links: &[String]) -> String {
    const SHOWN: usize = 12;
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

fn enumeration(name: &TypeName, decl: &Enum) -> Item {
    let closed = if decl.closed { "Requests may only contain the values listed here." } else { "" };
    let docs = Doc::new_or(decl.doc.as_deref(), &name.name)
        .paragraph(&doc::facts(decl.label.as_deref(), None))
        .paragraph(closed)
        .errata(&decl.errata);
    let (copy, payload) = match decl.wire.form() {
        Form::Text => ("", "Box<str>"),
        Form::Bool | Form::Integer(..) | Form::Float | Form::Any => ("Copy, ", "i64"),
    };
    let mut code = Code::default();
    code.docs(&docs);
    code.attribute(doc::alias(decl.label.as_deref(), &name.name));
    code.line(format_args!("#[derive(Clone, {copy}Debug, PartialEq, Eq, Hash)]"));
    code.line("#[non_exhaustive]");
    code.block(format_args!("pub enum {}", ident(name)), |code| {
        decl.values.iter().for_each(|value| variant(code, value));
        code.line("/// A value that the docs don't list. It is written back unchanged.");
        code.line(format_args!("Unknown(open_enum::Unknown<{payload}>),"));
    });
    code.into()
}

fn variant(code: &mut Code, value: &EnumValue) {
    let ident = naming::variant_ident(&value.name);
    let wire = match &value.wire {
        WireValue::Int(wire) => wire.to_string(),
        WireValue::Text(wire) => format!("\"{wire}\""),
    };
    let docs = Doc::new(value.doc.as_deref());
    let docs = docs.paragraph(&doc::facts(value.label.as_deref(), [markdown::code(&wire)])).errata(&value.errata);
    code.docs(&docs);
    code.attribute(doc::alias(value.label.as_deref(), &ident.to_string()));
    code.line(format_args!("{ident},"));
}

/// The items for the error codes of a vendor.
pub(super) fn error_codes(vendor: &Vendor, endpoints: &[(&String, &Endpoint)]) -> Vec<Item> {
    let source = vendor.errors_source.as_ref().map(|source| match &source.url {
        Some(url) => format!("Source: [{}]({url}).", markdown::plain(&source.title)),
        None => format!("Source: {}.", markdown::plain(&source.title)),
    });
    let docs =
        Doc::new(Some("The vendor's error codes, each with its advice. Any other number is an error code, too."))
            .paragraph(source.as_deref().unwrap_or_default());
    let mut structure = Code::default();
    structure.docs(&docs);
    structure.line("#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]");
    structure.line("pub struct ErrorCode(i64);");
    let explaining = explaining(endpoints);
    let mut constants = Code::default();
    constants.block("impl ErrorCode", |code| {
        code.line("/// The code of success, which only parts of a payload have: a reply with it is no error.");
        code.line(format_args!("pub const SUCCESS: Self = Self({});", vendor.envelope.success));
        for (number, error) in &vendor.errors {
            error_code(code, *number, error, explaining.get(number).map_or(&[], Vec::as_slice));
        }
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
    vec![structure.into(), constants.into(), table_of("error_codes! { ErrorCode", table)]
}

/// The constant of an error code.
fn error_code(code: &mut Code, number: i64, error: &ErrorCode, explaining: &[String]) {
    let ident = naming::constant_ident(&error.name);
    let docs = Doc::new(error.doc.as_deref())
        .paragraph(&doc::facts(error.label.as_deref(), [markdown::code(&number.to_string())]))
        .paragraph(&error.advice.map(|advice| format!("Advice: {}.", advice.words())).unwrap_or_default())
        .paragraph(&explained_by(explaining))
        .errata(&error.errata);
    code.docs(&docs);
    code.attribute(doc::alias(error.label.as_deref(), &ident.to_string()));
    code.line(format_args!("#[doc(alias = \"{number}\")]"));
    code.line(format_args!("pub const {ident}: Self = Self({number});"));
}
