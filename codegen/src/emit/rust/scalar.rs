//! Named scalars: newtypes.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    doc::{self, Doc, WORDS},
    validator,
};
use crate::{
    model::{Primitive, Scalar, TypeName},
    naming,
};

/// Everything that is emitted for one named scalar.
pub(super) fn items(name: &TypeName, scalar: &Scalar) -> Vec<TokenStream> {
    let ident = naming::type_ident(&name.name);
    let docs = Doc::new_or(scalar.doc.as_deref(), &name.name)
        .paragraph(&doc::facts(scalar.label.as_deref(), WORDS.limits(&scalar.limits)))
        .errata(&scalar.errata)
        .attributes();
    let alias = doc::alias(scalar.label.as_deref(), &name.name);
    let (inner, copy, base) = match scalar.wire {
        Primitive::Int32 => (quote! { i32 }, true, quote! { runtime::int_scalar!(#ident, i32); }),
        Primitive::Int64 => (quote! { i64 }, true, quote! { runtime::int_scalar!(#ident, i64); }),
        Primitive::Uint32 => (quote! { u32 }, true, quote! { runtime::int_scalar!(#ident, u32); }),
        // Lowering refuses all others but strings.
        Primitive::String | Primitive::Bool | Primitive::Float | Primitive::Timestamp | Primitive::Json => {
            let secret = scalar.secret.then(|| quote! { , secret });
            (quote! { String }, false, quote! { runtime::string_scalar!(#ident #secret); })
        }
    };
    let copy = copy.then(|| quote! { Copy, });
    let debug = (!scalar.secret).then(|| quote! { Debug, });
    let structure = quote! {
        #docs
        #alias
        #[derive(Clone, #copy #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #ident(#inner);
    };
    let show = (!scalar.secret).then(|| quote! { runtime::display_scalar!(#ident); });
    [structure, base].into_iter().chain(show).chain(validator::for_scalar(name, scalar)).collect()
}
