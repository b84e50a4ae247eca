//! A value as it stands on the wire: read leniently, written strictly.
//!
//! | a reader of | also takes |
//! |---|---|
//! | an integer | a string of digits, a float without a fraction, true and false as 1 and 0 |
//! | a float | an integer, a numeric string |
//! | a string | a number, as its digits: an integer of 64 bits, or a float below 2^53 |
//! | a bool | 0, 1, `"0"`, `"1"`, `"true"`, `"false"` |
//! | a list or a map | null, as an empty one |
//! | anything optional | null, as nothing |

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor},
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::Value;

/// A value that can stand in a JSON document.
pub trait Wire: Sized {
    /// Reads the value from whatever the vendor sent for it.
    ///
    /// # Errors
    /// The deserializer's, and one of "expected …, found …" where the value has a form that cannot be read.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;

    /// Writes the value in the one form that the docs give it.
    ///
    /// # Errors
    /// The serializer's.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Whether a member with this value is left out when its object is written.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether the value counts as given in conditions: present, and not an empty string, list or map.
    fn is_given(&self) -> bool {
        true
    }

    /// What holds the place of a required member until it is read. Never seen from outside: an object whose required
    /// members were not all read is an error.
    #[doc(hidden)]
    fn vacant() -> Self;
}

/// Reads a [`Wire`] value where serde wants a seed.
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

/// Writes a [`Wire`] value where serde wants a [`Serialize`].
pub(crate) struct Written<'a, T>(pub(crate) &'a T);

impl<T: Wire> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

#[cold]
fn unexpected<E: Error>(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> E {
    E::invalid_type(found, expected)
}

struct Text;

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<String, E> {
        Ok(v.to_owned())
    }

    fn visit_string<E: Error>(self, v: String) -> Result<String, E> {
        Ok(v)
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<String, E> {
        Ok(v.to_string())
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<String, E> {
        Ok(v.to_string())
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<String, E> {
        // A larger one has lost digits already, and an id must not be made up.
        if v.abs() < EXACT { Ok(v.to_string()) } else { Err(unexpected(Unexpected::Float(v), &self)) }
    }
}

impl Wire for String {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Text)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }

    fn is_given(&self) -> bool {
        !self.is_empty()
    }

    fn vacant() -> Self {
        Self::new()
    }
}

/// Below this magnitude every integer has a float of its own, and no other integer has the same one.
const EXACT: f64 = 9_007_199_254_740_992.0;

struct Integer<T> {
    what: &'static str,
    of: PhantomData<T>,
}

impl<T: TryFrom<i64>> Integer<T> {
    #[inline]
    fn take<E: Error>(&self, v: i64) -> Result<T, E> {
        T::try_from(v).map_err(|_| unexpected(Unexpected::Signed(v), &self.what))
    }
}

impl<T: TryFrom<i64>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<T, E> {
        self.take(i64::from(v))
    }

    #[inline]
    fn visit_i64<E: Error>(self, v: i64) -> Result<T, E> {
        self.take(v)
    }

    #[inline]
    fn visit_u64<E: Error>(self, v: u64) -> Result<T, E> {
        match i64::try_from(v) {
            Ok(v) => self.take(v),
            Err(_) => Err(unexpected(Unexpected::Unsigned(v), &self.what)),
        }
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<T, E> {
        if v.fract() == 0.0 && v.abs() < EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "an integer of at most 53 bits")]
            return self.take(v as i64);
        }
        Err(unexpected(Unexpected::Float(v), &self.what))
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<T, E> {
        match v.parse() {
            Ok(v) => self.take(v),
            Err(_) => Err(unexpected(Unexpected::Str(v), &self.what)),
        }
    }
}

macro_rules! integers {
    ($($t:ty, $what:literal, $write:ident;)*) => {$(
        impl Wire for $t {
            #[inline]
            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_any(Integer::<$t> { what: $what, of: PhantomData })
            }

            #[inline]
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.$write(*self)
            }

            fn vacant() -> Self {
                0
            }
        }
    )*};
}

integers! {
    i32, "an integer of 32 bits", serialize_i32;
    i64, "an integer", serialize_i64;
    u32, "an integer from 0 to 4294967295", serialize_u32;
}

struct Float;

impl Visitor<'_> for Float {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<f64, E> {
        #[expect(clippy::cast_precision_loss, reason = "as every JSON reader that has floats alone")]
        Ok(v as f64)
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<f64, E> {
        #[expect(clippy::cast_precision_loss, reason = "as every JSON reader that has floats alone")]
        Ok(v as f64)
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<f64, E> {
        Ok(v)
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<f64, E> {
        match v.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(unexpected(Unexpected::Str(v), &self)),
        }
    }
}

impl Wire for f64 {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Float)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(*self)
    }

    fn vacant() -> Self {
        0.0
    }
}

struct Truth;

impl Visitor<'_> for Truth {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<bool, E> {
        Ok(v)
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<bool, E> {
        Err(unexpected(Unexpected::Signed(v), &self))
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<bool, E> {
        match v {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(unexpected(Unexpected::Unsigned(v), &self)),
        }
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<bool, E> {
        match v {
            "0" | "false" => Ok(false),
            "1" | "true" => Ok(true),
            _ => Err(unexpected(Unexpected::Str(v), &self)),
        }
    }
}

impl Wire for bool {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Truth)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*self)
    }

    fn vacant() -> Self {
        false
    }
}

impl Wire for Value {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }

    fn is_given(&self) -> bool {
        match self {
            Self::Null => false,
            Self::String(text) => !text.is_empty(),
            Self::Array(list) => !list.is_empty(),
            Self::Object(map) => !map.is_empty(),
            Self::Bool(_) | Self::Number(_) => true,
        }
    }

    fn vacant() -> Self {
        Self::Null
    }
}

struct Optional<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for Optional<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
        T::read(from).map(Some)
    }
}

impl<T: Wire> Wire for Option<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_option(Optional(PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(to),
            None => to.serialize_none(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn is_given(&self) -> bool {
        self.as_ref().is_some_and(Wire::is_given)
    }

    fn vacant() -> Self {
        None
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Box::new)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        T::write(self, to)
    }

    fn is_given(&self) -> bool {
        T::is_given(self)
    }

    fn vacant() -> Self {
        Box::new(T::vacant())
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = from.next_element_seed(Seed::new())? {
            list.push(element);
        }
        Ok(list)
    }
}

impl<T: Wire> Wire for Vec<T> {
    #[inline]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(List(PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        for element in self {
            list.serialize_element(&Written(element))?;
        }
        list.end()
    }

    fn is_given(&self) -> bool {
        !self.is_empty()
    }

    fn vacant() -> Self {
        Self::new()
    }
}

struct Map<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for Map<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(BTreeMap::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = from.next_key::<String>()? {
            map.insert(key, from.next_value_seed(Seed::new())?);
        }
        Ok(map)
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Map(PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(value))?;
        }
        map.end()
    }

    fn is_given(&self) -> bool {
        !self.is_empty()
    }

    fn vacant() -> Self {
        Self::new()
    }
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

/// Writes a member, unless it is absent.
///
/// # Errors
/// The serializer's.
#[doc(hidden)]
#[inline]
pub fn put<T: Wire, M: SerializeMap>(to: &mut M, name: &'static str, member: &T) -> Result<(), M::Error> {
    if member.is_absent() {
        return Ok(());
    }
    to.serialize_entry(name, &Written(member))
}

/// Writes a list that stands for nothing when it is empty.
///
/// # Errors
/// The serializer's.
#[doc(hidden)]
#[inline]
pub fn put_list<T: Wire, M: SerializeMap>(to: &mut M, name: &'static str, list: &T) -> Result<(), M::Error> {
    if list.is_given() { put(to, name, list) } else { Ok(()) }
}

/// Writes a bool as 0 or 1.
///
/// # Errors
/// The serializer's.
#[doc(hidden)]
pub fn put_int<M: SerializeMap>(
    to: &mut M,
    name: &'static str,
    truth: impl Into<Option<bool>>,
) -> Result<(), M::Error> {
    match truth.into() {
        Some(truth) => to.serialize_entry(name, &u8::from(truth)),
        None => Ok(()),
    }
}

/// Skips the next value of a map.
///
/// # Errors
/// The deserializer's.
#[doc(hidden)]
pub fn skip<'de, M: MapAccess<'de>>(from: &mut M) -> Result<(), M::Error> {
    from.next_value::<serde::de::IgnoredAny>().map(drop)
}
