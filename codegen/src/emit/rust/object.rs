//! Objects: the struct, and the impls that read and write it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    choice,
    doc::{self, Doc, WORDS},
    markdown,
    methods::methods,
    types::{Context, Held, held},
    validator,
};
use crate::{
    model::{Choice, Field, Member, Object, Role, TypeName},
    naming,
};

/// Everything that is emitted for one object. `attributes` go before the struct.
pub(super) fn items(
    context: Context<'_>,
    name: &TypeName,
    object: &Object,
    docs: &Doc,
    attributes: &TokenStream,
) -> Vec<TokenStream> {
    let mut items = vec![structure(context, name, object, docs, attributes)];
    items.extend(methods(context, name, object));
    items.push(object_impl(name, object));
    items.push(validator::for_object(context, name, object));
    let ident = naming::type_ident(&name.name);
    items.push(quote! { runtime::object!(#ident); });
    if let Some(choice) = object.choice() {
        items.extend(choice::items(context, object, choice));
    }
    items
}

/// Whether the object exists without anything in it.
pub(super) fn has_default(object: &Object) -> bool {
    object.role == Role::Both
        || object.members.iter().all(|member| match member {
            Member::Field(field) => !field.required,
            Member::Choice(choice) => !choice.required,
        })
}

fn structure(
    context: Context<'_>,
    name: &TypeName,
    object: &Object,
    docs: &Doc,
    attributes: &TokenStream,
) -> TokenStream {
    let ident = naming::type_ident(&name.name);
    let docs = docs.clone().list("Rules", object.groups.iter().map(|group| WORDS.group_sentence(group))).attributes();
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
    let docs = field_docs(field).attributes();
    quote! { #docs #alias #wire pub #ident: #ty, }
}

fn field_docs(field: &Field) -> Doc {
    let mut facts: Vec<String> = Vec::new();
    if field.wire != field.name {
        facts.push(format!("{} on the wire", markdown::code(&field.wire)));
    }
    facts.extend(WORDS.limits(&field.limits));
    if field.bool_as_int {
        facts.push("0 or 1 on the wire".to_owned());
    }
    facts.extend(field.default.as_ref().map(|default| format!("default {}", WORDS.literal(default))));
    facts.extend(field.required_if.as_ref().map(|condition| WORDS.required_if(condition)));
    facts.extend(field.forbidden_unless.as_ref().map(|condition| WORDS.forbidden_unless(condition)));
    let deprecated = field.deprecated.as_ref().map(|instead| format!("**Deprecated:** {instead}"));
    let docs = match &field.doc {
        Some(text) => Doc::new(Some(text)),
        None => Doc::default().paragraph(&spoken(&field.name)),
    };
    docs.paragraph(&doc::facts(field.label.as_deref(), facts)).markdown(deprecated.as_deref()).errata(&field.errata)
}

/// A name as the beginning of a sentence, for what says it all by its name.
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
            [format!("{} on the wire says which", markdown::code(&choice.tag))],
        ))
        .errata(&choice.errata)
        .attributes();
    quote! { #docs #alias pub #ident: #ty, }
}

pub(super) fn is_held_plain(object: &Object, choice: &Choice) -> bool {
    choice.required && object.role != Role::Both
}

fn object_impl(name: &TypeName, object: &Object) -> TokenStream {
    let ident = naming::type_ident(&name.name);
    let names = object.wire_names();
    let aliases = aliases(object);
    let required = required(object);
    let (draft, begin, finish) = draft(object);
    let keeps = object.choice().map(|_| {
        quote! {
            const KEEPS_UNKNOWN: bool = true;
        }
    });
    let keep = object.choice().map(|_| {
        quote! {
            fn keep_unknown(draft: &mut Self::Draft, name: String, value: json::Value) {
                draft.1.keep_unknown(name, value);
            }
        }
    });
    let read = read_member(object);
    let write = write_members(object);
    let begin = match object.choice() {
        Some(_) => quote! { (#begin, choice::Draft::default()) },
        None => begin,
    };
    quote! {
        impl object::Object for #ident {
            type Draft = #draft;

            const MEMBERS: &'static [&'static str] = &[#(#names),*];
            #aliases
            #required
            #keeps

            fn draft() -> Self::Draft { #begin }

            #read

            #keep

            #finish

            #write
        }
    }
}

fn aliases(object: &Object) -> Option<TokenStream> {
    let names = object.wire_names();
    let aliases: Vec<TokenStream> = object
        .fields()
        .flat_map(|field| {
            let at = names.iter().position(|name| *name == field.wire).unwrap_or_default();
            let at = Literal::usize_unsuffixed(at);
            field.also_names.iter().map(move |alias| quote! { (#alias, #at) })
        })
        .collect();
    (!aliases.is_empty()).then(|| quote! { const ALIASES: &'static [(&'static str, usize)] = &[#(#aliases),*]; })
}

fn required(object: &Object) -> Option<TokenStream> {
    if object.role == Role::Both {
        return None;
    }
    let names = object.wire_names();
    let required = object.members.iter().filter_map(|member| match member {
        Member::Field(field) => field.required.then_some(&field.wire),
        Member::Choice(choice) => choice.required.then_some(&choice.tag),
    });
    let mask =
        required.filter_map(|wire| names.iter().position(|name| name == wire)).fold(0_u128, |mask, at| mask | 1 << at);
    if mask == 0 {
        return None;
    }
    let mask = match syn::parse_str::<syn::LitInt>(&format!("{mask:#b}")) {
        Ok(mask) => mask,
        Err(error) => panic!("a mask of bits is no integer: {error}"),
    };
    Some(quote! { const REQUIRED: u128 = #mask; })
}

/// The draft's type, the object that it begins with, and how it ends.
fn draft(object: &Object) -> (TokenStream, TokenStream, TokenStream) {
    let vacant = if has_default(object) {
        quote! { Default::default() }
    } else {
        let values = object.members.iter().map(|member| {
            let ident = naming::value_ident(member.name());
            match member {
                Member::Field(_) => quote! { #ident: wire::Wire::vacant() },
                Member::Choice(choice) if is_held_plain(object, choice) => {
                    quote! { #ident: choice::Choice::vacant() }
                }
                Member::Choice(_) => quote! { #ident: None },
            }
        });
        quote! { Self { #(#values),* } }
    };
    let Some(choice) = object.choice() else {
        return (quote! { Self }, vacant, quote! { fn finish(draft: Self) -> Self { draft } });
    };
    let ty = naming::type_ident(&choice.type_name);
    let ident = naming::value_ident(&choice.name);
    let end = if is_held_plain(object, choice) {
        quote! {
            if let Some(choice) = choice.finish() {
                object.#ident = choice;
            }
        }
    } else {
        quote! { object.#ident = choice.finish(); }
    };
    let finish = quote! {
        fn finish((mut object, choice): Self::Draft) -> Self {
            #end
            object
        }
    };
    (quote! { (Self, choice::Draft<#ty>) }, vacant, finish)
}

fn read_member(object: &Object) -> TokenStream {
    let mut at = 0;
    let mut arms = Vec::new();
    let target = if object.choice().is_some() {
        quote! { draft.0 }
    } else {
        quote! { draft }
    };
    for member in &object.members {
        let first = Literal::usize_unsuffixed(at);
        match member {
            Member::Field(field) => {
                let ident = naming::value_ident(&field.name);
                arms.push(quote! { #first => wire::get(&mut #target.#ident, from) });
                at += 1;
            }
            Member::Choice(choice) => {
                let count = 1 + choice.slots().len();
                let last = Literal::usize_unsuffixed(at + count - 1);
                let inner = if at == 0 {
                    quote! { at }
                } else {
                    quote! { at - #first }
                };
                arms.push(quote! { #first..=#last => draft.1.read_member(#inner, from) });
                at += count;
            }
        }
    }
    let (draft, at, body) = if arms.is_empty() {
        (quote! { _draft }, quote! { _at }, quote! { wire::skip(from) })
    } else {
        (quote! { draft }, quote! { at }, quote! { match at { #(#arms,)* _ => wire::skip(from) } })
    };
    quote! {
        fn read_member<'de, M: de::MapAccess<'de>>(
            #draft: &mut Self::Draft,
            #at: usize,
            from: &mut M,
        ) -> Result<(), M::Error> {
            #body
        }
    }
}

fn write_members(object: &Object) -> TokenStream {
    let lines: Vec<TokenStream> = object
        .members
        .iter()
        .map(|member| match member {
            Member::Field(field) => write_field(object, field),
            Member::Choice(choice) => {
                let ident = naming::value_ident(&choice.name);
                if is_held_plain(object, choice) {
                    quote! { self.#ident.write_members(to)?; }
                } else {
                    quote! {
                        if let Some(choice) = &self.#ident {
                            choice.write_members(to)?;
                        }
                    }
                }
            }
        })
        .collect();
    let to: Ident = if lines.is_empty() { naming::value_ident("_to") } else { naming::value_ident("to") };
    quote! {
        fn write_members<M: ser::SerializeMap>(&self, #to: &mut M) -> Result<(), M::Error> {
            #(#lines)*
            Ok(())
        }
    }
}

fn write_field(object: &Object, field: &Field) -> TokenStream {
    let wire = &field.wire;
    let ident = naming::value_ident(&field.name);
    if field.bool_as_int {
        return quote! { wire::put_int(to, #wire, self.#ident)?; };
    }
    match held(object, field) {
        Held::PlainOrEmpty => quote! { wire::put_list(to, #wire, &self.#ident)?; },
        Held::Plain | Held::Optional => quote! { wire::put(to, #wire, &self.#ident)?; },
    }
}
