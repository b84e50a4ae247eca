//! The catalogue of changes: what each kind means, and what it does to whom.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Step;

/// What a change does to payloads: those that old clients send, and those that old clients have to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wire {
    /// Payloads are what they were.
    Same,
    /// Old payloads still work.
    Compatible,
    /// Some payloads work no more: a request was narrowed, or a reply widened.
    Breaks,
}

/// What a change does to code that uses the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rust {
    /// The code is what it was.
    Same,
    /// Code that compiled still does; there may be something new in it.
    Compiles,
    /// Some code that compiled does so no more.
    Breaks,
}

/// What a change does to what the generated code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// Nothing.
    Same,
    /// It lets pass what it refused.
    Looser,
    /// It does something else.
    Other,
    /// It refuses what it let pass.
    Stricter,
}

/// What a change does to each audience. Where it is nothing to all of them, only the docs have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// To payloads.
    pub wire: Wire,
    /// To code.
    pub rust: Rust,
    /// To what that code does.
    pub behaviour: Behaviour,
}

impl Effects {
    /// Whether somebody who changes nothing is worse off.
    #[must_use]
    pub fn breaks(self) -> bool {
        self.wire == Wire::Breaks || self.rust == Rust::Breaks
    }

    /// Whether only descriptions changed.
    #[must_use]
    pub fn docs_only(self) -> bool {
        (self.wire, self.rust, self.behaviour) == (Wire::Same, Rust::Same, Behaviour::Same)
    }

    /// The step of a version that it asks for.
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

macro_rules! rules {
    ($($name:ident = $id:literal, $wire:ident, $rust:ident, $behaviour:ident, $meaning:literal;)*) => {
        /// The kinds of changes. The ids are stable: a retired one is not used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(
                #[doc = $meaning]
                $name,
            )*
        }

        impl Rule {
            /// All of them, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable id: `request-field-removed`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What has changed, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }

            /// What it does to each audience.
            #[must_use]
            pub fn effects(self) -> Effects {
                let (wire, rust, behaviour) = match self {
                    $(Self::$name => (Wire::$wire, Rust::$rust, Behaviour::$behaviour),)*
                };
                Effects { wire, rust, behaviour }
            }
        }
    };
}

// What changes, what that does to payloads, to code and to what the code does, and what it means.
rules! {
    EndpointAdded = "endpoint-added", Compatible, Compiles, Same, "There is a new endpoint.";
    EndpointRemoved = "endpoint-removed", Breaks, Breaks, Same, "An endpoint is gone.";
    EndpointDocs = "endpoint-docs-changed", Same, Same, Same, "The description of an endpoint, or its page's date, is another.";
}

impl Rule {
    /// The rule of this id.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}
