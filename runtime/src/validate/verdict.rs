//! Whether a value breaks a rule.

use super::{
    rule::{Actual, Rule},
    sender::Sender,
    walk::Walk,
};

/// Whether a value breaks a rule. It needs no places, and most values break none, so it is found first.
pub(super) struct Verdict {
    is_broken: bool,
    sender: Sender,
    texts: usize,
}

impl Verdict {
    pub(super) fn new(sender: Sender) -> Self {
        Self { is_broken: false, sender, texts: 0 }
    }
}

impl Walk for Verdict {
    type At<'a> = ();

    #[inline]
    fn root(_: &()) {}

    #[inline]
    fn member(_: &(), _: &str) {}

    #[inline]
    fn element(_: &(), _: usize) {}

    #[inline]
    fn add(&mut self, _: &(), _: Rule, _: Option<Actual>) {
        self.is_broken = true;
    }

    #[inline]
    fn warn(&mut self, _: &(), _: Rule, _: Option<Actual>) {}

    #[inline]
    fn wants_warnings(&self) -> bool {
        false
    }

    #[inline]
    fn is_from(&self, sender: Sender) -> bool {
        self.sender == sender
    }

    #[inline]
    fn is_over(&self) -> bool {
        self.is_broken
    }

    #[inline]
    fn texts(&mut self) -> &mut usize {
        &mut self.texts
    }
}
