//! Named scalars and enums.

use super::{
    super::shape::{Names, Record, Shape, fault, may, need, one_of},
    field::{COUNT, RANGE},
};
use crate::diagnostic::Code;

const WIRE: Shape = Shape::Word(&["string", "int32", "int64", "uint32"]);

/// A named scalar.
pub(super) static SCALAR: Record = Record {
    name: "scalar",
    what: "a scalar",
    keys: &[
        need("wire", WIRE, "The type on the wire."),
        may("doc", Shape::Text, "A description, in our own words."),
        may("label", Shape::Text, "The vendor's term."),
        may("secret", Shape::Bool, "Debug output and errors hide its value."),
        may("chars", Shape::Record(&COUNT), "The number of characters."),
        may("bytes", Shape::Record(&COUNT), "The number of bytes in UTF-8."),
        may("range", Shape::Record(&RANGE), "The least and the greatest number."),
        may("pattern", Shape::Text, "A regular expression that the whole value matches."),
    ],
    rules: &[],
};

/// An enum.
pub(super) static ENUM: Record = Record {
    name: "enum",
    what: "an enum",
    keys: &[
        may("wire", WIRE, "The type on the wire."),
        may("from", Shape::Text, "The enum from which it is derived."),
        may("remove", Shape::List(&Shape::Text), "Values of that enum that this one does not have."),
        may("doc", Shape::Text, "A description, in our own words."),
        may("label", Shape::Text, "The vendor's term."),
        may("closed", Shape::Bool, "A request may carry listed values only."),
        may("values", Shape::Map(Names::Snake, &Shape::Record(&VALUE)), "The values, by their English names."),
    ],
    rules: &[one_of(
        &["from", "wire"],
        fault(
            Code::MissingKey,
            "an enum needs the key `wire`",
            "add `wire: string | int32 | int64 | uint32`, or `from:` with another enum",
        ),
        fault(Code::BadDerivation, "a derived enum cannot have `wire`: it has that of the other enum", "remove `wire`"),
    )],
};

static VALUE: Record = Record {
    name: "value",
    what: "a value of an enum",
    keys: &[
        need("value", Shape::Scalar, "The value on the wire."),
        may("label", Shape::Text, "The vendor's term."),
        may("doc", Shape::Text, "What it means."),
    ],
    rules: &[],
};
