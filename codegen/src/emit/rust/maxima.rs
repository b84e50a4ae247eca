//! The maxima of an object's fields as constants, and the functions of a request that split a list.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use super::{
    doc::Doc,
    markdown,
    types::{Context, Held, held},
};
use crate::{
    model::{Maximum, MessageKind, Object, TypeName, Unit},
    naming,
};

/// The constants and functions of an object, if it has any.
pub(super) fn items(context: Context<'_>, name: &TypeName, object: &Object) -> Option<TokenStream> {
    let maxima = object.maxima();
    if maxima.is_empty() {
        return None;
    }
    let ident = naming::type_ident(&name.name);
    let constants = maxima.iter().map(|maximum| constant(context, maximum));
    let is_request = context.model.message_of(name).is_some_and(|(_, message)| message.kind == MessageKind::Request);
    let splits = maxima.iter().filter(|maximum| is_request && maximum.splits());
    let splits = splits.filter_map(|maximum| split(object, maximum));
    Some(quote! { impl #ident { #(#constants)* #(#splits)* } })
}

fn constant(context: Context<'_>, maximum: &Maximum<'_>) -> TokenStream {
    let ident = Ident::new(&maximum.constant(), Span::call_site());
    let field = markdown::code(&maximum.field.name);
    let what = match maximum.unit {
        Some(Unit::Chars) => format!("The maximum number of characters in {field}."),
        Some(Unit::Bytes) => format!("The maximum number of bytes in {field}, in UTF-8."),
        Some(Unit::Size) => format!("The maximum number of bytes in {field}."),
        Some(Unit::Items) => format!("The maximum number of elements in {field}."),
        None => format!("The largest {field}."),
    };
    let docs = Doc::default().paragraph(&what).attributes();
    let ty = match maximum.unit {
        Some(_) => quote! { usize },
        None => context.ty(&maximum.field.ty),
    };
    let value = Literal::i128_unsuffixed(maximum.value);
    quote! {
        #docs
        pub const #ident: #ty = #value;
    }
}

/// The function that splits the list of a field, unless the setter of another field has its name.
fn split(object: &Object, maximum: &Maximum<'_>) -> Option<TokenStream> {
    let name = format!("split_{}", maximum.field.name);
    if object.members.iter().any(|member| member.name() == name) {
        return None;
    }
    let (function, max) = (format_ident!("{name}"), Ident::new(&maximum.constant(), Span::call_site()));
    let field = naming::value_ident(&maximum.field.name);
    let list = match held(object, maximum.field) {
        Held::Plain | Held::PlainOrEmpty => quote! { Some(&mut it.#field) },
        Held::Optional => quote! { it.#field.as_mut() },
    };
    let docs = Doc::default().paragraph(&format!(
        "Splits the request into requests with at most [`{max}`](Self::{max}) elements in {} each. Their other members \
         are the same.",
        markdown::code(&maximum.field.name)
    ));
    let docs = docs.attributes();
    Some(quote! {
        #docs
        #[must_use]
        pub fn #function(self) -> Vec<Self> { object::split(self, Self::#max, |it| #list) }
    })
}
