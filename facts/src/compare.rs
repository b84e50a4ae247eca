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
        let values =
            |side: &BTreeMap<&Id, Stated>| side.get(id).map(|stated| stated.values.clone()).unwrap_or_default();
        let (mut was, mut is) = (values(&before), values(&after));
        if was == is {
            continue;
        }
        // What both say did not change.
        let both: BTreeSet<String> = was.intersection(&is).cloned().collect();
        was.retain(|value| !both.contains(value));
        is.retain(|value| !both.contains(value));
        let line = after.get(id).or_else(|| before.get(id)).map_or(1, |stated| stated.line);
        found.push(Change { id: id.clone(), old: was.into_iter().collect(), new: is.into_iter().collect(), line });
    }
    found
}

struct Stated {
    values: BTreeSet<String>,
    line: usize,
}

fn by_id(facts: &[Fact]) -> BTreeMap<&Id, Stated> {
    let mut map: BTreeMap<&Id, Stated> = BTreeMap::new();
    for fact in facts {
        let stated = map.entry(&fact.id).or_insert_with(|| Stated { values: BTreeSet::new(), line: fact.line });
        stated.values.insert(fact.value.clone());
    }
    map
}
