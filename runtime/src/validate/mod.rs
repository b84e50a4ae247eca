//! Rules, and every violation of them with its place.
//!
//! Checking a valid value allocates nothing: the place is a chain on the stack, which becomes a JSON pointer only when
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
mod violations;

#[doc(hidden)]
pub use self::{
    at::At,
    limit::{at_least, at_most, between},
    measure::{FileName, Items, Number, Size, Text},
    sender::Sender,
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
