//! Checks of single values: texts, numbers, names, words and types.

use super::{
    super::{
        describe::listed,
        meant,
        node::{Kind, Node},
        shape::{Names, Shape},
        unseen::{UNSEEN_HELP, unseen},
    },
    Checker,
    todo::is_todo,
};
use crate::{
    diagnostic::{Code, Span},
    naming, pattern,
};

impl Checker<'_> {
    /// Checks a value that has no parts that are checked on their own.
    pub(super) fn value(&mut self, node: &Node, shape: Shape) {
        match shape {
            Shape::Name(names) if self.is_text(node) => self.name(node.text().unwrap_or_default(), node.span, names),
            Shape::Route if self.is_text(node) => self.route(node),
            Shape::BaseUrl if self.is_text(node) => self.base_url(node),
            Shape::Scalar => {
                let fits = node.scalar_text().is_some() && node.kind != Kind::Null;
                self.expect(node, fits, "a value", "write one text, one number, `true` or `false`");
            }
            Shape::Bool => {
                let fits = matches!(node.kind, Kind::Bool(_));
                self.expect(node, fits, "`true` or `false`", "write `true` or `false`, without quotes");
            }
            Shape::BoolOr(words) => match node.kind {
                Kind::Bool(_) => {}
                Kind::Text(_)
                    if node.text().is_some_and(|text| naming::nearest(text, words.iter().copied()).is_some()) =>
                {
                    self.word(node, words);
                }
                _ => {
                    let help = format!("write `true` or `false`, without quotes, or {}", listed(words));
                    self.wrong(node, "`true` or `false`", help);
                }
            },
            Shape::Int => self.integer(node),
            Shape::Count => {
                self.integer(node);
                if let Kind::Int(negative @ ..0) = node.kind {
                    let message = format!("a count must not be negative, and this one is {negative}");
                    self.report(
                        self.fault(Code::BadLimit, node.span, message).help("write 0 or more, or remove the key"),
                    );
                }
            }
            Shape::Number => {
                let fits = matches!(node.kind, Kind::Int(_) | Kind::Float(_));
                self.expect(node, fits, "a number", "write a finite number, without quotes");
            }
            Shape::Date => self.date(node),
            Shape::Url => self.url(node),
            Shape::Word(words) => self.word(node, words),
            Shape::Type => self.ty(node),
            // `is_text` reported what is not a text.
            Shape::Name(_) | Shape::Route | Shape::BaseUrl => {}
            _ => drop(self.is_text(node)),
        }
    }

    fn expect(&mut self, node: &Node, fits: bool, expected: &str, help: &str) {
        if !fits {
            self.wrong(node, expected, help);
        }
    }

    fn integer(&mut self, node: &Node) {
        let help = "write a number without quotes and without a fraction";
        self.expect(node, matches!(node.kind, Kind::Int(_)), "an integer", help);
    }

    /// Whether a value is a text that is not empty; reports any other.
    fn is_text(&mut self, node: &Node) -> bool {
        match node.text() {
            Some(text) if pattern::NOT_EMPTY.matches(text) => return true,
            Some(_) => self.wrong(node, "a text that is not empty", "write a text, or remove the key"),
            None if node.scalar_text().is_some() && node.kind != Kind::Null => {
                self.wrong(node, "a text", "put it in quotes if it is meant as a text");
            }
            None if node.kind == Kind::Null => self.wrong(node, "a text", "write a text"),
            None => self.wrong(node, "a text", "write a text; one that starts with `[` or `{` needs quotes"),
        }
        false
    }

    /// Checks a name: a key, or a value that is a name.
    pub(super) fn name(&mut self, text: &str, span: Span, names: Names) {
        if is_todo(text) {
            let fault = self.fault(Code::Todo, span, "this name is still to be decided");
            return self.report(fault.help("read the page, and choose a name"));
        }
        let pattern = names.pattern();
        if pattern.matches(text) {
            return;
        }
        if let (Names::Wire, Some(unseen)) = (names, unseen(text)) {
            self.report(self.fault(Code::BadName, span, unseen).help(UNSEEN_HELP));
            return;
        }
        let made = match names {
            Names::Snake => naming::snake(text),
            Names::UpperCamel => Some(naming::upper_camel([text])).filter(|made| pattern.matches(made)),
            Names::Int | Names::Wire | Names::Header | Names::Free => None,
        };
        let help = match made {
            Some(made) => format!("did you mean `{made}`? ({})", pattern.help),
            None => pattern.help.to_owned(),
        };
        let what = if names == Names::Header { "header name" } else { "name" };
        self.report(self.fault(Code::BadName, span, format!("`{text}` is not a valid {what}")).help(help));
    }

    /// Checks a route. An invalid one does not suppress other errors of its endpoint.
    fn route(&mut self, node: &Node) {
        let text = node.text().unwrap_or_default();
        if pattern::ROUTE.matches(text) {
            return;
        }
        let words: Vec<&str> = text.split(' ').collect();
        let message = match words[..] {
            [one] if one.starts_with('/') => "the route has no method",
            ["GET" | "POST", path] if !path.starts_with('/') => "the path of a route must start with `/`",
            ["GET" | "POST", path] if path.contains('?') => "a route cannot have a query",
            ["GET" | "POST", _] => "the path has characters that are not allowed in a route",
            [_, path] if path.starts_with('/') => "the method of a route must be GET or POST",
            _ => "this is not a route",
        };
        let help =
            meant::route(text).map_or_else(|| pattern::ROUTE.help.to_owned(), |meant| format!("write `{meant}`"));
        let query = if text.contains('?') { "; parameters go under `query`" } else { "" };
        let help = format!("{help}{query}");
        self.within(node.span, None, |my| my.report(my.fault(Code::BadRoute, node.span, message).help(help)));
    }

    /// Checks a base URL. An invalid one does not suppress other errors of its vendor.
    fn base_url(&mut self, node: &Node) {
        let text = node.text().unwrap_or_default();
        if !pattern::BASE_URL.matches(text) {
            let message = format!("`{text}` is not a base URL");
            let help = pattern::BASE_URL.help.to_owned();
            self.within(node.span, None, |my| my.report(my.fault(Code::BadUrl, node.span, message).help(help)));
        }
    }

    fn date(&mut self, node: &Node) {
        let help = pattern::DATE.help;
        let Some(text) = node.text() else { return self.wrong(node, "a date", help) };
        if !pattern::DATE.matches(text) {
            let meant = meant::date(text).filter(|date| pattern::DATE.matches(date));
            let help = meant.map_or_else(|| help.to_owned(), |date| format!("write `{date}`"));
            self.report(self.fault(Code::BadDate, node.span, format!("`{text}` is not a date")).help(help));
        }
    }

    fn url(&mut self, node: &Node) {
        let Some(text) = node.text() else {
            return self.wrong(node, "a URL", "write it with http:// or https://");
        };
        if !pattern::URL.matches(text) {
            self.report(
                self.fault(Code::BadUrl, node.span, format!("`{text}` is not a URL"))
                    .help(pattern::URL.help.to_owned()),
            );
        }
    }

    fn word(&mut self, node: &Node, words: &[&str]) {
        let all = format!("it can be {}", listed(words));
        let Some(text) = node.scalar_text() else { return self.wrong(node, "a word", all) };
        if words.contains(&text.as_ref()) {
            return;
        }
        let near = naming::nearest(&text, words.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let help = meant::word(&text, words).or(near).unwrap_or(all);
        self.report(self.fault(Code::UnknownWord, node.span, format!("`{text}` is not allowed here")).help(help));
    }

    fn ty(&mut self, node: &Node) {
        match &node.kind {
            Kind::Text(_) => drop(self.is_text(node)),
            Kind::List(elements) if elements.len() == 1 => self.ty(&elements[0]),
            Kind::Map(entries) if entries.len() == 1 && entries[0].0.text == "string" => self.ty(&entries[0].1),
            _ => self.wrong(node, "a type", "write a name, `[T]` or `{ string: T }`"),
        }
    }
}
