//! Descriptions in Markdown, and extensions for tools.

use super::json::Members;
use crate::model::{Erratum, Kinds, Limits, Object, Primitive, Type, Words, words::capitalized};

/// Joins paragraphs with empty lines; `None` if there are none.
pub(super) fn paragraphs<'t>(parts: impl IntoIterator<Item = Option<&'t str>>) -> Option<String> {
    let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { None } else { Some(parts.join("\n\n")) }
}

/// A description and the vendor's term, which people search for.
pub(super) fn description(doc: Option<&str>, label: Option<&str>) -> Option<String> {
    paragraphs([doc, label])
}

/// The extensions for facts that have no keyword.
pub(super) fn facts<'m>(label: Option<&'m str>, errata: impl IntoIterator<Item = &'m Erratum>) -> Members<'m> {
    Members::new()
        .maybe("x-label", label)
        .list("x-errata", errata.into_iter().map(|erratum| Words::JSON.erratum(erratum)).collect::<Vec<_>>())
}

/// The page that adds a member to an object, if that is another one.
pub(super) fn page<'m>(object: &'m Object, key: &'m str) -> Members<'m> {
    let page = object.origins.get(key).and_then(|origin| origin.page.as_ref());
    Members::new().maybe("x-page", page.map(|(title, url)| Members::new().with("title", title).with("url", url)))
}

/// How a list is written in XML, if its elements are within an element of its own.
pub(super) fn item<'m>(item: Option<&'m String>) -> Members<'m> {
    let wrapped = item.map(|_| Members::new().with("wrapped", true));
    Members::new().maybe("xml", wrapped).maybe("x-xml-item", item)
}

/// The limits for which JSON Schema has no keyword.
pub(super) fn limits(limits: &Limits) -> Option<String> {
    if limits.is_empty() {
        return None;
    }
    let unenforced = limits.beyond.keys().copied();
    let kept = ["bytes", "filename"].into_iter().filter(|key| !limits.beyond.contains_key(key)).chain(unenforced);
    let only = |key: &str| Limits {
        chars: limits.chars.filter(|_| key == "chars"),
        bytes: limits.bytes.filter(|_| key == "bytes"),
        // A keyword expresses it.
        size: None,
        filename: limits.filename.clone().filter(|_| key == "filename"),
        items: limits.items.filter(|_| key == "items"),
        range: limits.range.filter(|_| key == "range"),
        pattern: None,
        unique: false,
        beyond: limits.beyond.clone(),
        kinds: Kinds::default(),
    };
    let sentences = kept.flat_map(|key| Words::JSON.limits(&only(key))).chain(Words::JSON.kinds(&limits.kinds));
    let sentences: Vec<String> = sentences.map(|words| format!("{}.", capitalized(&words))).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The meaning of a built-in type, if no keyword expresses it.
pub(super) fn meaning(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Primitive(Primitive::Timestamp) => Some("Unix time in seconds."),
        Type::Primitive(Primitive::TimestampMs) => Some("Unix time in milliseconds."),
        Type::Primitive(Primitive::ErrorCode) => Some("One of the vendor's error codes."),
        Type::Primitive(
            Primitive::String
            | Primitive::Bool
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::Uint32
            | Primitive::Uint64
            | Primitive::Float
            | Primitive::Json,
        ) => None,
        Type::Scalar(_)
        | Type::Enum(_)
        | Type::Object(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::JsonString(_)
        | Type::File => None,
    }
}
