//! Lists that are objects whose names are numbers.

use std::collections::BTreeMap;

/// The place of an element that has this name.
pub(super) fn place(name: &str) -> Option<u64> {
    let is_canonical = name == "0" || name.starts_with(|first| matches!(first, '1'..='9'));
    name.parse().ok().filter(|_| is_canonical)
}

/// The elements that were read, by their places: the index of each, or `None` if it was left out.
#[derive(Default)]
pub(super) struct Places(BTreeMap<u64, Option<usize>>);

impl Places {
    /// Adds an element. The last of several elements at one place wins.
    pub(super) fn add(&mut self, place: u64, index: Option<usize>) {
        self.0.insert(place, index);
    }

    /// Sorts the elements by their places.
    pub(super) fn sort<T>(self, list: &mut Vec<T>) {
        let (swaps, count) = self.swaps(list.len());
        for (one, other) in swaps {
            list.swap(one, other);
        }
        list.truncate(count);
    }

    /// The swaps that put the elements in order, ahead of those that did not win, and the number of elements that did.
    fn swaps(self, length: usize) -> (Vec<(usize, usize)>, usize) {
        let order: Vec<usize> = self.0.into_values().flatten().collect();
        let (mut swaps, mut indices, mut element_at) =
            (Vec::new(), Vec::from_iter(0..length), Vec::from_iter(0..length));
        for (wanted, element) in order.iter().copied().enumerate() {
            let found = indices[element];
            let other = element_at[wanted];
            if found != wanted {
                swaps.push((wanted, found));
            }
            (indices[element], indices[other]) = (wanted, found);
            (element_at[wanted], element_at[found]) = (element, other);
        }
        (swaps, order.len())
    }
}
