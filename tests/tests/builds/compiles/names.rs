//! Random names and texts for a vendor: awkward ones, most of which the language accepts.

use std::collections::BTreeSet;

use super::{
    pools::{ENVELOPES, REFUSED_SNAKE, REFUSED_UPPER, SNAKE, TEXTS, UNSEEN, UPPER, URLS, WIRES},
    random::Random,
};

/// Chooses names and texts.
pub(crate) struct Names {
    pub(crate) random: Random,
    /// Whether to choose names that the language refuses, too.
    risky: bool,
    /// The type names that are in use in the vendor's scope.
    types: BTreeSet<String>,
    pub(crate) envelope: [&'static str; 4],
    /// Whether names on the wire must be those of elements in XML.
    pub(crate) in_xml: bool,
}

impl Names {
    pub(crate) fn new(mut random: Random, vendor: &str) -> Self {
        let risky = random.chance(20);
        Self::with(random, vendor, risky)
    }

    /// Names without those that the language refuses.
    pub(crate) fn accepted(random: Random, vendor: &str) -> Self {
        Self::with(random, vendor, false)
    }

    fn with(mut random: Random, vendor: &str, risky: bool) -> Self {
        let envelope = ENVELOPES[random.below(ENVELOPES.len())];
        Self {
            random,
            risky,
            types: [upper_camel(vendor), "Error".to_owned(), "ErrorCode".to_owned()].into(),
            envelope,
            in_xml: false,
        }
    }

    fn refused(&mut self, from: &[&str]) -> Option<String> {
        (self.risky && self.random.chance(5)).then(|| self.random.pick(from).to_owned())
    }

    /// A snake_case name that is not in `taken`, to which it is added.
    pub(crate) fn snake(&mut self, taken: &mut BTreeSet<String>) -> String {
        if let Some(name) = self.refused(REFUSED_SNAKE) {
            return name;
        }
        let pick = |random: &mut Random| random.pick(SNAKE).to_owned();
        self.fresh(pick, |name| taken.insert(upper_camel(name)))
    }

    /// The name of an endpoint, which can usually be a module.
    pub(crate) fn endpoint(&mut self, taken: &mut BTreeSet<String>) -> String {
        let mut name = self.snake(taken);
        while !self.risky && cannot_be_module(&name) {
            name = self.snake(taken);
        }
        name
    }

    /// The name of a folder.
    pub(crate) fn module(&mut self) -> String {
        self.endpoint(&mut BTreeSet::new())
    }

    /// A wire name without surrounding spaces.
    pub(crate) fn trimmed_wire(&mut self, taken: &mut BTreeSet<String>) -> String {
        let mut wire = self.wire(taken);
        while wire.trim() != wire {
            wire = self.wire(taken);
        }
        wire
    }

    /// An UpperCamelCase name for a type.
    pub(crate) fn upper(&mut self) -> String {
        if let Some(name) = self.refused(REFUSED_UPPER) {
            return name;
        }
        let mut types = std::mem::take(&mut self.types);
        let name = self.fresh(|random| random.pick(UPPER).to_owned(), |name| types.insert(name.to_owned()));
        self.types = types;
        name
    }

    /// Reserves a type name that is derived from a path; returns whether it was free.
    pub(crate) fn take_type(&mut self, name: &str) -> bool {
        !REFUSED_UPPER.contains(&name) && !is_reserved(name) && self.types.insert(name.to_owned())
    }

    /// An unusual wire name.
    pub(crate) fn wire(&mut self, taken: &mut BTreeSet<String>) -> String {
        if let Some(name) = self.refused(UNSEEN) {
            return name;
        }
        let fitting: Vec<&str> =
            WIRES.iter().copied().filter(|wire| !self.in_xml || codegen::xml::is_name(wire)).collect();
        self.fresh(|random| random.pick(&fitting).to_owned(), |name| taken.insert(name.to_owned()))
    }

    fn fresh(&mut self, pick: impl Fn(&mut Random) -> String, mut take: impl FnMut(&str) -> bool) -> String {
        let mut name = pick(&mut self.random);
        while !take(&name) {
            let number = self.random.below(1000).to_string();
            name = pick(&mut self.random) + if self.random.chance(50) { "" } else { &number };
        }
        name
    }

    /// A text of one or several nasty pieces.
    pub(crate) fn text(&mut self) -> String {
        let mut text = self.random.pick(TEXTS).to_owned();
        for _ in 0..self.random.below(4) {
            text.push_str(self.random.pick(&["", " ", "\n", "\n\n", " x ", "\n- ", "\n\n    ", "\r\n", "\t", "\n> "]));
            text.push_str(self.random.pick(TEXTS));
        }
        if self.random.chance(1) {
            text = text.repeat(50);
        }
        let seen = |c: char| !c.is_whitespace() && !c.is_control() && !"\u{ad}\u{200b}\u{feff}".contains(c);
        if text.contains(seen) { text } else { format!("x{text}x") }
    }

    /// A text, with a probability of `percent`.
    pub(crate) fn maybe_text(&mut self, percent: usize) -> Option<String> {
        self.random.chance(percent).then(|| self.text())
    }

    pub(crate) fn url(&mut self) -> &'static str {
        self.random.pick(URLS)
    }

    pub(crate) fn date(&mut self) -> &'static str {
        self.random.pick(&["2026-02-28", "2024-02-29", "0000-01-01", "9999-12-31"])
    }
}

/// Whether a field can have this name, but a module cannot.
pub(crate) fn cannot_be_module(name: &str) -> bool {
    matches!(name, "self" | "super" | "crate" | "mod" | "main")
}

/// Whether a vendor cannot have this name, because every emitted crate has a module or feature of that name.
pub(crate) fn cannot_be_vendor(name: &str) -> bool {
    cannot_be_module(name) || matches!(name, "callbacks" | "client" | "mock" | "reqwest")
}

/// Whether emitted code needs a type of this name, so that no path may yield it.
pub(crate) fn is_reserved(name: &str) -> bool {
    matches!(name, "AsRef" | "Display" | "IntoIterator" | "PartialEq")
}

/// The UpperCamelCase form of a snake_case name.
pub(crate) fn upper_camel(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}
