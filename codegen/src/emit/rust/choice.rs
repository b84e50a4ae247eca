//! Choices: an enum of the values that a tag selects, and its table.

use super::{
    code::Code,
    doc::{self, Doc},
    markdown,
    print::Item,
    string::literal,
    types::{Context, is_held_plain},
};
use crate::{
    model::{Choice, Object, TagWire, Variant, WireValue},
    naming,
};

/// The items for the choice of an object.
pub(super) fn items(context: Context<'_>, object: &Object, choice: &Choice) -> Vec<Item> {
    all(context, object, choice, Doc::default(), "refused")
}

/// The items for an object that is nothing but a choice.
pub(super) fn only_items(context: Context<'_>, object: &Object, choice: &Choice, docs: Doc) -> Vec<Item> {
    let unknown = if choice.required { "refused" } else { "refused_if_any" };
    let mut items = all(context, object, choice, docs, unknown);
    let need = if is_held_plain(object, choice) { "Required" } else { "Optional" };
    let ident = naming::type_ident(&choice.type_name);
    items.push(Item::Text(format!("choice_object! {{ {ident}, {need} }}")));
    items
}

/// `unknown` is what happens to an unknown choice that is sent.
fn all(context: Context<'_>, object: &Object, choice: &Choice, docs: Doc, unknown: &str) -> Vec<Item> {
    let mut items = vec![enumeration(context, choice, docs), table(context, object, choice, unknown)];
    if object.role.sent() {
        items.extend(conversions(context, choice));
    }
    items
}

/// A conversion for each object that only one variant has.
fn conversions(context: Context<'_>, choice: &Choice) -> impl Iterator<Item = Item> {
    choice.conversions().map(move |(variant, ty)| {
        let (ident, ty) = (naming::type_ident(&choice.type_name), context.ty_text(ty));
        let variant = naming::variant_ident(&variant.name);
        let mut code = Code::default();
        code.block(format_args!("impl From<{ty}> for {ident}"), |code| {
            code.block(format_args!("fn from(value: {ty}) -> Self"), |code| {
                code.line(format_args!("Self::{variant}(value)"));
            });
        });
        code.into()
    })
}

fn enumeration(context: Context<'_>, choice: &Choice, docs: Doc) -> Item {
    let selects = format!("{} on the wire selects the variant", markdown::code(&choice.tag));
    let docs = docs.markdown(choice.doc.as_deref());
    let mut code = Code::default();
    code.docs(&docs.paragraph(&doc::facts(choice.label.as_deref(), [selects])));
    code.attribute(doc::alias(choice.label.as_deref(), &choice.type_name));
    code.line("#[derive(Clone, Debug, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.block(format_args!("pub enum {}", naming::type_ident(&choice.type_name)), |code| {
        for variant in &choice.variants {
            let ident = naming::variant_ident(&variant.name);
            code.docs(&variant_docs(choice, variant));
            code.attribute(doc::alias(variant.label.as_deref(), &ident.to_string()));
            match variant.ty() {
                Some(ty) => code.line(format_args!("{ident}({}),", context.ty_text(ty))),
                None => code.line(format_args!("{ident},")),
            }
        }
        code.line("/// A tag that the docs don't list, or a tag without its member. The choice is written back.");
        code.line("Unknown(choice::UnknownChoice),");
    });
    code.into()
}

fn variant_docs(choice: &Choice, variant: &Variant) -> Doc {
    let tag = match &variant.tag {
        WireValue::Int(tag) => tag.to_string(),
        WireValue::Text(tag) => format!("\"{tag}\""),
    };
    let mut wire = markdown::code(&format!("{}: {tag}", choice.tag));
    match (&variant.field, &variant.flat) {
        (Some(field), _) => wire = format!("{wire} with {}", markdown::code(&field.wire)),
        (None, Some(_)) => wire += " with the members beside it",
        (None, None) => {}
    }
    let facts = doc::facts(variant.label.as_deref(), [wire]);
    Doc::new(variant.doc.as_deref()).paragraph(&facts).errata(&variant.errata)
}

/// The table: each member with the tags that select it, then the tags that select members beside them, then the others.
fn table(context: Context<'_>, object: &Object, choice: &Choice, unknown: &str) -> Item {
    let ident = naming::type_ident(&choice.type_name);
    let (tag, wire) = (literal(&choice.tag), tag_type(choice.wire));
    let unknown = if object.role.sent() { unknown } else { "kept" };
    let typed = |variant: &Variant| {
        let ty = variant.ty()?;
        let rule = if context.checks.ty(context.model, ty, object.role) { ", check()" } else { "" };
        Some(format!("{}: {}{rule};", row(variant), context.ty_text(ty)))
    };
    let of_slot = |variant: &Variant, name: &str| variant.field.as_ref().is_some_and(|field| field.wire == name);
    let flat = choice.variants.iter().filter(|variant| variant.flat.is_some()).filter_map(typed);
    let alone = choice.variants.iter().filter(|variant| variant.ty().is_none());
    let alone = alone.map(|variant| format!("{};", row(variant)));
    let (flat, alone): (Vec<String>, Vec<String>) = (flat.collect(), alone.collect());
    let mut code = Code::default();
    let rows = |code: &mut Code| {
        for name in choice.slots() {
            let variants = choice.variants.iter().filter(|variant| of_slot(variant, name)).filter_map(typed);
            let variants: Vec<String> = variants.collect();
            code.line(format_args!("{} {{ {} }}", literal(name), variants.join(" ")));
        }
        for (mark, rows) in [("..", &flat), ("_", &alone)] {
            if !rows.is_empty() {
                code.block(mark, |code| rows.iter().for_each(|row| code.line(row)));
            }
        }
    };
    code.within(format_args!("choice! {{ {ident}, {tag}: {wire}, unknown {unknown} {{"), rows, "} }");
    code.into()
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
