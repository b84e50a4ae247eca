//! Compares two models and reports every difference that a user of the generated crate can notice.
//!
//! A [`Change`] is one difference, classified by a [`Rule`] of the catalogue in `rule`. The rule alone determines the
//! effects on each audience.
//!
//! `side` computes which endpoints use a type and in which directions it travels. `pairs` pairs the items of the old
//! model with those of the new one, including renamed and moved items. Then one module per kind of item reports the
//! differences within each pair, through `comparison`. What only follows from another change is not reported, such as a
//! condition that names a renamed field. `oasdiff.md` lists which of oasdiff's checks this covers.

mod area;
mod change;
mod choice;
mod comparison;
mod conditions;
mod declared;
mod effects;
mod endpoint;
mod enumeration;
mod event;
mod examples;
mod field;
mod limits;
mod limits_if;
mod matching;
mod object;
mod paging;
mod pairs;
mod rule;
mod scalar;
mod show;
mod side;
mod types;
mod vendor;

use comparison::Comparison;

pub use change::Change;
pub use effects::{Behaviour, Effects, Rust, Step, Wire};
pub use rule::Rule;

use crate::model::Model;

/// The greatest version step that any of the changes requires.
#[must_use]
pub fn step(changes: &[Change]) -> Step {
    changes.iter().map(|change| change.effects().step()).max().unwrap_or(Step::None)
}

/// Compares two models. The changes are sorted by file, place and rule.
#[must_use]
pub fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let mut comparison = Comparison::new(old, new);
    comparison.vendors();
    comparison.areas();
    comparison.all_endpoints();
    comparison.events();
    comparison.declarations();
    comparison.for_each_object(Comparison::object);
    comparison.enums();
    comparison.scalars();
    comparison.finish()
}
