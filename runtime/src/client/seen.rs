//! Notices that a vendor repeats cursors.

use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
};

/// The number of cursors that are remembered: a shorter circle is noticed when it closes.
const RECENT: usize = 1024;

/// The cursors of a list, as hashes. Its size is bounded.
#[derive(Debug, Default)]
pub(super) struct Seen {
    recent: VecDeque<u64>,
    /// A cursor that is kept for a while. In a circle of any length it comes back while it is kept, because it is kept
    /// twice as long each time.
    mark: Option<u64>,
    count: u64,
}

impl Seen {
    /// Adds a cursor. Returns whether it is new.
    pub(super) fn insert(&mut self, cursor: &impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        cursor.hash(&mut hasher);
        let hash = hasher.finish();
        if self.mark == Some(hash) || self.recent.contains(&hash) {
            return false;
        }
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(hash);
        self.count += 1;
        if self.count.is_power_of_two() {
            self.mark = Some(hash);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{RECENT, Seen};

    /// The number of cursors until one is refused, where `length` cursors follow each other in a circle after `before` others.
    fn accepted(before: usize, length: usize) -> usize {
        let mut seen = Seen::default();
        let mut cursors = (0..before).chain((0..length).map(|at| before + at).cycle());
        cursors.position(|cursor| !seen.insert(&cursor)).unwrap_or_default()
    }

    #[test]
    fn a_short_circle_ends_when_it_closes() {
        for (before, length) in [(0, 1), (0, 2), (5, 1), (5, 7), (3000, RECENT)] {
            assert_eq!(accepted(before, length), before + length);
        }
    }

    #[test]
    fn a_long_circle_ends_within_a_few_rounds() {
        for (before, length) in [(0, RECENT + 1), (0, 5000), (7000, 5000), (1, 70_000)] {
            let all = accepted(before, length);
            assert!(all >= before + length, "{all} of {length} are accepted");
            assert!(all <= 4 * (before + length), "{all} of {length} are accepted");
        }
    }

    #[test]
    fn memory_is_bounded() {
        let mut seen = Seen::default();
        assert!((0..100_000).all(|cursor| seen.insert(&cursor)));
        assert_eq!(seen.recent.len(), RECENT);
    }
}
