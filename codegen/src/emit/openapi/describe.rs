//! Descriptions: Markdown for people, and what tools may look for.

use super::json::Members;
use crate::model::{Condition, Erratum, Limit, Literal, Primitive, Type, WireValue};

/// Paragraphs, with an empty line between; none if there is none.
pub(super) fn paragraphs<'t>(parts: impl IntoIterator<Item = Option<&'t str>>) -> Option<String> {
    let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { None } else { Some(parts.join("\n\n")) }
}

/// What a part is, and the vendor's term for it, by which people search.
pub(super) fn description(doc: Option<&str>, label: Option<&str>) -> Option<String> {
    paragraphs([doc, label])
}

/// The facts that have no keyword.
pub(super) fn facts(label: Option<&str>, errata: &[Erratum]) -> Members {
    Members::new().maybe("x-label", label).list("x-errata", errata.iter().map(erratum).collect::<Vec<_>>())
}

/// An erratum in one sentence or two.
pub(super) fn erratum(erratum: &Erratum) -> String {
    let pairs = |pairs: &[(String, String)]| {
        pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ")
    };
    let decided = match &erratum.decision {
        Some(decision) => decision.trim_end_matches('.').to_owned(),
        None => format!("We use {}", pairs(&erratum.used)),
    };
    let also = match erratum.also_accept.len() {
        0 => String::new(),
        _ => format!(", and accept {} as well", erratum.also_accept.join(", ")),
    };
    let because = erratum.because.trim().trim_end_matches('.');
    format!("{}. {decided}{also}: {because}.", pairs(&erratum.says))
}

/// A condition in words.
pub(super) fn condition(condition: &Condition) -> String {
    let tests = condition.tests.iter().map(|test| match test.values[..] {
        [] => format!("`{}` is given", test.field),
        _ => {
            let values: Vec<String> = test.values.iter().map(literal).collect();
            format!("`{}` is {}", test.field, values.join(" or "))
        }
    });
    tests.collect::<Vec<_>>().join(" and ")
}

/// Names in words.
pub(super) fn names(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Text(text) => format!("{text:?}"),
        Literal::Enum { name, wire: WireValue::Int(wire) } => format!("{wire} ({name})"),
        Literal::Enum { name, wire: WireValue::Text(wire) } => format!("{wire:?} ({name})"),
    }
}

/// A limit of bytes in words: no keyword tells it.
pub(super) fn bytes(limit: Limit) -> String {
    match (limit.min, limit.max) {
        (Some(min), Some(max)) => format!("{min} to {max} bytes of UTF-8."),
        (Some(min), None) => format!("At least {min} bytes of UTF-8."),
        (None, Some(max)) => format!("At most {max} bytes of UTF-8."),
        (None, None) => String::new(),
    }
}

/// What the number of a built-in type means, where no keyword tells it.
pub(super) fn meaning(ty: &Type) -> Option<&'static str> {
    (*ty == Type::Primitive(Primitive::Timestamp)).then_some("Unix time in seconds.")
}
