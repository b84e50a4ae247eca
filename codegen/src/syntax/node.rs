//! The syntax tree: YAML values with their positions.

use std::borrow::Cow;

use crate::diagnostic::Span;

/// A value and its position.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// For a list or a map without brackets, the position of its first entry; see [`Node::extent`].
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// The type and the contents of a node.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a map: always a text, so `1` and `"1"` are the same key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key {
    pub(crate) span: Span,
    pub(crate) text: String,
}

impl Key {
    /// The key together with its value.
    pub(crate) fn entry(&self, value: &Node) -> Span {
        Span { start: self.span.start, end: self.span.end.max(value.extent().end) }
    }
}

impl Node {
    /// The value of a key, if this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(_, value)| value)
    }

    /// The key itself.
    pub(crate) fn key(&self, key: &str) -> Option<&Key> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(name, _)| name)
    }

    /// The entries of a map; empty for any other value.
    pub(crate) fn entries(&self) -> &[(Key, Node)] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; empty for any other value.
    pub(crate) fn elements(&self) -> &[Node] {
        match &self.kind {
            Kind::List(elements) => elements,
            _ => &[],
        }
    }

    /// The text, if this is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The position of the value with all its parts.
    pub(crate) fn extent(&self) -> Span {
        let ends = match &self.kind {
            Kind::List(elements) => elements.iter().map(|element| element.extent().end).max(),
            Kind::Map(entries) => entries.iter().map(|(_, value)| value.extent().end).max(),
            _ => None,
        };
        Span { start: self.span.start, end: self.span.end.max(ends.unwrap_or_default()) }
    }

    /// A scalar as a text; `None` for lists and maps.
    pub(crate) fn scalar_text(&self) -> Option<Cow<'_, str>> {
        match &self.kind {
            Kind::Null => Some("null".into()),
            Kind::Bool(value) => Some(value.to_string().into()),
            Kind::Int(value) => Some(value.to_string().into()),
            Kind::Float(value) => Some(value.to_string().into()),
            Kind::Text(value) => Some(value.into()),
            Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// The value on one line, in YAML's flow style.
    pub(crate) fn inline(&self) -> String {
        match &self.kind {
            Kind::List(elements) => {
                format!("[{}]", elements.iter().map(Node::inline).collect::<Vec<_>>().join(", "))
            }
            Kind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}: {}", key.text, value.inline()));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
            _ => self.scalar_text().unwrap_or_default().into_owned(),
        }
    }

    /// Whether two nodes hold the same value, regardless of positions and of the order of keys.
    pub(crate) fn has_same_value(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::List(a), Kind::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.has_same_value(b)),
            (Kind::Map(a), Kind::Map(_)) => {
                a.len() == other.entries().len()
                    && a.iter().all(|(key, a)| other.get(&key.text).is_some_and(|b| a.has_same_value(b)))
            }
            (a, b) => a == b,
        }
    }
}
