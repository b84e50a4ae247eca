//! Notes about places of a file: errata and allowed warnings; and lists of examples, some of which may be wrong.

use super::super::shape::{AtLeast, Names, Record, Shape, fault, may, need, some_of};
use crate::diagnostic::Code;

/// A place where the docs contradict themselves.
pub(super) static ERRATUM: Record = Record {
    name: "erratum",
    what: "an erratum",
    keys: &[
        need("at", Shape::Text, "The place in this file."),
        need("says", Shape::AtLeast(&SAYS), "What the docs say, in at least two places."),
        may("use", Shape::AtLeast(&USE), "Keys of the place with their values, exactly as they are in this file."),
        may("decision", Shape::Text, "The decision in words, if no key of the place shows it."),
        may("also_accept", Shape::Record(&ALSO_ACCEPT), "Other forms of the field that are read too."),
        need("because", Shape::Text, "The evidence."),
    ],
    rules: &[some_of(
        &["use", "decision"],
        fault(
            Code::ErratumSays,
            "the erratum does not say what was decided",
            "repeat a key of the place under `use:`, or state the decision in words under `decision:`",
        ),
    )],
};

static SAYS: AtLeast = AtLeast {
    least: 2,
    of: Shape::Map(Names::Free, &Shape::Scalar),
    fault: fault(
        Code::ErratumSays,
        "an erratum must name at least two places of the docs",
        "add the other place and what it says; if it says nothing, write `absent`",
    ),
};

static USE: AtLeast = AtLeast {
    least: 1,
    of: Shape::Map(Names::Free, &Shape::Any),
    fault: fault(Code::ErratumStale, "`use` must repeat at least one key of the place", "repeat a key, such as `type`"),
};

static ALSO_ACCEPT: Record = Record {
    name: "also_accept",
    what: "`also_accept`",
    keys: &[
        may("names", Shape::List(&Shape::Name(Names::Wire)), "Other names of the field."),
        may("types", Shape::List(&Shape::Word(&["string", "number", "bool"])), "Other JSON types of its value."),
    ],
    rules: &[],
};

/// A warning that was reviewed and is allowed.
pub(super) static ALLOW: Record = Record {
    name: "allow",
    what: "an allowed warning",
    keys: &[
        need("lint", Shape::Word(Code::LINTS), "The warning's code."),
        need("at", Shape::Text, "The place in this file: the warning is allowed there and in all of its parts."),
        need("because", Shape::Text, "Why the schema is right."),
    ],
    rules: &[],
};

/// Files with examples.
pub(super) const EXAMPLE_FILES: Shape = Shape::List(&Shape::TextOr(&WRONG_EXAMPLE));

static WRONG_EXAMPLE: Record = Record {
    name: "wrong_example",
    what: "a wrong example",
    keys: &[
        need("file", Shape::Text, "The file."),
        need("wrong", Shape::Text, "Why the example, as published, does not match its page."),
    ],
    rules: &[],
};
