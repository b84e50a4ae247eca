//! The JSON that stands for a file.

use std::{fmt, vec};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{Error, IntoDeserializer, SeqAccess, Unexpected, Visitor, value::MapDeserializer},
    forward_to_deserialize_any,
};

use super::{content::Content, range::ContentRange, value::File};
use crate::wire::{Need, Seed, Wire, unexpected};

/// A file as an object.
struct Standin {
    filename: Option<String>,
    content_type: Option<String>,
    content: Content,
    range: Option<ContentRange>,
}

crate::object! { Standin {
    "filename" => filename?: String;
    "content_type" => content_type?: String;
    "content" => content: Content;
    "range" => range?: ContentRange;
} }

crate::wire_by! {
    File,
    read: |from, need| {
        let read = Standin::read_as(from, need)?;
        Ok(read.map(|Standin { filename, content_type, content, range }| Self { filename, content_type, content, range }))
    },
    write: |file: &Self, to| {
        let Self { filename, content_type, content, range } = file.clone();
        Standin { filename, content_type, content, range }.write(to)
    },
    fn vacant() -> Self {
        Self { filename: None, content_type: None, content: Content::vacant(), range: None }
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of bytes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Content, E> {
        Ok(text.to_owned().into())
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Content, E> {
        Ok(bytes.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Content, A::Error> {
        let mut bytes = Vec::new();
        while let Some(element) = from.next_element_seed(Seed::<i64>::new(Need::Required))? {
            let element = element.unwrap_or(-1);
            let byte = u8::try_from(element).map_err(|_| unexpected(Unexpected::Signed(element), &"a byte"));
            bytes.push(byte?);
        }
        Ok(bytes.into())
    }
}

impl Wire for Content {
    fn read_as<'de, D: Deserializer<'de>>(from: D, _: Need) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(ContentVisitor).map(Some)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes = self.bytes().map_err(serde::ser::Error::custom)?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => to.serialize_str(text),
            Err(_) => <[u8]>::serialize(&bytes, to),
        }
    }

    fn vacant() -> Self {
        Vec::new().into()
    }
}

/// A file that was received, as readers of JSON take it. The content is not copied.
pub(crate) struct Parts {
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content: Vec<u8>,
    pub(crate) range: Option<ContentRange>,
}

/// An object whose only member is a file.
pub(crate) type FileObject = MapDeserializer<'static, vec::IntoIter<(&'static str, Value)>, serde_json::Error>;

impl Parts {
    /// The file as the member `name` of an object.
    pub(crate) fn into_member(self, name: &'static str) -> FileObject {
        let range = self.range.map(|ContentRange { first, last, total }| {
            let numbers = [("first", Some(first)), ("last", Some(last)), ("total", total)];
            let numbers = numbers.into_iter().filter_map(|(name, number)| Some((name, Value::Number(number?))));
            Value::Object(numbers.collect())
        });
        let members = [
            ("filename", self.filename.map(Value::Text)),
            ("content_type", self.content_type.map(Value::Text)),
            ("content", Some(Value::Bytes(self.content))),
            ("range", range),
        ];
        let members = members.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        MapDeserializer::new(vec![(name, Value::Object(members))].into_iter())
    }
}

/// A value that is read as JSON.
pub(crate) enum Value {
    Text(String),
    Bytes(Vec<u8>),
    Number(u64),
    Object(Vec<(&'static str, Self)>),
}

impl IntoDeserializer<'_, serde_json::Error> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            Self::Bytes(bytes) => visitor.visit_byte_buf(bytes),
            Self::Number(number) => visitor.visit_u64(number),
            Self::Object(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
