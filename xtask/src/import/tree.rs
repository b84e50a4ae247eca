//! The members of a message as a tree, from the rows of tables and from examples.

use std::collections::BTreeSet;

use facts::{
    Claim, Direction,
    vocabulary::{self, Type},
};
use pages::page::{Member, Part};
use serde_json::{Map, Value};

/// A member of a message.
#[derive(Debug, Default)]
pub(crate) struct Node<'p> {
    pub(crate) name: String,
    /// The rows that describe it.
    pub(crate) rows: Vec<&'p Member>,
    /// The types of its values in examples.
    pub(crate) shown: BTreeSet<Shown>,
    /// The types of the elements, if it is a list.
    pub(crate) elements: BTreeSet<Shown>,
    /// Whether an example has an integer that 32 bits cannot hold.
    pub(crate) is_large: bool,
    pub(crate) members: Vec<Node<'p>>,
}

/// The type of a value in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shown {
    Text,
    Integer,
    Number,
    Bool,
    Object,
    List,
}

impl Shown {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Bool,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        })
    }

    /// The word for it in facts.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Bool => "bool",
            Self::Object => "object",
            Self::List => "list",
        }
    }

    /// Whether a value of this type is one of the type that a page names.
    pub(crate) fn fits(self, ty: Type) -> bool {
        match ty {
            Type::Text => self == Self::Text,
            Type::Integer => self == Self::Integer,
            Type::Number => matches!(self, Self::Integer | Self::Number),
            Type::Bool => self == Self::Bool,
            Type::Object => self == Self::Object,
            Type::List | Type::TextList | Type::IntegerList | Type::ObjectList => self == Self::List,
        }
    }
}

impl<'p> Node<'p> {
    /// The members of a part's messages in a direction.
    pub(crate) fn of(part: &'p Part, direction: Direction) -> Self {
        let mut root = Self::default();
        for table in part.tables.iter().filter(|table| table.direction == direction) {
            for row in &table.rows {
                root.at(&row.path).rows.push(row);
            }
        }
        for example in part.examples.iter().filter(|example| example.direction == direction) {
            if let Some(value) = example.reading.value() {
                root.at(&example.path).show(value, &example.code.text);
            }
        }
        root
    }

    /// The members of a type, whose tables and examples have no direction of their own.
    pub(crate) fn of_type(part: &'p Part) -> Self {
        let mut root = Self::default();
        part.tables.iter().flat_map(|table| &table.rows).for_each(|row| root.at(&row.path).rows.push(row));
        for example in &part.examples {
            if let Some(value) = example.reading.value() {
                root.at(&example.path).show(value, &example.code.text);
            }
        }
        root
    }

    /// The node at a path, if it exists.
    pub(crate) fn find(self, path: &str) -> Option<Self> {
        path.split('.').try_fold(self, |node, name| node.members.into_iter().find(|member| member.name == name))
    }

    /// Returns the node at a path, and adds it if it does not exist.
    fn at(&mut self, path: &str) -> &mut Self {
        path.split('.').filter(|name| !name.is_empty()).fold(self, |node, name| node.member(name))
    }

    fn member(&mut self, name: &str) -> &mut Self {
        let at = self.members.iter().position(|member| member.name == name).unwrap_or_else(|| {
            self.members.push(Self { name: name.to_owned(), ..Self::default() });
            self.members.len() - 1
        });
        &mut self.members[at]
    }

    /// Adds the types of a value and of what is in it, in the order in which a text has their names.
    fn show(&mut self, value: &Value, order: &str) {
        match value {
            Value::Object(members) => {
                for (name, value) in in_order(members, order) {
                    let member = self.member(name);
                    member.shown.extend(Shown::of(value));
                    member.is_large |= value.as_i64().is_some_and(|number| i32::try_from(number).is_err());
                    member.show(value, order);
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    self.elements.extend(Shown::of(element));
                    self.show(element, order);
                }
            }
            _ => {}
        }
    }

    /// Removes members from the first level, with what is in them.
    pub(crate) fn without(mut self, is_other: impl Fn(&str) -> bool) -> Self {
        self.members.retain(|member| !is_other(&member.name));
        self
    }

    /// Splits the first level: those of which `is_first` holds, and the others.
    pub(crate) fn split(self, is_first: impl Fn(&str) -> bool) -> (Vec<Self>, Vec<Self>) {
        self.members.into_iter().partition(|member| is_first(&member.name))
    }

    /// The first word for the type that is known, and what it means.
    pub(crate) fn type_word(&self) -> Option<(&'p str, Type)> {
        self.rows.iter().find_map(|row| {
            let word = row.type_word.as_ref()?.text.as_str();
            Some((word, row.ty.or_else(|| vocabulary::look_up(vocabulary::TYPES, word))?))
        })
    }

    /// Whether a table says that it is required.
    pub(crate) fn is_required(&self) -> bool {
        self.rows.first().is_some_and(|row| row.required == Some(true))
    }

    /// What its first row states in a fixed form.
    pub(crate) fn claims(&self) -> impl Iterator<Item = &'p Claim> {
        self.rows.first().into_iter().flat_map(|row| row.claims.iter().map(|claimed| &claimed.claim))
    }

    /// The values that a description lists, with their labels.
    pub(crate) fn values(&self) -> Vec<(&'p str, Option<&'p str>)> {
        let listed = self.rows.iter().find(|row| !row.values.is_empty());
        if let Some(row) = listed {
            return row.values.iter().map(|(value, label)| (value.text.as_str(), Some(label.text.as_str()))).collect();
        }
        let stated = self.claims().find_map(|claim| match claim {
            Claim::Values(values) => Some(values),
            _ => None,
        });
        stated.into_iter().flatten().map(|value| (value.as_str(), None)).collect()
    }

    /// The vendor's term: the beginning of the description, if it is short.
    pub(crate) fn label(&self) -> Option<&'p str> {
        const LONGEST: usize = 24;
        let text = self.rows.first()?.description.text.as_str();
        let end = text.find(['。', '，', ',', '；', ';', '：', ':', '\n', '（', '(']).unwrap_or(text.len());
        let label = text[..between_words(&text[..end])].trim().trim_end_matches(['.', '、']);
        (!label.is_empty() && label.chars().count() <= LONGEST).then_some(label)
    }
}

/// The members of an object in the order in which a text has their names.
pub(crate) fn in_order<'v>(members: &'v Map<String, Value>, order: &str) -> Vec<(&'v String, &'v Value)> {
    let mut members: Vec<_> = members.iter().collect();
    let place = |name: &str| order.find(&format!("\"{name}\"")).or_else(|| order.find(name));
    members.sort_by_cached_key(|(name, _)| place(name).unwrap_or(order.len()));
    members
}

/// The place of the first space between two Chinese words, which ends a term; else the end.
fn between_words(text: &str) -> usize {
    let is_chinese = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let mut ends =
        spaces.filter(|at| is_chinese(text[..*at].chars().last()) && is_chinese(text[at + 1..].chars().next()));
    ends.next().unwrap_or(text.len())
}
