//! What a change of the schemas means to those who use what is made of them: two models, compared.
//!
//! A [`Change`] is one difference that somebody can notice, under one [`Rule`] of the catalogue. The rule says what it does
//! to each audience; nothing else decides that.
//!
//! The phases: `side` finds out who uses what and in which direction, `pairs` which thing of before is which of after, renamed
//! or moved; then each file of a concern tells what differs in its things, through `comparison`, under a rule of the
//! catalogue in `rule`. What follows from another change is not told: a type inside a renamed field, a condition on one. What
//! of oasdiff's checks this covers is listed in `oasdiff.md`.

mod choice;
mod comparison;
mod declared;
mod endpoint;
mod enumeration;
mod field;
mod limits;
mod matching;
mod object;
mod pairs;
mod rule;
mod rules;
mod scalar;
mod show;
mod side;
mod types;
mod vendor;

use comparison::Comparison;
use serde::Serialize;

pub use rule::{Behaviour, Effects, Rule, Rust, Wire};

use crate::model::Model;

/// One difference between two models.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The file that says so, below the folder of the schemas: that of the new model, or of the old one where a thing is
    /// gone.
    pub file: String,
    /// The place in it, as errata and `allow` name places: `batchget.body.external_userid_list`, `AddWay.card_share`,
    /// `vendor`, `page`.
    pub at: String,
    /// What kind of change it is.
    pub rule: Rule,
    /// The old value in the notation of a schema; `None` if it was added.
    pub old: Option<String>,
    /// The new value in the notation of a schema; `None` if it was removed.
    pub new: Option<String>,
    /// The full names of the endpoints that need it, sorted.
    pub endpoints: Vec<String>,
}

impl Change {
    /// What it does to each audience.
    #[must_use]
    pub fn effects(&self) -> Effects {
        self.rule.effects()
    }
}

/// The step of a version that changes ask for. What is below 1.0 moves one step to the right, as Cargo reads versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing that a user can notice.
    None,
    /// Docs, or rules that let more pass.
    Patch,
    /// Something new.
    Minor,
    /// Something breaks.
    Major,
}

/// The greatest step that any of the changes asks for.
#[must_use]
pub fn step(changes: &[Change]) -> Step {
    changes.iter().map(|change| change.effects().step()).max().unwrap_or(Step::None)
}

/// Every difference between two models, sorted by file, place and rule.
#[must_use]
pub fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let mut comparison = Comparison::new(old, new);
    comparison.vendors();
    comparison.all_endpoints();
    comparison.declarations();
    comparison.each_object(Comparison::object);
    comparison.enums();
    comparison.scalars();
    comparison.finish()
}
