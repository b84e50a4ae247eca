//! Errata: where the docs contradict themselves.

use serde::Serialize;

/// A contradiction in the docs, and the decision about it.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Erratum {
    /// The schema path of the place.
    pub at: String,
    /// The parts of the docs, and what each says.
    pub says: Vec<(String, String)>,
    /// The facts that it contradicts: the kind of each, and what the page says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<(String, String)>,
    /// Why no fact can say what it contradicts: `server`, `stricter` or `pages`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The keys of the place and their values that are used.
    #[serde(rename = "use", skip_serializing_if = "Vec::is_empty")]
    pub used: Vec<(String, String)>,
    /// The decision, if no key can express it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Names and types that are accepted as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_accept: Vec<String>,
    /// The evidence for the decision.
    pub because: String,
}
