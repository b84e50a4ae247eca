//! Numbers and bools.
//!
//! One visitor reads all of them, so that they are lenient in the same way.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{Error, Unexpected, Visitor},
};

use super::{
    spelled::{Spelled, spelled},
    value::{Need, Wire, unexpected},
};

/// Integers below 2⁵³ are exact in an `f64`.
pub(super) const EXACT: f64 = 9_007_199_254_740_992.0;

/// A type that numbers and bools convert to, as long as they keep their meaning.
trait Scalar: Sized {
    const WHAT: &'static str;

    fn of_integer(value: i64) -> Option<Self>;

    /// Converts an integer beyond `i64`.
    fn of_large(value: u64) -> Option<Self>;

    fn of_float(value: f64) -> Option<Self>;
}

struct Reader<T> {
    need: Need,
    of: PhantomData<T>,
}

impl<T: Scalar> Visitor<'_> for Reader<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        self.need.null(&self)
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Option<T>, E> {
        fits(T::of_integer(v.into()), Unexpected::Bool(v), &self)
    }

    #[inline]
    fn visit_i64<E: Error>(self, v: i64) -> Result<Option<T>, E> {
        fits(T::of_integer(v), Unexpected::Signed(v), &self)
    }

    #[inline]
    fn visit_u64<E: Error>(self, v: u64) -> Result<Option<T>, E> {
        let value = i64::try_from(v).map_or_else(|_| T::of_large(v), T::of_integer);
        fits(value, Unexpected::Unsigned(v), &self)
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<Option<T>, E> {
        fits(T::of_float(v), Unexpected::Float(v), &self)
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Option<T>, E> {
        let value = match spelled(v) {
            Spelled::Nothing => return self.need.empty(Unexpected::Str(v), &self),
            Spelled::Integer(value) => T::of_integer(value),
            Spelled::Large(value) => T::of_large(value),
            Spelled::Float(value) => T::of_float(value),
            Spelled::Words => None,
        };
        fits(value, Unexpected::Str(v), &self)
    }
}

/// The value, or an error that shows what was found.
#[inline]
fn fits<T: Scalar, E: Error>(value: Option<T>, found: Unexpected<'_>, reader: &Reader<T>) -> Result<Option<T>, E> {
    match value {
        Some(value) => Ok(Some(value)),
        None => Err(unexpected(found, reader)),
    }
}

/// A float without a fraction that has lost no digits, as an integer.
fn whole(value: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "an integer of at most 53 bits")]
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

macro_rules! integers {
    ($($t:ty, $what:literal;)*) => {$(
        impl Scalar for $t {
            const WHAT: &'static str = $what;

            #[inline]
            fn of_integer(value: i64) -> Option<Self> {
                Self::try_from(value).ok()
            }

            fn of_large(_: u64) -> Option<Self> {
                None
            }

            fn of_float(value: f64) -> Option<Self> {
                whole(value).and_then(Self::of_integer)
            }
        }
    )*};
}

integers! {
    i32, "an integer of 32 bits";
    i64, "an integer";
    u32, "an integer from 0 to 4294967295";
}

impl Scalar for u64 {
    const WHAT: &'static str = "an integer of 0 or more";

    #[inline]
    fn of_integer(value: i64) -> Option<Self> {
        Self::try_from(value).ok()
    }

    fn of_large(value: u64) -> Option<Self> {
        Some(value)
    }

    fn of_float(value: f64) -> Option<Self> {
        whole(value).and_then(Self::of_integer)
    }
}

impl Scalar for f64 {
    const WHAT: &'static str = "a number";

    #[expect(clippy::cast_precision_loss, reason = "like JSON readers whose numbers are all floats")]
    fn of_integer(value: i64) -> Option<Self> {
        Some(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "like JSON readers whose numbers are all floats")]
    fn of_large(value: u64) -> Option<Self> {
        Some(value as f64)
    }

    fn of_float(value: f64) -> Option<Self> {
        Some(value)
    }
}

impl Scalar for bool {
    const WHAT: &'static str = "true or false";

    fn of_integer(value: i64) -> Option<Self> {
        match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn of_large(_: u64) -> Option<Self> {
        None
    }

    fn of_float(value: f64) -> Option<Self> {
        whole(value).and_then(Self::of_integer)
    }
}

macro_rules! scalars {
    ($($t:ty, $write:ident;)*) => {$(
        impl Wire for $t {
            #[inline]
            fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error> {
                from.deserialize_any(Reader::<$t> { need, of: PhantomData })
            }

            #[inline]
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.$write(*self)
            }

            fn vacant() -> Self {
                Self::default()
            }
        }
    )*};
}

scalars! {
    i32, serialize_i32;
    i64, serialize_i64;
    u32, serialize_u32;
    u64, serialize_u64;
    f64, serialize_f64;
    bool, serialize_bool;
}
