//! Holds a file against the tables of the language and finds everything that is wrong with its form, all at once.

use super::{
    grammar::{Entry, FIELD, Names, OBJECT, Record, Shape, describe, listed},
    meant,
    node::{Key, Kind, Node},
    pattern,
    unseen::{UNSEEN_HELP, unseen},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    naming,
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
            // Whether a text is such a name, route or URL is told where it is lowered.
            Shape::Text
            | Shape::Name(Names::Snake | Names::UpperCamel | Names::Int | Names::Free)
            | Shape::Route
            | Shape::BaseUrl => self.text(node),
            Shape::Name(Names::Wire) => {
                self.text(node);
                if let Some(unseen) = node.text().and_then(unseen) {
                    self.add(Code::BadName, node.span, unseen).help = Some(UNSEEN_HELP.to_owned());
                }
            }
            Shape::Scalar => {
                let holds = node.scalar_text().is_some() && node.kind != Kind::Null;
                self.expect(node, holds, "a value", "write one text, one number, `true` or `false`");
            }
            Shape::Bool => {
                let holds = matches!(node.kind, Kind::Bool(_));
                self.expect(node, holds, "`true` or `false`", "write `true` or `false`, without quotes");
            }
            // How great a count and how long a list has to be is told where it is lowered.
            Shape::Int | Shape::Count => {
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
            Shape::AtLeast(_, of) => self.shape(node, *of),
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
            Some(text) if pattern::NOT_EMPTY.matches(text) => {}
            Some(_) => self.wrong(node, "a text that is not empty", "write a text, or remove the key"),
            None if node.scalar_text().is_some() && node.kind != Kind::Null => {
                self.wrong(node, "a text", "put it in quotes if it is meant as a text");
            }
            None if node.kind == Kind::Null => self.wrong(node, "a text", "write a text"),
            None => self.wrong(node, "a text", "write a text; one that starts with `[` or `{` needs quotes"),
        }
    }

    fn date(&mut self, node: &Node) {
        let help = pattern::DATE.help;
        let Some(text) = node.text() else { return self.wrong(node, "a date", help) };
        if !pattern::DATE.matches(text) {
            let meant = meant::date(text).filter(|date| pattern::DATE.matches(date));
            let help = meant.map_or_else(|| help.to_owned(), |date| format!("write `{date}`"));
            self.add(Code::BadDate, node.span, format!("`{text}` is not a date")).help = Some(help);
        }
    }

    fn url(&mut self, node: &Node) {
        let Some(text) = node.text() else {
            return self.wrong(node, "a URL", "write it with http:// or https://");
        };
        if !pattern::URL.matches(text) {
            self.add(Code::BadUrl, node.span, format!("`{text}` is not a URL")).help =
                Some(pattern::URL.help.to_owned());
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
                Some(one) => match of {
                    Shape::Record(_) | Shape::List(_) | Shape::AtLeast(..) => {
                        format!("write a list: `[{}]`", of.sketch())
                    }
                    _ => format!("put it in brackets: `[{one}]`"),
                },
                None => "write a list: `[…]`, or a line with a `-` for each element".to_owned(),
            };
            return self.wrong(node, "a list", help);
        };
        if let (Shape::List(_) | Shape::AtLeast(..), Some(first)) = (of, elements.first())
            && elements.iter().all(|element| element.text().is_some())
        {
            let help = format!("put the group in brackets: `[{}]`", node.inline());
            return self.wrong(first, "a list", help);
        }
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
        let pattern = names.pattern();
        let text = key.text.as_str();
        if !pattern.matches(text) {
            let made = match names {
                Names::Snake => naming::snake(text),
                Names::UpperCamel => Some(naming::upper_camel([text])).filter(|made| pattern.matches(made)),
                Names::Int | Names::Wire | Names::Free => None,
            };
            let help = match made {
                Some(made) => format!("did you mean `{made}`? ({})", pattern.help),
                None => pattern.help.to_owned(),
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
        let meant = meant::key(key, value, record);
        let near = naming::nearest(&key.text, keys.iter().copied()).filter(|_| meant.is_none());
        let help = match (near, meant) {
            (_, Some(meant)) => meant,
            (Some(near), None) => format!("did you mean `{near}`?"),
            (None, None) => format!("it has {}", listed(&keys)),
        };
        let message = format!("{} has no key `{}`", record.what, key.text);
        // A misspelt key is missing from what is around it; one from elsewhere is only too much.
        let instead = near.is_some() || meant::stands_for_another(&key.text);
        let part = if instead { self.part } else { key.entry(value) };
        self.within(part, None, |my| my.add(Code::UnknownKey, key.span, message).help = Some(help));
    }

    fn missing_keys(&mut self, node: &Node, record: &Record) {
        let missing = record.keys.iter().filter(|entry| entry.required && node.get(entry.key).is_none());
        // A misspelt key is one fault, not two.
        let misspelt = |entry: &&Entry| {
            node.entries().iter().any(|(key, _)| {
                record.keys.iter().all(|known| known.key != key.text)
                    && (naming::nearest(&key.text, [entry.key]).is_some() || meant::is_key(&key.text, entry.key))
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
                let object_key = format!("${}", key.text);
                let of_object = OBJECT.keys.iter().any(|entry| entry.key == object_key);
                if of_object && !matches!(value.kind, Kind::Map(_)) {
                    let message = format!("`{}` is no field", key.text);
                    my.add(Code::UnknownKey, key.span, message).help = Some(format!("did you mean `{object_key}`?"));
                } else if !key.text.starts_with('$') {
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
            Self::Wire | Self::Free => "a text that is not empty",
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
            Self::List(_) | Self::AtLeast(..) => "[…]".to_owned(),
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
