//! The schema language as tables: which keys there are, what may stand behind each, and what they mean.
//!
//! `check` holds a file against the tables and finds everything that is wrong with its form, all at once. Whoever reads
//! the nodes afterwards need not look again.

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    naming,
    syntax::yaml::{Key, Kind, Node},
};

/// What may stand somewhere.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text that is not empty.
    Text,
    /// A scalar of any type.
    Scalar,
    /// Anything.
    Any,
    /// `true` or `false`.
    Bool,
    /// An integer.
    Int,
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
    /// Any text.
    Free,
}

/// A map with known keys.
#[derive(Debug)]
pub struct Record {
    /// What it describes, for messages.
    pub what: &'static str,
    /// Its keys.
    pub keys: &'static [Entry],
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

const fn need(key: &'static str, shape: Shape, doc: &'static str) -> Entry {
    Entry { key, shape, required: true, doc }
}

const fn may(key: &'static str, shape: Shape, doc: &'static str) -> Entry {
    Entry { key, shape, required: false, doc }
}

/// A page's file.
pub static PAGE_FILE: Record = Record {
    what: "a page",
    keys: &[
        need("page", Shape::Record(&PAGE), "The doc page."),
        need("endpoints", Shape::Map(Names::Snake, &Shape::Record(&ENDPOINT)), "The page's endpoints, by name."),
        may("types", Shape::Map(Names::UpperCamel, &Shape::Fields), "Named objects of this page."),
        may("enums", Shape::Map(Names::UpperCamel, &Shape::Record(&ENUM)), "Enums of this page."),
        may("scalars", Shape::Map(Names::UpperCamel, &Shape::Record(&SCALAR)), "Named scalars of this page."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Where the page contradicts itself."),
    ],
};

/// A vendor's file.
pub static VENDOR_FILE: Record = Record {
    what: "a vendor's file",
    keys: &[
        need("vendor", Shape::Record(&VENDOR), "What holds for the whole vendor."),
        may("errors", Shape::Map(Names::Int, &Shape::Record(&ERROR)), "Error codes and what to do about them."),
        may("types", Shape::Map(Names::UpperCamel, &Shape::Fields), "Named objects that pages share."),
        may("enums", Shape::Map(Names::UpperCamel, &Shape::Record(&ENUM)), "Enums that pages share."),
        may("scalars", Shape::Map(Names::UpperCamel, &Shape::Record(&SCALAR)), "Named scalars that pages share."),
        may("errata", Shape::List(&Shape::Record(&ERRATUM)), "Where the docs contradict themselves."),
    ],
};

static PAGE: Record = Record {
    what: "a page's head",
    keys: &[
        need("title", Shape::Text, "The page's title, as published."),
        need("url", Shape::Url, "Where the page is."),
        may("updated", Shape::Date, "The date that the page shows."),
        may("read", Shape::Date, "The day on which it was read, for a page that shows no date."),
        may("sources", Shape::List(&Shape::Record(&SOURCE)), "Other copies of the page that were read."),
        may("omitted", Shape::Map(Names::Snake, &Shape::Text), "Endpoints that the file leaves out, with the reason."),
    ],
};

static SOURCE: Record = Record {
    what: "a copy of a page",
    keys: &[
        need("title", Shape::Text, "What it is."),
        may("url", Shape::Url, "Where it is."),
        may("updated", Shape::Date, "The date that it shows."),
    ],
};

static ENDPOINT: Record = Record {
    what: "an endpoint",
    keys: &[
        need("route", Shape::Text, "`GET` or `POST` and the path."),
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
        may("errors", Shape::List(&Shape::Int), "Error codes that the page explains."),
        may("examples", Shape::Record(&EXAMPLES), "The page's JSON examples."),
    ],
};

static PERMISSION: Record = Record {
    what: "a permission",
    keys: &[need("app", Shape::Text, "The kind of app."), need("needs", Shape::Text, "What it needs.")],
};

static DEPRECATED: Record = Record {
    what: "a deprecation",
    keys: &[
        need("replacement", Shape::Text, "The endpoint to use instead."),
        may("note", Shape::Text, "Why, or how they differ."),
        may("since", Shape::Date, "Since when."),
    ],
};

static PAGING: Record = Record {
    what: "paging",
    keys: &[
        need("cursor", Shape::Text, "The request's field that takes the cursor."),
        need("next", Shape::Text, "The response's field that gives the next one."),
    ],
};

static EXAMPLES: Record = Record {
    what: "examples",
    keys: &[
        may("request", Shape::List(&Shape::Text), "Files with what is sent."),
        may("response", Shape::List(&Shape::Text), "Files with what comes back."),
    ],
};

/// A field; what depends on its type is checked when it is lowered.
pub static FIELD: Record = Record {
    what: "a field",
    keys: &[
        may("type", Shape::Type, "The type of its value."),
        may("object", Shape::Fields, "An inline object."),
        may("objects", Shape::Fields, "A list of inline objects."),
        may("choice", Shape::Record(&CHOICE), "The tag of a choice."),
        may("of", Shape::Map(Names::Free, &Shape::Record(&VARIANT)), "The variants of a choice, by their tags."),
        may("required", Shape::Bool, "A request must carry it; a response promises it."),
        may("doc", Shape::Text, "What it is."),
        may("label", Shape::Text, "The vendor's term."),
        may("name", Shape::Text, "The Rust name."),
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
};

static COUNT: Record =
    Record { what: "a limit", keys: &[may("min", Shape::Int, "The least."), may("max", Shape::Int, "The most.")] };

static RANGE: Record = Record {
    what: "a range",
    keys: &[may("min", Shape::Number, "The least."), may("max", Shape::Number, "The greatest.")],
};

static CHOICE: Record = Record {
    what: "a choice",
    keys: &[
        need("tag", Shape::Text, "The member that carries the tag."),
        need("wire", Shape::Word(&["int", "string"]), "Whether the tag is an integer or a string."),
    ],
};

static VARIANT: Record = Record {
    what: "a variant",
    keys: &[
        may("field", Shape::Text, "The member that the tag selects."),
        may("type", Shape::Type, "The type of its value."),
        may("object", Shape::Fields, "An inline object."),
        may("objects", Shape::Fields, "A list of inline objects."),
        may("name", Shape::Text, "English name, snake_case."),
        may("label", Shape::Text, "The vendor's term."),
        may("doc", Shape::Text, "What it is."),
    ],
};

/// The `$` keys of an object.
pub static OBJECT: Record = Record {
    what: "an object",
    keys: &[
        may("$doc", Shape::Text, "What it is."),
        may("$label", Shape::Text, "The vendor's term."),
        may("$name", Shape::Text, "The Rust name of an inline object."),
        may("$at_least_one_of", Shape::List(&Shape::List(&Shape::Text)), "Groups of which one or more are given."),
        may("$exactly_one_of", Shape::List(&Shape::List(&Shape::Text)), "Groups of which just one is given."),
    ],
};

static SCALAR: Record = Record {
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
};

static ENUM: Record = Record {
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
};

static VALUE: Record = Record {
    what: "a value of an enum",
    keys: &[
        need("value", Shape::Scalar, "The value on the wire."),
        may("label", Shape::Text, "The vendor's term."),
        may("doc", Shape::Text, "What it means."),
    ],
};

static ERRATUM: Record = Record {
    what: "an erratum",
    keys: &[
        need("at", Shape::Text, "The place in this file."),
        need("says", Shape::Map(Names::Free, &Shape::Scalar), "What the docs say, in at least two places."),
        may("use", Shape::Map(Names::Free, &Shape::Any), "Keys of that place, as they stand in this file."),
        may("decision", Shape::Text, "What was decided, where no key tells it."),
        may("also_accept", Shape::Record(&ALSO_ACCEPT), "What is read as well."),
        need("because", Shape::Text, "The evidence."),
    ],
};

static ALSO_ACCEPT: Record = Record {
    what: "`also_accept`",
    keys: &[
        may("names", Shape::List(&Shape::Text), "Other names of the field."),
        may("types", Shape::List(&Shape::Word(&["string", "number", "bool"])), "Other JSON types of its value."),
    ],
};

static VENDOR: Record = Record {
    what: "a vendor",
    keys: &[
        need("title", Shape::Text, "Its name in prose."),
        may("doc", Shape::Text, "What it is."),
        need("url", Shape::Url, "Where its docs are."),
        need("base_url", Shape::Text, "Where its endpoints are, or `given`."),
        need("credential", Shape::Record(&CREDENTIAL), "Where the credential goes."),
        need("envelope", Shape::Record(&ENVELOPE), "What replies are wrapped in."),
    ],
};

static CREDENTIAL: Record = Record {
    what: "a credential",
    keys: &[may("query", Shape::Text, "Its name in the query."), may("header", Shape::Text, "The name of its header.")],
};

static ENVELOPE: Record = Record {
    what: "an envelope",
    keys: &[
        need("code", Shape::Text, "The member with the error code."),
        need("message", Shape::Text, "The member with the error message."),
        may("data", Shape::Text, "The member with the payload."),
        may("trace", Shape::Text, "The member with the call's id."),
        may("success", Shape::Int, "The code that means success; 0 unless said otherwise."),
    ],
};

static ERROR: Record = Record {
    what: "an error code",
    keys: &[
        need("name", Shape::Text, "English name, snake_case."),
        may("label", Shape::Text, "The vendor's text."),
        may("doc", Shape::Text, "What it means."),
        may(
            "advice",
            Shape::Word(&["refresh_token", "retry_later", "fix_request", "ask_permission"]),
            "What to do about it.",
        ),
    ],
};

/// A whole file.
pub(crate) const WHOLE: Span = Span { start: 0, end: usize::MAX };

/// Holds a node against a shape and reports all that does not fit.
///
/// Gives the parts that do not mean what was meant, because something in them does not fit: the smallest field, type,
/// endpoint ... around each fault, or [`WHOLE`].
pub(crate) fn check(file: &str, node: &Node, shape: Shape, faults: &mut Vec<Diagnostic>) -> Vec<Span> {
    let mut checker = Checker { file, faults, part: WHOLE, key: None, faulty: Vec::new() };
    checker.shape(node, shape);
    checker.faulty
}

struct Checker<'a> {
    file: &'a str,
    faults: &'a mut Vec<Diagnostic>,
    /// What is being looked at.
    part: Span,
    /// The key before it, if it has one.
    key: Option<Span>,
    faulty: Vec<Span>,
}

impl Checker<'_> {
    /// Looks at a part: faults that are found meanwhile make that part faulty, and nothing around it.
    fn within(&mut self, part: Span, key: Option<Span>, look: impl FnOnce(&mut Self)) {
        let around = (self.part, self.key);
        (self.part, self.key) = (part, key);
        look(self);
        (self.part, self.key) = around;
    }

    /// Looks at a key and its value.
    fn entry(&mut self, key: &Key, value: &Node, look: impl FnOnce(&mut Self)) {
        self.within(key.entry(value), Some(key.span), look);
    }

    fn add(&mut self, code: Code, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.faulty.push(self.part);
        self.faults.push(Diagnostic::new(code, self.file, span, message));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn wrong(&mut self, node: &Node, expected: &str, help: impl Into<String>) {
        let found = describe(node);
        let fault = self.add(Code::WrongType, node.span, format!("expected {expected}, found {found}"));
        fault.help = Some(match node.kind {
            Kind::Null => format!("{}; or remove the key, if it is not needed", help.into()),
            _ => help.into(),
        });
    }

    fn shape(&mut self, node: &Node, shape: Shape) {
        match shape {
            Shape::Any => {}
            Shape::Text => self.text(node),
            Shape::Scalar => {
                let holds = node.scalar_text().is_some() && node.kind != Kind::Null;
                self.expect(node, holds, "a value", "write one text, one number, `true` or `false`");
            }
            Shape::Bool => {
                let holds = matches!(node.kind, Kind::Bool(_));
                self.expect(node, holds, "`true` or `false`", "write `true` or `false`, without quotes");
            }
            Shape::Int => {
                let help = "write a number without quotes and without a fraction";
                self.expect(node, matches!(node.kind, Kind::Int(_)), "an integer", help);
            }
            Shape::Number => {
                let holds = matches!(node.kind, Kind::Int(_) | Kind::Float(_));
                self.expect(node, holds, "a number", "write a finite number, without quotes");
            }
            Shape::Date => self.date(node),
            Shape::Url => self.url(node),
            Shape::Word(words) => self.word(node, words),
            Shape::Type => self.ty(node),
            Shape::List(of) => self.list(node, *of),
            Shape::Map(names, of) => self.map(node, names, *of),
            Shape::Record(record) => self.record(node, record),
            Shape::Fields => self.fields(node),
            Shape::Condition => self.condition(node),
        }
    }

    fn expect(&mut self, node: &Node, holds: bool, expected: &str, help: &str) {
        if !holds {
            self.wrong(node, expected, help);
        }
    }

    fn text(&mut self, node: &Node) {
        match node.text() {
            Some(text) if !text.trim().is_empty() => {}
            Some(_) => self.wrong(node, "a text that is not empty", "write a text, or remove the key"),
            None if node.scalar_text().is_some() && node.kind != Kind::Null => {
                self.wrong(node, "a text", "put it in quotes if it is meant as a text");
            }
            None if node.kind == Kind::Null => self.wrong(node, "a text", "write a text"),
            None => self.wrong(node, "a text", "write a text; one that starts with `[` or `{` needs quotes"),
        }
    }

    fn date(&mut self, node: &Node) {
        let help = "write a day that there is, as YYYY-MM-DD";
        let Some(text) = node.text() else { return self.wrong(node, "a date", help) };
        if !is_date(text) {
            self.add(Code::BadDate, node.span, format!("`{text}` is not a date")).help = Some(help.to_owned());
        }
    }

    fn url(&mut self, node: &Node) {
        let Some(text) = node.text() else {
            return self.wrong(node, "a URL", "write it with http:// or https://");
        };
        if !is_url(text) {
            self.add(Code::BadUrl, node.span, format!("`{text}` is not a URL")).help =
                Some("start it with http:// or https://, without spaces; escape other characters with %".to_owned());
        }
    }

    fn word(&mut self, node: &Node, words: &[&str]) {
        let all = format!("it can be {}", listed(words));
        let Some(text) = node.scalar_text() else { return self.wrong(node, "a word", all) };
        if words.contains(&text.as_ref()) {
            return;
        }
        let help = naming::nearest(&text, words.iter().copied()).map_or(all, |near| format!("did you mean `{near}`?"));
        self.add(Code::UnknownWord, node.span, format!("`{text}` cannot stand here")).help = Some(help);
    }

    fn ty(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text(_) => self.text(node),
            Kind::List(elements) if elements.len() == 1 => self.ty(&elements[0]),
            Kind::Map(entries) if entries.len() == 1 && entries[0].0.text == "string" => self.ty(&entries[0].1),
            _ => self.wrong(node, "a type", "write a name, `[T]` or `{ string: T }`"),
        }
    }

    fn list(&mut self, node: &Node, of: Shape) {
        let Kind::List(elements) = &node.kind else {
            let help = match node.scalar_text().filter(|_| node.kind != Kind::Null) {
                Some(one) => format!("put it in brackets: `[{one}]`"),
                None => "write a list: `[…]`, or a line with a `-` for each element".to_owned(),
            };
            return self.wrong(node, "a list", help);
        };
        for element in elements {
            match of {
                Shape::Record(_) => self.within(element.extent(), None, |my| my.shape(element, of)),
                _ => self.shape(element, of),
            }
        }
    }

    fn map(&mut self, node: &Node, names: Names, of: Shape) {
        let Kind::Map(entries) = &node.kind else {
            return self.wrong(node, "a map", format!("write a map; each key of it is {}", names.described()));
        };
        for (key, value) in entries {
            self.entry(key, value, |my| {
                my.name(key, names);
                my.shape(value, of);
            });
        }
    }

    fn name(&mut self, key: &Key, names: Names) {
        let text = key.text.as_str();
        let (fits, made) = match names {
            Names::Snake => (naming::is_snake(text), naming::snake(text)),
            Names::UpperCamel => (naming::is_upper_camel(text), Some(naming::upper_camel([text]))),
            Names::Int => (text.parse::<i64>().is_ok(), None),
            Names::Free => (!text.trim().is_empty(), None),
        };
        if !fits {
            let made = made.filter(|made| names != Names::UpperCamel || naming::is_upper_camel(made));
            let help = match made {
                Some(made) => format!("did you mean `{made}`? It must be {}", names.described()),
                None => format!("it must be {}", names.described()),
            };
            self.add(Code::BadName, key.span, format!("`{text}` cannot be a name here")).help = Some(help);
        }
    }

    fn record(&mut self, node: &Node, record: &Record) {
        let Kind::Map(entries) = &node.kind else { return self.no_record(node, record) };
        for (key, value) in entries {
            match record.keys.iter().find(|entry| entry.key == key.text) {
                Some(Entry { shape: shape @ (Shape::Record(_) | Shape::Fields | Shape::Map(..)), .. })
                    if matches!(value.kind, Kind::Map(_)) =>
                {
                    self.entry(key, value, |my| my.shape(value, *shape));
                }
                Some(entry) => self.shape(value, entry.shape),
                None => self.unknown_key(key, value, record),
            }
        }
        self.missing_keys(node, record);
    }

    fn no_record(&mut self, node: &Node, record: &Record) {
        let typed = record.keys.iter().any(|entry| entry.key == "type");
        let keys: Vec<&str> = record.keys.iter().map(|entry| entry.key).collect();
        let help = match node.text() {
            Some(text) if typed => format!("if that is its type, write `{{ type: {text} }}`"),
            _ => format!("write a map with {}", listed(&keys)),
        };
        self.wrong(node, &format!("a map ({})", record.what), help);
    }

    fn unknown_key(&mut self, key: &Key, value: &Node, record: &Record) {
        let keys: Vec<&str> = record.keys.iter().map(|entry| entry.key).collect();
        let near = naming::nearest(&key.text, keys.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}", listed(&keys)),
        };
        let message = format!("{} has no key `{}`", record.what, key.text);
        // A misspelt key is missing from what is around it; one from elsewhere is only too much.
        let part = if near.is_some() { self.part } else { key.entry(value) };
        self.within(part, None, |my| my.add(Code::UnknownKey, key.span, message).help = Some(help));
    }

    fn missing_keys(&mut self, node: &Node, record: &Record) {
        let missing = record.keys.iter().filter(|entry| entry.required && node.get(entry.key).is_none());
        // A misspelt key is one fault, not two.
        let misspelt = |entry: &&Entry| {
            node.entries().iter().any(|(key, _)| {
                record.keys.iter().all(|known| known.key != key.text)
                    && naming::nearest(&key.text, [entry.key]).is_some()
            })
        };
        for entry in missing.filter(|entry| !misspelt(entry)).collect::<Vec<_>>() {
            let message = format!("{} needs the key `{}`", record.what, entry.key);
            let help = format!("add `{}: {}`. {}", entry.key, entry.shape.sketch(), entry.doc);
            self.add(Code::MissingKey, self.key.unwrap_or(node.span), message).help = Some(help);
        }
    }

    fn fields(&mut self, node: &Node) {
        let Kind::Map(entries) = &node.kind else {
            return self.wrong(node, "a map of fields", "write a map: the name of each field, and `{ type: … }`");
        };
        for (key, value) in entries {
            self.entry(key, value, |my| {
                if !key.text.starts_with('$') {
                    my.name(key, Names::Free);
                    my.record(value, &FIELD);
                } else if let Some(entry) = OBJECT.keys.iter().find(|entry| entry.key == key.text) {
                    my.shape(value, entry.shape);
                } else {
                    my.unknown_key(key, value, &OBJECT);
                }
            });
        }
    }

    fn condition(&mut self, node: &Node) {
        let entries = match &node.kind {
            Kind::Text(_) => return self.text(node),
            Kind::Map(entries) if !entries.is_empty() => entries,
            _ => {
                let help = "write the name of a sibling that is given, or `{ sibling: value }` for each that is tested";
                return self.wrong(node, "a field's name, or a map of fields' names and values", help);
            }
        };
        for (_, value) in entries {
            match &value.kind {
                Kind::List(values) if !values.is_empty() => {
                    values.iter().for_each(|value| self.shape(value, Shape::Scalar));
                }
                _ => self.shape(value, Shape::Scalar),
            }
        }
    }
}

impl Names {
    /// What a key must be, for a message.
    fn described(self) -> &'static str {
        match self {
            Self::Snake => "snake_case: lower-case letters, digits and single `_`",
            Self::UpperCamel => "UpperCamelCase: ASCII letters and digits",
            Self::Int => "an integer",
            Self::Free => "a text that is not empty",
        }
    }
}

impl Shape {
    /// What a value looks like, for a message.
    fn sketch(self) -> String {
        match self {
            Self::Date => "YYYY-MM-DD".to_owned(),
            Self::Url => "https://…".to_owned(),
            Self::Word(words) => words.join(" | "),
            Self::List(_) => "[…]".to_owned(),
            Self::Record(record) => {
                let needed = record.keys.iter().filter(|entry| entry.required);
                let needed: Vec<String> = needed.map(|entry| format!("{}: …", entry.key)).collect();
                if needed.is_empty() { "{ … }".to_owned() } else { format!("{{ {} }}", needed.join(", ")) }
            }
            Self::Map(..) | Self::Fields => "{ … }".to_owned(),
            _ => "…".to_owned(),
        }
    }
}

/// What a node is, for a message.
pub(crate) fn describe(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "nothing".to_owned(),
        Kind::Bool(value) => format!("`{value}`"),
        Kind::Int(value) => format!("the number {value}"),
        Kind::Float(value) => format!("the number {value}"),
        Kind::Text(text) if text.chars().count() > 40 => "a text".to_owned(),
        Kind::Text(text) => format!("`{text}`"),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a map".to_owned(),
    }
}

/// Words in a row, for a message.
pub(crate) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        parts
            .next()
            .filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|part| part.parse::<u32>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    parts.next().is_none() && (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Whether a text can stand as a URL in docs and in Markdown.
pub(crate) fn is_url(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric()))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>()[]{}\"\\^`|".contains(c))
}
