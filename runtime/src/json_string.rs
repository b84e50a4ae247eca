//! Strings that hold JSON.

use std::{fmt, marker::PhantomData};

use serde::{Deserializer, Serializer};

use crate::{
    decode::{DecodeError, decode},
    reader::Reader,
    validate::{Checking, Rule, Text, Validate, Walk},
    wire::{Need, Wire, Written},
};

/// A string whose text is the JSON of a `T`.
///
/// It keeps the text as it was received, also if that is not the JSON of a `T`: then [`decode`](Self::decode) and
/// [`validate`](Validate::validate) report it. Two are equal if their texts are.
///
/// ```
/// use runtime::{Json, JsonString};
///
/// let string = JsonString::<Json>::from(r#"{ "a": 1 }"#);
/// assert_eq!(string.decode()?["a"], 1);
/// assert_eq!(string.as_str(), r#"{ "a": 1 }"#);
/// # Ok::<(), runtime::DecodeError>(())
/// ```
pub struct JsonString<T> {
    text: String,
    holds: PhantomData<fn() -> T>,
}

impl<T> JsonString<T> {
    /// The text as it was received or written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T: Wire> JsonString<T> {
    /// Writes a value.
    #[must_use]
    pub fn new(value: &T) -> Self {
        // Writing into a string does not fail; if it did, the empty text would be a violation.
        serde_json::to_string(&Written(value)).unwrap_or_default().into()
    }

    /// Reads the value in the text, as leniently as a reply.
    ///
    /// # Errors
    /// The text is not JSON, or not that of a `T`. The error's place is within the text.
    pub fn decode(&self) -> Result<T, DecodeError> {
        decode(self.text.as_bytes(), |reader: &mut Reader<'_>| T::read(reader))
    }
}

impl<T> From<String> for JsonString<T> {
    /// Takes a text, whatever it is.
    fn from(text: String) -> Self {
        Self { text, holds: PhantomData }
    }
}

impl<T> From<&str> for JsonString<T> {
    /// Takes a text, whatever it is.
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T: Wire> From<&T> for JsonString<T> {
    /// Writes a value.
    fn from(value: &T) -> Self {
        Self::new(value)
    }
}

impl<T> From<JsonString<T>> for String {
    fn from(string: JsonString<T>) -> Self {
        string.text
    }
}

impl<T> Clone for JsonString<T> {
    fn clone(&self) -> Self {
        self.text.clone().into()
    }
}

impl<T> Default for JsonString<T> {
    /// The empty text, which holds nothing.
    fn default() -> Self {
        String::new().into()
    }
}

impl<T> PartialEq for JsonString<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for JsonString<T> {}

impl<T: Wire + fmt::Debug> fmt::Debug for JsonString<T> {
    /// Shows the value, which hides its secrets. A text that holds none is not shown: it may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decode() {
            Ok(value) => f.debug_tuple("JsonString").field(&value).finish(),
            Err(_) => write!(f, "JsonString(<{} bytes of another text>)", self.text.len()),
        }
    }
}

impl<T: Wire> Wire for JsonString<T> {
    #[inline]
    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error> {
        Ok(String::read_as(from, need)?.map(Self::from))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.text.write(to)
    }

    fn is_given(&self) -> bool {
        self.text.is_given()
    }

    fn vacant() -> Self {
        Self::default()
    }
}

impl<'de, T: Wire> serde::Deserialize<'de> for JsonString<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(from)
    }
}

impl<T: Wire> serde::Serialize for JsonString<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write(to)
    }
}

impl<T> Text for JsonString<T> {
    fn text(&self) -> Option<&str> {
        Some(&self.text)
    }
}

impl<T: Wire + Validate> Validate for JsonString<T> {
    /// Checks the value in the text. Its place is that of the string, followed by the place within the text.
    fn check<W: Walk>(&self, to: &mut Checking<'_, W>) {
        let held = to.within_text(|to| match self.decode() {
            Ok(value) => {
                value.check(to);
                true
            }
            Err(_) => false,
        });
        if held != Some(true) {
            to.add(Rule::Holds, None);
        }
    }
}
