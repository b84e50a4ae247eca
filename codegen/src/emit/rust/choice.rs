//! Choices: an enum of the members that a tag selects, and the impls that read and write it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    doc::{self, Doc},
    markdown,
    types::{Context, integer, wide_integer},
    validator,
};
use crate::{
    model::{Choice, Object, Role, TagWire, Variant, WireValue},
    naming,
};

/// Everything that is emitted for the choice of an object.
pub(super) fn items(context: Context<'_>, object: &Object, choice: &Choice) -> Vec<TokenStream> {
    vec![
        enumeration(context, choice),
        choice_impl(context, object, choice),
        validator::for_choice(context, object, choice),
    ]
}

fn enumeration(context: Context<'_>, choice: &Choice) -> TokenStream {
    let ident = naming::type_ident(&choice.type_name);
    let docs = Doc::new(choice.doc.as_deref())
        .paragraph(&doc::facts(
            choice.label.as_deref(),
            [format!("{} on the wire says which", markdown::code(&choice.tag))],
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
            #[doc = " A tag that the docs don't list, or one whose member did not come; written back as it came."]
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

fn choice_impl(context: Context<'_>, object: &Object, choice: &Choice) -> TokenStream {
    let ident = naming::type_ident(&choice.type_name);
    let required = choice.required && object.role != Role::Both;
    let tag = match choice.wire {
        TagWire::Int => quote! { i64 },
        TagWire::String => quote! { String },
    };
    let slots: Vec<TokenStream> = choice
        .slots()
        .iter()
        .map(|(_, ty)| {
            let ty = context.ty(ty);
            quote! { Option<#ty> }
        })
        .collect();
    let empty = slots.iter().map(|_| quote! { None });
    let all = associated(choice, "Slots");
    let read = read_member(choice);
    let select = select(choice);
    let leftover = leftover(choice);
    let write = write_members(choice);
    quote! {
        impl choice::Choice for #ident {
            type Tag = #tag;
            type Slots = (#(#slots,)*);

            const REQUIRED: bool = #required;

            fn slots() -> #all { (#(#empty,)*) }

            #read

            #select

            #leftover

            fn unknown(choice: choice::UnknownChoice) -> Self { Self::Unknown(choice) }

            #write
        }
    }
}

/// A type that the trait has for the choice. A variant of the same name would be meant by `Self::Tag` as well.
fn associated(choice: &Choice, name: &str) -> TokenStream {
    let ident = naming::type_ident(name);
    match choice.variants.iter().any(|variant| naming::variant_ident(&variant.name) == ident) {
        true => quote! { <Self as choice::Choice>::#ident },
        false => quote! { Self::#ident },
    }
}

fn slot(choice: &Choice, wire: &str) -> Literal {
    let at = choice.slots().iter().position(|(name, _)| *name == wire).unwrap_or_default();
    Literal::usize_unsuffixed(at)
}

fn read_member(choice: &Choice) -> TokenStream {
    let arms = choice.slots().into_iter().map(|(name, _)| {
        let at = slot(choice, name);
        quote! { #at => wire::get(&mut slots.#at, from), }
    });
    let all = associated(choice, "Slots");
    let (slots, at, body) = if choice.slots().is_empty() {
        (quote! { _slots }, quote! { _at }, quote! { wire::skip(from) })
    } else {
        (quote! { slots }, quote! { at }, quote! { match at { #(#arms)* _ => wire::skip(from) } })
    };
    quote! {
        fn read_member<'de, M: de::MapAccess<'de>>(
            #slots: &mut #all,
            #at: usize,
            from: &mut M,
        ) -> Result<(), M::Error> {
            #body
        }
    }
}

fn select(choice: &Choice) -> TokenStream {
    let arms = choice.variants.iter().map(|variant| {
        let ident = naming::variant_ident(&variant.name);
        let tag = pattern(&variant.tag);
        match &variant.field {
            Some(field) => {
                let at = slot(choice, &field.wire);
                quote! { #tag => slots.#at.take().map(Self::#ident), }
            }
            None => quote! { #tag => Some(Self::#ident), },
        }
    });
    let subject = match choice.wire {
        TagWire::Int => quote! { tag },
        TagWire::String => quote! { tag.as_str() },
    };
    let slots = if choice.slots().is_empty() {
        quote! { _slots }
    } else {
        quote! { slots }
    };
    let (wire, all) = (associated(choice, "Tag"), associated(choice, "Slots"));
    quote! {
        fn select(tag: &#wire, #slots: &mut #all) -> Option<Self> {
            match #subject { #(#arms)* _ => None }
        }
    }
}

fn leftover(choice: &Choice) -> TokenStream {
    let lines = choice.slots().into_iter().map(|(name, _)| {
        let at = slot(choice, name);
        quote! { into.add(#name, &slots.#at); }
    });
    let (slots, into) = if choice.slots().is_empty() {
        (quote! { _slots }, quote! { _into })
    } else {
        (quote! { slots }, quote! { into })
    };
    let all = associated(choice, "Slots");
    quote! {
        fn leftover(#slots: #all, #into: &mut choice::Leftover) { #(#lines)* }
    }
}

fn write_members(choice: &Choice) -> TokenStream {
    let tag_name = &choice.tag;
    let arms = choice.variants.iter().map(|variant| {
        let ident = naming::variant_ident(&variant.name);
        let tag = value(&variant.tag);
        match &variant.field {
            Some(field) => {
                let wire = &field.wire;
                quote! {
                    Self::#ident(member) => {
                        to.serialize_entry(#tag_name, #tag)?;
                        wire::put(to, #wire, member)
                    }
                }
            }
            None => quote! { Self::#ident => to.serialize_entry(#tag_name, #tag), },
        }
    });
    quote! {
        fn write_members<M: ser::SerializeMap>(&self, to: &mut M) -> Result<(), M::Error> {
            match self {
                #(#arms)*
                Self::Unknown(choice) => choice.write_members(#tag_name, to),
            }
        }
    }
}

/// A tag as a pattern.
fn pattern(tag: &WireValue) -> TokenStream {
    match tag {
        WireValue::Int(tag) => integer(*tag),
        WireValue::Text(tag) => quote! { #tag },
    }
}

/// A tag as a value to be written.
fn value(tag: &WireValue) -> TokenStream {
    match tag {
        WireValue::Int(tag) => {
            let tag = wide_integer(*tag);
            quote! { &#tag }
        }
        WireValue::Text(tag) => quote! { #tag },
    }
}
