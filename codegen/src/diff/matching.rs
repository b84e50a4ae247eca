//! Matches old items with new ones: first those with the same key, then those that were renamed.

use std::{collections::BTreeMap, ptr};

/// Old and new items of one kind, matched.
pub(super) struct Matched<'m, T> {
    /// Each old item with the new item that it became.
    pub(super) pairs: Vec<(&'m T, &'m T)>,
    /// The old items without a new one.
    pub(super) removed: Vec<&'m T>,
    /// The new items without an old one.
    pub(super) added: Vec<&'m T>,
}

impl<'m, T> Matched<'m, T> {
    /// Starts without any pair.
    pub(super) fn none(old: impl IntoIterator<Item = &'m T>, new: impl IntoIterator<Item = &'m T>) -> Self {
        Self { pairs: Vec::new(), removed: old.into_iter().collect(), added: new.into_iter().collect() }
    }

    /// Pairs items with the same key.
    pub(super) fn by_key<K: Ord>(
        old: impl IntoIterator<Item = &'m T>,
        new: impl IntoIterator<Item = &'m T>,
        key: impl Fn(&'m T) -> K,
    ) -> Self {
        let mut unpaired: BTreeMap<K, &'m T> = old.into_iter().map(|old| (key(old), old)).collect();
        let mut matched = Self::none([], []);
        for new in new {
            match unpaired.remove(&key(new)) {
                Some(old) => matched.pairs.push((old, new)),
                None => matched.added.push(new),
            }
        }
        matched.removed = unpaired.into_values().collect();
        matched
    }

    /// Pairs remaining items that are `similar`, unless an item has several candidates.
    pub(super) fn or_by(mut self, similar: impl Fn(&'m T, &'m T) -> bool) -> Self {
        let old_of = |new: &'m T| exactly_one(self.removed.iter().copied().filter(|old| similar(old, new)));
        let new_of = |old: &'m T| exactly_one(self.added.iter().copied().filter(|new| similar(old, new)));
        let found: Vec<(&T, &T)> = self
            .added
            .iter()
            .filter_map(|&new| old_of(new).map(|old| (old, new)))
            .filter(|(old, new)| new_of(old).is_some_and(|other| ptr::eq(other, *new)))
            .collect();
        self.removed.retain(|removed| !found.iter().any(|(old, _)| ptr::eq(*old, *removed)));
        self.added.retain(|added| !found.iter().any(|(_, new)| ptr::eq(*new, *added)));
        self.pairs.extend(found);
        self
    }
}

/// The only item of an iterator, or `None` if it has no or several items.
fn exactly_one<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let one = items.next();
    if items.next().is_some() { None } else { one }
}

/// Whether one name may be a renaming of the other: they differ by a typo, or one is a word of the other.
pub(super) fn similar_names(a: &str, b: &str) -> bool {
    let has_word = |long: &str, short: &str| short.len() >= 3 && long.split('_').any(|word| word == short);
    let typo = crate::naming::nearest(a, [b]).is_some() || crate::naming::nearest(b, [a]).is_some();
    typo || has_word(a, b) || has_word(b, a)
}
