//! A fast JSON reader; callers fall back to `serde_json`.
//!
//! Its text is known to be UTF-8, so strings are not checked again, and its errors have no details: when it gives up, the
//! caller reads the text again with `serde_json`. It may therefore give up on anything rare.
//!
//! **Architecture invariant:** `serde_json` reads the same value from every text that this reader accepts.

mod text;

#[cfg(test)]
mod tests;

use serde::{
    de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use text::{Number, Result, Str};

pub(crate) use text::{GaveUp, Quick};

impl<'de> Deserializer<'de> for &mut Quick<'de> {
    type Error = GaveUp;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek().ok_or(GaveUp)? {
            b'"' => self.deserialize_str(visitor),
            first @ (b'-' | b'0'..=b'9') => match self.number(first)? {
                Number::Positive(value) => visitor.visit_u64(value),
                Number::Negative(value) => visitor.visit_i64(value),
                Number::Float(value) => visitor.visit_f64(value),
            },
            b'{' => {
                self.open()?;
                let value = visitor.visit_map(Elements { of: self, first: true })?;
                self.close(b'}')?;
                Ok(value)
            }
            b'[' => {
                self.open()?;
                let value = visitor.visit_seq(Elements { of: self, first: true })?;
                self.close(b']')?;
                Ok(value)
            }
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            _ => Err(GaveUp),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek() {
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.peek() != Some(b'"') {
            return Err(GaveUp);
        }
        match self.string()? {
            Str::Plain(text) => visitor.visit_borrowed_str(text),
            Str::Unescaped => visitor.visit_str(&self.unescaped),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.peek() != Some(b'{') {
            return Err(GaveUp);
        }
        self.open()?;
        let value = visitor.visit_map(Elements { of: self, first: true })?;
        self.close(b'}')?;
        Ok(value)
    }

    /// Reads a value whose numbers are kept as they are written: gives up on one that is not written as `serde_json` would.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        let outer = std::mem::replace(&mut self.exact, !self.within_string);
        let value = visitor.visit_newtype_struct(&mut *self);
        self.exact = outer;
        value
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct struct enum ignored_any
    }
}

/// The elements of a list, or the members of an object.
struct Elements<'a, 'de> {
    of: &'a mut Quick<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = GaveUp;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        match self.of.advance(&mut self.first, b']')? {
            true => seed.deserialize(&mut *self.of).map(Some),
            false => Ok(None),
        }
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = GaveUp;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        match self.of.advance(&mut self.first, b'}')? {
            true => seed.deserialize(&mut *self.of).map(Some),
            false => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.of.take(b':')?;
        seed.deserialize(&mut *self.of)
    }
}
