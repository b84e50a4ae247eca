//! A crate that uses everything the emitted crates of vendors offer, made by reading the emitted code.
//!
//! Whether it still compiles against the code of other schemas tells whether a change breaks code: if anything that was
//! there is gone or has another type, something in it does not compile.

use codegen::emit::File;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Fields, FnArg, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemUse, Pat, ReceiverKind, Signature,
    Type, Visibility,
    visit_mut::{self, VisitMut},
};

/// Traits that users name: those by which code is emitted are nobody else's business.
const TRAITS: [&str; 8] = ["Default", "Endpoint", "ErrorCode", "Grants", "Paged", "Reply", "Validate", "Vendor"];

/// The consumer of the emitted crates of all vendors, as the text of its `lib.rs`. It calls them as the facade does.
///
/// # Panics
/// If the files are not what the generator emits.
#[must_use]
pub fn consumer(files: &[File]) -> String {
    let modules: Vec<TokenStream> = files
        .iter()
        .filter_map(|file| {
            let (vendor, path) = file.path.strip_prefix("vendors/")?.split_once("/src/")?;
            Some(module(&format_ident!("vendor_{vendor}"), path.strip_suffix(".rs")?, &file.text))
        })
        .enumerate()
        .map(|(at, uses)| {
            let name = format_ident!("m{at}");
            quote! { mod #name { #uses } }
        })
        .collect();
    quote! { #![allow(warnings)] #(#modules)* }.to_string()
}

/// What uses everything in one module.
fn module(emitted: &Ident, path: &str, text: &str) -> TokenStream {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let segments = path
        .split('/')
        .filter(|segment| *segment != "lib")
        .map(|segment| syn::parse_str::<Ident>(segment).unwrap_or_else(|_| format_ident!("r#{segment}")));
    let uses: Vec<TokenStream> =
        parsed.items.into_iter().enumerate().map(|(at, item)| used(emitted, at, item)).collect();
    quote! {
        use #emitted #(::#segments)*::*;
        #(#uses)*
    }
}

fn used(emitted: &Ident, at: usize, mut item: Item) -> TokenStream {
    Elsewhere(emitted).visit_item_mut(&mut item);
    let name = format_ident!("uses{at}");
    match item {
        Item::Use(ItemUse { vis: Visibility::Inherited, tree, .. }) => quote! { use #tree; },
        Item::Struct(item) => structure(&name, &item),
        Item::Enum(item) => enumeration(&name, &item),
        Item::Impl(item) => implementation(&name, item),
        Item::Const(item) => {
            let (ident, ty) = (&item.ident, &item.ty);
            quote! { fn #name() { let _: #ty = #ident; } }
        }
        Item::Macro(item) => scalar(&name, &item.mac),
        _ => TokenStream::new(),
    }
}

/// Paths into an emitted crate, from another one.
struct Elsewhere<'a>(&'a Ident);

impl VisitMut for Elsewhere<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if ident == "crate" {
            *ident = self.0.clone();
        }
    }
}

/// The fields of a structure, each with its type, and what is derived.
fn structure(name: &Ident, item: &ItemStruct) -> TokenStream {
    let (ident, derived) = (&item.ident, derived(&item.attrs));
    let Fields::Named(fields) = &item.fields else { return asserted(name, ident, &derived) };
    let fields = fields.named.iter().filter(|field| matches!(field.vis, Visibility::Public(_))).map(|field| {
        let (field, ty) = (&field.ident, &field.ty);
        quote! { let _: &#ty = &it.#field; }
    });
    let derived = asserted(name, ident, &derived);
    let reads = format_ident!("{name}_fields");
    quote! { #derived fn #reads(it: &#ident) { #(#fields)* } }
}

/// The variants of an enum, each with what it holds, and what is derived.
fn enumeration(name: &Ident, item: &ItemEnum) -> TokenStream {
    let (ident, derived) = (&item.ident, derived(&item.attrs));
    let arms = item.variants.iter().map(|variant| {
        let variant_name = &variant.ident;
        match &variant.fields {
            Fields::Unnamed(fields) => {
                let ty = &fields.unnamed[0].ty;
                quote! { #ident::#variant_name(held) => { let _: &#ty = held; } }
            }
            _ => quote! { #ident::#variant_name => {} },
        }
    });
    let derived = asserted(name, ident, &derived);
    let matches = format_ident!("{name}_variants");
    quote! { #derived fn #matches(it: &#ident) { match it { #(#arms)* _ => {} } } }
}

/// The traits that an item derives.
fn derived(attributes: &[Attribute]) -> Vec<syn::Path> {
    let mut traits = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            // The prelude has the macros of these names, and not the traits.
            traits.push(match meta.path.get_ident().map(ToString::to_string).as_deref() {
                Some("Debug") => syn::parse_quote! { ::std::fmt::Debug },
                Some("Hash") => syn::parse_quote! { ::std::hash::Hash },
                _ => meta.path.clone(),
            });
            Ok(())
        });
        parsed.unwrap_or_else(|error| panic!("{error}"));
    }
    traits
}

fn asserted(name: &Ident, ident: &Ident, traits: &[syn::Path]) -> TokenStream {
    quote! { fn #name() { fn has<T: #(#traits +)*>() {} has::<#ident>(); } }
}

fn implementation(name: &Ident, item: ItemImpl) -> TokenStream {
    let of = &item.self_ty;
    let Some((implemented, _)) = &item.trait_ else {
        let methods = item.items.iter().enumerate().filter_map(|(at, member)| match member {
            ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                Some(called(&format_ident!("{name}_{at}"), of, &method.sig))
            }
            _ => None,
        });
        return quote! { #(#methods)* };
    };
    let known = implemented.segments.last().is_some_and(|last| TRAITS.iter().any(|known| last.ident == known));
    if !known {
        return TokenStream::new();
    }
    let types = item.items.iter().filter_map(|member| match member {
        ImplItem::Type(member) => {
            let (name, ty) = (&member.ident, &member.ty);
            Some(quote! { #name = #ty })
        }
        _ => None,
    });
    let types: Vec<TokenStream> = types.collect();
    let bound = if types.is_empty() {
        quote! { #implemented }
    } else {
        quote! { #implemented<#(#types),*> }
    };
    quote! { fn #name() { fn has<T: #bound>() {} has::<#of>(); } }
}

/// A function that takes what a method takes, and calls it.
fn called(name: &Ident, of: &Type, signature: &Signature) -> TokenStream {
    let mut signature = signature.clone();
    SelfType(of).visit_signature_mut(&mut signature);
    let (method, output) = (&signature.ident, &signature.output);
    let mut arguments = Vec::new();
    let parameters = signature.inputs.iter().map(|input| match input {
        FnArg::Receiver(receiver) => {
            arguments.push(quote! { it });
            let (reference, mutable) = match &receiver.kind {
                ReceiverKind::Reference(and, _, mutable) => (Some(and), mutable.as_ref()),
                _ => (None, None),
            };
            quote! { it: #reference #mutable #of }
        }
        FnArg::Typed(typed) => {
            let Pat::Ident(pattern) = typed.pat.as_ref() else { panic!("{}", typed.to_token_stream()) };
            let (argument, ty) = (&pattern.ident, &typed.ty);
            arguments.push(quote! { #argument });
            quote! { #argument: #ty }
        }
    });
    let parameters: Vec<TokenStream> = parameters.collect();
    quote! { fn #name(#(#parameters),*) #output { <#of>::#method(#(#arguments),*) } }
}

/// The type itself, for `Self`.
struct SelfType<'a>(&'a Type);

impl VisitMut for SelfType<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.path.is_ident("Self") => *ty = self.0.clone(),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// What the macros of named scalars give them.
fn scalar(name: &Ident, invoked: &syn::Macro) -> TokenStream {
    let Some(kind) = invoked.path.segments.last().map(|last| last.ident.to_string()) else { return TokenStream::new() };
    let arguments = invoked.tokens.to_string();
    let mut words = arguments.split(',').map(str::trim);
    let Some(ident) = words.next().and_then(|word| syn::parse_str::<Ident>(word).ok()) else {
        return TokenStream::new();
    };
    match (kind.as_str(), words.next().and_then(|word| syn::parse_str::<Type>(word).ok())) {
        ("string_scalar", _) => quote! { fn #name(it: &#ident) -> (&str, #ident) { (it.as_str(), #ident::from("")) } },
        ("int_scalar", Some(ty)) => {
            quote! { fn #name(it: #ident, of: #ty) -> (#ty, #ident) { (it.get(), #ident::from(of)) } }
        }
        ("display_scalar", _) => quote! { fn #name(it: &#ident) -> ::std::string::String { it.to_string() } },
        _ => TokenStream::new(),
    }
}
