//! Rules about several members of an object: conditions and groups.

use serde::Serialize;

use super::{Limits, Literal};

/// What a condition means for a field.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Dependency {
    /// What happens to the field.
    pub effect: Effect,
    /// Whether that happens if the condition holds, or unless it holds.
    pub when: When,
    /// The condition.
    pub condition: Condition,
}

impl Dependency {
    /// The key in a schema, which is the id of the rule: `required_if`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        key_of(self.effect, self.when)
    }

    /// The dependencies that a schema can state, in the order of the docs: the effect, when it happens, and the key.
    pub fn kinds() -> impl Iterator<Item = (Effect, When, &'static str)> {
        let kinds = [Effect::Required, Effect::Forbidden, Effect::Ignored].into_iter();
        let kinds = kinds.flat_map(|effect| [When::If, When::Unless].map(|when| (effect, when)));
        kinds.map(|(effect, when)| (effect, when, key_of(effect, when)))
    }
}

fn key_of(effect: Effect, when: When) -> &'static str {
    match (effect, when) {
        (Effect::Required, When::If) => "required_if",
        (Effect::Required, When::Unless) => "required_unless",
        (Effect::Forbidden, When::If) => "forbidden_if",
        (Effect::Forbidden, When::Unless) => "forbidden_unless",
        (Effect::Ignored, When::If) => "ignored_if",
        (Effect::Ignored, When::Unless) => "ignored_unless",
    }
}

/// What happens to a field that depends on a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It must be given.
    Required,
    /// It must not be given.
    Forbidden,
    /// The server ignores it if it is sent.
    Ignored,
}

/// How an effect depends on its condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// It happens if the condition holds.
    If,
    /// It happens unless the condition holds.
    Unless,
}

impl When {
    /// Whether the effect happens if the condition holds or not.
    #[must_use]
    pub fn applies(self, holds: bool) -> bool {
        match self {
            Self::If => holds,
            Self::Unless => !holds,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::Unless => "unless",
        }
    }
}

/// Limits that a field has under a condition, in addition to its own.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct LimitsIf {
    /// The condition.
    #[serde(rename = "if")]
    pub condition: Condition,
    /// The limits.
    pub limits: Limits,
}

/// A condition, which holds if all of its tests hold.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(transparent)]
pub struct Condition {
    /// The tests, at least one.
    pub tests: Vec<Test>,
}

/// A test of a field of the same object, or of the tag of its choice.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Test {
    /// The name of the field or the tag on the wire.
    pub field: String,
    /// The values of which it must have one. If empty, it must be given. An absent field has its default.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Literal>,
}

/// A rule about several members.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Group {
    /// The rule.
    pub rule: GroupRule,
    /// The names of the members on the wire.
    pub fields: Vec<String>,
}

/// How many members of a group must be given, or count; or what their values must be together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// One or more.
    AtLeastOneOf,
    /// One.
    ExactlyOneOf,
    /// One or none.
    AtMostOneOf,
    /// Any number, but the server ignores all except the first in the order of the group.
    FirstOf,
    /// Any number, but these numbers have at most this sum. An absent one has its default, or is 0.
    Sum {
        /// The greatest sum.
        max: u64,
    },
    /// Any number, but these lists and maps have together at most this number of elements.
    Items {
        /// The greatest number.
        max: u64,
    },
    /// Any number, but if both times are given, the second is not before the first, and not too long after it.
    Span {
        /// The greatest distance in days.
        #[serde(skip_serializing_if = "Option::is_none")]
        days: Option<u64>,
    },
}

impl GroupRule {
    /// The rules about which members are given, in the order of the docs.
    pub const COUNTING: [Self; 4] = [Self::AtLeastOneOf, Self::ExactlyOneOf, Self::AtMostOneOf, Self::FirstOf];

    /// The key in a schema: `$at_least_one_of`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AtLeastOneOf => "$at_least_one_of",
            Self::ExactlyOneOf => "$exactly_one_of",
            Self::AtMostOneOf => "$at_most_one_of",
            Self::FirstOf => "$first_of",
            Self::Sum { .. } | Self::Items { .. } | Self::Span { .. } => "$together",
        }
    }

    /// The id of the rule in findings: `at_least_one_of`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.key().trim_start_matches('$')
    }

    /// Whether the rule is about which members are given, and a sent value that breaks it is refused.
    #[must_use]
    pub fn counts_given(self) -> bool {
        matches!(self, Self::AtLeastOneOf | Self::ExactlyOneOf | Self::AtMostOneOf)
    }

    /// Whether one of the members must be given.
    #[must_use]
    pub fn needs_one(self) -> bool {
        matches!(self, Self::AtLeastOneOf | Self::ExactlyOneOf)
    }

    /// Whether the rule depends on the order of the members.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        matches!(self, Self::FirstOf | Self::Span { .. })
    }

    /// Whether the rule holds if this many of the members are given.
    #[must_use]
    pub fn holds(self, given: usize) -> bool {
        match self {
            Self::AtLeastOneOf => given > 0,
            Self::ExactlyOneOf => given == 1,
            Self::AtMostOneOf => given <= 1,
            Self::FirstOf | Self::Sum { .. } | Self::Items { .. } | Self::Span { .. } => true,
        }
    }
}
