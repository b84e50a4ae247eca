//! Areas: groups of endpoints.

use serde::Serialize;

use super::Erratum;

/// An area that has a file.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Area {
    /// The file that describes it.
    pub file: String,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Where the docs contradict themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}
