//! Generates a crate that uses every public item of the emitted vendor crates.
//!
//! If it does not compile against the crates of other schemas, that change of the schemas breaks code: an item was
//! removed, or has another type.

use std::collections::BTreeMap;

use codegen::emit::File;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Fields, FnArg, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, ItemUse, Pat, ReceiverKind, Signature,
    Token, Type, UseTree, Visibility,
    fold::{self, Fold},
    parse::{Parse, ParseStream},
    token,
};

/// The traits that users name; all others are internal to emitted code.
const TRAITS: [&str; 11] = [
    "Default",
    "Endpoint",
    "ErrorCode",
    "Event",
    "From",
    "Grants",
    "Paged",
    "PagedItems",
    "Reply",
    "Validate",
    "Vendor",
];

/// The `lib.rs` of a crate that uses the emitted crates of all vendors, under the names that the facade gives them.
///
/// # Panics
/// If the files were not emitted by the generator.
#[must_use]
pub fn consumer(files: &[File]) -> String {
    let modules: Vec<TokenStream> = files
        .iter()
        .filter_map(|file| {
            let (vendor, path) = file.path.strip_prefix("vendors/")?.split_once("/src/")?;
            Some(module_code(&format_ident!("vendor_{vendor}"), path.strip_suffix(".rs")?, &file.text))
        })
        .enumerate()
        .map(|(at, uses)| {
            let name = format_ident!("m{at}");
            quote! { mod #name { #uses } }
        })
        .collect();
    quote! { #![allow(warnings)] #(#modules)* }.to_string()
}

/// The parameters of each constructor in the emitted crates, by file and type, in order.
///
/// # Panics
/// If the files were not emitted by the generator.
#[must_use]
pub fn constructors(files: &[File]) -> BTreeMap<(String, String), Vec<String>> {
    let emitted = files.iter().filter(|file| file.path.starts_with("vendors/"));
    let tables = emitted.flat_map(|file| {
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        let objects = parsed.items.into_iter().filter_map(|item| match item {
            Item::Macro(item) if item.mac.path.is_ident("object") => Some(item.mac),
            _ => None,
        });
        let table = |invoked: syn::Macro| {
            let table: Table = invoked.parse_body().unwrap_or_else(|error| panic!("{}: {error}", file.path));
            let taken = table.rows.into_iter().filter(|row| !row.is_setter).filter_map(|row| row.parameter);
            let taken = taken.map(|ty| ty.to_token_stream().to_string()).collect();
            ((file.path.clone(), table.ident.to_string()), taken)
        };
        objects.map(table).collect::<Vec<_>>()
    });
    tables.collect()
}

/// Code that uses every item of a module.
fn module_code(emitted: &Ident, path: &str, text: &str) -> TokenStream {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let segments = path
        .split('/')
        .filter(|segment| *segment != "lib")
        .map(|segment| syn::parse_str::<Ident>(segment).unwrap_or_else(|_| format_ident!("r#{segment}")));
    let segments: Vec<Ident> = segments.collect();
    let exported = parsed.items.iter().filter_map(|item| match item {
        Item::Use(ItemUse { vis: Visibility::Public(_), tree, .. }) => Some(exported(tree)),
        _ => None,
    });
    let exports = exported.flatten().map(|name| quote! { use #emitted #(::#segments)*::#name as _; });
    let exports: Vec<TokenStream> = exports.collect();
    let uses: Vec<TokenStream> =
        parsed.items.into_iter().enumerate().map(|(at, item)| item_code(emitted, at, item)).collect();
    quote! {
        use #emitted #(::#segments)*::*;
        #(#exports)*
        #(#uses)*
    }
}

/// The names that a `pub use` exports, by which users can refer to types of other modules.
fn exported(tree: &UseTree) -> Vec<Ident> {
    match tree {
        UseTree::Path(path) => exported(&path.tree),
        UseTree::Group(group) => group.items.iter().flat_map(exported).collect(),
        UseTree::Name(name) => vec![name.ident.clone()],
        UseTree::Rename(_) | UseTree::Glob(_) => Vec::new(),
    }
}

fn item_code(emitted: &Ident, at: usize, item: Item) -> TokenStream {
    let name = format_ident!("uses{at}");
    match CratePaths(emitted).fold_item(item) {
        Item::Use(ItemUse { vis: Visibility::Inherited, tree, .. }) => quote! { use #tree; },
        Item::Struct(item) => struct_code(&name, &item),
        Item::Enum(item) => enum_code(&name, &item),
        Item::Impl(item) => impl_code(&name, item),
        Item::Const(item) => {
            let (ident, ty) = (&item.ident, &item.ty);
            quote! { fn #name() { let _: #ty = #ident; } }
        }
        Item::Macro(item) => table_code(&name, item.mac),
        _ => TokenStream::new(),
    }
}

/// Replaces `crate` in paths by the name of the emitted crate.
struct CratePaths<'a>(&'a Ident);

impl Fold for CratePaths<'_> {
    fn fold_ident(&mut self, ident: Ident) -> Ident {
        if ident == "crate" { self.0.clone() } else { ident }
    }
}

/// Code that reads every public field of a struct, and requires its derived traits.
fn struct_code(name: &Ident, item: &ItemStruct) -> TokenStream {
    let (ident, derived) = (&item.ident, derived(&item.attrs));
    let Fields::Named(fields) = &item.fields else { return trait_code(name, ident, &derived) };
    let fields = fields.named.iter().filter(|field| matches!(field.vis, Visibility::Public(_))).map(|field| {
        let (field, ty) = (&field.ident, &field.ty);
        quote! { let _: &#ty = &it.#field; }
    });
    let derived = trait_code(name, ident, &derived);
    let reads = format_ident!("{name}_fields");
    quote! { #derived fn #reads(it: &#ident) { #(#fields)* } }
}

/// Code that matches every variant of an enum, and requires its derived traits.
fn enum_code(name: &Ident, item: &ItemEnum) -> TokenStream {
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
    let derived = trait_code(name, ident, &derived);
    let matches = format_ident!("{name}_variants");
    quote! { #derived fn #matches(it: &#ident) { match it { #(#arms)* _ => {} } } }
}

/// The traits that an item derives.
fn derived(attributes: &[Attribute]) -> Vec<syn::Path> {
    let mut traits = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            // The prelude has only the derive macros of these names, not the traits.
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

fn trait_code(name: &Ident, ident: &Ident, traits: &[syn::Path]) -> TokenStream {
    quote! { fn #name() { fn has<T: #(#traits +)*>() {} has::<#ident>(); } }
}

fn impl_code(name: &Ident, item: ItemImpl) -> TokenStream {
    let of = &item.self_ty;
    let Some((implemented, _)) = &item.trait_ else {
        let methods = item.items.iter().enumerate().filter_map(|(at, member)| match member {
            ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                Some(method_code(&format_ident!("{name}_{at}"), of, &method.sig))
            }
            ImplItem::Const(constant) if matches!(constant.vis, Visibility::Public(_)) => {
                let (name, ident) = (format_ident!("{name}_{at}"), &constant.ident);
                let ty = SelfType(of).fold_type(constant.ty.clone());
                Some(quote! { fn #name() -> #ty { <#of>::#ident } })
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

/// A function that calls a method with the parameters of its signature.
fn method_code(name: &Ident, of: &Type, signature: &Signature) -> TokenStream {
    let signature = SelfType(of).fold_signature(signature.clone());
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

/// Replaces `Self` by the type.
struct SelfType<'a>(&'a Type);

impl Fold for SelfType<'_> {
    fn fold_type(&mut self, ty: Type) -> Type {
        match ty {
            Type::Path(path) if path.path.is_ident("Self") => self.0.clone(),
            ty => fold::fold_type(self, ty),
        }
    }
}

/// Code that uses the traits and methods that a table emits for its type.
fn table_code(name: &Ident, invoked: syn::Macro) -> TokenStream {
    let kind = invoked.path.require_ident().map(ToString::to_string).unwrap_or_default();
    let table = match invoked.parse_body::<Table>() {
        Ok(table) => table,
        Err(error) => panic!("{kind}: {error}"),
    };
    let ident = &table.ident;
    let also = format_ident!("{name}_also");
    let validated = quote! { fn #name() { fn has<T: validate::Validate>() {} has::<#ident>(); } };
    let labelled = quote! { fn #also(it: &#ident) -> ::std::option::Option<&'static str> { it.label() } };
    let validated_if = |ruled: bool| if ruled { validated.clone() } else { TokenStream::new() };
    match kind.as_str() {
        "object" => {
            let calls = object_code(&also, &table);
            quote! { #validated #calls }
        }
        "choice" => validated,
        // Its choice has a table, too.
        "choice_object" => TokenStream::new(),
        "int_enum" | "str_enum" => {
            let validated = validated_if(table.closed);
            quote! { #validated #labelled }
        }
        "error_codes" => quote! { fn #name() { fn has<T: vendor::ErrorCode>() {} has::<#ident>(); } #labelled },
        "string_scalar" | "int_scalar" => {
            let (validated, shown) = (validated_if(table.ruled), format_ident!("{name}_shown"));
            let converts = match &table.inner {
                Some(ty) => quote! { fn #also(it: #ident, of: #ty) -> (#ty, #ident) { (it.get(), #ident::from(of)) } },
                None => quote! { fn #also(it: &#ident) -> (&str, #ident) { (it.as_str(), #ident::from("")) } },
            };
            let shows =
                (!table.secret).then(|| quote! { fn #shown(it: &#ident) -> ::std::string::String { it.to_string() } });
            quote! { #validated #converts #shows }
        }
        other => panic!("an unknown table: {other}"),
    }
}

/// Calls the constructor and the setters of an object.
fn object_code(name: &Ident, table: &Table) -> TokenStream {
    let (ident, Some(new)) = (&table.ident, &table.constructor) else { return TokenStream::new() };
    let rows = || table.rows.iter().filter_map(|row| Some((&row.field, row.is_setter, row.parameter.as_ref()?)));
    let (arguments, types): (Vec<_>, Vec<_>) =
        rows().filter(|(_, is_setter, _)| !is_setter).map(|(field, _, ty)| (field, ty)).unzip();
    let setters = rows().filter(|(_, is_setter, _)| *is_setter).enumerate().map(|(at, (field, _, ty))| {
        let name = format_ident!("{name}_{at}");
        quote! { fn #name(it: #ident, value: #ty) -> #ident { it.#field(value) } }
    });
    quote! { fn #name(#(#arguments: #types),*) -> #ident { #ident::#new(#(#arguments),*) } #(#setters)* }
}

/// The parts of a table that decide what it emits for users.
struct Table {
    secret: bool,
    ident: Ident,
    /// The integer in a scalar.
    inner: Option<Type>,
    constructor: Option<Ident>,
    closed: bool,
    /// Whether a scalar has rules.
    ruled: bool,
    rows: Vec<Row>,
}

/// A row of an object's table.
struct Row {
    field: Ident,
    parameter: Option<Type>,
    is_setter: bool,
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let first: Ident = input.parse()?;
        let secret = first == "secret";
        let mut ident = if secret { input.parse()? } else { first };
        if ident == "filled" {
            ident = input.parse()?;
        }
        let mut table =
            Self { secret, ident, inner: None, constructor: None, closed: false, ruled: false, rows: Vec::new() };
        if input.parse::<Option<Token![in]>>()?.is_some() {
            input.parse::<syn::LitStr>()?;
        }
        if input.fork().parse::<Ident>().is_ok_and(|word| word == "from") {
            input.parse::<Ident>()?;
            input.parse::<Ident>()?;
        }
        if input.fork().parse::<Ident>().is_ok_and(|word| word == "beside") {
            input.parse::<Ident>()?;
            while input.peek(syn::LitStr) {
                input.parse::<syn::LitStr>()?;
            }
        }
        if input.parse::<Option<Token![:]>>()?.is_some() {
            let word: Ident = input.parse()?;
            if word == "new" {
                table.constructor = Some(word);
            } else {
                table.inner = Some(syn::parse_quote! { #word });
            }
        }
        while !input.is_empty() {
            if table.constructor.is_some() && input.peek(token::Brace) {
                let rows;
                syn::braced!(rows in input);
                while !rows.is_empty() {
                    table.rows.push(rows.parse()?);
                }
            }
            if input.is_empty() {
                break;
            }
            match input.parse::<TokenTree>()? {
                TokenTree::Ident(word) if word == "closed" => table.closed = true,
                TokenTree::Ident(_) => table.ruled = true,
                _ => {}
            }
        }
        Ok(table)
    }
}

impl Parse for Row {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        while input.parse::<Option<Token![=>]>>()?.is_none() {
            input.parse::<TokenTree>()?;
        }
        let field = input.parse()?;
        if input.parse::<Option<Token![as]>>()?.is_some() {
            input.parse::<Ident>()?;
        }
        let is_list = input.peek(token::Bracket);
        if is_list {
            input.parse::<TokenTree>()?;
        }
        let is_setter = input.parse::<Option<Token![?]>>()?.is_some();
        input.parse::<Option<Token![=]>>()?;
        let mut parameter = None;
        if input.parse::<Option<Token![:]>>()?.is_some() {
            let ty: Type = input.parse()?;
            parameter = Some(if is_list {
                syn::parse_quote! { impl IntoIterator<Item = #ty> }
            } else {
                ty
            });
        }
        while input.parse::<Option<Token![;]>>()?.is_none() {
            input.parse::<TokenTree>()?;
        }
        Ok(Self { field, parameter, is_setter })
    }
}
