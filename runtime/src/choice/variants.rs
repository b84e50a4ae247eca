//! The trait of choices.

use serde::{de::MapAccess, ser::SerializeMap};

use super::{
    tag::Tag,
    unknown::{Leftover, UnknownChoice},
};
use crate::object::Writer;

/// A choice between members, as emitted for every `choice` of a schema.
#[doc(hidden)]
pub trait Choice: Sized {
    /// The type of the tag: `i64` or `String`.
    type Tag: Tag;
    /// One slot for each member that a tag can select.
    type Slots;

    /// The names of the tag and of the members that it can select.
    const MEMBERS: &'static [&'static str];

    /// Empty slots.
    fn slots() -> Self::Slots;

    /// Reads a member into its slot.
    ///
    /// # Errors
    /// Returns the deserializer's error.
    fn read_member<'de, M: MapAccess<'de>>(slots: &mut Self::Slots, at: usize, from: &mut M) -> Result<(), M::Error>;

    /// The variant that `tag` selects, if its member is present.
    fn select(tag: <Self::Tag as Tag>::Known<'_>, slots: &mut Self::Slots) -> Option<Self>;

    /// Moves the members in `slots`, none of which was selected, to `into`.
    fn leftover(slots: Self::Slots, into: &mut Leftover);

    /// Wraps an unknown choice.
    fn unknown(choice: UnknownChoice) -> Self;

    /// Writes the tag and the member that it selects.
    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>);
}
