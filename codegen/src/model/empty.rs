//! The meaning of empty values.

use serde::Serialize;

/// What an empty string, list or map means to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenEmpty {
    /// The field becomes empty: an empty value counts as given.
    Clears,
    /// Nothing: an empty value equals an absent one.
    Keeps,
}

impl WhenEmpty {
    /// Both, in the order of the docs.
    pub const ALL: [Self; 2] = [Self::Clears, Self::Keeps];

    /// The word in a schema.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clears => "clears",
            Self::Keeps => "keeps",
        }
    }
}
