//! JSON and YAML with places.

use jsonc_parser::{ParseOptions, ast, common::Ranged};
use serde_json::{Map, Number, Value};
use yaml::{Event, Parser, Style};

use crate::text::{Span, Text};

/// The depth of a document.
const MAX_DEPTH: usize = 128;
/// The number of values in a document.
const MAX_NODES: usize = 500_000;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) at: Span,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Scalar(Value),
    List(Vec<Node>),
    /// The members in their order.
    Map(Vec<(Text, Node)>),
}

impl Node {
    pub(crate) fn members(&self) -> &[(Text, Self)] {
        match &self.kind {
            Kind::Map(members) => members,
            _ => &[],
        }
    }

    pub(crate) fn elements(&self) -> &[Self] {
        match &self.kind {
            Kind::List(elements) => elements,
            _ => &[],
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
    }

    /// A text, with its place.
    pub(crate) fn text(&self) -> Option<Text> {
        match &self.kind {
            Kind::Scalar(Value::String(text)) => Some(Text::new(text.clone(), self.at.clone())),
            _ => None,
        }
    }

    pub(crate) fn str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(value) => value.as_str(),
            _ => None,
        }
    }

    /// The value, without places.
    pub(crate) fn value(&self) -> Value {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::List(elements) => Value::Array(elements.iter().map(Self::value).collect()),
            Kind::Map(members) => {
                let members = members.iter().map(|(name, node)| (name.text.clone(), node.value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

/// Reads JSON or YAML.
///
/// # Errors
/// Why it is neither, and where.
pub(crate) fn read(text: &str) -> Result<Node, (Span, String)> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        let parsed = jsonc_parser::parse_to_ast(text, &Default::default(), &ParseOptions::default());
        let parsed = parsed.map_err(|error| (error.range().start..error.range().end, error.to_string()))?;
        return parsed.value.map(|value| json(&value)).ok_or_else(|| (0..0, "it is empty".to_owned()));
    }
    let mut reader = Yaml { parser: Parser::new(text), count: 0 };
    loop {
        match reader.next()? {
            (Event::End, at) => return Err((at, "it is empty".to_owned())),
            (Event::Document, _) => {}
            (event, at) => return reader.node(event, at, 0),
        }
    }
}

/// The parser limits the depth.
fn json(value: &ast::Value<'_>) -> Node {
    let at = value.range().start..value.range().end;
    let kind = match value {
        ast::Value::Object(object) => Kind::Map(
            (object.properties.iter())
                .map(|property| {
                    let name = property.name.range();
                    (Text::new(property.name.as_str(), name.start..name.end), json(&property.value))
                })
                .collect(),
        ),
        ast::Value::Array(array) => Kind::List(array.elements.iter().map(json).collect()),
        ast::Value::StringLit(text) => Kind::Scalar(Value::from(text.value.as_ref())),
        ast::Value::BooleanLit(literal) => Kind::Scalar(Value::from(literal.value)),
        ast::Value::NumberLit(number) => Kind::Scalar(plain(number.value)),
        ast::Value::NullKeyword(_) => Kind::Scalar(Value::Null),
    };
    Node { at, kind }
}

/// A scalar without quotes.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        number if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
            number.parse::<Number>().map_or_else(|_| Value::from(number), Value::Number)
        }
        text => Value::from(text),
    }
}

struct Yaml<'t> {
    parser: Parser<'t>,
    count: usize,
}

impl Yaml<'_> {
    fn next(&mut self) -> Result<(Event, Span), (Span, String)> {
        match self.parser.next_item() {
            Ok(item) => Ok((item.event, item.place.start..item.place.end.max(item.place.start))),
            Err(error) => Err((error.at..error.at, error.message)),
        }
    }

    fn node(&mut self, event: Event, at: Span, depth: usize) -> Result<Node, (Span, String)> {
        self.count += 1;
        if depth > MAX_DEPTH || self.count > MAX_NODES {
            return Err((at, format!("it is nested more than {MAX_DEPTH} times, or has more than {MAX_NODES} values")));
        }
        let mut end = at.end;
        let kind = match event {
            Event::Scalar(text, Style::Plain) => Kind::Scalar(plain(&text)),
            Event::Scalar(text, _) => Kind::Scalar(Value::from(text)),
            Event::List => {
                let mut elements = Vec::new();
                loop {
                    match self.next()? {
                        (Event::ListEnd, at) => {
                            end = end.max(at.end);
                            break Kind::List(elements);
                        }
                        (event, at) => elements.push(self.node(event, at, depth + 1)?),
                    }
                }
            }
            Event::Map => {
                let mut members = Vec::new();
                loop {
                    let key = match self.next()? {
                        (Event::MapEnd, at) => {
                            end = end.max(at.end);
                            break Kind::Map(members);
                        }
                        (Event::Scalar(text, _), at) => Text::new(text, at),
                        (_, at) => return Err((at, "a key is no text".to_owned())),
                    };
                    let (event, at) = self.next()?;
                    members.push((key, self.node(event, at, depth + 1)?));
                }
            }
            Event::Alias => return Err((at, "aliases are not read".to_owned())),
            _ => return Err((at, "it ends too early".to_owned())),
        };
        Ok(Node { at: at.start..end, kind })
    }
}
