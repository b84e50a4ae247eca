//! Numbers.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{Error, Unexpected, Visitor},
};

use super::value::{Wire, unexpected};

/// Integers below 2⁵³ are exact in an `f64`.
pub(super) const EXACT: f64 = 9_007_199_254_740_992.0;

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
        #[expect(clippy::cast_precision_loss, reason = "like JSON readers whose numbers are all floats")]
        Ok(v as f64)
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<f64, E> {
        #[expect(clippy::cast_precision_loss, reason = "like JSON readers whose numbers are all floats")]
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
