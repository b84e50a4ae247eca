//! Strings.

use std::fmt;

use serde::{
    Deserializer, Serializer,
    de::{Error, Unexpected, Visitor},
};

use super::{
    number::EXACT,
    value::{Need, Wire, unexpected},
};

struct Text(Need);

impl Visitor<'_> for Text {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Option<String>, E> {
        self.0.null(&self)
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Option<String>, E> {
        Ok(Some(v.to_owned()))
    }

    fn visit_string<E: Error>(self, v: String) -> Result<Option<String>, E> {
        Ok(Some(v))
    }

    fn visit_i64<E: Error>(self, v: i64) -> Result<Option<String>, E> {
        Ok(Some(v.to_string()))
    }

    fn visit_u64<E: Error>(self, v: u64) -> Result<Option<String>, E> {
        Ok(Some(v.to_string()))
    }

    fn visit_f64<E: Error>(self, v: f64) -> Result<Option<String>, E> {
        // A larger one may have lost digits, so it could become a different id.
        if v.abs() < EXACT { Ok(Some(v.to_string())) } else { Err(unexpected(Unexpected::Float(v), &self)) }
    }
}

impl Wire for String {
    #[inline]
    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(Text(need))
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
