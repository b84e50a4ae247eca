//! The traits of objects, and of objects while they are read.

use serde::{
    de::{Error, MapAccess},
    ser::SerializeMap,
};

use super::write::Writer;
use crate::wire::Json;

/// A JSON object with known members, as emitted for every object of a schema.
///
/// Sets of members are bit masks, so an object has at most 128 members.
pub trait Object: Sized {
    /// The object while it is read: itself, and what it has of a choice.
    #[doc(hidden)]
    type Draft: Draft<Self>;

    /// The members' names, in the order in which the docs list them.
    const MEMBERS: &'static [&'static str];

    /// Other names under which members are read, each with the member's own name. If an object has several of a member's
    /// names, its own wins, then the first of these; all values must be readable.
    #[doc(hidden)]
    const ALIASES: &'static [(&'static str, &'static str)] = &[];

    /// The members that a reader requires, as a bit mask.
    #[doc(hidden)]
    const REQUIRED: u128 = 0;

    /// Members that are beside those of the object and belong to the envelope of a reply. They are not kept.
    #[doc(hidden)]
    const ENVELOPE: &'static [&'static str] = &[];

    /// The object without any member.
    #[doc(hidden)]
    fn empty() -> Self;

    /// Reads the member at `at` in [`MEMBERS`](Self::MEMBERS).
    ///
    /// # Errors
    /// Returns the deserializer's error.
    #[doc(hidden)]
    fn read_member<'de, M: MapAccess<'de>>(draft: &mut Self::Draft, at: usize, from: &mut M) -> Result<(), M::Error>;

    /// Writes all members.
    #[doc(hidden)]
    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>);
}

/// The object `T` while it is read.
#[doc(hidden)]
pub trait Draft<T>: Sized {
    /// Whether unknown members are kept because they may belong to a choice with an unknown tag.
    const KEEPS_UNKNOWN: bool = false;

    /// A draft without any member.
    fn new() -> Self;

    /// Keeps an unknown member.
    fn keep_unknown(&mut self, _name: String, _value: Json) {}

    /// The object, after all members were read.
    ///
    /// # Errors
    /// A member that was kept until its tag came cannot be read.
    fn finish<E: Error>(self) -> Result<T, E>;
}

/// An object without a choice is its own draft.
impl<T: Object> Draft<T> for T {
    #[inline]
    fn new() -> Self {
        T::empty()
    }

    #[inline]
    fn finish<E: Error>(self) -> Result<T, E> {
        Ok(self)
    }
}

/// An object in a box is read and written as the object.
impl<T: Object> Object for Box<T> {
    type Draft = Boxed<T>;

    const MEMBERS: &'static [&'static str] = T::MEMBERS;
    const ALIASES: &'static [(&'static str, &'static str)] = T::ALIASES;
    const REQUIRED: u128 = T::REQUIRED;
    const ENVELOPE: &'static [&'static str] = T::ENVELOPE;

    #[inline]
    fn empty() -> Self {
        Box::new(T::empty())
    }

    #[inline]
    fn read_member<'de, M: MapAccess<'de>>(draft: &mut Boxed<T>, at: usize, from: &mut M) -> Result<(), M::Error> {
        T::read_member(&mut draft.0, at, from)
    }

    fn write_members<M: SerializeMap>(&self, to: &mut Writer<'_, M>) {
        T::write_members(self, to);
    }
}

/// The draft of an object in a box.
#[doc(hidden)]
pub struct Boxed<T: Object>(T::Draft);

impl<T: Object> Draft<Box<T>> for Boxed<T> {
    const KEEPS_UNKNOWN: bool = T::Draft::KEEPS_UNKNOWN;

    #[inline]
    fn new() -> Self {
        Self(T::Draft::new())
    }

    fn keep_unknown(&mut self, name: String, value: Json) {
        self.0.keep_unknown(name, value);
    }

    #[inline]
    fn finish<E: Error>(self) -> Result<Box<T>, E> {
        self.0.finish().map(Box::new)
    }
}
