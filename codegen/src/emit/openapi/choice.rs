//! Choices: a schema for each tag, beside the members that do not depend on the tag.
//!
//! OpenAPI's `discriminator` cannot express choices: it selects the schema of an object, by a string, among a closed set of
//! components. A choice selects a sibling, often by an integer, and may receive a tag that the docs do not list yet. So the
//! descriptions use `oneOf` over the tag instead.

use super::{
    describe::{self, description},
    json::{Json, Members},
    literal::wire,
    types::{Context, Null, bare},
    vendor::Vendor,
};
use crate::model::{Choice, Primitive, Role, TagWire, Variant};

impl<'m> Vendor<'m> {
    /// The alternatives of an object's choice, of which exactly one matches.
    pub(super) fn choice(&self, role: Role, choice: &'m Choice) -> Vec<Members> {
        let mut ways: Vec<Members> =
            choice.variants.iter().map(|variant| self.variant(role, choice, variant)).collect();
        if !role.sent() {
            ways.push(unlisted(choice));
        }
        if !choice.required {
            ways.push(neither(choice));
        }
        ways
    }

    fn variant(&self, role: Role, choice: &'m Choice, variant: &'m Variant) -> Members {
        let selected = variant.field.as_ref().map(|field| field.wire.as_str());
        let tag = Members::new().with("const", wire(&variant.tag));
        let mut properties = Members::new().with(&choice.tag, tag);
        for (name, ty) in choice.slots() {
            properties = match selected == Some(name) {
                true => properties.with(name, self.value(ty, Context::within(role, Null::Refused))),
                false => properties.with(name, null()),
            };
        }
        let required: Vec<&str> = std::iter::once(choice.tag.as_str()).chain(selected).collect();
        Members::new()
            .with("title", &variant.name)
            .maybe("description", description(variant.doc.as_deref(), variant.label.as_deref()))
            .with("required", required)
            .with("properties", properties)
            .and(describe::facts(variant.label.as_deref(), &variant.errata))
    }
}

/// The schema of the tag, without its values.
pub(super) fn tag(choice: &Choice) -> Members {
    let primitive = match choice.wire {
        TagWire::Int => Primitive::Int64,
        TagWire::String => Primitive::String,
    };
    let mut schema = bare(primitive);
    if !choice.required
        && let Some(ty) = schema.get_mut("type")
    {
        *ty = Json::List(vec![ty.clone(), "null".into()]);
    }
    let words = format!("The tag that selects the variant of `{}`.", choice.name);
    let words = describe::paragraphs([Some(words.as_str()), choice.doc.as_deref(), choice.label.as_deref()]);
    schema
        .maybe("description", words)
        .with("x-extensible-enum", choice.variants.iter().map(|variant| wire(&variant.tag)).collect::<Vec<_>>())
        .with("x-enum-varnames", choice.variants.iter().map(|variant| &variant.name).collect::<Vec<_>>())
        .and(describe::facts(choice.label.as_deref(), &choice.errata))
}

/// The alternative for a received tag that the docs do not list.
fn unlisted(choice: &Choice) -> Members {
    let listed: Vec<Json> = choice.variants.iter().map(|variant| wire(&variant.tag)).collect();
    let absent = if choice.required { Vec::new() } else { vec![Json::Value(serde_json::Value::Null)] };
    let listed: Vec<Json> = listed.into_iter().chain(absent).collect();
    let other = Members::new().with("not", Members::new().with("enum", listed));
    Members::new()
        .with("title", "unlisted")
        .with("description", "A tag that the docs do not list.")
        .with("required", [&choice.tag])
        .with("properties", Members::new().with(&choice.tag, other))
}

fn neither(choice: &Choice) -> Members {
    let names = std::iter::once(choice.tag.as_str()).chain(choice.slots().into_iter().map(|(name, _)| name));
    Members::new()
        .with("title", "none")
        .with("description", "Neither the tag nor a member that it selects.")
        .with("properties", names.map(|name| (name, null())).collect::<Members>())
}

fn null() -> Members {
    Members::new().with("type", "null")
}
