//! The types of the language's tables: what a value may look like, and which keys of a map go together.

use super::node::{Key, Node};
use crate::{
    diagnostic::Code,
    pattern::{self, Pattern},
};

/// What a value may look like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A text that is not empty.
    Text,
    /// A text that is a name.
    Name(Names),
    /// A method and a path.
    Route,
    /// A URL to which paths can be appended, or the word `given`.
    BaseUrl,
    /// A scalar of any type.
    Scalar,
    /// Anything.
    Any,
    /// `true` or `false`.
    Bool,
    /// `true`, `false` or one of these words.
    BoolOr(&'static [&'static str]),
    /// An integer.
    Int,
    /// An integer that is not negative.
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
    /// A map whose keys are names of one kind and whose values have one shape.
    Map(Names, &'static Shape),
    /// A list or a map with a minimum number of entries.
    AtLeast(&'static AtLeast),
    /// A map with these keys.
    Record(&'static Record),
    /// A text, or a map with these keys that says more.
    TextOr(&'static Record),
    /// A map of fields with names of one kind, and `$` keys that describe the object.
    Fields(Names),
    /// A text or a map: a condition.
    Condition,
}

/// What a name must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// snake_case.
    Snake,
    /// UpperCamelCase.
    UpperCamel,
    /// An integer.
    Int,
    /// A name on the wire: a text without invisible characters.
    Wire,
    /// The name of an HTTP header.
    Header,
    /// Any text that is not empty.
    Free,
}

impl Names {
    /// The pattern of these names.
    pub(crate) fn pattern(self) -> &'static Pattern {
        match self {
            Self::Snake => &pattern::SNAKE,
            Self::UpperCamel => &pattern::UPPER_CAMEL,
            Self::Int => &pattern::INTEGER,
            Self::Wire => &pattern::WIRE,
            Self::Header => &pattern::HEADER,
            Self::Free => &pattern::NOT_EMPTY,
        }
    }
}

/// A list or a map with a minimum number of entries.
#[derive(Debug)]
pub(crate) struct AtLeast {
    /// The minimum.
    pub(crate) least: usize,
    /// The shape of the list or the map.
    pub(crate) of: Shape,
    /// Reported if it has fewer.
    pub(crate) fault: Fault,
}

/// A map with known keys.
#[derive(Debug)]
pub(crate) struct Record {
    /// A unique name in snake_case.
    pub(crate) name: &'static str,
    /// What it describes, for messages.
    pub(crate) what: &'static str,
    /// Its keys.
    pub(crate) keys: &'static [Entry],
    /// Which keys go together. Only the first broken rule is reported: the others mostly follow from it.
    pub(crate) rules: &'static [Rule],
}

/// A key of a [`Record`].
#[derive(Debug)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: &'static str,
    /// What its value may look like.
    pub(crate) shape: Shape,
    /// Whether the key is required.
    pub(crate) required: bool,
    /// What it means: the description that editors show.
    pub(crate) doc: &'static str,
}

/// Which of several keys a [`Record`] must have.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The rule applies to maps that have this key; to all maps, if `None`.
    pub(crate) with: Option<&'static str>,
    /// The keys.
    pub(crate) keys: &'static [&'static str],
    /// Reported if the map has none of them.
    pub(crate) none: Fault,
    /// Reported if the map has several of them; `None` if it may.
    pub(crate) several: Option<Fault>,
}

/// The report about a broken rule.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    /// `{key}` is replaced by the key before the value.
    pub(crate) message: &'static str,
    pub(crate) help: &'static str,
}

impl Rule {
    /// The fault of a map that breaks the rule.
    pub(crate) fn broken_by(&self, node: &Node) -> Option<&Fault> {
        if self.with.is_some_and(|key| node.get(key).is_none()) {
            return None;
        }
        match self.given(node).count() {
            0 => Some(&self.none),
            1 => None,
            _ => self.several.as_ref(),
        }
    }

    /// The keys of the rule that a map has.
    pub(crate) fn given<'n>(&self, node: &'n Node) -> impl Iterator<Item = &'n Key> {
        self.keys.iter().filter_map(|key| node.key(key))
    }
}

/// A required key.
pub(super) const fn need(key: &'static str, shape: Shape, doc: &'static str) -> Entry {
    Entry { key, shape, required: true, doc }
}

/// An optional key.
pub(super) const fn may(key: &'static str, shape: Shape, doc: &'static str) -> Entry {
    Entry { key, shape, required: false, doc }
}

/// Exactly one of the keys.
pub(super) const fn one_of(keys: &'static [&'static str], none: Fault, several: Fault) -> Rule {
    Rule { with: None, keys, none, several: Some(several) }
}

/// One of the keys or more.
pub(super) const fn some_of(keys: &'static [&'static str], none: Fault) -> Rule {
    Rule { with: None, keys, none, several: None }
}

/// A key that needs another one.
pub(super) const fn needs(with: &'static str, keys: &'static [&'static str], none: Fault) -> Rule {
    Rule { with: Some(with), keys, none, several: None }
}

/// A fault with this code, message and help.
pub(super) const fn fault(code: Code, message: &'static str, help: &'static str) -> Fault {
    Fault { code, message, help }
}
