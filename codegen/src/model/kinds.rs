//! Limits on the kinds of a list's elements, which are choices.

use serde::Serialize;

/// Limits on the kinds of a list's elements. The kind of an element is the variant of its choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Kinds {
    /// How many elements of some kinds a list may have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<KindCount>,
    /// Whether all elements must be of one kind.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub alike: bool,
}

/// How many elements of some kinds a list may have, together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct KindCount {
    /// The names of the variants.
    pub of: Vec<String>,
    /// The greatest number.
    pub max: u64,
}

impl Kinds {
    /// Whether every list that has these limits has the others, too, as far as the limits show it.
    #[must_use]
    pub fn imply(&self, other: &Self) -> bool {
        let implied = |count: &KindCount| {
            let is_stricter =
                |own: &KindCount| own.max <= count.max && count.of.iter().all(|name| own.of.contains(name));
            self.counts.iter().any(is_stricter)
        };
        (self.alike || !other.alike) && other.counts.iter().all(implied)
    }

    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty() && !self.alike
    }
}
