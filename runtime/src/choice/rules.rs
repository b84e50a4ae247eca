//! Rules of choices. The members of a choice are members of its object, whose place is `at`.

use super::variants::Choice;
use crate::validate::{At, Rule, Validate, Violations};

/// Checks the choice itself.
#[inline]
pub fn variant(choice: &impl Validate, at: &At<'_>, out: &mut Violations) {
    choice.check(at, out);
}

/// Requires the tag.
#[inline]
pub fn required_tag<C: Choice>(choice: &Option<C>, at: &At<'_>, out: &mut Violations) {
    if choice.is_none() {
        out.add(&at.member(C::MEMBERS[0]), Rule::Required, None);
    }
}
