//! Named scalars: newtypes.

use super::{
    code::Code,
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
    let (inner, copy, head) = match scalar.wire {
        Primitive::Int32 => ("i32", "Copy, ", format!("int_scalar!({ident}: i32")),
        Primitive::Int64 => ("i64", "Copy, ", format!("int_scalar!({ident}: i64")),
        Primitive::Uint32 => ("u32", "Copy, ", format!("int_scalar!({ident}: u32")),
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
            ("String", "", format!("string_scalar!({secret}{filled}{ident}"))
        }
    };
    let debug = if scalar.secret { "" } else { "Debug, " };
    let docs = Doc::new_or(scalar.doc.as_deref(), &name.name)
        .paragraph(&doc::facts(scalar.label.as_deref(), WORDS.limits(&scalar.limits)))
        .errata(&scalar.errata);
    let mut code = Code::default();
    code.docs(&docs);
    code.attribute(doc::alias(scalar.label.as_deref(), &name.name));
    code.line(format_args!("#[derive(Clone, {copy}{debug}PartialEq, Eq, PartialOrd, Ord, Hash)]"));
    code.line(format_args!("pub struct {ident}({inner});"));
    let rules: String = of_limits(&scalar.limits, Held::Plain).iter().map(|rule| format!(", {rule}")).collect();
    vec![code.into(), Item::Text(format!("{head}{rules});"))]
}
