//! Objects: the struct and its docs.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    choice,
    doc::{self, Doc, WORDS},
    markdown, maxima,
    print::Item,
    table::table,
    types::{Context, has_default, is_held_plain, module_path},
};
use crate::{
    model::{Choice, Derivation, Field, Member, Object, Role, TypeName},
    naming,
};

/// The items for an object. `attributes` are those of the struct.
pub(super) fn items(
    context: Context<'_>,
    name: &TypeName,
    object: &Object,
    docs: &Doc,
    attributes: &TokenStream,
) -> Vec<Item> {
    if let Some(choice) = context.model.as_choice(name) {
        return choice::only_items(context, object, choice, docs);
    }
    let mut items = vec![structure(context, name, object, docs, attributes).into(), table(context, name, object)];
    items.extend(maxima::items(context, name, object).map(Item::from));
    items.extend(object.choice().into_iter().flat_map(|choice| choice::items(context, object, choice)));
    items
}

fn structure(
    context: Context<'_>,
    name: &TypeName,
    object: &Object,
    docs: &Doc,
    attributes: &TokenStream,
) -> TokenStream {
    let ident = naming::type_ident(&name.name);
    let from = object.from.as_ref().map(derivation).unwrap_or_default();
    let docs = docs.clone().paragraph(&from);
    let docs = docs.list("Rules", object.groups.iter().map(|group| WORDS.group_sentence(group)));
    let docs = docs.json_examples(&object.examples).attributes();
    let alias = doc::alias(object.label.as_deref(), &name.name);
    let default = has_default(object).then(|| quote! { Default, });
    let members = object.members.iter().map(|member| match member {
        Member::Field(field) => field_member(context, object, field),
        Member::Choice(choice) => choice_member(object, choice),
    });
    quote! {
        #docs
        #alias
        #attributes
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #ident { #(#members)* }
    }
}

fn field_member(context: Context<'_>, object: &Object, field: &Field) -> TokenStream {
    let ident = naming::value_ident(&field.name);
    let ty = context.field_type(object, field);
    let alias = doc::alias(field.label.as_deref(), &field.name);
    let named = field.wire != field.name && field.label.as_deref() != Some(&field.wire);
    let wire = named.then_some(field.wire.as_str());
    let wire = doc::alias(wire, &field.name);
    let docs = field_docs(field, object.role).paragraph(&added(object, &field.wire)).attributes();
    quote! { #docs #alias #wire pub #ident: #ty, }
}

fn field_docs(field: &Field, role: Role) -> Doc {
    let mut facts: Vec<String> = Vec::new();
    if field.wire != field.name {
        facts.push(format!("{} on the wire", markdown::code(&field.wire)));
    }
    facts.extend(WORDS.direction(field));
    facts.extend(WORDS.limits(&field.limits));
    facts.extend(field.limits_if.iter().map(|limits| WORDS.limits_if(limits)));
    if field.bool_as_int {
        facts.push("0 or 1 on the wire".to_owned());
    }
    facts.extend(field.default.as_ref().map(|default| format!("default {}", WORDS.literal(default))));
    facts.extend(field.empty.map(|empty| WORDS.empty(empty)));
    facts.extend(field.depends.iter().map(|dependency| match role {
        Role::Received => WORDS.dependency_received(dependency),
        Role::Sent | Role::Both => WORDS.dependency(dependency),
    }));
    let deprecated = field.deprecated.as_ref().map(|instead| format!("**Deprecated:** {instead}"));
    let docs = match &field.doc {
        Some(text) => Doc::new(Some(text)),
        None => Doc::default().paragraph(&spoken(&field.name)),
    };
    docs.paragraph(&doc::facts(field.label.as_deref(), facts)).markdown(deprecated.as_deref()).errata(&field.errata)
}

/// The object that an object is derived from, in a sentence.
fn derivation(from: &Derivation) -> String {
    let Derivation { base, removed } = from;
    let path = module_path(&base.scope).to_string().replace(' ', "").replace("r#", "");
    let removed: Vec<String> = removed.iter().map(|name| markdown::code(name)).collect();
    let except = if removed.is_empty() { String::new() } else { format!(", except {}", removed.join(", ")) };
    format!("It has [the members of `{}`]({path}::{}){except}.", base.name, naming::type_ident(&base.name))
}

/// The page that adds a member to an object, in a sentence.
fn added(object: &Object, key: &str) -> String {
    let page = object.origins.get(key).and_then(|origin| origin.page.as_ref());
    page.map(|(title, url)| format!("Documented on [{}]({url}).", markdown::plain(title))).unwrap_or_default()
}

/// A name as a sentence, for a field without docs.
fn spoken(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

fn choice_member(object: &Object, choice: &Choice) -> TokenStream {
    let ident = naming::value_ident(&choice.name);
    let ty = naming::type_ident(&choice.type_name);
    let ty = if is_held_plain(object, choice) {
        quote! { #ty }
    } else {
        quote! { Option<#ty> }
    };
    let alias = doc::alias(choice.label.as_deref(), &choice.name);
    let docs = Doc::new(choice.doc.as_deref())
        .paragraph(&doc::facts(
            choice.label.as_deref(),
            [format!("{} on the wire selects the variant", markdown::code(&choice.tag))],
        ))
        .errata(&choice.errata)
        .paragraph(&added(object, &choice.key))
        .attributes();
    quote! { #docs #alias pub #ident: #ty, }
}
