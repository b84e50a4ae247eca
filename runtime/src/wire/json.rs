//! Any JSON.

use std::{fmt, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::{Map, Number, Value, value::RawValue};

use super::value::{Need, Wire};

/// Any JSON value. It is used as a [`Value`], and written back with the numbers that it was read with.
///
/// A [`Value`] holds integers of 64 bits and floats. A longer number (`12345678901234567890123`) is the nearest float in it,
/// one that is too great (`1e400`) is null, and of others the digits are lost (`1.50`). If there is one of these, the text is
/// kept beside the value. Two values are equal if they would be written with the same numbers.
///
/// [`serde_json::to_value`] fails for a number that is too great: it makes a [`Value`].
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Json {
    value: Value,
    /// The text, if the value does not have its numbers.
    text: Option<Box<str>>,
}

/// Displays the JSON text, in one line unless it was received in several.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => self.value.fmt(f),
        }
    }
}

impl Json {
    /// The value, without the text.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.value
    }

    /// The value of a JSON text.
    pub(crate) fn parse(text: String) -> Result<Self, serde_json::Error> {
        let numbers = Numbers::of(&text);
        let value = serde_json::from_str(numbers.readable.as_deref().unwrap_or(&text))?;
        Ok(Self { value, text: (!numbers.are_kept).then(|| text.into_boxed_str()) })
    }
}

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.value
    }
}

impl<T: Into<Value>> From<T> for Json {
    fn from(value: T) -> Self {
        Self { value: value.into(), text: None }
    }
}

impl PartialEq<Value> for Json {
    fn eq(&self, other: &Value) -> bool {
        self.value == *other
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => self.value.fmt(f),
        }
    }
}

/// The numbers of a JSON text.
struct Numbers {
    /// Whether a [`Value`] has them as they are written.
    are_kept: bool,
    /// The text with null in place of those that no [`Value`] has, if there are any.
    readable: Option<String>,
}

impl Numbers {
    fn of(text: &str) -> Self {
        let mut numbers = Self { are_kept: true, readable: None };
        let mut readable = String::new();
        let (mut rest, mut in_string) = (text, false);
        while let Some(at) = rest.find(|c: char| matches!(c, '"' | '\\' | '-' | '0'..='9')) {
            let (before, from) = rest.split_at(at);
            readable.push_str(before);
            let length = match from.as_bytes()[0] {
                // An escaped character is skipped with its backslash.
                b'\\' => 1 + from.chars().nth(1).map_or(0, char::len_utf8),
                b'"' => {
                    in_string = !in_string;
                    1
                }
                _ if in_string => 1,
                _ => from.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(from.len()),
            };
            let (token, after) = from.split_at(length);
            let is_number = !in_string && !token.starts_with(['"', '\\']);
            match token.parse::<Number>() {
                Err(_) if is_number => {
                    numbers.readable = Some(String::new());
                    readable.push_str("null");
                }
                number => {
                    numbers.are_kept &= !is_number || number.is_ok_and(|number| number.to_string() == token);
                    readable.push_str(token);
                }
            }
            rest = after;
        }
        readable.push_str(rest);
        numbers.are_kept &= numbers.readable.is_none();
        numbers.readable = numbers.readable.map(|_| readable);
        numbers
    }
}

/// The name by which `serde_json` hands out the text of a value, as [`RawValue`] does. Another format ignores it.
const EXACT: &str = "$serde_json::private::RawValue";

/// What a deserializer hands out.
enum Came {
    Value(Value),
    Text(String),
}

struct CameVisitor;

macro_rules! values {
    ($($visit:ident: $t:ty;)*) => {$(
        fn $visit<E: Error>(self, value: $t) -> Result<Came, E> {
            Value::deserialize(value.into_deserializer()).map(Came::Value)
        }
    )*};
}

impl<'de> Visitor<'de> for CameVisitor {
    type Value = Came;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Came, D::Error> {
        Value::deserialize(from).map(Came::Value)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<Came, M::Error> {
        let Some(name) = from.next_key::<String>()? else { return Ok(Came::Value(Value::Object(Map::new()))) };
        if name == EXACT {
            return from.next_value().map(Came::Text);
        }
        let first = from.next_value()?;
        let mut members = Map::deserialize(MapAccessDeserializer::new(from))?;
        members.entry(name).or_insert(first);
        Ok(Came::Value(Value::Object(members)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<Came, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(from)).map(Came::Value)
    }

    fn visit_unit<E: Error>(self) -> Result<Came, E> {
        Ok(Came::Value(Value::Null))
    }

    values! {
        visit_bool: bool;
        visit_i64: i64;
        visit_u64: u64;
        visit_f64: f64;
        visit_str: &str;
    }
}

impl Wire for Json {
    /// Null is a value like any other.
    const ELEMENT: Need = Need::Required;

    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<Self>, D::Error> {
        let json = match from.deserialize_newtype_struct(EXACT, CameVisitor)? {
            Came::Value(value) => Self { value, text: None },
            Came::Text(text) => Self::parse(text).map_err(D::Error::custom)?,
        };
        Ok(Some(json).filter(|json| need == Need::Required || json.text.is_some() || !json.is_null()))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.text.as_deref().map(|text| RawValue::from_string(text.to_owned())) {
            Some(Ok(raw)) => raw.serialize(to),
            Some(Err(_)) | None => self.value.serialize(to),
        }
    }

    fn is_given(&self) -> bool {
        match &self.value {
            Value::Null => self.text.is_some(),
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(map) => !map.is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
        }
    }

    fn vacant() -> Self {
        Self::default()
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(from)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_were_read() {
        for (text, value) in [
            ("12345678901234567890123", "1.2345678901234568e+22"),
            ("[1.50,1.5,-0,1E3]", "[1.5,1.5,-0.0,1000.0]"),
            ("{\"a\":[1e400,\"1e400 \\\" 1.50\",-1e999]}", "{\"a\":[null,\"1e400 \\\" 1.50\",null]}"),
            ("1e400", "null"),
            ("\"1.50\"", "\"1.50\""),
            ("{\"1.50\":18446744073709551615}", "{\"1.50\":18446744073709551615}"),
        ] {
            let json: Json = serde_json::from_str(text).expect("JSON");
            assert_eq!(json.to_string(), text);
            assert_eq!(Value::to_string(&json), value, "{text}");
            assert_eq!(serde_json::to_string(&json).expect("JSON"), text);
            assert_eq!(json.text.is_some(), text != value, "{text}");
        }
    }

    #[test]
    fn any_value_of_serde_json_is_read_as_itself() {
        let value = serde_json::json!({ "a": [null, true, 1, -1, 1.5, "x", {}, []] });
        let json: Json = serde_json::from_value(value.clone()).expect("JSON");
        assert_eq!(json, value);
        assert_eq!(serde_json::to_value(&json).expect("JSON"), value);
    }
}
