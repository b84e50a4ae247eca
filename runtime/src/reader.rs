//! The JSON reader.
//!
//! Generated code is compiled once for it, so it is both fast and exact: an error knows its place, and costs nothing until it
//! occurs. What is wrong with a text that is not JSON is found by `serde_json`.
//!
//! **Architecture invariant:** `serde_json` reads the same value from every text that this reader accepts.

mod error;
mod text;

#[cfg(test)]
mod tests;

use serde::{
    de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor, value::MapDeserializer},
    forward_to_deserialize_any,
};

use text::{Number, Result, Str};

pub(crate) use error::{Problem, ReadError, Step};
pub(crate) use text::Reader;

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = ReadError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek().ok_or_else(ReadError::syntax)? {
            b'"' => self.deserialize_str(visitor),
            first @ (b'-' | b'0'..=b'9') => match self.number(first)? {
                Number::Positive(value) => visitor.visit_u64(value),
                Number::Negative(value) => visitor.visit_i64(value),
                Number::Float(value) => visitor.visit_f64(value),
            },
            b'{' => self.deserialize_map(visitor),
            b'[' => {
                self.open()?;
                let value = visitor.visit_seq(Elements { of: self, next: 0 });
                self.closed(b']', value)
            }
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            _ => Err(ReadError::syntax()),
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
            return Err(self.mismatch(&visitor));
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

    #[inline(never)]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch(&visitor));
        }
        self.open()?;
        let value = visitor.visit_map(Members { of: self, first: true, name: 0 });
        self.closed(b'}', value)
    }

    /// Reads a value with the numbers that it is written with, in the form in which `serde_json` hands out a raw value. A value
    /// whose numbers the visitor can represent is read as any other.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        match self.inexact()? {
            Some(text) => visitor.visit_map(MapDeserializer::new(std::iter::once((name, text)))),
            None => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct struct enum
    }
}

/// The elements of a list.
struct Elements<'a, 'de> {
    of: &'a mut Reader<'de>,
    /// The index of the next element.
    next: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = ReadError;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if !self.of.advance(self.next == 0, b']')? {
            return Ok(None);
        }
        let index = self.next;
        self.next += 1;
        match seed.deserialize(&mut *self.of) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.at(self.of.place()).within(Step::Element(index))),
        }
    }
}

/// The members of an object.
struct Members<'a, 'de> {
    of: &'a mut Reader<'de>,
    first: bool,
    /// Where the last name begins.
    name: usize,
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = ReadError;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.of.advance(std::mem::take(&mut self.first), b'}')? {
            return Ok(None);
        }
        if self.of.peek() != Some(b'"') {
            return Err(ReadError::syntax());
        }
        self.name = self.of.place();
        seed.deserialize(&mut *self.of).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.of.take(b':')?;
        match seed.deserialize(&mut *self.of) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.at(self.of.place()).within(Step::Member(self.of.name_at(self.name)))),
        }
    }
}
