//! Fields, their limits, choices, and objects.

use super::{
    super::shape::{AtLeast, Fault, Names, Record, Rule, Shape, fault, may, need, needs, one_of, some_of},
    notes::EXAMPLE_FILES,
};
use crate::diagnostic::Code;

/// The directions in which an object travels.
const DIRECTIONS: [&str; 2] = ["sent", "received"];

/// A field. What depends on its type is checked by lowering.
pub(crate) static FIELD: Record = Record {
    name: "field",
    what: "a field",
    keys: &[
        may("type", Shape::Type, "The type of its value."),
        may("holds", Shape::Type, "What the JSON in the string is: an object, or a list of objects."),
        may("object", Shape::Fields(Names::Free), "An inline object."),
        may("objects", Shape::Fields(Names::Free), "A list of inline objects."),
        may("choice", Shape::Record(&CHOICE), "The tag of a choice."),
        may("of", Shape::AtLeast(&VARIANTS), "The variants of a choice, by their tags."),
        may("required", Shape::BoolOr(&DIRECTIONS), "A request must carry it; a response promises it."),
        may("only", Shape::Word(&DIRECTIONS), "The one direction in which an object that travels both ways has it."),
        may("doc", Shape::Text, "A description, in our own words."),
        may("label", Shape::Text, "The vendor's term."),
        may("name", Shape::Name(Names::Snake), "The Rust name."),
        may("default", Shape::Scalar, "The value that the server assumes if the field is not sent."),
        may("wire", Shape::Word(&["int"]), "The bool is 0 or 1 on the wire."),
        may("empty", Shape::Word(&["clears", "keeps"]), "What an empty string, list or map means when it is sent."),
        may("deprecated", Shape::Text, "What to use instead."),
        may(
            "item",
            Shape::Name(Names::Wire),
            "In XML, the name of the elements within a list. Default: it is repeated.",
        ),
        may("items", Shape::Record(&COUNT), "The number of elements."),
        may("chars", Shape::Record(&COUNT), "The number of characters."),
        may("bytes", Shape::Record(&COUNT), "The number of bytes: of a string in UTF-8, or of a file."),
        may("filename", Shape::Record(&FILENAME), "The limits of a file's name."),
        may(
            "length",
            Shape::Name(Names::Header),
            "In a form, the parameter of `Content-Disposition` with the file's size.",
        ),
        may("range", Shape::Record(&RANGE), "The least and the greatest number."),
        may("pattern", Shape::Text, "A regular expression that the whole value matches."),
        may("unique", Shape::Bool, "No two elements are equal."),
        may("kinds", Shape::List(&Shape::Record(&KIND_COUNT)), "How many elements of some kinds there are together."),
        may("alike", Shape::Bool, "All elements are of one kind."),
        may("limits_if", Shape::List(&Shape::Record(&LIMITS_IF)), "More limits, under conditions."),
        may("required_if", Shape::Condition, "When the field must be given."),
        may("required_unless", Shape::Condition, "When the field need not be given."),
        may("forbidden_if", Shape::Condition, "When the field must not be given."),
        may("forbidden_unless", Shape::Condition, "When the field may be given."),
        may("ignored_if", Shape::Condition, "When the server ignores the field."),
        may("ignored_unless", Shape::Condition, "When the server heeds the field."),
    ],
    rules: &[
        one_of(
            &["type", "object", "objects", "choice"],
            fault(Code::FieldKind, "`{key}` has no type", "add one of `type`, `object`, `objects` or `choice`"),
            fault(
                Code::FieldKind,
                "`{key}` has more than one type",
                "keep one of `type`, `object`, `objects` or `choice`",
            ),
        ),
        needs(
            "holds",
            &["type"],
            fault(Code::KeyDoesNotFit, "`holds` needs a string", "write `type: string` and `holds: T`"),
        ),
        needs("choice", &["of"], fault(Code::BadChoice, NO_VARIANTS, ADD_VARIANTS)),
        needs(
            "of",
            &["choice"],
            fault(
                Code::KeyDoesNotFit,
                "`of` does not fit a field without `choice`",
                "remove it, or write `choice:` in place of the type",
            ),
        ),
    ],
};

const NO_VARIANTS: &str = "a choice needs variants";
const ADD_VARIANTS: &str = "add `of: { 1: { field: …, type: … } }`, with an entry for each tag";

static VARIANTS: AtLeast = AtLeast {
    least: 1,
    of: Shape::Map(Names::Free, &Shape::Record(&VARIANT)),
    fault: fault(Code::BadChoice, NO_VARIANTS, ADD_VARIANTS),
};

const LIMITS_NOTHING: &str = "`{key}` limits nothing";
const ADD_BOUND: &str = "give it `min`, `max` or both";
const BEYOND_NOTHING: &str = "`beyond` needs a `max`";
const ADD_MAX: &str = "add `max`, or remove `beyond`";

/// A limit of `items`, `chars` or `bytes`.
pub(super) static COUNT: Record = Record {
    name: "count",
    what: "a limit",
    keys: &[
        may("min", Shape::Count, "The minimum."),
        may("max", Shape::Count, "The maximum."),
        may("beyond", Shape::Word(&["truncated"]), "The server cuts off what is beyond the maximum."),
    ],
    rules: &[
        some_of(&["min", "max"], fault(Code::BadLimit, LIMITS_NOTHING, ADD_BOUND)),
        needs("beyond", &["max"], fault(Code::BadLimit, BEYOND_NOTHING, ADD_MAX)),
    ],
};

/// The limits of a file's name.
static FILENAME: Record = Record {
    name: "filename",
    what: "the limits of a file's name",
    keys: &[
        may("chars", Shape::Record(&BOUNDS), "The number of characters."),
        may("bytes", Shape::Record(&BOUNDS), "The number of bytes in UTF-8."),
        may("pattern", Shape::Text, "A regular expression that the whole name matches."),
    ],
    rules: &[some_of(
        &["chars", "bytes", "pattern"],
        fault(Code::BadLimit, "this limits nothing", "add `chars`, `bytes` or `pattern`"),
    )],
};

/// A limit that is always enforced.
static BOUNDS: Record = Record {
    name: "bounds",
    what: "a limit",
    keys: &[may("min", Shape::Count, "The minimum."), may("max", Shape::Count, "The maximum.")],
    rules: &[some_of(&["min", "max"], fault(Code::BadLimit, LIMITS_NOTHING, ADD_BOUND))],
};

/// Limits under a condition.
static LIMITS_IF: Record = Record {
    name: "limits_if",
    what: "limits under a condition",
    keys: &[
        need("if", Shape::Condition, "When the limits hold."),
        may("items", Shape::Record(&COUNT), "The number of elements."),
        may("chars", Shape::Record(&COUNT), "The number of characters."),
        may("bytes", Shape::Record(&COUNT), "The number of bytes: of a string in UTF-8, or of a file."),
        may("range", Shape::Record(&RANGE), "The least and the greatest number."),
        may("pattern", Shape::Text, "A regular expression that the whole value matches."),
    ],
    rules: &[some_of(
        &["items", "chars", "bytes", "range", "pattern"],
        fault(Code::BadLimit, "this limits nothing", "add `items`, `chars`, `bytes`, `range` or `pattern`"),
    )],
};

/// The number of elements of some kinds.
static KIND_COUNT: Record = Record {
    name: "kinds",
    what: "a limit of kinds",
    keys: &[
        need("of", Shape::List(&Shape::Text), "The names of variants of the elements' choice."),
        need("max", Shape::Count, "The maximum."),
    ],
    rules: &[],
};

/// A range of numbers.
pub(super) static RANGE: Record = Record {
    name: "range",
    what: "a range",
    keys: &[
        may("min", Shape::Number, "The least number."),
        may("max", Shape::Number, "The greatest number."),
        may("beyond", Shape::Word(&["default", "maximum"]), "What the server uses in place of a greater number."),
    ],
    rules: &[
        some_of(&["min", "max"], fault(Code::BadLimit, LIMITS_NOTHING, ADD_BOUND)),
        needs("beyond", &["max"], fault(Code::BadLimit, BEYOND_NOTHING, ADD_MAX)),
    ],
};

static CHOICE: Record = Record {
    name: "choice",
    what: "a choice",
    keys: &[
        need("tag", Shape::Name(Names::Wire), "The member with the tag."),
        need("wire", Shape::Word(&["int", "string"]), "Whether the tag is an integer or a string."),
        may("name", Shape::Name(Names::UpperCamel), "The Rust name of the enum."),
    ],
    rules: &[],
};

const SEVERAL_TYPES: Fault =
    fault(Code::BadChoice, "the variant has more than one type", "keep one of `type`, `object` or `objects`");

static VARIANT: Record = Record {
    name: "variant",
    what: "a variant",
    keys: &[
        may("field", Shape::Name(Names::Wire), "The member that the tag selects."),
        may("type", Shape::Type, "The type of its value; without `field`, an object whose members are beside the tag."),
        may("object", Shape::Fields(Names::Free), "An inline object; without `field`, its members are beside the tag."),
        may("objects", Shape::Fields(Names::Free), "A list of inline objects."),
        may(
            "item",
            Shape::Name(Names::Wire),
            "In XML, the name of the elements within the member, if it is a list. Default: it is repeated.",
        ),
        may("name", Shape::Name(Names::Snake), "English name, snake_case."),
        may("label", Shape::Text, "The vendor's term."),
        may("doc", Shape::Text, "A description, in our own words."),
    ],
    rules: &[
        Rule {
            with: Some("field"),
            keys: &["type", "object", "objects"],
            none: fault(
                Code::BadChoice,
                "the variant's field has no type",
                "add one of `type`, `object` or `objects`; if no member comes with the tag, remove `field`",
            ),
            several: None,
        },
        Rule {
            with: Some("type"),
            keys: &["type", "object", "objects"],
            none: SEVERAL_TYPES,
            several: Some(SEVERAL_TYPES),
        },
        Rule { with: Some("object"), keys: &["object", "objects"], none: SEVERAL_TYPES, several: Some(SEVERAL_TYPES) },
        needs(
            "item",
            &["field"],
            fault(
                Code::KeyDoesNotFit,
                "`item` does not fit a variant without `field`",
                "remove it: it names the elements of a list in XML",
            ),
        ),
        needs(
            "objects",
            &["field"],
            fault(
                Code::BadChoice,
                "a list cannot be beside the tag",
                "add `field:` with the name of the member that is the list",
            ),
        ),
    ],
};

/// The `$` keys of an object.
pub(crate) static OBJECT: Record = Record {
    name: "object",
    what: "an object",
    keys: &[
        may("$doc", Shape::Text, "A description of the object."),
        may("$label", Shape::Text, "The vendor's term."),
        may("$name", Shape::Name(Names::UpperCamel), "The Rust name of an inline object."),
        may("$from", Shape::Text, "The declared object whose members it has, too."),
        may("$remove", Shape::List(&Shape::Text), "Members of that object that this one does not have."),
        may("$optional", Shape::List(&Shape::Text), "Required members of that object that are optional in this one."),
        may("$examples", EXAMPLE_FILES, "Files with the JSON of such an object alone."),
        may("$at_least_one_of", GROUPS, "Groups of fields: at least one of each group is given."),
        may("$exactly_one_of", GROUPS, "Groups of fields: exactly one of each group is given."),
        may("$at_most_one_of", GROUPS, "Groups of fields: at most one of each group is given."),
        may("$first_of", GROUPS, "Groups of fields: the server ignores all but the first that is given."),
        may("$together", Shape::List(&Shape::Record(&TOGETHER)), "Limits of several fields together."),
    ],
    rules: &[],
};

const GROUPS: Shape = Shape::List(&Shape::AtLeast(&GROUP));

static GROUP: AtLeast = AtLeast {
    least: 2,
    of: Shape::List(&Shape::Text),
    fault: fault(
        Code::BadCondition,
        "a group must have at least two fields",
        "add the other field; to require one field, write `required: true` on it",
    ),
};

/// A limit of several fields together.
static TOGETHER: Record = Record {
    name: "together",
    what: "a limit of several fields",
    keys: &[
        may("of", Shape::AtLeast(&GROUP), "Numbers that are added, or lists whose elements are counted together."),
        may("max", Shape::Count, "The greatest sum."),
        may("from", Shape::Text, "The time at which a span begins."),
        may("to", Shape::Text, "The time at which the span ends. It is not before the first one."),
        may("days", Shape::Count, "The greatest length of the span."),
    ],
    rules: &[
        one_of(
            &["of", "from"],
            fault(Code::BadLimit, "this limits nothing", "write `of: [a, b], max: 100`, or `from: a, to: b, days: 30`"),
            fault(Code::BadLimit, "a limit cannot have both `of` and `from`", "make two limits of it"),
        ),
        needs("of", &["max"], fault(Code::BadLimit, "the limit has no `max`", "add `max:` with the greatest sum")),
        needs("from", &["to"], fault(Code::BadLimit, "the span has no `to`", "add `to:` with the other field")),
        needs("max", &["of"], fault(Code::BadLimit, "`max` does not fit a span", "write `days`, or nothing")),
        needs("to", &["from"], fault(Code::BadLimit, "`to` does not fit a limit with `of`", "remove it")),
        needs("days", &["from"], fault(Code::BadLimit, "`days` does not fit a limit with `of`", "write `max`")),
    ],
};
