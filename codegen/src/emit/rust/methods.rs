//! What people call to make an object: its constructor and its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    object::{has_default, is_held_plain},
    types::{Context, Held, held},
};
use crate::{
    model::{Member, Object, TypeName},
    naming,
};

/// The constructor and, for what is sent, the setters.
pub(super) fn methods(context: Context<'_>, name: &TypeName, object: &Object) -> Option<TokenStream> {
    let ident = naming::type_ident(&name.name);
    let constructor = constructor(context, object);
    let setters =
        object.members.iter().filter(|_| object.role.sent()).filter_map(|member| setter(context, object, member));
    let methods: Vec<TokenStream> = constructor.into_iter().chain(setters).collect();
    (!methods.is_empty()).then(|| quote! { impl #ident { #(#methods)* } })
}

fn constructor(context: Context<'_>, object: &Object) -> Option<TokenStream> {
    let empty = has_default(object);
    if empty && !object.role.sent() {
        return None;
    }
    if empty {
        return Some(quote! {
            #[doc = " Creates one with nothing in it yet."]
            #[must_use]
            pub fn new() -> Self { Default::default() }
        });
    }
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    for member in &object.members {
        let ident = naming::value_ident(member.name());
        match member {
            Member::Field(field) if held(object, field) == Held::Plain => {
                let (ty, value) = context.parameter(field, &ident);
                parameters.push(quote! { #ident: #ty });
                let short = ident == value.to_string();
                values.push(if short {
                    quote! { #ident }
                } else {
                    quote! { #ident: #value }
                });
            }
            Member::Choice(choice) if is_held_plain(object, choice) => {
                let ty = naming::type_ident(&choice.type_name);
                parameters.push(quote! { #ident: #ty });
                values.push(quote! { #ident });
            }
            Member::Field(_) | Member::Choice(_) => values.push(quote! { #ident: Default::default() }),
        }
    }
    Some(quote! {
        #[doc = " Creates one with all that must be in it."]
        #[must_use]
        pub fn new(#(#parameters),*) -> Self { Self { #(#values),* } }
    })
}

fn setter(context: Context<'_>, object: &Object, member: &Member) -> Option<TokenStream> {
    let ident = naming::value_ident(member.name());
    let (ty, value) = match member {
        Member::Field(field) if held(object, field) == Held::Optional => {
            let (ty, value) = context.parameter(field, &ident);
            (ty, quote! { Some(#value) })
        }
        Member::Choice(choice) if !is_held_plain(object, choice) => {
            let ty = naming::type_ident(&choice.type_name);
            (quote! { #ty }, quote! { Some(#ident) })
        }
        Member::Field(_) | Member::Choice(_) => return None,
    };
    let docs = format!(" Sets [`{0}`](Self::{0}).", ident.to_string().trim_start_matches("r#"));
    Some(quote! {
        #[doc = #docs]
        #[must_use]
        pub fn #ident(mut self, #ident: #ty) -> Self {
            self.#ident = #value;
            self
        }
    })
}
