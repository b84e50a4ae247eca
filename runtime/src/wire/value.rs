//! The trait of values on the wire, and its use through serde.

use std::marker::PhantomData;

use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, Unexpected},
};

/// A value in a JSON document.
pub trait Wire: Sized {
    /// Which elements of a list and values of a map are left out.
    #[doc(hidden)]
    const ELEMENT: Need = Need::Element;

    /// Reads the value of a required member leniently; see the [module's tables](crate::wire).
    ///
    /// # Errors
    /// The deserializer's, and "expected …, found …" if the value cannot be read.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read_as(from, Need::Required)?.ok_or_else(|| D::Error::custom("expected a value, found none"))
    }

    /// Reads the value leniently; `None` if it counts as absent, which depends on `need`.
    ///
    /// # Errors
    /// Those of [`read`](Self::read).
    #[doc(hidden)]
    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error>;

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

/// Which values count as absent.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// None.
    Required,
    /// Null.
    Nullable,
    /// Null, and what some servers send in its place: see the second table of [`wire`](crate::wire).
    Optional,
    /// The same in a list or a map, where an empty string is no absent id, but a wrong one.
    Element,
}

impl Need {
    /// The result for null.
    #[inline]
    pub(crate) fn null<T, E: Error>(self, expected: &dyn serde::de::Expected) -> Result<Option<T>, E> {
        match self {
            Self::Required => Err(unexpected(Unexpected::Unit, expected)),
            Self::Nullable | Self::Optional | Self::Element => Ok(None),
        }
    }

    /// The result for `found`, which some servers send in place of null.
    #[cold]
    pub(crate) fn empty<T, E: Error>(
        self,
        found: Unexpected<'_>,
        expected: &dyn serde::de::Expected,
    ) -> Result<Option<T>, E> {
        match self {
            Self::Required | Self::Nullable => Err(unexpected(found, expected)),
            Self::Optional | Self::Element => Ok(None),
        }
    }

    /// Whether what some servers send in place of null counts as absent.
    #[inline]
    pub(crate) fn is_lenient(self) -> bool {
        matches!(self, Self::Optional | Self::Element)
    }
}

/// Reads a [`Wire`] value where serde requires a seed.
pub(crate) struct Seed<T>(Need, PhantomData<T>);

impl<T> Seed<T> {
    #[inline]
    pub(crate) fn new(need: Need) -> Self {
        Self(need, PhantomData)
    }
}

impl<'de, T: Wire> DeserializeSeed<'de> for Seed<T> {
    type Value = Option<T>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
        T::read_as(from, self.0)
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
pub(crate) fn unexpected<E: Error>(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> E {
    E::invalid_type(found, expected)
}
