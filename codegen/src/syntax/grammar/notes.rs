//! Notes about places of a file: errata and allowed warnings; and lists of examples, some of which may be wrong.

use super::super::shape::{AtLeast, Names, Record, Shape, fault, may, need, some_of};
use crate::diagnostic::Code;

/// Why no fact of a page can say what an erratum corrects: the page against the server, a schema that is stricter on purpose,
/// the page against another page.
const KINDS: [&str; 3] = ["server", "stricter", "pages"];

/// A place where the docs contradict themselves.
pub(super) static ERRATUM: Record = Record {
    name: "erratum",
    what: "an erratum",
    keys: &[
        need("at", Shape::Text, "The place in this file."),
        need("says", Shape::AtLeast(&SAYS), "What the docs say, in at least two places."),
        may("use", Shape::AtLeast(&USE), "Keys of the place with their values, exactly as they are in this file."),
        may("fact", Shape::Record(&FACT), "What the page says at this place, as its facts have it."),
        may("kind", Shape::Word(&KINDS), "Why no fact of the page can say it."),
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

/// What a page says: the kinds of facts, each with a value. Where a page says several things, a list.
static FACT: Record = Record {
    name: "fact",
    what: "a fact",
    keys: &[
        may("path", Shape::Text, "The path on the wire, if it is not that of the place."),
        may("member", Shape::Word(&["table", "example", "absent"]), "Where the page has the member."),
        may("type", Shape::Text, "The word for the type."),
        may("required", Shape::Scalar, "The word for whether it is required."),
        may("bytes", Shape::Text, "The number of bytes: `..64`."),
        may("chars", Shape::Text, "The number of characters."),
        may("items", Shape::Text, "The number of elements."),
        may("range", Shape::Text, "The least and the greatest number."),
        may("default", Shape::Scalar, "The value that is used if the member is absent."),
        may("fixed", Shape::Scalar, "The only value."),
        may("values", Shape::Any, "A listed value, or `absent` for one that is not listed."),
        may("examples", Shape::Any, "A JSON type of the values in examples."),
        may("text", Shape::Scalar, "The digest of the description."),
        may("part", Shape::Any, "A route, or the tags of an event; or `absent`."),
        may("query", Shape::Any, "A parameter in the URL."),
        may("permission", Shape::Any, "A kind of app."),
        may("example", Shape::Any, "The digest of an example."),
        may("updated", Shape::Date, "The date."),
    ],
    rules: &[some_of(
        &[
            "member",
            "type",
            "required",
            "bytes",
            "chars",
            "items",
            "range",
            "default",
            "fixed",
            "values",
            "examples",
            "text",
            "part",
            "query",
            "permission",
            "example",
            "updated",
        ],
        fault(Code::ErratumFact, "the fact says nothing", "add what the page says: `type`, `required`, `member`, …"),
    )],
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
