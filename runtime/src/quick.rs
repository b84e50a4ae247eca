//! A quick reader of JSON texts that says no more than that it gave up.
//!
//! It knows that its text is UTF-8, so that no string is checked for it, and it makes no errors: whoever reads with it reads
//! a second time, with `serde_json`, where it gives up. It may therefore give up on whatever is rare.
//!
//! **Architecture invariant:** what it reads, `serde_json` reads as the same value. What it does not read, `serde_json` may.

use std::fmt;

use serde::{
    de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

/// That a text could not be read; why is for the second reader to say.
#[derive(Debug)]
pub(crate) struct GaveUp;

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("gave up")
    }
}

impl std::error::Error for GaveUp {}

impl Error for GaveUp {
    #[cold]
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Result<T> = std::result::Result<T, GaveUp>;

/// How deep lists and objects may stand in each other, as in `serde_json`.
const DEPTH: u8 = 127;

/// Reads one JSON text.
pub(crate) struct Quick<'de> {
    text: &'de str,
    at: usize,
    /// How many lists and objects are open.
    depth: u8,
    /// The last string that had escapes in it, without them.
    unescaped: String,
}

/// A string as it was found.
enum Found<'de> {
    /// It stands so in the text.
    Plain(&'de str),
    /// It is in [`Quick::unescaped`].
    Unescaped,
}

enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

impl<'de> Quick<'de> {
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0, unescaped: String::new() }
    }

    /// That nothing but white space is left.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(GaveUp),
        }
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_further(),
        }
    }

    fn peek_further(&mut self) -> Option<u8> {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(*byte),
            }
        }
        None
    }

    #[inline]
    fn take(&mut self, wanted: u8) -> Result<()> {
        if self.peek() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        Err(GaveUp)
    }

    fn word(&mut self, word: &str) -> Result<()> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(GaveUp)
    }

    /// The string whose opening quote is the next byte.
    #[inline]
    fn string(&mut self) -> Result<Found<'de>> {
        let start = self.at + 1;
        let end = start + interruption(self.text.as_bytes().get(start..).unwrap_or_default());
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return self.text.get(start..end).map(Found::Plain).ok_or(GaveUp);
        }
        self.unescape(start, end)?;
        Ok(Found::Unescaped)
    }

    /// Reads on where a string has its first escape.
    #[inline(never)]
    fn unescape(&mut self, mut start: usize, mut end: usize) -> Result<()> {
        self.unescaped.clear();
        loop {
            self.unescaped.push_str(self.text.get(start..end).ok_or(GaveUp)?);
            match self.text.as_bytes().get(end) {
                Some(b'"') => {
                    self.at = end + 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at = end + 1;
                    let meant = self.escape()?;
                    self.unescaped.push(meant);
                }
                _ => return Err(GaveUp),
            }
            start = self.at;
            end = start + interruption(self.text.as_bytes().get(start..).unwrap_or_default());
        }
    }

    /// What the escape means whose letter is the next byte.
    fn escape(&mut self) -> Result<char> {
        let letter = *self.text.as_bytes().get(self.at).ok_or(GaveUp)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let point = match first {
                    0xd800..=0xdbff => {
                        self.word("\\u")?;
                        let second = self.hex()?;
                        let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(GaveUp)?;
                        0x1_0000 + ((first - 0xd800) << 10) + low
                    }
                    point => point,
                };
                char::from_u32(point).ok_or(GaveUp)?
            }
            _ => return Err(GaveUp),
        })
    }

    fn hex(&mut self) -> Result<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(GaveUp)?;
        self.at += 4;
        digits.iter().try_fold(0, |value, digit| {
            let digit = char::from(*digit).to_digit(16).ok_or(GaveUp)?;
            Ok(value << 4 | digit)
        })
    }

    #[inline]
    fn number(&mut self, first: u8) -> Result<Number> {
        let bytes = self.text.as_bytes();
        let negative = first == b'-';
        let start = self.at + usize::from(negative);
        let mut end = start;
        let mut value = 0_u64;
        while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
            // It may overflow, but then there are too many digits.
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            end += 1;
        }
        let plain = (1..=18).contains(&(end - start))
            && (bytes[start] != b'0' || end - start == 1)
            && !matches!(bytes.get(end), Some(b'.' | b'e' | b'E'));
        match (plain, negative, value) {
            (true, false, _) => {
                self.at = end;
                Ok(Number::Positive(value))
            }
            (true, true, 1..) => {
                self.at = end;
                Ok(Number::Negative(value.cast_signed().wrapping_neg()))
            }
            _ => self.odd_number(),
        }
    }

    /// A number that is no integer of a moderate size: `serde_json` knows how such are read.
    #[inline(never)]
    fn odd_number(&mut self) -> Result<Number> {
        let rest = &self.text[self.at..];
        let part = |c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
        let digits = &rest[..rest.find(part).unwrap_or(rest.len())];
        let number: serde_json::Number = serde_json::from_str(digits).map_err(|_| GaveUp)?;
        self.at += digits.len();
        if let Some(value) = number.as_u64() {
            return Ok(Number::Positive(value));
        }
        match number.as_i64() {
            Some(value) => Ok(Number::Negative(value)),
            None => number.as_f64().map(Number::Float).ok_or(GaveUp),
        }
    }

    #[inline]
    fn open(&mut self) -> Result<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH { Err(GaveUp) } else { Ok(()) }
    }

    #[inline]
    fn close(&mut self, bracket: u8) -> Result<()> {
        self.depth -= 1;
        self.take(bracket)
    }

    /// Comes to the next element of a list or object; tells whether there is one.
    #[inline]
    fn advance(&mut self, first: &mut bool, bracket: u8) -> Result<bool> {
        let next = self.peek();
        if next == Some(bracket) {
            return Ok(false);
        }
        if std::mem::take(first) {
            return Ok(true);
        }
        if next != Some(b',') {
            return Err(GaveUp);
        }
        self.at += 1;
        // What closes here is no element: nothing that reads one takes a bracket.
        Ok(true)
    }
}

/// How many bytes of a string stand before its end, a backslash, or what may not stand in it.
#[inline]
fn interruption(rest: &[u8]) -> usize {
    let odd = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let (blocks, tail) = rest.as_chunks::<16>();
    let mut before = 0;
    for block in blocks {
        // Written so that it becomes a few instructions on 16 bytes at once.
        let mut marks = [0_u8; 16];
        for (mark, byte) in marks.iter_mut().zip(block) {
            *mark = if odd(*byte) { 0xff } else { 0 };
        }
        let marks = u128::from_le_bytes(marks);
        if marks != 0 {
            return before + marks.trailing_zeros() as usize / 8;
        }
        before += 16;
    }
    before + tail.iter().position(|byte| odd(*byte)).unwrap_or(tail.len())
}

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
            Found::Plain(text) => visitor.visit_borrowed_str(text),
            Found::Unescaped => visitor.visit_str(&self.unescaped),
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

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct seq tuple
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

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::Value;

    use super::*;

    fn quick(text: &str) -> Option<Value> {
        let mut quick = Quick::new(text);
        let value = Value::deserialize(&mut quick).ok()?;
        quick.end().ok().map(|()| value)
    }

    /// What is read quickly is what `serde_json` reads, to the last bit: `0.0` equals `-0.0`, but is not written like it.
    fn agrees(text: &str) -> bool {
        match (quick(text), serde_json::from_str::<Value>(text)) {
            (Some(quick), Ok(slow)) => quick == slow && quick.to_string() == slow.to_string(),
            (Some(_), Err(_)) => false,
            (None, _) => true,
        }
    }

    /// Texts with all that JSON has.
    const TEXTS: &[&str] = &[
        r#"{"a":1,"b":[true,false,null],"c":{"d":"e","f":[]},"g":{}}"#,
        " [ 0 , -0 , -1 , 10 , 1.5 , -2.25e-3 , 1E9 , 123456789012345678 , 1234567890123456789 , 18446744073709551615 ] ",
        "[-9223372036854775808,9223372036854775808,18446744073709551616,0.1,5e-324,1.7976931348623157e308]",
        r#"["","short","just sixteen byt","a string of more than sixteen bytes","汉字和更多的汉字","汉字\n与\"转义\"\\"]"#,
        r#"["\"\\\/\b\f\n\r\t","\u0000\u00e9\u6c49","\ud83d\ude00","😀","a\u0041b"]"#,
        "{\r\n\t\"a\" : [ ] , \"b\" : { } }\n",
        "null",
        "\"text\"",
        "-7",
    ];

    /// Texts that are no JSON, or nearly none.
    const BAD: &[&str] = &[
        "",
        " ",
        "[",
        "]",
        "{",
        "}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{1:1}",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e999",
        "+1",
        "nul",
        "nulll",
        "tru",
        "truefalse",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"a\nb\"",
        "\"\u{1f}\"",
        "[1]]",
        "{}{}",
        "1 1",
        "[\u{a0}1]",
        "\"0123456789abcdef\u{7}\"",
        "\"\\u+123\"",
    ];

    #[test]
    fn what_json_has_is_read_as_serde_json_reads_it() {
        for text in TEXTS {
            assert!(quick(text).is_some(), "gave up on {text}");
            assert!(agrees(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_given_up() {
        for text in BAD {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?} is JSON");
            assert!(quick(text).is_none(), "{text:?} was read");
        }
    }

    #[test]
    fn lists_stand_in_each_other_as_deep_as_in_serde_json() {
        for depth in 126..130 {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            assert_eq!(quick(&text), serde_json::from_str(&text).ok(), "{depth}");
        }
    }

    #[test]
    fn a_text_that_was_changed_anywhere_is_read_alike_or_given_up() {
        let pieces =
            ["", "\"", "\\", "0", "9", "-", ".", "e", "[", "]", "{", "}", ",", ":", " ", "n", "u", "汉", "\n", "\u{1}"];
        for text in TEXTS {
            for (at, old) in text.char_indices() {
                let (before, after) = (&text[..at], &text[at + old.len_utf8()..]);
                for piece in pieces {
                    for changed in [format!("{before}{piece}{after}"), format!("{before}{piece}{old}{after}")] {
                        assert!(agrees(&changed), "{changed:?}");
                    }
                }
                assert!(agrees(before), "{before:?}");
            }
        }
    }
}
