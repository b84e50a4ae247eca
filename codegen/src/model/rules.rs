//! Rules about several members of an object: conditions and groups.

use serde::Serialize;

use super::Literal;

/// A condition, which holds if all of its tests hold.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(transparent)]
pub struct Condition {
    /// The tests, at least one.
    pub tests: Vec<Test>,
}

/// A test of a field of the same object.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Test {
    /// The name of the field on the wire.
    pub field: String,
    /// The values of which it must have one. If empty, it must be given.
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

/// How many members of a group must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// One or more.
    AtLeastOneOf,
    /// One.
    ExactlyOneOf,
}

impl GroupRule {
    /// All rules, in the order of the docs.
    pub const ALL: [Self; 2] = [Self::AtLeastOneOf, Self::ExactlyOneOf];

    /// The key in a schema: `$at_least_one_of`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AtLeastOneOf => "$at_least_one_of",
            Self::ExactlyOneOf => "$exactly_one_of",
        }
    }

    /// The id of the rule in findings: `at_least_one_of`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.key().trim_start_matches('$')
    }

    /// Whether the rule holds if this many of the members are given.
    #[must_use]
    pub fn holds(self, given: usize) -> bool {
        match self {
            Self::AtLeastOneOf => given > 0,
            Self::ExactlyOneOf => given == 1,
        }
    }
}
