//! Named scalars: newtypes.

use quote::quote;

use super::{
    doc::{self, Doc, WORDS},
    print::Item,
    rules::of_limits,
    types::Held,
};
use crate::{
    model::{Primitive, Scalar, TypeName},
    naming,
};

/// The items for a named scalar.
pub(super) fn items(name: &TypeName, scalar: &Scalar) -> Vec<Item> {
    let ident = naming::type_ident(&name.name);
    let docs = Doc::new_or(scalar.doc.as_deref(), &name.name)
        .paragraph(&doc::facts(scalar.label.as_deref(), WORDS.limits(&scalar.limits)))
        .errata(&scalar.errata)
        .attributes();
    let alias = doc::alias(scalar.label.as_deref(), &name.name);
    let (inner, copy, head) = match scalar.wire {
        Primitive::Int32 => (quote! { i32 }, true, format!("int_scalar!({ident}: i32")),
        Primitive::Int64 => (quote! { i64 }, true, format!("int_scalar!({ident}: i64")),
        Primitive::Uint32 => (quote! { u32 }, true, format!("int_scalar!({ident}: u32")),
        // Lowering accepts no others except strings.
        Primitive::String
        | Primitive::Bool
        | Primitive::Uint64
        | Primitive::Float
        | Primitive::Timestamp
        | Primitive::TimestampMs
        | Primitive::ErrorCode
        | Primitive::Json => {
            let secret = if scalar.secret { "secret " } else { "" };
            let filled = if scalar.refuses_empty() { "filled " } else { "" };
            (quote! { String }, false, format!("string_scalar!({secret}{filled}{ident}"))
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
    let rules: String = of_limits(&scalar.limits, Held::Plain).iter().map(|rule| format!(", {rule}")).collect();
    vec![structure.into(), Item::Text(format!("{head}{rules});"))]
}
