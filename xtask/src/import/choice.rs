//! Recognizes choices: a tag whose values are the names of its siblings.

use facts::{Claim, vocabulary::Type};

use super::tree::{Node, Shown};

/// The least number of values that must be names of siblings.
const LEAST: usize = 2;

/// A tag and its values among the members of an object.
pub(super) struct Choice<'n, 'p> {
    pub(super) tag: &'n Node<'p>,
    /// Each value with its label and the member that it selects.
    pub(super) variants: Vec<(&'p str, Option<&'p str>, Option<&'n Node<'p>>)>,
}

impl<'n, 'p> Choice<'n, 'p> {
    /// The choice among some members, if there is one.
    pub(super) fn of(nodes: &'n [Node<'p>]) -> Option<Self> {
        nodes.iter().find_map(|tag| {
            let is_text =
                tag.type_word().is_none_or(|(_, ty)| ty == Type::Text) && !tag.shown.contains(&Shown::Integer);
            let values = if is_text { values(tag) } else { Vec::new() };
            let selected = |value: &str| nodes.iter().find(|node| node.name == value && node.name != tag.name);
            let variants: Vec<_> = values.into_iter().map(|(value, label)| (value, label, selected(value))).collect();
            let selecting = variants.iter().filter(|(_, _, node)| node.is_some_and(|node| !node.members.is_empty()));
            (selecting.count() >= LEAST).then_some(Self { tag, variants })
        })
    }

    /// Whether a value of the tag selects a member.
    pub(super) fn selects(&self, node: &Node<'_>) -> bool {
        self.variants.iter().any(|(value, ..)| *value == node.name)
    }
}

/// The values of a tag: those that its rows fix, or that one of them lists.
fn values<'p>(tag: &Node<'p>) -> Vec<(&'p str, Option<&'p str>)> {
    let fixed = tag.rows.iter().flat_map(|row| &row.claims).filter_map(|claimed| match &claimed.claim {
        Claim::Fixed(value) => Some((value.as_str(), None)),
        _ => None,
    });
    let mut values: Vec<_> = fixed.chain(tag.values()).collect();
    let mut known = std::collections::BTreeSet::new();
    values.retain(|(value, _)| known.insert(*value));
    values
}
