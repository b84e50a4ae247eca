//! What a walk over a value does with what it finds.

use super::{
    rule::{Actual, Rule},
    sender::Sender,
};

/// What a walk over a value does with what it finds: `Violations` keeps it with its place, `Verdict` only notes that there is
/// something. Rules are compiled for each of them.
#[doc(hidden)]
pub trait Walk: Sized {
    /// The place of the value that is checked.
    type At<'a>;

    /// The place of the document.
    fn root(document: &()) -> Self::At<'_>;

    /// The place of a member.
    fn member<'a>(at: &'a Self::At<'_>, name: &'a str) -> Self::At<'a>;

    /// The place of an element.
    fn element<'a>(at: &'a Self::At<'_>, index: usize) -> Self::At<'a>;

    /// Adds a violation.
    fn add(&mut self, at: &Self::At<'_>, rule: Rule, actual: Option<Actual>);

    /// Adds a warning.
    fn warn(&mut self, at: &Self::At<'_>, rule: Rule, actual: Option<Actual>);

    /// Whether warnings are collected, and violations are not. A server does not ignore what it sends itself.
    fn wants_warnings(&self) -> bool;

    /// Whether the value comes from this side.
    fn is_from(&self, sender: Sender) -> bool;

    /// Whether what is found from now on changes nothing.
    fn is_over(&self) -> bool;

    /// The number of texts, each within a string of the next, in which the current place is.
    fn texts(&mut self) -> &mut usize;
}

/// A value while it is checked: its place, and the walk that it is part of.
#[doc(hidden)]
pub struct Checking<'a, W: Walk> {
    at: W::At<'a>,
    walk: &'a mut W,
}

impl<'a, W: Walk> Checking<'a, W> {
    /// The document.
    #[inline]
    pub(super) fn new(walk: &'a mut W) -> Self {
        Self { at: W::root(&()), walk }
    }

    /// A member of the value.
    #[inline]
    pub fn member<'b>(&'b mut self, name: &'b str) -> Checking<'b, W> {
        Checking { at: W::member(&self.at, name), walk: self.walk }
    }

    /// An element of the value.
    #[inline]
    pub(super) fn element(&mut self, index: usize) -> Checking<'_, W> {
        Checking { at: W::element(&self.at, index), walk: self.walk }
    }

    /// Adds a violation.
    #[inline]
    pub fn add(&mut self, rule: Rule, actual: Option<Actual>) {
        self.walk.add(&self.at, rule, actual);
    }

    /// Adds a warning.
    #[inline]
    pub(super) fn warn(&mut self, rule: Rule, actual: Option<Actual>) {
        self.walk.warn(&self.at, rule, actual);
    }

    /// Whether warnings are collected, and violations are not. A server does not ignore what it sends itself.
    #[inline]
    pub(super) fn wants_warnings(&self) -> bool {
        self.walk.wants_warnings()
    }

    /// Whether the value comes from this side.
    #[inline]
    pub(super) fn is_from(&self, sender: Sender) -> bool {
        self.walk.is_from(sender)
    }

    /// Whether what is found from now on changes nothing.
    #[inline]
    pub(super) fn is_over(&self) -> bool {
        self.walk.is_over()
    }

    /// Continues within the text of a string; `None` if there are too many texts within texts.
    pub(crate) fn within_text<T>(&mut self, go_on: impl FnOnce(&mut Self) -> T) -> Option<T> {
        /// The checks of all of them are on the stack at once.
        const MOST: usize = 8;
        (*self.walk.texts() < MOST).then(|| {
            *self.walk.texts() += 1;
            let result = go_on(self);
            *self.walk.texts() -= 1;
            result
        })
    }
}
