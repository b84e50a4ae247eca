//! Reading the members of an object into its fields.

use serde::de::{Error, IgnoredAny, MapAccess};

use super::value::{Need, Seed, Wire};

/// A field that a value can be read into.
pub trait Field {
    /// Reads the next value of a map.
    ///
    /// # Errors
    /// See [`Wire::read`].
    fn read<'de, M: MapAccess<'de>>(self, from: &mut M) -> Result<(), M::Error>;
}

impl<T: Wire> Field for &mut T {
    // Not in the table of an object: there it is a jump for each row.
    #[inline(never)]
    fn read<'de, M: MapAccess<'de>>(self, from: &mut M) -> Result<(), M::Error> {
        match from.next_value_seed(Seed::new(Need::Required))? {
            Some(value) => *self = value,
            None => return Err(M::Error::custom("expected a value, found none")),
        }
        Ok(())
    }
}

/// A list or map that is empty if it counts as absent.
pub struct List<'a, T>(&'a mut T);

/// A list or map that is empty if it counts as absent.
#[inline]
pub fn list<T: Wire>(list: &mut T) -> List<'_, T> {
    List(list)
}

impl<T: Wire> Field for List<'_, T> {
    #[inline(never)]
    fn read<'de, M: MapAccess<'de>>(self, from: &mut M) -> Result<(), M::Error> {
        *self.0 = from.next_value_seed(Seed::new(Need::Optional))?.unwrap_or_else(T::vacant);
        Ok(())
    }
}

/// A bool that is written as an integer, and is read like any other.
#[inline]
pub fn int<T: Wire>(truth: &mut T) -> &mut T {
    truth
}

/// Reads the next value of a map into a field.
///
/// # Errors
/// See [`Wire::read`].
#[inline]
pub fn get<'de, F: Field, M: MapAccess<'de>>(field: F, from: &mut M) -> Result<(), M::Error> {
    field.read(from)
}

/// Skips the next value of a map.
///
/// # Errors
/// Returns the deserializer's error.
pub fn skip<'de, M: MapAccess<'de>>(from: &mut M) -> Result<(), M::Error> {
    from.next_value::<IgnoredAny>().map(drop)
}
