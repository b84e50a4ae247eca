//! Parts of a model as short texts, in the notation of schemas.

use crate::model::{
    Choice, Derivation, Enum, EnumValue, Erratum, Field, JsonType, Location, Primitive, TagWire, Type, Variant,
    WireValue, notation,
};

pub(super) fn ty(ty: &Type) -> String {
    match ty {
        Type::Primitive(primitive) => primitive.as_str().to_owned(),
        Type::Scalar(name) | Type::Enum(name) | Type::Object(name) => name.name.clone(),
        Type::List(of) => format!("[{}]", self::ty(of)),
        Type::Map(of) => format!("{{ string: {} }}", self::ty(of)),
        Type::JsonString(of) => format!("string, holds: {}", self::ty(of)),
        Type::File => Type::FILE.to_owned(),
    }
}

pub(super) fn option(is_option: bool) -> String {
    if is_option { "an option" } else { "no option" }.to_owned()
}

pub(super) fn field(field: &Field) -> String {
    let required = if field.required { ", required: true" } else { "" };
    format!("{}: {{ type: {}{required} }}", field.wire, ty(&field.ty))
}

pub(super) fn derivation(from: &Derivation) -> String {
    let removed =
        if from.removed.is_empty() { String::new() } else { format!(", $remove: [{}]", from.removed.join(", ")) };
    format!("{}{removed}", from.base.name)
}

pub(super) fn choice(choice: &Choice) -> String {
    let required = if choice.required { ", required: true" } else { "" };
    format!("{}: {{ choice: {}{required} }}", choice.key, tag(choice))
}

pub(super) fn tag(choice: &Choice) -> String {
    let wire = if choice.wire == TagWire::Int { "int" } else { "string" };
    format!("{{ tag: {}, wire: {wire} }}", choice.tag)
}

pub(super) fn variant(variant: &Variant) -> String {
    format!("{}: {{ {} }}", variant.tag, payload(variant).unwrap_or_else(|| format!("name: {}", variant.name)))
}

/// The value that the tag of a variant selects.
pub(super) fn payload(variant: &Variant) -> Option<String> {
    let value = ty(variant.ty()?);
    Some(match &variant.field {
        Some(field) => format!("field: {}, type: {value}", field.wire),
        None => format!("type: {value}"),
    })
}

pub(super) fn value(value: &EnumValue) -> String {
    format!("{}: {{ value: {} }}", value.name, wire(&value.wire))
}

pub(super) fn wire(value: &WireValue) -> String {
    match value {
        WireValue::Int(value) => value.to_string(),
        WireValue::Text(value) => format!("{value:?}"),
    }
}

pub(super) fn enumeration(decl: &Enum) -> String {
    let names: Vec<&str> = decl.values.iter().map(|value| value.name.as_str()).collect();
    format!("{{ wire: {}, values: [{}] }}", decl.wire.as_str(), names.join(", "))
}

pub(super) fn primitive(primitive: Primitive) -> String {
    format!("wire: {}", primitive.as_str())
}

pub(super) fn location(location: Location) -> String {
    let part = match location {
        Location::Query => "query",
        Location::Header => "headers",
        Location::Body => "body",
    };
    part.to_owned()
}

pub(super) fn json_type(json: JsonType) -> String {
    let word = match json {
        JsonType::String => "string",
        JsonType::Number => "number",
        JsonType::Bool => "bool",
    };
    word.to_owned()
}

pub(super) fn scalar(scalar: &crate::model::Scalar) -> String {
    let secret = scalar.secret.then(|| "secret: true".to_owned());
    let facts = [primitive(scalar.wire)].into_iter().chain(secret).chain(notation::limits(&scalar.limits));
    format!("{{ {} }}", facts.collect::<Vec<_>>().join(", "))
}

/// Errata as texts: what the docs say, the decision and the evidence.
pub(super) fn errata(errata: &[Erratum]) -> Option<String> {
    let said = errata.iter().map(|erratum| {
        let says = erratum.says.iter().map(|(place, text)| format!("{place}: {text}")).collect::<Vec<_>>().join(", ");
        let decision = erratum.decision.iter().map(|decision| format!("; {decision}")).collect::<String>();
        format!("{{ {says}{decision}; {} }}", erratum.because)
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(", "))
}
