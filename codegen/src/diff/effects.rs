//! The effects of a change on payloads, on Rust code and on behaviour, and the version step that they require.

use serde::Serialize;

/// The effect on payloads: those that old clients send and those that they read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wire {
    /// Payloads are unchanged.
    Same,
    /// Old payloads still work.
    Compatible,
    /// Some payloads no longer work: a request was narrowed, or a reply widened.
    Breaks,
}

impl Wire {
    /// The effect in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "payloads are unchanged",
            Self::Compatible => "old payloads still work",
            Self::Breaks => "some payloads no longer work",
        }
    }
}

/// The effect on code that uses the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rust {
    /// The generated items are unchanged.
    Same,
    /// Existing code still compiles; there may be new items.
    Compiles,
    /// Some existing code no longer compiles.
    Breaks,
}

impl Rust {
    /// The effect in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the generated items are unchanged",
            Self::Compiles => "existing code still compiles",
            Self::Breaks => "some existing code no longer compiles",
        }
    }
}

/// The effect on what the generated code does at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// It does the same.
    Same,
    /// It accepts what it rejected.
    Looser,
    /// It does something else.
    Other,
    /// It rejects what it accepted.
    Stricter,
}

impl Behaviour {
    /// The effect in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the generated code does the same",
            Self::Looser => "the generated code accepts what it rejected",
            Self::Other => "the generated code does something else",
            Self::Stricter => "the generated code rejects what it accepted",
        }
    }
}

/// The effects of a change on each audience. If all of them are `Same`, only the docs have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// The effect on payloads.
    pub wire: Wire,
    /// The effect on code.
    pub rust: Rust,
    /// The effect at run time.
    pub behaviour: Behaviour,
}

impl Effects {
    /// Whether a user who changes nothing is worse off.
    #[must_use]
    pub fn breaks(self) -> bool {
        self.wire == Wire::Breaks || self.rust == Rust::Breaks
    }

    /// Whether only descriptions changed.
    #[must_use]
    pub fn docs_only(self) -> bool {
        (self.wire, self.rust, self.behaviour) == (Wire::Same, Rust::Same, Behaviour::Same)
    }

    /// The version step that these effects require.
    #[must_use]
    pub fn step(self) -> Step {
        match self {
            _ if self.breaks() => Step::Major,
            Self { rust: Rust::Compiles, .. } | Self { behaviour: Behaviour::Stricter | Behaviour::Other, .. } => {
                Step::Minor
            }
            _ => Step::Patch,
        }
    }
}

/// A version step. In a version below 1.0, as in Cargo, a major step raises the minor number, and a minor step the patch
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing that a user can notice.
    None,
    /// Changed docs, or rules that accept more.
    Patch,
    /// Something new.
    Minor,
    /// A break.
    Major,
}
