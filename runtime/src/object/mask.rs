//! Facts about a table of members that are computed at compile time.

/// The bit mask of the required members: those whose parameter is not empty.
#[must_use]
pub const fn mask(parameters: &[&str]) -> u128 {
    let (mut mask, mut at) = (0, 0);
    while at < parameters.len() {
        if !parameters[at].is_empty() {
            mask |= 1 << at;
        }
        at += 1;
    }
    mask
}

/// The same for an object with a choice of `members` members between others. Of these, only the tag can be required.
#[must_use]
pub const fn mask_around(before: &[&str], choice: &str, members: usize, after: &[&str]) -> u128 {
    let mut mask = mask(before);
    if !choice.is_empty() {
        mask |= 1 << before.len();
    }
    let mut at = 0;
    while at < after.len() {
        if !after[at].is_empty() {
            mask |= 1 << (before.len() + members + at);
        }
        at += 1;
    }
    mask
}

/// The number of names in several lists.
#[must_use]
pub const fn count(lists: &[&[&str]]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < lists.len() {
        count += lists[at].len();
        at += 1;
    }
    count
}

/// Joins several lists of names; `N` is the number of names.
#[must_use]
pub const fn join<const N: usize>(lists: &[&[&'static str]]) -> [&'static str; N] {
    let mut names = [""; N];
    let (mut end, mut list) = (0, 0);
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            names[end] = lists[list][at];
            end += 1;
            at += 1;
        }
        list += 1;
    }
    names
}
