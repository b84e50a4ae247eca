//! JSON examples with positions: the YAML reader finds the places that serde_json does not report.

use std::{collections::BTreeSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

use super::{node::Node, yaml};
use crate::diagnostic::{Code, Diagnostic, Span};

/// The values of a JSON text with their positions.
///
/// # Errors
/// Duplicate members, and anything else that YAML does not allow.
pub(crate) fn parse(file: &str, json: &[u8]) -> Result<Node, Vec<Diagnostic>> {
    yaml::parse(file, &without_surrogates(&String::from_utf8_lossy(json)))
}

/// Reports members that an object has more than once: readers of JSON keep one of them, and which one varies.
pub(crate) fn duplicate_members(file: &str, json: &[u8]) -> Vec<Diagnostic> {
    // Most files have none, which serde_json finds out fast.
    if serde_json::from_slice::<Distinct>(json).is_ok() {
        return Vec::new();
    }
    let faults = parse(file, json).err().unwrap_or_default();
    faults.into_iter().filter(|fault| fault.code == Code::DuplicateKey).collect()
}

/// The character at a line and a column as serde_json counts them: from 1, in bytes.
pub(crate) fn character_at(bytes: &[u8], line: usize, column: usize) -> Span {
    let before: usize =
        bytes.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let mut start = (before + column.saturating_sub(1)).min(bytes.len());
    let is_continuation = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    while is_continuation(start) {
        start -= 1;
    }
    // Something missing is reported at the end of the text, where there is no character.
    let mut end = (start + 1).min(bytes.len());
    while is_continuation(end) {
        end += 1;
    }
    Span { start, end }
}

/// Replaces escaped surrogates, which YAML does not know, by other escapes of the same length.
fn without_surrogates(json: &str) -> String {
    let bytes = json.as_bytes();
    let is_surrogate = |at: usize| {
        let escaped = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
        let digits = bytes.get(at + 2..at + 6).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        !escaped
            && digits.is_some_and(|digits| matches!(digits, [b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]))
    };
    let mut text = json.to_owned();
    for (at, _) in json.match_indices("\\u").filter(|(at, _)| is_surrogate(*at)) {
        text.replace_range(at..at + 6, "\\u0041");
    }
    text
}

/// A JSON value in which no object has two members of one name.
struct Distinct;

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Distinct {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without duplicate members")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a duplicate member"));
            }
            members.next_value::<Self>()?;
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self, A::Error> {
        while elements.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E: Error>(self) -> Result<Self, E> {
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_whole_characters() {
        let text = "{\n \"名\": x";
        let at = |line, column| {
            let Span { start, end } = character_at(text.as_bytes(), line, column);
            &text[start..end]
        };
        assert_eq!((at(1, 1), at(2, 9), at(2, 99)), ("{", "x", ""));
        // A column within a character is that of the character.
        assert_eq!((at(2, 3), at(2, 4), at(2, 5)), ("名", "名", "名"));
    }

    #[test]
    fn escaped_surrogates_do_not_shift_positions() {
        let json = r#"{"a": "\ud83d\ude00", "b": "\u00e9\\ud8", "c": 1}"#;
        let tree = parse("x", json.as_bytes()).expect("YAML reads it");
        assert_eq!(&json[tree.get("c").expect("it exists").span.start..][..1], "1");
    }
}
