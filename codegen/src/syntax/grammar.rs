//! The schema language as tables: which keys there are, what may stand behind each, and what they mean.
//!
//! `check` holds a file against them.

use crate::{
    diagnostic::Code,
    syntax::{
        node::{Kind, Node},
        pattern::{self, Pattern},
    },
};

/// What may stand somewhere.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text that is not empty.
    Text,
    /// A text that is a name.
    Name(Names),
    /// A method and a path.
    Route,
    /// A URL that paths can be put behind, or the word `given`.
    BaseUrl,
    /// A scalar of any type.
    Scalar,
    /// Anything.
    Any,
    /// `true` or `false`.
    Bool,
    /// An integer.
    Int,
    /// An integer from 0.
    Count,
    /// An integer or a float.
    Number,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A URL.
    Url,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A type.
    Type,
    /// A list.
    List(&'static Shape),
    /// A map with keys of a kind of their own, and one shape for all values.
    Map(Names, &'static Shape),
    /// A list or a map with at least so many elements.
    AtLeast(usize, &'static Shape),
    /// A map with these keys.
    Record(&'static Record),
    /// A map of fields, with `$` keys for the object as a whole.
    Fields,
    /// A text or a map: a condition.
    Condition,
}

/// What the keys of a map must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// snake_case.
    Snake,
    /// UpperCamelCase.
    UpperCamel,
    /// An integer.
    Int,
    /// A name on the wire: a text whose characters can all be seen.
    Wire,
    /// Any text.
    Free,
}

impl Names {
    /// What such a name matches.
    #[must_use]
    pub fn pattern(self) -> &'static Pattern {
        match self {
            Self::Snake => &pattern::SNAKE,
            Self::UpperCamel => &pattern::UPPER_CAMEL,
            Self::Int => &pattern::INTEGER,
            Self::Wire => &pattern::WIRE,
            Self::Free => &pattern::NOT_EMPTY,
        }
    }
}

/// A map with known keys.
#[derive(Debug)]
pub struct Record {
    /// Its own name, in snake_case: no two have the same.
    pub name: &'static str,
    /// What it describes, for messages.
    pub what: &'static str,
    /// Its keys.
    pub keys: &'static [Entry],
    /// Which keys go with which.
    pub rules: &'static [Rule],
}

/// A key of a [`Record`].
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: &'static str,
    /// What may stand behind it.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

/// Which of several keys of a [`Record`] are there. `lower` reports what breaks it, because it knows the whole place.
#[derive(Debug)]
pub struct Rule {
    /// It holds for those that have this key; for all, if there is none.
    pub of_those_with: Option<&'static str>,
    /// How many of the keys.
    pub count: HowMany,
    /// The keys.
    pub keys: &'static [&'static str],
    /// What breaking it is.
    pub code: Code,
}

/// How many keys of a [`Rule`] there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowMany {
    /// One and no more.
    ExactlyOne,
    /// One or more.
    AtLeastOne,
}

impl Rule {
    /// Whether a map keeps it.
    pub(crate) fn holds(&self, node: &Node) -> bool {
        let given = given(node, self.keys).len();
        let enough = match self.count {
            HowMany::ExactlyOne => given == 1,
            HowMany::AtLeastOne => given >= 1,
        };
        enough || self.of_those_with.is_some_and(|key| node.get(key).is_none())
    }
}

/// Which of some keys a map has.
pub(crate) fn given(node: &Node, keys: &[&'static str]) -> Vec<&'static str> {
    keys.iter().copied().filter(|key| node.get(key).is_some()).collect()
}

const fn one_of(keys: &'static [&'static str], code: Code) -> Rule {
    Rule { of_those_with: None, count: HowMany::ExactlyOne, keys, code }
}

const fn some_of(keys: &'static [&'static str], code: Code) -> Rule {
    Rule { of_those_with: None, count: HowMany::AtLeastOne, keys, code }
}

const fn goes_with(key: &'static str, keys: &'static [&'static str], code: Code) -> Rule {
    Rule { of_those_with: Some(key), count: HowMany::ExactlyOne, keys, code }
}

/// What a value is.
pub(crate) const VALUE_KINDS: &[&str] = &["type", "object", "objects"];

/// What a field is.
pub(crate) const FIELD_KINDS: &[&str] = &["type", "object", "objects", "choice"];

/// Of which day a page is.
pub(crate) const DAYS: &[&str] = &["updated", "read"];

/// Where an enum's type comes from.
pub(crate) const ENUM_ORIGINS: &[&str] = &["wire", "from"];

/// Where a credential goes.
pub(crate) const CREDENTIAL_PLACES: &[&str] = &["query", "header"];

/// The ends of a limit.
pub(crate) const BOUNDS: &[&str] = &["min", "max"];

/// What an erratum decides.
pub(crate) const DECISIONS: &[&str] = &["use", "decision"];

const fn need(key: &'static str, shape: Shape, doc: &'static str) -> Entry {
    Entry { key, shape, required: true, doc }
}

const fn may(key: &'static str, shape: Shape, doc: &'static str) -> Entry {
    Entry { key, shape, required: false, doc }
}

/// A page's file.
pub static PAGE_FILE: Record = Record {
    name: "page_file",
    what: "a page",
    keys: &[
        need("page", Shape::Record(&PAGE), "The doc page."),
        need("endpoints", Shape::Map(Names::Snake, &Shape::Record(&ENDPOINT)), "The page's endpoints, by name."),
        may("types", Shape::Map(Names::UpperCamel, &Shape::Fields), "Named objects of this page."),
        may("enums", Shape::Map(Names::UpperCamel, &Shape::Record(&ENUM)), "Enums of this page."),
        may("scalars", Shape::Map(Names::UpperCamel, &Shape::Record(&SCALAR)), "Named scalars of this page."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Where the page contradicts itself."),
        may("allow", Shape::List(&Shape::Record(&ALLOW)), "Warnings that were looked at."),
    ],
    rules: &[],
};

/// A vendor's file.
pub static VENDOR_FILE: Record = Record {
    name: "vendor_file",
    what: "a vendor's file",
    keys: &[
        need("vendor", Shape::Record(&VENDOR), "What holds for the whole vendor."),
        may("errors", Shape::Map(Names::Int, &Shape::Record(&ERROR)), "Error codes and what to do about them."),
        may("types", Shape::Map(Names::UpperCamel, &Shape::Fields), "Named objects that pages share."),
        may("enums", Shape::Map(Names::UpperCamel, &Shape::Record(&ENUM)), "Enums that pages share."),
        may("scalars", Shape::Map(Names::UpperCamel, &Shape::Record(&SCALAR)), "Named scalars that pages share."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Where the docs contradict themselves."),
        may("allow", Shape::List(&Shape::Record(&ALLOW)), "Warnings that were looked at."),
    ],
    rules: &[],
};

/// What was given up on purpose. It is no schema: editors are not told of it.
pub(crate) static LEDGER_FILE: Record = Record {
    name: "ledger_file",
    what: "the file of accepted breaks",
    keys: &[
        may("accepted", Shape::List(&Shape::Record(&ACCEPTED)), "Breaks that were decided on."),
        may("tombstones", Shape::List(&Shape::Record(&TOMBSTONE)), "Names that are not to be used again."),
    ],
    rules: &[],
};

static ACCEPTED: Record = Record {
    name: "accepted",
    what: "an accepted break",
    keys: &[
        need("rule", Shape::Text, "The rule's id."),
        need("at", Shape::Text, "The file and the place in it, with a # between them."),
        need("reason", Shape::Text, "Why it is made all the same."),
        need("date", Shape::Date, "When that was decided."),
    ],
    rules: &[],
};

static TOMBSTONE: Record = Record {
    name: "tombstone",
    what: "a tombstone",
    keys: &[
        need("file", Shape::Text, "The file that it stood in."),
        need("at", Shape::Text, "The place in that file."),
        need("name", Shape::Text, "Its English name."),
        need("wire", Shape::Scalar, "Its value or its name on the wire."),
        need("date", Shape::Date, "When it was removed."),
    ],
    rules: &[],
};

static PAGE: Record = Record {
    name: "page",
    what: "a page's head",
    keys: &[
        need("title", Shape::Text, "The page's title, as published."),
        need("url", Shape::Url, "Where the page is."),
        may("updated", Shape::Date, "The date that the page shows."),
        may("read", Shape::Date, "The day on which it was read, for a page that shows no date."),
        may("sources", Shape::List(&Shape::Record(&SOURCE)), "Other copies of the page that were read."),
        may("documents", Shape::Count, "How many endpoints the page documents; 1 unless said otherwise."),
        may("omitted", Shape::Map(Names::Snake, &Shape::Text), "Endpoints that the file leaves out, with the reason."),
    ],
    rules: &[some_of(DAYS, Code::MissingKey)],
};

static SOURCE: Record = Record {
    name: "source",
    what: "a copy of a page",
    keys: &[
        need("title", Shape::Text, "What it is."),
        may("url", Shape::Url, "Where it is."),
        may("updated", Shape::Date, "The date that it shows."),
    ],
    rules: &[],
};

static ENDPOINT: Record = Record {
    name: "endpoint",
    what: "an endpoint",
    keys: &[
        need("route", Shape::Route, "`GET` or `POST` and the path."),
        need("summary", Shape::Text, "What it does, in one sentence."),
        may("label", Shape::Text, "The vendor's term, if it is not the page's title."),
        may("url", Shape::Url, "Where on the page it is."),
        may("doc", Shape::Text, "More about it."),
        may("permissions", Shape::List(&Shape::Record(&PERMISSION)), "Who may call it."),
        may("deprecated", Shape::Record(&DEPRECATED), "What to use instead."),
        may("query", Shape::Fields, "Parameters in the URL."),
        may("headers", Shape::Fields, "Parameters in headers."),
        may("body", Shape::Fields, "Members of the JSON that is sent."),
        may("response", Shape::Fields, "Members of the reply, without the vendor's envelope."),
        may("paging", Shape::Record(&PAGING), "How the reply comes in pages."),
        may("grants", Shape::Record(&GRANTS), "It hands out the credential, and is called without one."),
        may("errors", Shape::List(&Shape::Int), "Error codes that the page explains."),
        may("examples", Shape::Record(&EXAMPLES), "The page's JSON examples."),
    ],
    rules: &[],
};

static PERMISSION: Record = Record {
    name: "permission",
    what: "a permission",
    keys: &[need("app", Shape::Text, "The kind of app."), need("needs", Shape::Text, "What it needs.")],
    rules: &[],
};

static DEPRECATED: Record = Record {
    name: "deprecated",
    what: "a deprecation",
    keys: &[
        need("replacement", Shape::Text, "The endpoint to use instead."),
        may("note", Shape::Text, "Why, or how they differ."),
        may("since", Shape::Date, "Since when."),
    ],
    rules: &[],
};

static PAGING: Record = Record {
    name: "paging",
    what: "paging",
    keys: &[
        need("cursor", Shape::Text, "The request's field that takes the cursor."),
        need("next", Shape::Text, "The response's field that gives the next one."),
    ],
    rules: &[],
};

static GRANTS: Record = Record {
    name: "grants",
    what: "a grant",
    keys: &[
        need("credential", Shape::Text, "The response's field with the credential."),
        need("expires_in", Shape::Text, "The response's field with the seconds for which it is good."),
    ],
    rules: &[],
};

static EXAMPLES: Record = Record {
    name: "examples",
    what: "examples",
    keys: &[
        may("request", Shape::List(&Shape::Text), "Files with what is sent."),
        may("response", Shape::List(&Shape::Text), "Files with what comes back."),
    ],
    rules: &[],
};

/// A field; what depends on its type is checked when it is lowered.
pub static FIELD: Record = Record {
    name: "field",
    what: "a field",
    keys: &[
        may("type", Shape::Type, "The type of its value."),
        may("object", Shape::Fields, "An inline object."),
        may("objects", Shape::Fields, "A list of inline objects."),
        may("choice", Shape::Record(&CHOICE), "The tag of a choice."),
        may(
            "of",
            Shape::AtLeast(1, &Shape::Map(Names::Free, &Shape::Record(&VARIANT))),
            "The variants of a choice, by their tags.",
        ),
        may("required", Shape::Bool, "A request must carry it; a response promises it."),
        may("doc", Shape::Text, "What it is."),
        may("label", Shape::Text, "The vendor's term."),
        may("name", Shape::Name(Names::Snake), "The Rust name."),
        may("default", Shape::Scalar, "What the server assumes where it is not sent."),
        may("wire", Shape::Word(&["int"]), "A bool that stands as 0 or 1."),
        may("deprecated", Shape::Text, "What to use instead."),
        may("items", Shape::Record(&COUNT), "How many elements."),
        may("chars", Shape::Record(&COUNT), "How many characters."),
        may("bytes", Shape::Record(&COUNT), "How many bytes of UTF-8."),
        may("range", Shape::Record(&RANGE), "Between which numbers."),
        may("pattern", Shape::Text, "A regular expression for the whole value."),
        may("unique", Shape::Bool, "No two elements are equal."),
        may("required_if", Shape::Condition, "When it must be given."),
        may("forbidden_unless", Shape::Condition, "When it may be given."),
    ],
    rules: &[
        one_of(FIELD_KINDS, Code::FieldKind),
        goes_with("choice", &["of"], Code::BadChoice),
        goes_with("of", &["choice"], Code::KeyDoesNotFit),
    ],
};

static COUNT: Record = Record {
    name: "count",
    what: "a limit",
    keys: &[may("min", Shape::Count, "The least."), may("max", Shape::Count, "The most.")],
    rules: &[some_of(BOUNDS, Code::BadLimit)],
};

static RANGE: Record = Record {
    name: "range",
    what: "a range",
    keys: &[may("min", Shape::Number, "The least."), may("max", Shape::Number, "The greatest.")],
    rules: &[some_of(BOUNDS, Code::BadLimit)],
};

static CHOICE: Record = Record {
    name: "choice",
    what: "a choice",
    keys: &[
        need("tag", Shape::Name(Names::Wire), "The member that carries the tag."),
        need("wire", Shape::Word(&["int", "string"]), "Whether the tag is an integer or a string."),
    ],
    rules: &[],
};

static VARIANT: Record = Record {
    name: "variant",
    what: "a variant",
    keys: &[
        may("field", Shape::Name(Names::Wire), "The member that the tag selects."),
        may("type", Shape::Type, "The type of its value."),
        may("object", Shape::Fields, "An inline object."),
        may("objects", Shape::Fields, "A list of inline objects."),
        may("name", Shape::Name(Names::Snake), "English name, snake_case."),
        may("label", Shape::Text, "The vendor's term."),
        may("doc", Shape::Text, "What it is."),
    ],
    rules: &[
        some_of(&["field", "name"], Code::BadName),
        goes_with("field", VALUE_KINDS, Code::BadChoice),
        goes_with("type", &["field"], Code::BadChoice),
        goes_with("object", &["field"], Code::BadChoice),
        goes_with("objects", &["field"], Code::BadChoice),
    ],
};

/// A group of fields.
static GROUP: Shape = Shape::AtLeast(2, &Shape::List(&Shape::Text));

/// The `$` keys of an object.
pub static OBJECT: Record = Record {
    name: "object",
    what: "an object",
    keys: &[
        may("$doc", Shape::Text, "What it is."),
        may("$label", Shape::Text, "The vendor's term."),
        may("$name", Shape::Name(Names::UpperCamel), "The Rust name of an inline object."),
        may("$at_least_one_of", Shape::List(&GROUP), "Groups of which one or more are given."),
        may("$exactly_one_of", Shape::List(&GROUP), "Groups of which just one is given."),
    ],
    rules: &[],
};

static SCALAR: Record = Record {
    name: "scalar",
    what: "a scalar",
    keys: &[
        need("wire", Shape::Word(&["string", "int32", "int64", "uint32"]), "The type on the wire."),
        may("doc", Shape::Text, "What it is."),
        may("label", Shape::Text, "The vendor's term."),
        may("secret", Shape::Bool, "Its value must not be seen."),
        may("chars", Shape::Record(&COUNT), "How many characters."),
        may("bytes", Shape::Record(&COUNT), "How many bytes of UTF-8."),
        may("range", Shape::Record(&RANGE), "Between which numbers."),
        may("pattern", Shape::Text, "A regular expression for the whole value."),
    ],
    rules: &[],
};

static ENUM: Record = Record {
    name: "enum",
    what: "an enum",
    keys: &[
        may("wire", Shape::Word(&["string", "int32", "int64", "uint32"]), "The type on the wire."),
        may("from", Shape::Text, "The enum that it is derived from."),
        may("remove", Shape::List(&Shape::Text), "Values of that enum that it does without."),
        may("doc", Shape::Text, "What it is."),
        may("label", Shape::Text, "The vendor's term."),
        may("closed", Shape::Bool, "A request may carry listed values alone."),
        may("values", Shape::Map(Names::Snake, &Shape::Record(&VALUE)), "The values, by their English names."),
    ],
    rules: &[one_of(ENUM_ORIGINS, Code::MissingKey)],
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

static ERRATUM: Record = Record {
    name: "erratum",
    what: "an erratum",
    keys: &[
        need("at", Shape::Text, "The place in this file."),
        need(
            "says",
            Shape::AtLeast(2, &Shape::Map(Names::Free, &Shape::Scalar)),
            "What the docs say, in at least two places.",
        ),
        may(
            "use",
            Shape::AtLeast(1, &Shape::Map(Names::Free, &Shape::Any)),
            "Keys of that place, as they stand in this file.",
        ),
        may("decision", Shape::Text, "What was decided, where no key tells it."),
        may("also_accept", Shape::Record(&ALSO_ACCEPT), "What is read as well."),
        need("because", Shape::Text, "The evidence."),
    ],
    rules: &[some_of(DECISIONS, Code::ErratumSays)],
};

static ALLOW: Record = Record {
    name: "allow",
    what: "an allowed warning",
    keys: &[
        need("lint", Shape::Word(Code::LINTS), "The warning's code."),
        need("at", Shape::Text, "The place in this file: the warning is allowed there and in all of its parts."),
        need("because", Shape::Text, "Why the schema is right."),
    ],
    rules: &[],
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

static VENDOR: Record = Record {
    name: "vendor",
    what: "a vendor",
    keys: &[
        need("title", Shape::Text, "Its name in prose."),
        may("doc", Shape::Text, "What it is."),
        need("url", Shape::Url, "Where its docs are."),
        need("base_url", Shape::BaseUrl, "Where its endpoints are, or `given`."),
        need("credential", Shape::Record(&CREDENTIAL), "Where the credential goes."),
        need("envelope", Shape::Record(&ENVELOPE), "What replies are wrapped in."),
        may("refusals", Shape::Record(&REFUSALS), "The error codes with which calls are refused; for mocks."),
    ],
    rules: &[],
};

static REFUSALS: Record = Record {
    name: "refusals",
    what: "refusals",
    keys: &[
        need("credential", Shape::Int, "The credential is missing or wrong."),
        need("expired", Shape::Int, "The credential is no longer good."),
        need("request", Shape::Int, "The request breaks a rule."),
    ],
    rules: &[],
};

static CREDENTIAL: Record = Record {
    name: "credential",
    what: "a credential",
    keys: &[
        may("query", Shape::Name(Names::Wire), "Its name in the query."),
        may("header", Shape::Text, "The name of its header."),
    ],
    rules: &[one_of(CREDENTIAL_PLACES, Code::FieldKind)],
};

static ENVELOPE: Record = Record {
    name: "envelope",
    what: "an envelope",
    keys: &[
        need("code", Shape::Name(Names::Wire), "The member with the error code."),
        need("message", Shape::Name(Names::Wire), "The member with the error message."),
        may("data", Shape::Name(Names::Wire), "The member with the payload."),
        may("trace", Shape::Name(Names::Wire), "The member with the call's id."),
        may("success", Shape::Int, "The code that means success; 0 unless said otherwise."),
    ],
    rules: &[],
};

static ERROR: Record = Record {
    name: "error",
    what: "an error code",
    keys: &[
        need("name", Shape::Name(Names::Snake), "English name, snake_case."),
        may("label", Shape::Text, "The vendor's text."),
        may("doc", Shape::Text, "What it means."),
        may(
            "advice",
            Shape::Word(&["refresh_token", "retry_later", "fix_request", "ask_permission"]),
            "What to do about it.",
        ),
    ],
    rules: &[],
};

/// What a node is, for a message.
pub(crate) fn describe(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "nothing".to_owned(),
        Kind::Bool(value) => format!("`{value}`"),
        Kind::Int(value) => format!("the number {value}"),
        Kind::Float(value) => format!("the number {value}"),
        Kind::Text(text) if text.chars().count() > 40 => "a text".to_owned(),
        Kind::Text(text) if looks_like_another_type(text) => format!("the text `{text}`"),
        Kind::Text(text) => format!("`{text}`"),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a map".to_owned(),
    }
}

/// Words in a row, for a message.
pub(crate) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Whether a text would be no text without its quotes.
fn looks_like_another_type(text: &str) -> bool {
    matches!(text, "true" | "false" | "null" | "~" | "") || text.parse::<f64>().is_ok()
}
