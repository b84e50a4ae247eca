//! A difference between two models.

use serde::Serialize;

use super::{Rule, effects::Effects};

/// One difference between two models.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The schema file, relative to the folder of the schemas. It is a file of the new model, or of the old one if the
    /// item was removed.
    pub file: String,
    /// The place in the file, in the notation of errata and `allow`: `batchget.body.external_userid_list`,
    /// `AddWay.card_share`, `vendor`, `page`.
    pub at: String,
    /// The kind of change.
    pub rule: Rule,
    /// The old value in the notation of a schema; `None` if it was added.
    pub old: Option<String>,
    /// The new value in the notation of a schema; `None` if it was removed.
    pub new: Option<String>,
    /// The full names of the endpoints that use the item, sorted.
    pub endpoints: Vec<String>,
}

impl Change {
    /// The effects on each audience.
    #[must_use]
    pub fn effects(&self) -> Effects {
        self.rule.effects()
    }
}
