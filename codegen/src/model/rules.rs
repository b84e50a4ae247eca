//! Rules about several members of an object: conditions and groups.

use serde::Serialize;

use super::Literal;

/// A condition: all of its tests hold.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(transparent)]
pub struct Condition {
    /// At least one.
    pub tests: Vec<Test>,
}

/// A test of a sibling.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Test {
    /// The sibling's wire name.
    pub field: String,
    /// Any of these; none at all: that it is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Literal>,
}

/// A rule about several members.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Group {
    /// What is asked of them.
    pub rule: GroupRule,
    /// Wire names.
    pub fields: Vec<String>,
}

/// What is asked of a group of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRule {
    /// One or more are given.
    AtLeastOneOf,
    /// One and no more is given.
    ExactlyOneOf,
}
