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
    /// What the vendor has in this area, and no schema describes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    /// Where the docs contradict themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// An endpoint or an event that has no schema.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Missing {
    /// The method and the path of an endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// The vendor's term.
    pub label: String,
    /// Why there is no schema.
    pub because: String,
}
