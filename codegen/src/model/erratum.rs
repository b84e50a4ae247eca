//! Errata: where the docs contradict themselves.

use serde::Serialize;

/// A place where the docs contradict themselves, and what was decided.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Erratum {
    /// The path in the page's file.
    pub at: String,
    /// What each part of the docs says.
    pub says: Vec<(String, String)>,
    /// What we use.
    #[serde(rename = "use", skip_serializing_if = "Vec::is_empty")]
    pub used: Vec<(String, String)>,
    /// What was decided, where no key tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// What is read as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_accept: Vec<String>,
    /// The evidence.
    pub because: String,
}
