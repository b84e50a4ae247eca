//! The trait of values on the wire, and its use through serde.

use std::marker::PhantomData;

use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Unexpected},
};

/// A value in a JSON document.
pub trait Wire: Sized {
    /// Reads the value leniently; see the [module's table](crate::wire).
    ///
    /// # Errors
    /// The deserializer's, and "expected …, found …" if the value cannot be read.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;

    /// Writes the value in the form that the docs define.
    ///
    /// # Errors
    /// Returns the serializer's error.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Whether a member with this value is left out when its object is written.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether the value counts as given in conditions: present, and not an empty string, list or map.
    fn is_given(&self) -> bool {
        true
    }

    /// The value of a member until it is read. If a required member is missing, its object is not created.
    #[doc(hidden)]
    fn vacant() -> Self;
}

/// Reads a [`Wire`] value where serde requires a seed.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Wire> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::read(from)
    }
}

/// Writes a [`Wire`] value where serde requires a [`Serialize`].
pub(crate) struct Written<'a, T>(pub(crate) &'a T);

impl<T: Wire> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

#[cold]
pub(super) fn unexpected<E: Error>(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> E {
    E::invalid_type(found, expected)
}

/// Reads the next value of a map into a member.
///
/// # Errors
/// See [`Wire::read`].
#[doc(hidden)]
#[inline]
pub fn get<'de, T: Wire, M: MapAccess<'de>>(member: &mut T, from: &mut M) -> Result<(), M::Error> {
    *member = from.next_value_seed(Seed::new())?;
    Ok(())
}

/// Skips the next value of a map.
///
/// # Errors
/// Returns the deserializer's error.
#[doc(hidden)]
pub fn skip<'de, M: MapAccess<'de>>(from: &mut M) -> Result<(), M::Error> {
    from.next_value::<serde::de::IgnoredAny>().map(drop)
}
