//! Repairs JSON texts: within strings, replaces what JSON does not allow.
//!
//! | within a string | becomes |
//! |---|---|
//! | a control character | its escape |
//! | bytes that are not UTF-8 | U+FFFD for each sequence, as in [`String::from_utf8_lossy`] |
//! | an escaped surrogate without its other half | U+FFFD |
//! | an escape that JSON does not have, such as `\x` | the same characters: the backslash is escaped |
//!
//! Nothing else is changed. A text that needs none of this is not copied, and neither is one that is not JSON for another
//! reason alone.

/// A text that was repaired.
pub(crate) struct Repaired {
    text: Vec<u8>,
    /// Pairs of places, in the repaired text and in the original one: the end of each replacement.
    ends: Vec<(usize, usize)>,
}

/// Repairs a text; `None` if nothing has to be replaced.
pub(crate) fn repair(original: &[u8]) -> Option<Repaired> {
    let mut repaired = Repaired { text: Vec::new(), ends: Vec::new() };
    let (mut at, mut copied) = (0, 0);
    let mut in_string = false;
    while let Some(byte) = original.get(at) {
        let (length, replacement) = match byte {
            b'"' => {
                in_string = !in_string;
                (1, None)
            }
            _ if !in_string => (1, None),
            b'\\' => escape(&original[at..]),
            0..0x20 => (1, Some(format!("\\u{byte:04x}"))),
            0x20..0x80 => (1, None),
            0x80.. => character(&original[at..]),
        };
        if let Some(replacement) = replacement {
            repaired.text.extend_from_slice(&original[copied..at]);
            repaired.text.extend_from_slice(replacement.as_bytes());
            copied = at + length;
            repaired.ends.push((repaired.text.len(), copied));
        }
        at += length;
    }
    repaired.text.extend_from_slice(&original[copied..]);
    (!repaired.ends.is_empty()).then_some(repaired)
}

/// The length of an escape, and its replacement.
fn escape(rest: &[u8]) -> (usize, Option<String>) {
    match rest.get(1) {
        None => (1, None),
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => (2, None),
        Some(b'u') => match code_unit(rest) {
            Some(0xd800..0xdc00) if matches!(rest.get(6..).and_then(code_unit), Some(0xdc00..0xe000)) => (12, None),
            Some(0xd800..0xe000) => (6, Some("\\ufffd".to_owned())),
            Some(_) => (6, None),
            None => (1, Some("\\\\".to_owned())),
        },
        Some(_) => (1, Some("\\\\".to_owned())),
    }
}

/// The number in an escape `\u0000`.
fn code_unit(rest: &[u8]) -> Option<u32> {
    let digits = rest.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))
}

/// The length of a character that is not ASCII, and its replacement if it is not UTF-8.
fn character(rest: &[u8]) -> (usize, Option<String>) {
    let chunk = rest[..rest.len().min(4)].utf8_chunks().next();
    match chunk.map(|chunk| (chunk.valid().chars().next(), chunk.invalid().len())) {
        Some((Some(valid), _)) => (valid.len_utf8(), None),
        Some((None, invalid)) => (invalid.max(1), Some("\u{fffd}".to_owned())),
        None => (1, None),
    }
}

impl Repaired {
    /// The text that can be read.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The place in the original text that has become this place.
    pub(crate) fn origin(&self, at: usize) -> usize {
        match self.ends.partition_point(|(end, _)| *end <= at).checked_sub(1) {
            Some(last) => self.ends[last].1 + (at - self.ends[last].0),
            None => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &[u8]) -> String {
        repair(text)
            .map_or_else(|| "clean".to_owned(), |repaired| String::from_utf8_lossy(repaired.text()).into_owned())
    }

    #[test]
    fn what_json_does_not_allow_in_strings_is_replaced() {
        for (text, expected) in [
            (&b"\"a\nb\0\x1f\""[..], r#""a\u000ab\u0000\u001f""#),
            (b"\"\xb5\xfc|\xe6\xb1\x89|\xe6\xb1\"", "\"\u{fffd}\u{fffd}|汉|\u{fffd}\""),
            (b"\"\xed\xa0\x80\"", "\"\u{fffd}\u{fffd}\u{fffd}\""),
            (br#""\ud800""#, r#""\ufffd""#),
            (br#""\udc00a""#, r#""\ufffda""#),
            (br#""\ud800\u0041""#, r#""\ufffd\u0041""#),
            (br#""\ud800\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (br#""\ud83d\ude00\ude00""#, r#""\ud83d\ude00\ufffd""#),
            (br#""\x41\'\u12\u+123""#, r#""\\x41\\'\\u12\\u+123""#),
            (b"\"\\\n\"", r#""\\\u000a""#),
            (b"{\"a\tb\":[\"\\\"\r\"]}", r#"{"a\u0009b":["\"\u000d"]}"#),
        ] {
            assert_eq!(repaired(text), expected, "{}", text.escape_ascii());
        }
    }

    #[test]
    fn nothing_else_is_replaced() {
        for text in [
            &b""[..],
            b"{\n\t\"a\": [1, \"\\n\\u0000\\ud83d\\ude00\x7f\"]\r\n}",
            b"\x01[\xff]\x00",
            b"\"\\\\\"",
            b"\"",
            b"\"\\",
            b"<html>\n",
            "\"汉😀\u{2028}\"".as_bytes(),
        ] {
            assert_eq!(repaired(text), "clean", "{}", text.escape_ascii());
        }
    }

    #[test]
    fn places_are_those_of_the_original() {
        let original = b"\"v\nw\xff\xffy\\xz\" |";
        let repaired = repair(original).expect("it needs repairing");
        for character in *b"vwyz|" {
            let place = |text: &[u8]| text.iter().rposition(|byte| *byte == character).expect("it exists");
            assert_eq!(repaired.origin(place(repaired.text())), place(original), "{}", char::from(character));
        }
        assert_eq!(repaired.origin(repaired.text().len()), original.len());
    }
}
