//! Checks a file against the tables of the language and reports every syntax error.

mod todo;
mod value;

use super::{
    describe::{describe, listed},
    grammar::{FIELD, OBJECT},
    meant,
    node::{Key, Kind, Node},
    shape::{AtLeast, Entry, Fault, Names, Record, Shape},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    naming,
};

/// The record whose parts are lowered whatever its other keys are: a fault in it hides no faults in them.
const ENDPOINT: &str = "endpoint";

/// A whole file.
pub(crate) const WHOLE: Span = Span { start: 0, end: usize::MAX };

/// Checks a node against a shape and reports everything that does not fit.
///
/// Returns the faulty parts: for each error the smallest field, type, endpoint … around it, or [`WHOLE`]. Other errors in a
/// faulty part may only follow from the first.
pub(crate) fn check(file: &str, node: &Node, shape: Shape, faults: &mut Vec<Diagnostic>) -> Vec<Span> {
    let mut checker = Checker { file, faults, part: WHOLE, key: None, faulty: Vec::new() };
    checker.shape(node, shape);
    checker.faulty
}

struct Checker<'a> {
    file: &'a str,
    faults: &'a mut Vec<Diagnostic>,
    /// The part that is being checked.
    part: Span,
    /// The key before it, if it has one.
    key: Option<&'a Key>,
    faulty: Vec<Span>,
}

impl<'a> Checker<'a> {
    /// Checks a part: an error in it makes this part faulty, and nothing around it.
    fn within(&mut self, part: Span, key: Option<&'a Key>, check: impl FnOnce(&mut Self)) {
        let around = (self.part, self.key);
        (self.part, self.key) = (part, key);
        check(self);
        (self.part, self.key) = around;
    }

    /// Checks a key and its value.
    fn entry(&mut self, key: &'a Key, value: &Node, check: impl FnOnce(&mut Self)) {
        self.within(key.entry(value), Some(key), check);
    }

    fn fault(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.file, span, message)
    }

    fn report(&mut self, fault: Diagnostic) {
        self.faulty.push(self.part);
        self.faults.push(fault);
    }

    /// A fault that the tables describe.
    fn described(&self, span: Span, fault: &Fault) -> Diagnostic {
        let key = self.key.map_or("it", |key| &key.text);
        self.fault(fault.code, span, fault.message.replace("{key}", key)).help(fault.help)
    }

    fn wrong(&mut self, node: &Node, expected: &str, help: impl Into<String>) {
        let found = describe(node);
        let help = match node.kind {
            Kind::Null => format!("{}; or remove the key", help.into()),
            _ => help.into(),
        };
        self.report(self.fault(Code::WrongType, node.span, format!("expected {expected}, found {found}")).help(help));
    }

    /// Reports a value that is to be decided. Nothing else is reported about it.
    fn is_undecided(&mut self, node: &Node) -> bool {
        let Some(text) = node.text().filter(|text| todo::is_todo(text)) else { return false };
        let what = todo::what(text);
        let message = match self.key {
            Some(key) => format!("`{}` is still to be decided{what}", key.text),
            None => format!("this is still to be decided{what}"),
        };
        self.report(self.fault(Code::Todo, node.span, message).help("read the page, and write what it says"));
        true
    }

    /// Reports what is to be decided within a value of any shape.
    fn anything(&mut self, node: &Node) {
        let within = node.elements().iter().chain(node.entries().iter().map(|(_, value)| value));
        for node in within {
            if !self.is_undecided(node) {
                self.anything(node);
            }
        }
    }

    fn shape(&mut self, node: &'a Node, shape: Shape) {
        if self.is_undecided(node) {
            return;
        }
        match shape {
            Shape::Any => self.anything(node),
            Shape::AtLeast(limit) => self.at_least(node, limit),
            Shape::List(of) => self.list(node, *of),
            Shape::Map(names, of) => self.map(node, names, *of),
            Shape::Record(record) => self.record(node, record),
            Shape::TextOr(record) => match node.kind {
                Kind::Map(_) => self.record(node, record),
                _ => self.value(node, Shape::Text),
            },
            Shape::Fields(names) => self.fields(node, names),
            Shape::Condition => self.condition(node),
            Shape::Text
            | Shape::Name(_)
            | Shape::Route
            | Shape::BaseUrl
            | Shape::Scalar
            | Shape::Bool
            | Shape::BoolOr(_)
            | Shape::Int
            | Shape::Count
            | Shape::Number
            | Shape::Date
            | Shape::Url
            | Shape::Word(_)
            | Shape::Type => self.value(node, shape),
        }
    }

    fn at_least(&mut self, node: &'a Node, limit: &AtLeast) {
        let fits = matches!((&node.kind, limit.of), (Kind::List(_), Shape::List(_)) | (Kind::Map(_), Shape::Map(..)));
        if fits && node.elements().len() + node.entries().len() < limit.least {
            self.report(self.described(node.span, &limit.fault));
        }
        self.shape(node, limit.of);
    }

    fn list(&mut self, node: &'a Node, of: Shape) {
        let Kind::List(elements) = &node.kind else {
            let help = match node.scalar_text().filter(|_| node.kind != Kind::Null) {
                Some(one) => match of {
                    Shape::Record(_) | Shape::List(_) | Shape::AtLeast(_) => {
                        format!("write a list: `[{}]`", of.sketch())
                    }
                    _ => format!("put it in brackets: `[{}]`", one.trim_matches(['【', '】', '［', '］'])),
                },
                None => "write a list: `[…]`, or a line with a `-` for each element".to_owned(),
            };
            return self.wrong(node, "a list", help);
        };
        if let (Shape::List(_) | Shape::AtLeast(_), Some(first)) = (of, elements.first())
            && elements.iter().all(|element| element.text().is_some())
        {
            let help = format!("put the group in brackets: `[{}]`", node.inline());
            return self.wrong(first, "a list", help);
        }
        for element in elements {
            match of {
                Shape::Record(_) | Shape::TextOr(_) => self.within(element.extent(), None, |my| my.shape(element, of)),
                _ => self.shape(element, of),
            }
        }
    }

    fn map(&mut self, node: &'a Node, names: Names, of: Shape) {
        let Kind::Map(entries) = &node.kind else {
            return self.wrong(node, "a map", format!("write a map whose keys are {}", names.described()));
        };
        for (key, value) in entries {
            self.entry(key, value, |my| {
                // `1: { name: profile }`
                if let (Names::Snake, Ok(number), Some(name)) = (names, key.text.parse::<i64>(), value.get("name")) {
                    let message = format!("`{number}` is not a valid name");
                    let help = format!("write the name first: `{}: {{ value: {number}, … }}`", name.inline());
                    return my.report(my.fault(Code::BadName, key.span, message).help(help));
                }
                my.name(&key.text, key.span, names);
                my.shape(value, of);
            });
        }
    }

    fn record(&mut self, node: &'a Node, record: &'static Record) {
        let Kind::Map(entries) = &node.kind else { return self.no_record(node, record) };
        let is_known = |key: &Key| {
            let is_key = record.keys.iter().any(|entry| entry.key == key.text);
            is_key || meant::is_foreign(&key.text) || meant::near(&key.text, record).is_some()
        };
        if let Some((key, _)) = entries.first()
            && self.part != WHOLE
            && record.keys.iter().any(|entry| entry.required)
            && !entries.iter().any(|(key, _)| is_known(key))
        {
            let message = format!("{} has no key `{}`", record.what, key.text);
            let help = format!("write `{}`", Shape::Record(record).sketch());
            return self.report(self.fault(Code::UnknownKey, key.span, message).help(help));
        }
        for (key, value) in entries {
            match record.keys.iter().find(|entry| entry.key == key.text) {
                Some(Entry { shape: shape @ (Shape::Record(_) | Shape::Fields(_) | Shape::Map(..)), .. })
                    if matches!(value.kind, Kind::Map(_)) =>
                {
                    self.entry(key, value, |my| my.shape(value, *shape));
                }
                Some(entry) => self.shape(value, entry.shape),
                None => self.unknown_key(key, value, record),
            }
        }
        self.missing_keys(node, record);
        self.rules(node, record);
    }

    fn no_record(&mut self, node: &Node, record: &Record) {
        let typed = record.keys.iter().any(|entry| entry.key == "type");
        let keys: Vec<&str> = record.keys.iter().map(|entry| entry.key).collect();
        let help = match node.text() {
            Some(text) if typed => format!("if that is its type, write `{{ type: {text} }}`"),
            _ if keys.starts_with(&["min", "max"]) => bounds(node),
            _ => format!("write a map with {}", listed(&keys)),
        };
        self.wrong(node, &format!("{} (a map)", record.what), help);
    }

    fn unknown_key(&mut self, key: &'a Key, value: &Node, record: &Record) {
        let keys: Vec<&str> = record.keys.iter().map(|entry| entry.key).collect();
        let meant = meant::key(key, record);
        let near = meant::near(&key.text, record).filter(|_| meant.is_none());
        let help = match (near, meant) {
            (_, Some(meant)) => meant,
            (Some(near), None) => format!("did you mean `{near}`?"),
            (None, None) => format!("its keys are {}", listed(&keys)),
        };
        let message = format!("{} has no key `{}`", record.what, key.text);
        // A misspelt key means that another key is missing here; a foreign key is merely superfluous.
        let instead = (near.is_some() || meant::is_foreign(&key.text)) && record.name != ENDPOINT;
        let part = if instead { self.part } else { key.entry(value) };
        let around = self.key;
        self.within(part, around, |my| my.report(my.fault(Code::UnknownKey, key.span, message).help(help)));
    }

    fn missing_keys(&mut self, node: &Node, record: &Record) {
        let missing = record.keys.iter().filter(|entry| entry.required && node.get(entry.key).is_none());
        for entry in missing.filter(|entry| !is_misspelt(entry.key, node, record)) {
            let message = format!("{} needs the key `{}`", record.what, entry.key);
            let help = format!("add `{}: {}`. {}", entry.key, entry.shape.sketch(), entry.doc);
            let place = self.key_or(node);
            let part = if record.name == ENDPOINT { place } else { self.part };
            let around = self.key;
            self.within(part, around, |my| my.report(my.fault(Code::MissingKey, place, message).help(help)));
        }
    }

    /// Reports the first rule that a map breaks.
    fn rules(&mut self, node: &Node, record: &Record) {
        let broken = record.rules.iter().find_map(|rule| Some((rule, rule.broken_by(node)?)));
        let Some((rule, fault)) = broken else { return };
        if rule.keys.iter().any(|key| is_misspelt(key, node, record)) {
            return;
        }
        let mut given: Vec<&Key> = rule.given(node).collect();
        // Of keys that exclude each other, the last is the one too many.
        let place = rule.with.and_then(|key| node.key(key)).or(given.pop());
        let fault = self.described(place.map_or(self.key_or(node), |key| key.span), fault);
        self.report(given.into_iter().fold(fault, |fault, key| fault.also(key.span, "also given")));
    }

    /// The key before a map, or the map itself.
    fn key_or(&self, node: &Node) -> Span {
        self.key.map_or(node.span, |key| key.span)
    }

    fn fields(&mut self, node: &'a Node, names: Names) {
        let Kind::Map(entries) = &node.kind else {
            return self.wrong(node, "a map of fields", "write a map from field names to `{ type: … }`");
        };
        let choice =
            node.key("choice").filter(|_| node.get("choice").is_some_and(|choice| choice.get("tag").is_some()));
        if let Some(choice) = choice {
            let help =
                "write a name of your own before it, and indent its lines deeper: `content: { choice: …, of: … }`";
            self.report(self.fault(Code::BadChoice, choice.span, "a choice is a field: give it a name").help(help));
        }
        let of_choice = |key: &Key| choice.is_some() && FIELD.keys.iter().any(|entry| entry.key == key.text);
        for (key, value) in entries.iter().filter(|(key, _)| !of_choice(key)) {
            self.entry(key, value, |my| {
                let object_key = format!("${}", key.text);
                let of_object = OBJECT.keys.iter().any(|entry| entry.key == object_key);
                if of_object && !matches!(value.kind, Kind::Map(_)) {
                    let message = format!("`{}` is not a field", key.text);
                    my.report(
                        my.fault(Code::UnknownKey, key.span, message).help(format!("did you mean `{object_key}`?")),
                    );
                } else if !key.text.starts_with('$') {
                    my.name(&key.text, key.span, names);
                    my.record(value, &FIELD);
                } else if let Some(entry) = OBJECT.keys.iter().find(|entry| entry.key == key.text) {
                    my.shape(value, entry.shape);
                } else {
                    my.unknown_key(key, value, &OBJECT);
                }
            });
        }
    }

    fn condition(&mut self, node: &'a Node) {
        let entries = match &node.kind {
            Kind::Text(_) => return self.shape(node, Shape::Text),
            Kind::Map(entries) if !entries.is_empty() => entries,
            _ => {
                let help = "write the name of a sibling, to test whether it is given, or a map from siblings to values: `{ sibling: value }`";
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

/// The help for a limit that is not a map: `100`, `1-100`, `1..100`.
fn bounds(node: &Node) -> String {
    let text = node.scalar_text().unwrap_or_default();
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    match numbers[..] {
        [max] => format!("write `{{ max: {max} }}`, or `min` and `max`"),
        [min, max] => format!("write `{{ min: {min}, max: {max} }}`"),
        _ => "write a map with `min`, `max`".to_owned(),
    }
}

/// Whether a map has an unknown key that was meant to be this one, so that one mistake is one error.
fn is_misspelt(wanted: &str, node: &Node, record: &Record) -> bool {
    node.entries().iter().any(|(key, _)| {
        record.keys.iter().all(|known| known.key != key.text)
            && (naming::nearest(&key.text, [wanted]).is_some() || meant::is_key(&key.text, wanted))
    })
}

impl Names {
    /// The keys of a map, for a message.
    fn described(self) -> &'static str {
        match self {
            Self::Snake => "names in snake_case",
            Self::UpperCamel => "names in UpperCamelCase",
            Self::Int => "integers",
            Self::Header => "names of headers",
            Self::Wire | Self::Free => "texts that are not empty",
        }
    }
}

impl Shape {
    /// An outline of a value, for a message.
    fn sketch(self) -> String {
        match self {
            Self::Date => "YYYY-MM-DD".to_owned(),
            Self::Url => "https://…".to_owned(),
            Self::Word(words) => words.join(" | "),
            Self::List(_) | Self::AtLeast(_) => "[…]".to_owned(),
            Self::Record(record) => {
                let needed = record.keys.iter().filter(|entry| entry.required);
                let needed: Vec<String> = needed.map(|entry| format!("{}: …", entry.key)).collect();
                if needed.is_empty() { "{ … }".to_owned() } else { format!("{{ {} }}", needed.join(", ")) }
            }
            Self::Map(..) | Self::Fields(_) => "{ … }".to_owned(),
            _ => "…".to_owned(),
        }
    }
}
