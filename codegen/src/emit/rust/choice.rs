//! Choices: an enum of the members that a tag selects, and its table.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{self, Doc},
    markdown,
    print::Item,
    types::{Context, literal},
};
use crate::{
    model::{Choice, Object, TagWire, Variant, WireValue},
    naming,
};

/// The items for the choice of an object.
pub(super) fn items(context: Context<'_>, object: &Object, choice: &Choice) -> Vec<Item> {
    vec![enumeration(context, choice).into(), Item::Text(table(context, object, choice))]
}

fn enumeration(context: Context<'_>, choice: &Choice) -> TokenStream {
    let ident = naming::type_ident(&choice.type_name);
    let docs = Doc::new(choice.doc.as_deref())
        .paragraph(&doc::facts(
            choice.label.as_deref(),
            [format!("{} on the wire selects the variant", markdown::code(&choice.tag))],
        ))
        .attributes();
    let alias = doc::alias(choice.label.as_deref(), &choice.type_name);
    let variants = choice.variants.iter().map(|variant| {
        let ident = naming::variant_ident(&variant.name);
        let docs = variant_docs(choice, variant).attributes();
        let alias = doc::alias(variant.label.as_deref(), &ident.to_string());
        let payload = variant.field.as_ref().map(|field| {
            let ty = context.ty(&field.ty);
            quote! { (#ty) }
        });
        quote! { #docs #alias #ident #payload, }
    });
    quote! {
        #docs
        #alias
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
            #[doc = " A tag that the docs don't list, or a tag without its member. The choice is written back."]
            Unknown(choice::UnknownChoice),
        }
    }
}

fn variant_docs(choice: &Choice, variant: &Variant) -> Doc {
    let tag = match &variant.tag {
        WireValue::Int(tag) => tag.to_string(),
        WireValue::Text(tag) => format!("\"{tag}\""),
    };
    let mut wire = markdown::code(&format!("{}: {tag}", choice.tag));
    if let Some(field) = &variant.field {
        wire = format!("{wire} with {}", markdown::code(&field.wire));
    }
    let facts = doc::facts(variant.label.as_deref(), [wire]);
    Doc::new(variant.doc.as_deref()).paragraph(&facts).errata(&variant.errata)
}

/// The table: each member with the tags that select it, then the tags that select none.
fn table(context: Context<'_>, object: &Object, choice: &Choice) -> String {
    let ident = naming::type_ident(&choice.type_name);
    let tag = literal(&choice.tag);
    let wire = tag_type(choice.wire);
    let unknown = if object.role.sent() { "refused" } else { "kept" };
    let mut text = format!("choice! {{ {ident}, {tag}: {wire}, unknown {unknown} {{\n");
    for (name, ty) in choice.slots() {
        let rule = if context.checks.ty(context.model, ty, object.role) { ", check()" } else { "" };
        let variants = choice.variants.iter().filter(|v| v.field.as_ref().is_some_and(|field| field.wire == name));
        let variants: Vec<String> = variants.map(|variant| format!("{}{rule};", row(variant))).collect();
        let _ = writeln!(text, "    {}: {} {{ {} }}", literal(name), context.ty_text(ty), variants.join(" "));
    }
    let alone = choice.variants.iter().filter(|variant| variant.field.is_none());
    let alone: Vec<String> = alone.map(|variant| format!("        {};\n", row(variant))).collect();
    if !alone.is_empty() {
        let _ = writeln!(text, "    _ {{\n{}    }}", alone.concat());
    }
    text + "} }"
}

/// The Rust type of a tag.
pub(super) fn tag_type(wire: TagWire) -> &'static str {
    match wire {
        TagWire::Int => "i64",
        TagWire::String => "String",
    }
}

/// A tag and the variant that it selects.
fn row(variant: &Variant) -> String {
    let tag = match &variant.tag {
        WireValue::Int(tag) => tag.to_string(),
        WireValue::Text(tag) => literal(tag),
    };
    format!("{tag} => {}", naming::variant_ident(&variant.name))
}
