//! Rules of choices. The members of a choice are members of its object, whose place is `at`.

use super::variants::Choice;
use crate::validate::{Checking, Rule, Validate, Walk};

/// Checks the choice itself.
#[inline]
pub fn variant<W: Walk>(choice: &impl Validate, to: &mut Checking<'_, W>) {
    choice.check(to);
}

/// Requires the tag.
#[inline]
pub fn required_tag<C: Choice, W: Walk>(choice: &Option<C>, to: &mut Checking<'_, W>) {
    if choice.is_none() {
        to.member(C::MEMBERS[0]).add(Rule::Required, None);
    }
}
