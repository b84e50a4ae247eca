//! The comparison while it is made: both sides, what belongs together, and what was found.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Change, Rule,
    pairs::{ObjectPair, Pairs},
    side::{Side, Way},
};
use crate::model::{Model, TypeName};

/// What something was and what it is, in words; one of the two may be missing.
pub(super) type Texts = (Option<String>, Option<String>);

/// A fact that is only there to be read: its key, what it was, what it is.
pub(super) type Fact<'k> = (&'k str, Option<String>, Option<String>);

/// Where a change is told.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) file: String,
    pub(super) at: String,
    pub(super) endpoints: BTreeSet<String>,
    /// The directions in which what is there travels.
    pub(super) ways: Vec<Way>,
}

impl Spot {
    /// Another place of the same thing.
    pub(super) fn at(&self, at: impl Into<String>) -> Self {
        Self { at: at.into(), ..self.clone() }
    }

    /// The same place in another file.
    pub(super) fn in_file(&self, file: &str) -> Self {
        Self { file: file.to_owned(), ..self.clone() }
    }
}

/// A rule for what is sent, and the one for what is received.
pub(super) type ByWay = (Rule, Rule);

pub(super) struct Comparison<'m> {
    pub(super) old: Side<'m>,
    pub(super) new: Side<'m>,
    pub(super) pairs: Pairs<'m>,
    changes: Vec<Change>,
}

impl<'m> Comparison<'m> {
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        Self { old: Side::new(old), new: Side::new(new), pairs: Pairs::new(old, new), changes: Vec::new() }
    }

    pub(super) fn tell(&mut self, spot: &Spot, rule: Rule, old: Option<String>, new: Option<String>) {
        let endpoints = spot.endpoints.iter().cloned().collect();
        self.changes.push(Change { file: spot.file.clone(), at: spot.at.clone(), rule, old, new, endpoints });
    }

    /// Tells a change once for each direction.
    pub(super) fn tell_ways(&mut self, spot: &Spot, rules: ByWay, old: Option<String>, new: Option<String>) {
        for way in &spot.ways {
            let rule = if *way == Way::Request { rules.0 } else { rules.1 };
            self.tell(spot, rule, old.clone(), new.clone());
        }
    }

    /// Tells that a fact is another, if it is.
    pub(super) fn fact<T: PartialEq>(
        &mut self,
        spot: &Spot,
        rule: Rule,
        (old, new): (T, T),
        show: impl Fn(&T) -> String,
    ) {
        if old != new {
            self.tell(spot, rule, Some(show(&old)), Some(show(&new)));
        }
    }

    /// Tells that what is only there to be read is another: all of it at once, by the keys under which it stands.
    pub(super) fn docs(&mut self, spot: &Spot, rule: Rule, facts: &[Fact<'_>]) {
        let changed: Vec<_> = facts.iter().filter(|(_, old, new)| old != new).collect();
        let shown = |which: &dyn Fn(&Fact<'_>) -> Option<String>| {
            let shown: Vec<String> =
                changed.iter().filter_map(|fact| Some(format!("{}: {}", fact.0, which(fact)?))).collect();
            (!shown.is_empty()).then(|| shown.join(", "))
        };
        if !changed.is_empty() {
            self.tell(spot, rule, shown(&|fact| fact.1.clone()), shown(&|fact| fact.2.clone()));
        }
    }

    /// The place of what both sides have.
    pub(super) fn spot(&self, names: (&TypeName, &TypeName), file: &str, at: &str) -> Spot {
        let (old, new) = (self.old.uses(names.0), self.new.uses(names.1));
        let mut ways = old.ways();
        ways.retain(|way| new.ways().contains(way));
        if ways.is_empty() {
            ways = [Way::Request, Way::Response].to_vec();
        }
        let endpoints = self.endpoints(&old.endpoints, &new.endpoints);
        Spot { file: file.to_owned(), at: at.to_owned(), endpoints, ways }
    }

    /// The place of what the side after alone has.
    pub(super) fn new_spot(&self, name: &TypeName, file: &str, at: &str) -> Spot {
        let uses = self.new.uses(name);
        let endpoints = self.endpoints(&BTreeSet::new(), &uses.endpoints);
        Spot { file: file.to_owned(), at: at.to_owned(), endpoints, ways: uses.ways() }
    }

    /// The place of what the side before alone has.
    pub(super) fn old_spot(&self, name: &TypeName, file: &str, at: &str) -> Spot {
        let uses = self.old.uses(name);
        let endpoints = self.endpoints(&uses.endpoints, &BTreeSet::new());
        Spot { file: file.to_owned(), at: at.to_owned(), endpoints, ways: uses.ways() }
    }

    /// The place of what does not travel.
    pub(super) fn still(&self, file: &str, at: &str, old: &BTreeSet<&str>, new: &BTreeSet<&str>) -> Spot {
        Spot { file: file.to_owned(), at: at.to_owned(), endpoints: self.endpoints(old, new), ways: Vec::new() }
    }

    /// Endpoints of both sides, under their names of after.
    fn endpoints(&self, old: &BTreeSet<&str>, new: &BTreeSet<&str>) -> BTreeSet<String> {
        let old = old.iter().map(|name| self.pairs.scope(name).to_owned());
        old.chain(new.iter().map(|name| (*name).to_owned())).collect()
    }

    /// Shows each pair of objects.
    pub(super) fn each_object(&mut self, show: impl Fn(&mut Self, &ObjectPair<'m>)) {
        let objects = std::mem::take(&mut self.pairs.objects);
        objects.iter().for_each(|pair| show(self, pair));
        self.pairs.objects = objects;
    }

    /// What was found. What is told of several endpoints in the same words and at one place is one change.
    pub(super) fn finish(self) -> Vec<Change> {
        let mut merged: BTreeMap<Change, BTreeSet<String>> = BTreeMap::new();
        for mut change in self.changes {
            let endpoints = std::mem::take(&mut change.endpoints);
            merged.entry(change).or_default().extend(endpoints);
        }
        let whole = |(change, endpoints): (Change, BTreeSet<String>)| Change {
            endpoints: endpoints.into_iter().collect(),
            ..change
        };
        merged.into_iter().map(whole).collect()
    }
}
