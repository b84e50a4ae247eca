//! The result of a comparison, in the order of the report.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    diff::{self, Behaviour, Change, Rust, Step, Wire},
    ledger::Accepted,
    syntax::LEDGER,
};

use super::{
    effects::{Audience, Weight, all},
    sides::{Partial, Side, Sides},
};
use crate::{terminal::counted, version::Version};

/// The report, independent of its format.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) sides: Sides,
    /// The files with changes, those with breaking changes first.
    pub(crate) pages: Vec<Page>,
    /// Entries of the ledger that match no change.
    pub(crate) stale: Vec<Accepted>,
    /// The step of the version that the changes need.
    pub(crate) step: Step,
    /// The current version.
    pub(crate) version: Option<Version>,
}

/// The changes of one file.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) file: String,
    pub(crate) title: Option<String>,
    pub(crate) url: Option<String>,
    /// Its changes, breaking ones first.
    pub(crate) items: Vec<Item>,
}

/// A change, with its position and whether it is accepted.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) change: Change,
    pub(crate) which: Which,
    /// Line and column.
    pub(crate) position: Option<(usize, usize)>,
    pub(crate) accepted: Option<Accepted>,
}

/// The side that a place is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Old,
    New,
}

/// The number of changes, by effect.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) changes: usize,
    pub(crate) breaking: usize,
    pub(crate) accepted: usize,
    pub(crate) wire_breaks: usize,
    pub(crate) wire_compatible: usize,
    pub(crate) rust_breaks: usize,
    pub(crate) rust_compiles: usize,
    pub(crate) stricter: usize,
    pub(crate) other: usize,
    pub(crate) looser: usize,
    pub(crate) docs: usize,
}

impl Item {
    /// Whether payloads or code break.
    pub(crate) fn breaks(&self) -> bool {
        self.change.effects().breaks()
    }

    pub(crate) fn audience(&self) -> Audience {
        Audience::of(self.change.effects())
    }

    /// The weight of the most severe effect.
    pub(crate) fn weight(&self) -> Weight {
        all(self.change.effects()).iter().map(|effect| effect.weight).max().unwrap_or(Weight::Nothing)
    }

    /// Sorts breaking changes first, then by position.
    fn order(&self) -> impl Ord + use<'_> {
        (std::cmp::Reverse(self.weight()), self.audience(), self.position, &self.change)
    }

    /// The file as it is shown: `schemas/acme/feed.yaml`, or `0123456789:schemas/acme/feed.yaml`.
    pub(crate) fn file(&self, sides: &Sides) -> String {
        format!("{}{}", sides.side(self.which).prefix, self.change.file)
    }

    /// The file, line and column.
    pub(crate) fn place(&self, sides: &Sides) -> String {
        let file = self.file(sides);
        self.position.map_or_else(|| file.clone(), |(line, column)| format!("{file}:{line}:{column}"))
    }
}

impl Sides {
    pub(crate) fn side(&self, which: Which) -> &Side {
        match which {
            Which::Old => &self.old,
            Which::New => &self.new,
        }
    }
}

impl Report {
    pub(crate) fn new(sides: Sides, version: Option<Version>) -> Self {
        let changes = diff::compare(&sides.old.model, &sides.new.model);
        let step = diff::step(&changes);
        let mut by_file: BTreeMap<String, Vec<Change>> = BTreeMap::new();
        changes.into_iter().for_each(|change| by_file.entry(change.file.clone()).or_default().push(change));
        let mut used = BTreeSet::new();
        let mut pages: Vec<Page> =
            by_file.into_iter().map(|(file, changes)| page(&sides, file, changes, &mut used)).collect();
        pages.sort_by_key(|page| std::cmp::Reverse(page.items.first().map(Item::weight)));
        let entries = sides.accepted.iter().enumerate();
        let stale = entries.filter(|(at, _)| !used.contains(at)).map(|(_, entry)| entry.clone()).collect();
        Self { sides, pages, stale, step, version }
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.pages.iter().flat_map(|page| &page.items)
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for item in self.items() {
            let effects = item.change.effects();
            counts.changes += 1;
            counts.breaking += usize::from(effects.breaks());
            counts.accepted += usize::from(item.accepted.is_some());
            counts.wire_breaks += usize::from(effects.wire == Wire::Breaks);
            counts.wire_compatible += usize::from(effects.wire == Wire::Compatible);
            counts.rust_breaks += usize::from(effects.rust == Rust::Breaks);
            counts.rust_compiles += usize::from(effects.rust == Rust::Compiles);
            counts.stricter += usize::from(effects.behaviour == Behaviour::Stricter);
            counts.other += usize::from(effects.behaviour == Behaviour::Other);
            counts.looser += usize::from(effects.behaviour == Behaviour::Looser);
            counts.docs += usize::from(effects.docs_only());
        }
        counts
    }

    /// What the new schemas are compared with, in words.
    pub(crate) fn base_line(&self) -> String {
        format!("compared with {}", self.sides.base)
    }

    /// The file of accepted breaks, as it is shown.
    pub(crate) fn ledger(&self) -> String {
        format!("{}{LEDGER}", self.sides.new.prefix)
    }

    /// The note about files that were not compared.
    pub(crate) fn partial_note(&self, partial: &Partial) -> String {
        let left_out: Vec<&str> = partial.left_out.iter().map(String::as_str).collect();
        format!(
            "note: under today's schema language, {} has {}, the first of which is `{}`; left out on both sides: {}",
            self.sides.old.name,
            counted(partial.faults, "error"),
            partial.first,
            left_out.join(", ")
        )
    }

    /// The error about an entry of the ledger that matches no change, in one line.
    pub(crate) fn stale_line(&self, entry: &Accepted) -> String {
        format!("{}:{}:{}: error: {}", self.ledger(), entry.line, entry.column, stale_reason(entry))
    }

    /// The lowest version that the changes allow.
    pub(crate) fn next(&self) -> Option<Version> {
        self.version.map(|version| version.after(self.step))
    }

    /// What the changes mean for the version, in one sentence.
    pub(crate) fn verdict(&self) -> String {
        match (self.step, self.version, self.next()) {
            (Step::None, ..) => "no change of meaning; the version can stay".to_owned(),
            (step, Some(version), Some(next)) => {
                let word = match (version < Version::FIRST, step) {
                    (true, _) if next.is_patch() => "patch",
                    (true, _) => "minor, which Cargo treats as breaking below 1.0",
                    (false, step) => super::effects::step_word(step),
                };
                format!("the version goes from {version} to {next} at least ({word})")
            }
            (step, ..) => format!("the changes need {}", super::effects::step(step)),
        }
    }

    /// The counts and the verdict, in one line.
    pub(crate) fn summary(&self) -> String {
        let counts = self.counts();
        if counts.changes == 0 {
            return self.verdict();
        }
        let mut parts = vec![format!("{} breaking", counts.breaking)];
        let effects = [
            (counts.wire_breaks, "break the wire"),
            (counts.rust_breaks, "break Rust code"),
            (counts.stricter + counts.other + counts.looser, "change behaviour"),
            (counts.docs, "docs only"),
            (counts.accepted, "accepted"),
        ];
        parts.extend(effects.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
        let changes = counted(counts.changes, "change");
        format!("{changes}: {}; {}", parts.join(", "), self.verdict())
    }
}

/// Says why an entry of the ledger is stale.
pub(crate) fn stale_reason(entry: &Accepted) -> String {
    format!("there is no `{}` at `{}#{}` any more; remove the entry, or fix it", entry.rule, entry.file, entry.at)
}

fn page(sides: &Sides, file: String, changes: Vec<Change>, used: &mut BTreeSet<usize>) -> Page {
    let places: Vec<&str> = changes.iter().map(|change| change.at.as_str()).collect();
    let (new, old) = (sides.new.locate(&file, &places), sides.old.locate(&file, &places));
    let nearest = |side: &Side, at: &str| {
        let enclosing: Vec<&str> = at.rmatch_indices('.').map(|(end, _)| &at[..end]).collect();
        side.locate(&file, &enclosing).into_iter().flatten().next()
    };
    let found: Vec<(Which, Option<(usize, usize)>)> = changes
        .iter()
        .zip(new.into_iter().zip(old))
        .map(|(change, (new, old))| match (new, old) {
            (Some(new), _) => (Which::New, Some(new)),
            (None, Some(old)) => (Which::Old, Some(old)),
            // A path that the file does not have is shown at the nearest enclosing one that it has.
            (None, None) if change.new.is_some() => (Which::New, nearest(&sides.new, &change.at)),
            (None, None) => (Which::Old, nearest(&sides.old, &change.at)),
        })
        .collect();
    let items = changes.into_iter().zip(found).map(|(change, (which, position))| {
        let fits = |entry: &Accepted| (entry.rule, &entry.file, &entry.at) == (change.rule, &change.file, &change.at);
        let all = sides.accepted.iter().enumerate().filter(|(_, entry)| fits(entry));
        let matching: Vec<usize> = all.map(|(at, _)| at).collect();
        used.extend(&matching);
        let accepted = matching.first().map(|at| sides.accepted[*at].clone());
        Item { change, which, position, accepted }
    });
    let mut items: Vec<Item> = items.collect();
    items.sort_by(|a, b| a.order().cmp(&b.order()));
    let head = sides.new.page(&file).or_else(|| sides.old.page(&file));
    let (title, url) = head.map(|(title, url)| (title.to_owned(), url.to_owned())).unzip();
    Page { file, title, url, items }
}
