//! The rules of the docs, and their messages.

use std::fmt;

use super::limit::{Bounds, Limit};

/// A rule of the docs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// The member must be present.
    Required,
    /// The number of characters.
    Chars(Limit),
    /// The number of bytes of UTF-8.
    Bytes(Limit),
    /// The number of elements.
    Items(Limit),
    /// The range of an integer.
    Range(Bounds<i64>),
    /// The range of a float.
    FloatRange(Bounds<f64>),
    /// A float that JSON can represent: neither infinite nor NaN.
    Finite,
    /// The whole string must match this pattern.
    Pattern(&'static str),
    /// No element may equal an earlier one. This is the index of the earlier one.
    Unique(usize),
    /// A list may have this many elements of some kinds.
    Kinds(&'static str),
    /// All elements of a list must be of one kind.
    Alike,
    /// The member must be given when this condition holds.
    RequiredIf(&'static str),
    /// The member must be given unless this condition holds.
    RequiredUnless(&'static str),
    /// The member must not be given when this condition holds.
    ForbiddenIf(&'static str),
    /// The member must not be given unless this condition holds.
    ForbiddenUnless(&'static str),
    /// The server ignores the member when this condition holds.
    IgnoredIf(&'static str),
    /// The server ignores the member unless this condition holds.
    IgnoredUnless(&'static str),
    /// The server ignores the member: only replies have it.
    OnlyReceived,
    /// The value exceeds a limit that the server does not enforce.
    Beyond {
        /// The limit's id: `chars`, `bytes`, `items` or `range`.
        limit: &'static str,
        /// The maximum.
        max: Actual,
        /// What the server does.
        effect: Beyond,
    },
    /// At most one of these members may be given.
    AtMostOneOf(&'static [&'static str]),
    /// Only the first of these members that is given counts.
    FirstOf(&'static [&'static str]),
    /// One or more of these members must be given.
    AtLeastOneOf(&'static [&'static str]),
    /// Exactly one of these members must be given.
    ExactlyOneOf(&'static [&'static str]),
    /// The values of several members must fit each other like this.
    Together(&'static str),
    /// The docs must list the tag, and its member must be present.
    Choice,
    /// The docs must list the value.
    Enum,
    /// The text of a string must be JSON of the type that the docs name.
    Holds,
}

impl Rule {
    /// The rule's stable id: the key that states it in a schema.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Chars(_) => "chars",
            Self::Bytes(_) => "bytes",
            Self::Items(_) => "items",
            Self::Range(_) | Self::FloatRange(_) => "range",
            Self::Finite => "finite",
            Self::Pattern(_) => "pattern",
            Self::Unique(_) => "unique",
            Self::Kinds(_) => "kinds",
            Self::Alike => "alike",
            Self::RequiredIf(_) => "required_if",
            Self::RequiredUnless(_) => "required_unless",
            Self::ForbiddenIf(_) => "forbidden_if",
            Self::ForbiddenUnless(_) => "forbidden_unless",
            Self::IgnoredIf(_) => "ignored_if",
            Self::IgnoredUnless(_) => "ignored_unless",
            Self::OnlyReceived => "only",
            Self::Beyond { limit, .. } => limit,
            Self::AtMostOneOf(_) => "at_most_one_of",
            Self::FirstOf(_) => "first_of",
            Self::AtLeastOneOf(_) => "at_least_one_of",
            Self::ExactlyOneOf(_) => "exactly_one_of",
            Self::Together(_) => "together",
            Self::Choice => "choice",
            Self::Enum => "enum",
            Self::Holds => "holds",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("must be present"),
            Self::Chars(limit) => write!(f, "must have {limit} {}", limit.unit("character", "characters")),
            Self::Bytes(limit) => write!(f, "must have {limit} {}", limit.unit("byte", "bytes")),
            Self::Items(limit) => write!(f, "must have {limit} {}", limit.unit("element", "elements")),
            Self::Range(bounds) => write!(f, "must be {bounds}"),
            Self::FloatRange(bounds) => write!(f, "must be {bounds}"),
            Self::Finite => f.write_str("must be a finite number"),
            Self::Pattern(pattern) => write!(f, "must match `{pattern}`"),
            Self::Unique(earlier) => write!(f, "must differ from element {earlier}"),
            Self::Kinds(words) => write!(f, "must have {words}"),
            Self::Alike => f.write_str("must have elements of one kind"),
            Self::RequiredIf(condition) => write!(f, "must be given when {condition}"),
            Self::RequiredUnless(condition) => write!(f, "must be given unless {condition}"),
            Self::ForbiddenIf(condition) => write!(f, "must not be given when {condition}"),
            Self::ForbiddenUnless(condition) => write!(f, "must not be given unless {condition}"),
            Self::IgnoredIf(condition) => write!(f, "is ignored by the server when {condition}"),
            Self::IgnoredUnless(condition) => write!(f, "is ignored by the server unless {condition}"),
            Self::OnlyReceived => f.write_str("is ignored by the server: only replies have it"),
            Self::Beyond { limit, max, effect } => {
                let unit = match *limit {
                    "chars" => " characters",
                    "bytes" => " bytes",
                    "items" => " elements",
                    _ => "",
                };
                write!(f, "exceeds {max}{unit}, {effect}")
            }
            Self::AtMostOneOf(members) => write!(f, "must have at most one of {}", names(members)),
            Self::FirstOf(members) => {
                write!(f, "is ignored by the server, which takes the first of {}", names(members))
            }
            Self::AtLeastOneOf(members) => write!(f, "must have at least one of {}", names(members)),
            Self::ExactlyOneOf(members) => write!(f, "must have exactly one of {}", names(members)),
            Self::Together(words) => write!(f, "must be such that {words}"),
            Self::Choice => f.write_str("must belong to a choice that the docs list: a tag and its member"),
            Self::Enum => f.write_str("must be a value that the docs list"),
            Self::Holds => f.write_str("must be the JSON of the object or list that the docs describe"),
        }
    }
}

/// What a server does with a value beyond a limit that it does not enforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Beyond {
    /// It keeps the beginning.
    Truncated,
    /// It uses its default.
    Default,
    /// It uses the maximum.
    Maximum,
}

impl fmt::Display for Beyond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "and the server cuts off the rest",
            Self::Default => "and the server uses its default",
            Self::Maximum => "and the server uses the maximum",
        })
    }
}

fn names(members: &[&str]) -> String {
    members.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The value that a rule measured.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Actual {
    /// A number of characters, bytes, elements or members.
    Count(usize),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
}

impl fmt::Display for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}
