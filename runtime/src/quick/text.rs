//! The lexical is_other of the reader: white space, strings, numbers and brackets.

use std::fmt;

use serde::de::Error;

/// An error without details; `serde_json` finds them.
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

pub(super) type Result<T> = std::result::Result<T, GaveUp>;

/// The maximum nesting of lists and objects, as in `serde_json`.
const DEPTH: u8 = 127;

/// The maximum nesting in a text within a string.
const DEPTH_WITHIN_STRING: u8 = 8;

/// Reads one JSON text.
pub(crate) struct Quick<'de> {
    text: &'de str,
    at: usize,
    /// The number of open lists and objects.
    depth: u8,
    /// Whether this is a text within a string. No other reader follows this one, so it reads any number.
    pub(super) within_string: bool,
    /// Whether numbers must be written as `serde_json` writes them.
    pub(super) exact: bool,
    /// The last string with escapes, unescaped.
    pub(super) unescaped: String,
}

/// A string in the text.
pub(super) enum Str<'de> {
    /// A string without escapes.
    Plain(&'de str),
    /// A string with escapes, now in [`Quick::unescaped`].
    Unescaped,
}

pub(super) enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

impl<'de> Quick<'de> {
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0, within_string: false, exact: false, unescaped: String::new() }
    }

    /// Reads a text within a string of another text. It is nested less deeply, because it adds to the depth of that text.
    pub(crate) fn within_string(text: &'de str) -> Self {
        Self { depth: DEPTH - DEPTH_WITHIN_STRING, within_string: true, ..Self::new(text) }
    }

    /// Requires that only white space is left.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(GaveUp),
        }
    }

    /// The next byte that is not white space.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
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
    pub(super) fn take(&mut self, expected: u8) -> Result<()> {
        if self.peek() == Some(expected) {
            self.at += 1;
            return Ok(());
        }
        Err(GaveUp)
    }

    pub(super) fn word(&mut self, word: &str) -> Result<()> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(GaveUp)
    }

    /// The string whose opening quote is the next byte.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Str<'de>> {
        let start = self.at + 1;
        let end = start + plain_length(self.text.as_bytes().get(start..).unwrap_or_default());
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return self.text.get(start..end).map(Str::Plain).ok_or(GaveUp);
        }
        self.unescape(start, end)?;
        Ok(Str::Unescaped)
    }

    /// Reads the rest of a string from its first escape.
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
                    let unescaped = self.escape()?;
                    self.unescaped.push(unescaped);
                }
                _ => return Err(GaveUp),
            }
            start = self.at;
            end = start + plain_length(self.text.as_bytes().get(start..).unwrap_or_default());
        }
    }

    /// The character of an escape, whose letter is the next byte.
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
    pub(super) fn number(&mut self, first: u8) -> Result<Number> {
        let bytes = self.text.as_bytes();
        let negative = first == b'-';
        let start = self.at + usize::from(negative);
        let mut end = start;
        let mut value = 0_u64;
        while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
            // An overflow is harmless: `odd_number` reads numbers with that many digits.
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

    /// Reads any other number with `serde_json`: a float or a long integer.
    #[inline(never)]
    fn odd_number(&mut self) -> Result<Number> {
        let rest = &self.text[self.at..];
        let is_other = |c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
        let digits = &rest[..rest.find(is_other).unwrap_or(rest.len())];
        let number: serde_json::Number = serde_json::from_str(digits).map_err(|_| GaveUp)?;
        if self.exact && number.to_string() != digits {
            return Err(GaveUp);
        }
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
    pub(super) fn open(&mut self) -> Result<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH { Err(GaveUp) } else { Ok(()) }
    }

    #[inline]
    pub(super) fn close(&mut self, bracket: u8) -> Result<()> {
        self.depth -= 1;
        self.take(bracket)
    }

    /// Advances to the next element of a list or object. Returns whether there is one.
    #[inline]
    pub(super) fn advance(&mut self, first: &mut bool, bracket: u8) -> Result<bool> {
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
        // If a bracket follows the comma, reading the element fails.
        Ok(true)
    }
}

/// The number of bytes of a string before its end, a backslash, or an invalid byte.
#[inline]
fn plain_length(rest: &[u8]) -> usize {
    let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let (blocks, tail) = rest.as_chunks::<16>();
    let mut before = 0;
    for block in blocks {
        // The compiler vectorizes the loop in this form.
        let mut marks = [0_u8; 16];
        for (mark, byte) in marks.iter_mut().zip(block) {
            *mark = if is_special(*byte) { 0xff } else { 0 };
        }
        let marks = u128::from_le_bytes(marks);
        if marks != 0 {
            return before + marks.trailing_zeros() as usize / 8;
        }
        before += 16;
    }
    before + tail.iter().position(|byte| is_special(*byte)).unwrap_or(tail.len())
}
