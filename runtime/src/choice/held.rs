//! Fields that hold choices.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;

use super::{unknown::UnknownChoice, variants::Choice};
use crate::object::Writer;

/// A field that holds a choice, which may be optional.
#[doc(hidden)]
pub trait Held<C: Choice> {
    /// Whether the tag is required.
    const REQUIRED: bool;

    /// The value of the field until the choice is read.
    fn vacant() -> Self;

    /// Sets the field to the choice that was read.
    fn hold(&mut self, choice: Option<C>);

    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>);
}

impl<C: Choice> Held<C> for C {
    const REQUIRED: bool = true;

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
    const REQUIRED: bool = false;

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
