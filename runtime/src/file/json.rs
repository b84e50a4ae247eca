//! The JSON that stands for a file.

use std::fmt;

use serde::{
    Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Unexpected, Visitor},
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
