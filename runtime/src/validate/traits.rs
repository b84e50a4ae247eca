//! The trait of values that have rules.

use std::collections::BTreeMap;

use super::{
    rule::Rule,
    sender::Sender,
    verdict::Verdict,
    violations::{Severity, Violations},
    walk::{Checking, Walk},
};

/// A value that can be checked against the rules of its docs.
pub trait Validate {
    /// The member of the JSON document that holds the value, if it is not the document itself.
    #[doc(hidden)]
    const ROOT: Option<&'static str> = None;

    /// Who sends the value.
    #[doc(hidden)]
    const SENDER: Sender = Sender::Client;

    /// Reports what is found in the value, at its place.
    #[doc(hidden)]
    fn check<W: Walk>(&self, _to: &mut Checking<'_, W>) {}

    /// Checks the value against every rule of its docs.
    ///
    /// # Errors
    /// All violations, up to [`Violations::MAX`], each with its JSON pointer.
    fn validate(&self) -> Result<(), Violations> {
        let verdict = walk(self, Verdict::new(Self::SENDER));
        let violations = || collect(self, Severity::Violation);
        debug_assert_eq!(verdict.is_over(), !violations().is_empty(), "both walks find the same");
        if verdict.is_over() { Err(violations()) } else { Ok(()) }
    }

    /// The parts of the value that a server ignores or changes without refusing it: members that do not count, and values
    /// that are cut or replaced because they exceed a limit.
    ///
    /// This is about values that clients send: a reply has no warnings. The list is empty if there are none; it has at most [`Violations::MAX`].
    fn warnings(&self) -> Violations {
        collect(self, Severity::Warning)
    }
}

/// Checks a document.
fn walk<T: Validate + ?Sized, W: Walk>(value: &T, mut walk: W) -> W {
    match T::ROOT {
        Some(name) => value.check(&mut Checking::new(&mut walk).member(name)),
        None => value.check(&mut Checking::new(&mut walk)),
    }
    walk
}

#[cold]
fn collect<T: Validate + ?Sized>(value: &T, wanted: Severity) -> Violations {
    walk(value, Violations::none(wanted, T::SENDER))
}

impl<T: Validate> Validate for Option<T> {
    #[inline]
    fn check<W: Walk>(&self, to: &mut Checking<'_, W>) {
        if let Some(value) = self {
            value.check(to);
        }
    }
}

impl<T: Validate> Validate for Box<T> {
    #[inline]
    fn check<W: Walk>(&self, to: &mut Checking<'_, W>) {
        T::check(self, to);
    }
}

impl<T: Validate> Validate for Vec<T> {
    #[inline]
    fn check<W: Walk>(&self, to: &mut Checking<'_, W>) {
        for (index, element) in self.iter().enumerate() {
            if to.is_over() {
                return;
            }
            element.check(&mut to.element(index));
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check<W: Walk>(&self, to: &mut Checking<'_, W>) {
        for (key, value) in self {
            if to.is_over() {
                return;
            }
            value.check(&mut to.member(key));
        }
    }
}

impl Validate for f64 {
    fn check<W: Walk>(&self, to: &mut Checking<'_, W>) {
        if !self.is_finite() {
            to.add(Rule::Finite, None);
        }
    }
}
