//! The trait of values that have rules.

use std::collections::BTreeMap;

use super::{
    at::At,
    rule::Rule,
    sender::Sender,
    violations::{Severity, Violations},
};

/// A value that can be checked against the rules of its docs.
pub trait Validate {
    /// The member of the JSON document that holds the value, if it is not the document itself.
    #[doc(hidden)]
    const ROOT: Option<&'static str> = None;

    /// Who sends the value.
    #[doc(hidden)]
    const SENDER: Sender = Sender::Client;

    /// Reports every violation in the value, whose place is `at`.
    #[doc(hidden)]
    fn check(&self, _at: &At<'_>, _out: &mut Violations) {}

    /// Checks the value against every rule of its docs.
    ///
    /// # Errors
    /// All violations, up to [`Violations::MAX`], each with its JSON pointer.
    fn validate(&self) -> Result<(), Violations> {
        let out = walk(self, Severity::Violation);
        if out.is_empty() { Ok(()) } else { Err(out) }
    }

    /// The parts of the value that a server ignores or changes without refusing it: members that do not count, and values
    /// that are cut or replaced because they exceed a limit.
    ///
    /// This is about values that clients send: a reply has no warnings. The list is empty if there are none; it has at most [`Violations::MAX`].
    fn warnings(&self) -> Violations {
        walk(self, Severity::Warning)
    }
}

fn walk<T: Validate + ?Sized>(value: &T, wanted: Severity) -> Violations {
    let mut out = Violations::none(wanted, T::SENDER);
    match T::ROOT {
        Some(name) => value.check(&At::Root.member(name), &mut out),
        None => value.check(&At::Root, &mut out),
    }
    out
}

impl<T: Validate> Validate for Option<T> {
    #[inline]
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if let Some(value) = self {
            value.check(at, out);
        }
    }
}

impl<T: Validate> Validate for Box<T> {
    #[inline]
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        T::check(self, at, out);
    }
}

impl<T: Validate> Validate for Vec<T> {
    #[inline]
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        for (index, element) in self.iter().enumerate() {
            if out.is_truncated() {
                return;
            }
            element.check(&At::Index(at, index), out);
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        for (key, value) in self {
            if out.is_truncated() {
                return;
            }
            value.check(&at.member(key), out);
        }
    }
}

impl Validate for f64 {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if !self.is_finite() {
            out.add(at, Rule::Finite, None);
        }
    }
}
