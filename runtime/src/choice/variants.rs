//! The trait of choices.

use serde::{
    Deserialize,
    de::{Deserializer, IgnoredAny},
    ser::SerializeMap,
};

use super::{tag::Tag, unknown::UnknownChoice};
use crate::{
    object::Writer,
    wire::{Need, Wire},
};

/// A choice between members, as emitted for every `choice` of a schema.
#[doc(hidden)]
pub trait Choice: Sized {
    /// The type of the tag: `i64` or `String`.
    type Tag: Tag;

    /// The names of the tag and of the members that it can select.
    const MEMBERS: &'static [&'static str];

    /// The name of the member that `tag` selects.
    fn selected(tag: <Self::Tag as Tag>::Known<'_>) -> Option<&'static str>;

    /// Whether `tag` selects members beside it.
    fn is_flat(tag: <Self::Tag as Tag>::Known<'_>) -> bool;

    /// Reads the member that `tag` selects, or an object of the members beside it; `None` if it counts as absent.
    ///
    /// # Errors
    /// Returns the deserializer's error.
    fn read_selected<'de, D: Deserializer<'de>>(
        tag: <Self::Tag as Tag>::Known<'_>,
        from: D,
    ) -> Result<Option<Self>, D::Error>;

    /// The variant of a tag that selects no member.
    fn without_member(tag: <Self::Tag as Tag>::Known<'_>) -> Option<Self>;

    /// The tag; `None` if it is absent.
    fn tag(&self) -> Option<<Self::Tag as Tag>::Known<'_>>;

    /// Wraps an unknown choice.
    fn unknown(choice: UnknownChoice) -> Self;

    /// Writes the tag and the member that it selects.
    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>);
}

/// The tag of a choice; `None` if it is absent.
#[doc(hidden)]
#[must_use]
pub fn tag<C: Choice>(choice: &C) -> Option<<C::Tag as Tag>::Known<'_>> {
    choice.tag()
}

/// Reads the member of a variant.
///
/// # Errors
/// Returns the deserializer's error.
#[doc(hidden)]
pub fn read_as<'de, T: Wire, D: Deserializer<'de>, C>(
    from: D,
    variant: impl FnOnce(T) -> C,
) -> Result<Option<C>, D::Error> {
    Ok(T::read_as(from, Need::Optional)?.map(variant))
}

/// Skips a member that no variant has.
///
/// # Errors
/// Returns the deserializer's error.
#[doc(hidden)]
pub fn read_nothing<'de, D: Deserializer<'de>, C>(from: D) -> Result<Option<C>, D::Error> {
    IgnoredAny::deserialize(from).map(|_| None)
}
