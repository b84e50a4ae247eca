//! Rules, and every violation of them with its place.
//!
//! A value is walked over once to find whether it breaks a rule, which needs no places, and most values break none. Only if it
//! does, a second walk collects the violations. In that walk a place is a chain on the stack, which becomes a JSON pointer when
//! there is something to report.

mod at;
mod given;
mod limit;
mod measure;
mod rule;
#[doc(hidden)]
pub mod rules;
mod sender;
mod together;
mod traits;
mod verdict;
mod violations;
mod walk;

#[doc(hidden)]
pub use self::{
    at::At,
    limit::{at_least, at_most, between},
    measure::{FileName, Items, Number, Size, Text},
    sender::Sender,
    walk::{Checking, Walk},
};
pub use self::{
    limit::{Bounds, Limit},
    rule::{Actual, Beyond, Rule},
    traits::Validate,
    violations::{Violation, Violations},
};
#[doc(hidden)]
pub use crate::pattern::Pattern;

pub(crate) use self::at::push_member;
