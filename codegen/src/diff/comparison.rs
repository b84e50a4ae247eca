//! A comparison in progress: both models, the pairs of items, and the changes found so far.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Rule,
    change::Change,
    pairs::{ObjectPair, Pairs},
    show,
    side::Side,
};
use crate::model::{Direction, Erratum, Model, TypeName};

/// An old and a new value in words, each `None` if it does not exist.
pub(super) type OldAndNew = (Option<String>, Option<String>);

/// A key of documentation with its old and its new text.
pub(super) type DocText<'k> = (&'k str, Option<String>, Option<String>);

/// The documentation of an item: its doc, its label and its errata.
pub(super) type Documentation<'m> = (&'m Option<String>, &'m Option<String>, &'m [Erratum]);

/// The keys of the documentation of an item.
pub(super) fn doc_texts(old: Documentation<'_>, new: Documentation<'_>) -> [DocText<'static>; 3] {
    [
        ("doc", old.0.clone(), new.0.clone()),
        ("label", old.1.clone(), new.1.clone()),
        ("errata", show::errata(old.2), show::errata(new.2)),
    ]
}

/// The item that a change is reported for.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) file: String,
    pub(super) at: String,
    /// The endpoints that use the item.
    pub(super) endpoints: BTreeSet<String>,
    /// The directions in which the item travels; empty for items that are not sent.
    pub(super) directions: Vec<Direction>,
}

impl Subject {
    /// A part of the same item, at another place.
    pub(super) fn at(&self, at: impl Into<String>) -> Self {
        Self { at: at.into(), ..self.clone() }
    }

    /// A part of the same item, at a place in a file.
    pub(super) fn at_origin(&self, (file, at): (&str, String)) -> Self {
        Self { file: file.to_owned(), at, ..self.clone() }
    }

    /// The same item in another file.
    pub(super) fn in_file(&self, file: &str) -> Self {
        Self { file: file.to_owned(), ..self.clone() }
    }
}

/// The rule for requests and the one for responses.
pub(super) type ByDirection = (Rule, Rule);

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

    pub(super) fn report(&mut self, subject: &Subject, rule: Rule, old: Option<String>, new: Option<String>) {
        let endpoints = subject.endpoints.iter().cloned().collect();
        self.changes.push(Change { file: subject.file.clone(), at: subject.at.clone(), rule, old, new, endpoints });
    }

    /// Reports a change once for each direction in which the subject travels.
    pub(super) fn report_by_direction(
        &mut self,
        subject: &Subject,
        rules: ByDirection,
        old: Option<String>,
        new: Option<String>,
    ) {
        for direction in &subject.directions {
            let rule = match direction {
                Direction::Sent => rules.0,
                Direction::Received => rules.1,
            };
            self.report(subject, rule, old.clone(), new.clone());
        }
    }

    /// Reports two values that differ.
    pub(super) fn report_if_changed<T: PartialEq>(
        &mut self,
        subject: &Subject,
        rule: Rule,
        (old, new): (T, T),
        show: impl Fn(&T) -> String,
    ) {
        if old != new {
            self.report(subject, rule, Some(show(&old)), Some(show(&new)));
        }
    }

    /// Reports changed documentation of a subject, all keys in one change.
    pub(super) fn report_docs(&mut self, subject: &Subject, rule: Rule, texts: &[DocText<'_>]) {
        let changed: Vec<_> = texts.iter().filter(|(_, old, new)| old != new).collect();
        let shown = |text: &dyn Fn(&DocText<'_>) -> Option<String>| {
            let lines = changed.iter().filter_map(|doc| Some(format!("{}: {}", doc.0, text(doc)?)));
            let lines: Vec<String> = lines.collect();
            (!lines.is_empty()).then(|| lines.join(", "))
        };
        if !changed.is_empty() {
            self.report(subject, rule, shown(&|doc| doc.1.clone()), shown(&|doc| doc.2.clone()));
        }
    }

    /// The subject for a type that both models have. It travels in the directions that both models share.
    pub(super) fn subject(&self, names: (&TypeName, &TypeName), file: &str, at: &str) -> Subject {
        let (old, new) = (self.old.uses(names.0), self.new.uses(names.1));
        let mut directions = old.directions();
        directions.retain(|direction| new.directions().contains(direction));
        if directions.is_empty() {
            directions = Direction::ALL.to_vec();
        }
        let endpoints = self.endpoints(old.endpoints, new.endpoints);
        Subject { file: file.to_owned(), at: at.to_owned(), endpoints, directions }
    }

    /// The subject for a type that only the new model has.
    pub(super) fn new_subject(&self, name: &TypeName, file: &str, at: &str) -> Subject {
        let uses = self.new.uses(name);
        let directions = uses.directions();
        let endpoints = self.endpoints([], uses.endpoints);
        Subject { file: file.to_owned(), at: at.to_owned(), endpoints, directions }
    }

    /// The subject for a type that only the old model has.
    pub(super) fn old_subject(&self, name: &TypeName, file: &str, at: &str) -> Subject {
        let uses = self.old.uses(name);
        let directions = uses.directions();
        let endpoints = self.endpoints(uses.endpoints, []);
        Subject { file: file.to_owned(), at: at.to_owned(), endpoints, directions }
    }

    /// The subject for a vendor or an endpoint, which do not travel.
    pub(super) fn untyped_subject<'e>(
        &self,
        file: &str,
        at: &str,
        old: impl IntoIterator<Item = &'e str>,
        new: impl IntoIterator<Item = &'e str>,
    ) -> Subject {
        let endpoints = self.endpoints(old, new);
        Subject { file: file.to_owned(), at: at.to_owned(), endpoints, directions: Vec::new() }
    }

    /// Endpoints of both models, by their new names.
    fn endpoints<'e>(
        &self,
        old: impl IntoIterator<Item = &'e str>,
        new: impl IntoIterator<Item = &'e str>,
    ) -> BTreeSet<String> {
        let old = old.into_iter().map(|name| self.pairs.new_scope(name).to_owned());
        old.chain(new.into_iter().map(str::to_owned)).collect()
    }

    /// Calls a function with each pair of objects.
    pub(super) fn for_each_object(&mut self, compare: impl Fn(&mut Self, &ObjectPair<'m>)) {
        let objects = std::mem::take(&mut self.pairs.objects);
        objects.iter().for_each(|pair| compare(self, pair));
        self.pairs.objects = objects;
    }

    /// The changes. Those that are equal except for their endpoints become one change.
    pub(super) fn finish(self) -> Vec<Change> {
        let mut merged: BTreeMap<Change, BTreeSet<String>> = BTreeMap::new();
        for mut change in self.changes {
            let endpoints = std::mem::take(&mut change.endpoints);
            merged.entry(change).or_default().extend(endpoints);
        }
        let changes = merged.into_iter();
        changes.map(|(change, endpoints)| Change { endpoints: endpoints.into_iter().collect(), ..change }).collect()
    }
}
