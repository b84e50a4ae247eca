//! Fields that hold choices.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;

use super::{unknown::UnknownChoice, variants::Choice};
use crate::{object::Writer, wire::Need};

/// What the tag of a choice in this field may be instead of a value.
#[doc(hidden)]
#[inline]
pub fn need<C: Choice, H: Held<C>>(_field: &H) -> Need {
    H::NEED
}

/// The bit mask of the required members of an object that is nothing but a choice.
#[doc(hidden)]
#[must_use]
pub const fn tag_mask(need: Need) -> u128 {
    match need {
        Need::Required => 1,
        Need::Nullable | Need::Optional | Need::Element => 0,
    }
}

/// A field that holds a choice, which may be optional.
#[doc(hidden)]
pub trait Held<C: Choice> {
    /// What the tag may be instead of a value.
    const NEED: Need;

    /// The value of the field until the choice is read.
    fn vacant() -> Self;

    /// Sets the field to the choice that was read.
    fn hold(&mut self, choice: Option<C>);

    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>);
}

impl<C: Choice> Held<C> for C {
    const NEED: Need = Need::Required;

    fn vacant() -> Self {
        Self::unknown(UnknownChoice::new(None, BTreeMap::new()))
    }

    #[inline]
    fn hold(&mut self, choice: Option<C>) {
        if let Some(choice) = choice {
            *self = choice;
        }
    }

    #[inline]
    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>) {
        Choice::write_members(self, to);
    }
}

impl<C: Choice> Held<C> for Option<C> {
    const NEED: Need = Need::Optional;

    fn vacant() -> Self {
        None
    }

    #[inline]
    fn hold(&mut self, choice: Option<C>) {
        *self = choice;
    }

    #[inline]
    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>) {
        if let Some(choice) = self {
            Choice::write_members(choice, to);
        }
    }
}
