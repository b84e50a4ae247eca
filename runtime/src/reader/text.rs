//! The lexical part of the reader: white space, strings, numbers and brackets.

use serde::de::{Error, Expected, IgnoredAny, Unexpected};

use super::error::ReadError;

pub(super) type Result<T> = std::result::Result<T, ReadError>;

/// The maximum nesting of lists and objects, as in `serde_json`.
const DEPTH: u8 = 127;

/// The maximum nesting in a text within a string.
const DEPTH_WITHIN_STRING: u8 = 8;

/// Reads one JSON text.
pub(crate) struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// The number of open lists and objects.
    depth: u8,
    /// Whether this is a text within a string, whose numbers need not be kept as they are written.
    within_string: bool,
    /// Whether to watch for numbers that are not written as `serde_json` writes them; and whether there was one.
    watches: bool,
    inexact: bool,
    /// The last string with escapes, unescaped.
    pub(super) unescaped: String,
}

/// A string in the text.
pub(super) enum Str<'de> {
    /// A string without escapes.
    Plain(&'de str),
    /// A string with escapes, now in [`Reader::unescaped`].
    Unescaped,
}

pub(super) enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

impl<'de> Reader<'de> {
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0, within_string: false, watches: false, inexact: false, unescaped: String::new() }
    }

    /// Reads a text within a string of another text. It is nested less deeply, because it adds to the depth of that text.
    pub(crate) fn within_string(text: &'de str) -> Self {
        Self { depth: DEPTH - DEPTH_WITHIN_STRING, within_string: true, ..Self::new(text) }
    }

    /// Requires that only white space is left.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(ReadError::syntax()),
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
        Err(ReadError::syntax())
    }

    pub(super) fn word(&mut self, word: &str) -> Result<()> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(ReadError::syntax())
    }

    /// The string whose opening quote is the next byte.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Str<'de>> {
        let start = self.at + 1;
        let end = start + plain_length(self.text.as_bytes().get(start..).unwrap_or_default());
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return self.text.get(start..end).map(Str::Plain).ok_or_else(ReadError::syntax);
        }
        self.unescape(start, end)?;
        Ok(Str::Unescaped)
    }

    /// Reads the rest of a string from its first escape.
    #[inline(never)]
    fn unescape(&mut self, mut start: usize, mut end: usize) -> Result<()> {
        self.unescaped.clear();
        loop {
            self.unescaped.push_str(self.text.get(start..end).ok_or_else(ReadError::syntax)?);
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
                _ => return Err(ReadError::syntax()),
            }
            start = self.at;
            end = start + plain_length(self.text.as_bytes().get(start..).unwrap_or_default());
        }
    }

    /// The character of an escape, whose letter is the next byte.
    fn escape(&mut self) -> Result<char> {
        let letter = *self.text.as_bytes().get(self.at).ok_or_else(ReadError::syntax)?;
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
                        let low =
                            second.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or_else(ReadError::syntax)?;
                        0x1_0000 + ((first - 0xd800) << 10) + low
                    }
                    point => point,
                };
                char::from_u32(point).ok_or_else(ReadError::syntax)?
            }
            _ => return Err(ReadError::syntax()),
        })
    }

    fn hex(&mut self) -> Result<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or_else(ReadError::syntax)?;
        self.at += 4;
        digits.iter().try_fold(0, |value, digit| {
            let digit = char::from(*digit).to_digit(16).ok_or_else(ReadError::syntax)?;
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
        self.at += digits.len();
        let number: serde_json::Number = serde_json::from_str(digits).map_err(|_| ReadError::range())?;
        self.inexact |= self.watches && number.to_string() != digits;
        if let Some(value) = number.as_u64() {
            return Ok(Number::Positive(value));
        }
        match number.as_i64() {
            Some(value) => Ok(Number::Negative(value)),
            None => number.as_f64().map(Number::Float).ok_or_else(ReadError::range),
        }
    }

    #[inline]
    pub(super) fn open(&mut self) -> Result<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH { Err(ReadError::depth()) } else { Ok(()) }
    }

    /// Ends a list or an object whose value was read. The place of an error about all of it is its end.
    #[inline]
    pub(super) fn closed<T>(&mut self, bracket: u8, value: Result<T>) -> Result<T> {
        self.depth -= 1;
        match (value, self.take(bracket)) {
            (Ok(value), Ok(())) => Ok(value),
            (Err(error), _) | (Ok(_), Err(error)) => Err(error.at(self.at)),
        }
    }

    /// Advances to the next element of a list or object. Returns whether there is one.
    #[inline]
    pub(super) fn advance(&mut self, first: bool, bracket: u8) -> Result<bool> {
        let next = self.peek();
        if next == Some(bracket) {
            return Ok(false);
        }
        if first {
            return Ok(true);
        }
        if next != Some(b',') {
            return Err(ReadError::syntax());
        }
        self.at += 1;
        // If a bracket follows the comma, reading the element fails.
        Ok(true)
    }

    /// The number of bytes that were read.
    #[inline]
    pub(crate) fn place(&self) -> usize {
        self.at
    }

    /// The string at a place where one was read before.
    #[cold]
    pub(super) fn name_at(&self, place: usize) -> String {
        let mut again = Self { at: place, ..Self::new(self.text) };
        match again.string() {
            Ok(Str::Plain(name)) => name.to_owned(),
            Ok(Str::Unescaped) => again.unescaped,
            Err(_) => String::new(),
        }
    }

    /// The error for a value of another type.
    #[cold]
    pub(super) fn mismatch(&mut self, expected: &dyn Expected) -> ReadError {
        let found = match self.peek() {
            Some(b'"') => match self.string() {
                Ok(Str::Plain(text)) => Unexpected::Str(text),
                Ok(Str::Unescaped) => Unexpected::Str(&self.unescaped),
                Err(error) => return error,
            },
            Some(first @ (b'-' | b'0'..=b'9')) => match self.number(first) {
                Ok(Number::Positive(value)) => Unexpected::Unsigned(value),
                Ok(Number::Negative(value)) => Unexpected::Signed(value),
                Ok(Number::Float(value)) => Unexpected::Float(value),
                Err(error) => return error,
            },
            Some(b'{') => Unexpected::Map,
            Some(b'[') => Unexpected::Seq,
            Some(b'n') if self.word("null").is_ok() => Unexpected::Unit,
            Some(b't') if self.word("true").is_ok() => Unexpected::Bool(true),
            Some(b'f') if self.word("false").is_ok() => Unexpected::Bool(false),
            _ => return ReadError::syntax(),
        };
        ReadError::invalid_type(found, expected)
    }

    /// The text of a value with numbers that `serde_json` would write in another way, which is skipped. `None` for another
    /// value, which is not.
    pub(super) fn inexact(&mut self) -> Result<Option<&'de str>> {
        if self.within_string || !matches!(self.peek(), Some(b'{' | b'[' | b'-' | b'0'..=b'9')) {
            return Ok(None);
        }
        let start = self.at;
        let outer = (std::mem::replace(&mut self.watches, true), std::mem::take(&mut self.inexact));
        let skipped = self.skip();
        let inexact = self.inexact;
        (self.watches, self.inexact) = (outer.0, outer.1 | inexact);
        skipped?;
        if inexact {
            return Ok(self.text.get(start..self.at));
        }
        self.at = start;
        Ok(None)
    }

    /// Skips a value. It may have numbers that are too great, and be nested deeply, but not in a text within a string.
    pub(super) fn skip(&mut self) -> Result<()> {
        self.peek();
        let (start, depth) = (self.at, self.depth);
        let skipped = self.skip_ordinary();
        if skipped.is_ok() || self.within_string {
            return skipped;
        }
        (self.at, self.depth, self.inexact) = (start, depth, true);
        let mut values = serde_json::Deserializer::from_str(&self.text[start..]).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(IgnoredAny)) => self.at += values.byte_offset(),
            _ => return Err(ReadError::syntax()),
        }
        Ok(())
    }

    fn skip_ordinary(&mut self) -> Result<()> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(first @ (b'-' | b'0'..=b'9')) => self.number(first).map(drop),
            Some(bracket @ (b'{' | b'[')) => {
                self.open()?;
                let skipped = self.skip_elements(bracket == b'{');
                self.closed(if bracket == b'{' { b'}' } else { b']' }, skipped)
            }
            Some(b'n') => self.word("null"),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            _ => Err(ReadError::syntax()),
        }
    }

    fn skip_elements(&mut self, named: bool) -> Result<()> {
        let mut first = true;
        while self.advance(std::mem::take(&mut first), if named { b'}' } else { b']' })? {
            if named {
                match self.peek() {
                    Some(b'"') => self.string().map(|_| ())?,
                    _ => return Err(ReadError::syntax()),
                }
                self.take(b':')?;
            }
            self.skip_ordinary()?;
        }
        Ok(())
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
