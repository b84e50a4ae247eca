//! Words for effects and version steps.

use codegen::diff::{Behaviour, Effects, Rust, Step, Wire};

/// The people who notice a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Audience {
    /// Those who send and read payloads.
    Wire,
    /// Those whose code uses the generated crate.
    Rust,
    /// Those who run that code.
    Behaviour,
    /// Those who read the docs.
    Docs,
}

/// The severity of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// Nothing changes.
    Nothing,
    /// No action is needed.
    Fine,
    /// It should be reviewed.
    Look,
    /// Something stops working.
    Breaks,
}

/// An effect on one audience, and the word for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effect {
    pub(crate) audience: Audience,
    pub(crate) word: &'static str,
    pub(crate) weight: Weight,
}

impl Audience {
    pub(crate) const ALL: [Self; 4] = [Self::Wire, Self::Rust, Self::Behaviour, Self::Docs];

    /// The heading of its changes.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Wire => "Wire",
            Self::Rust => "Rust",
            Self::Behaviour => "Behaviour",
            Self::Docs => "Docs only",
        }
    }

    /// The audience with the most severe effect; the first of several.
    pub(crate) fn of(effects: Effects) -> Self {
        let all = all(effects);
        let worst = all.iter().map(|effect| effect.weight).max().unwrap_or(Weight::Nothing);
        let first = all.iter().find(|effect| effect.weight == worst && worst > Weight::Nothing);
        first.map_or(Self::Docs, |effect| effect.audience)
    }
}

impl std::fmt::Display for Audience {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Wire => "wire",
            Self::Rust => "rust",
            Self::Behaviour => "behaviour",
            Self::Docs => "docs",
        })
    }
}

/// The effects on wire, Rust and behaviour, in this order.
pub(crate) fn all(effects: Effects) -> [Effect; 3] {
    let (wire, wire_weight) = match effects.wire {
        Wire::Same => ("same", Weight::Nothing),
        Wire::Compatible => ("compatible", Weight::Fine),
        Wire::Breaks => ("breaks", Weight::Breaks),
    };
    let (rust, rust_weight) = match effects.rust {
        Rust::Same => ("same", Weight::Nothing),
        Rust::Compiles => ("compiles", Weight::Fine),
        Rust::Breaks => ("breaks", Weight::Breaks),
    };
    let (behaviour, behaviour_weight) = match effects.behaviour {
        Behaviour::Same => ("same", Weight::Nothing),
        Behaviour::Looser => ("looser", Weight::Fine),
        Behaviour::Other => ("other", Weight::Look),
        Behaviour::Stricter => ("stricter", Weight::Look),
    };
    [
        Effect { audience: Audience::Wire, word: wire, weight: wire_weight },
        Effect { audience: Audience::Rust, word: rust, weight: rust_weight },
        Effect { audience: Audience::Behaviour, word: behaviour, weight: behaviour_weight },
    ]
}

/// The effects in one line: `wire breaks, rust compiles`.
pub(crate) fn line(effects: Effects) -> String {
    if effects.docs_only() {
        return "docs only".to_owned();
    }
    let noticed = all(effects).into_iter().filter(|effect| effect.weight > Weight::Nothing);
    noticed.map(|effect| format!("{} {}", effect.audience, effect.word)).collect::<Vec<_>>().join(", ")
}

/// A step in words.
pub(crate) fn step(step: Step) -> &'static str {
    match step {
        Step::None => "no step",
        Step::Patch => "a patch step",
        Step::Minor => "a minor step (below 1.0: a patch step)",
        Step::Major => "a major step (below 1.0: a minor step)",
    }
}

/// The word for a step in output for programs.
pub(crate) fn step_word(step: Step) -> &'static str {
    match step {
        Step::None => "none",
        Step::Patch => "patch",
        Step::Minor => "minor",
        Step::Major => "major",
    }
}
