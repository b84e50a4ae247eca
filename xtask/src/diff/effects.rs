//! Effects and steps in words.

use codegen::diff::{Behaviour, Effects, Rust, Step, Wire};

/// Who notices a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Audience {
    /// Who sends and reads payloads.
    Wire,
    /// Who has code against the generated crate.
    Rust,
    /// Who runs it.
    Behaviour,
    /// Who reads.
    Docs,
}

/// How much somebody minds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    /// It is as it was.
    Nothing,
    /// Nobody has to do anything.
    Fine,
    /// It is worth a look.
    Look,
    /// Something works no more.
    Breaks,
}

/// An effect in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effect {
    pub(crate) audience: Audience,
    /// One word.
    pub(crate) word: &'static str,
    pub(crate) weight: Weight,
}

impl Audience {
    pub(crate) const ALL: [Self; 4] = [Self::Wire, Self::Rust, Self::Behaviour, Self::Docs];

    /// As headings have it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Wire => "Wire",
            Self::Rust => "Rust",
            Self::Behaviour => "Behaviour",
            Self::Docs => "Docs only",
        }
    }

    /// The one that notices most; the first of those that notice as much.
    pub(crate) fn of(effects: Effects) -> Self {
        let all = all(effects);
        let most = all.iter().map(|effect| effect.weight).max().unwrap_or(Weight::Nothing);
        let first = all.iter().find(|effect| effect.weight == most && most > Weight::Nothing);
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

/// What a change does to wire, Rust and behaviour, in this order.
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

/// All effects in one line: `wire breaks, rust compiles`.
pub(crate) fn line(effects: Effects) -> String {
    if effects.docs_only() {
        return "docs only".to_owned();
    }
    let noticed = all(effects).into_iter().filter(|effect| effect.weight > Weight::Nothing);
    noticed.map(|effect| format!("{} {}", effect.audience, effect.word)).collect::<Vec<_>>().join(", ")
}

/// A step in words, for a version from 1.0 on.
pub(crate) fn step(step: Step) -> &'static str {
    match step {
        Step::None => "no step",
        Step::Patch => "a patch step",
        Step::Minor => "a minor step (below 1.0: a patch step)",
        Step::Major => "a major step (below 1.0: a minor step)",
    }
}

/// The word for a step, for tools.
pub(crate) fn step_word(step: Step) -> &'static str {
    match step {
        Step::None => "none",
        Step::Patch => "patch",
        Step::Minor => "minor",
        Step::Major => "major",
    }
}
