//! What changed between two readings of a page.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    list::{Fact, Id},
    page::Facts,
};

/// A fact that changed, appeared or disappeared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub id: Id,
    /// What the page stated, sorted; empty if the fact is new.
    pub old: Vec<String>,
    /// What it states now, sorted; empty if the fact is gone.
    pub new: Vec<String>,
    /// The line of the new page, or of the old one if the fact is gone.
    pub line: usize,
}

/// The changes between two readings of a page, in the order of the new page, then what is gone. Lines, the order of rows and
/// the reader's revision don't matter.
#[must_use]
pub fn changes(old: &Facts, new: &Facts) -> Vec<Change> {
    let (old, new) = (old.list(), new.list());
    let (before, after) = (by_id(&old), by_id(&new));
    let ids: Vec<&Id> = new.iter().chain(&old).map(|fact| &fact.id).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for id in ids {
        if !seen.insert(id) {
            continue;
        }
        // What both say did not change.
        let only = |one: &ById<'_>, other: &ById<'_>| -> Vec<(String, usize)> {
            let known = other.get(id);
            let values = one.get(id).into_iter().flatten();
            let values = values.filter(|(value, _)| known.is_none_or(|known| !known.contains_key(*value)));
            values.map(|(value, line)| ((*value).to_owned(), *line)).collect()
        };
        let (gone, added) = (only(&before, &after), only(&after, &before));
        let first = |values: &[(String, usize)]| values.iter().map(|(_, line)| *line).min();
        let still = || after.get(id).and_then(|values| values.values().min().copied());
        let Some(line) = first(&added).or_else(|| first(&gone).map(|line| still().unwrap_or(line))) else { continue };
        let values = |values: Vec<(String, usize)>| values.into_iter().map(|(value, _)| value).collect();
        found.push(Change { id: id.clone(), old: values(gone), new: values(added), line });
    }
    found
}

/// The values that are stated, each with its first line.
type ById<'f> = BTreeMap<&'f Id, BTreeMap<&'f str, usize>>;

fn by_id(facts: &[Fact]) -> ById<'_> {
    let mut map = ById::new();
    for fact in facts {
        map.entry(&fact.id).or_default().entry(&fact.value).or_insert(fact.line);
    }
    map
}
