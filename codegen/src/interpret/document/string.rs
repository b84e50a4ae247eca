//! Strings, with the characters that JSON does not allow in them.

use super::reader::{Outcome, Reader};

/// What a string contains although JSON does not allow it, in words.
pub(super) type Oddities = Vec<String>;

impl Reader<'_> {
    /// Reads the string whose opening quote is the next byte.
    pub(super) fn string(&mut self) -> Outcome<(String, Oddities)> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut oddities = Oddities::new();
        loop {
            let Some(&byte) = self.text.get(self.at) else { return self.refuse("expected the end of the string") };
            self.at += 1;
            match byte {
                b'"' => break,
                b'\\' => {
                    let unescaped = self.escape(&mut oddities);
                    bytes.extend_from_slice(unescaped.encode_utf8(&mut [0; 4]).as_bytes());
                }
                _ => {
                    if byte < b' ' {
                        oddities.push(format!("the control character U+{byte:04X}"));
                    }
                    bytes.push(byte);
                }
            }
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            oddities.push("bytes that are not UTF-8".to_owned());
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        Ok((text, oddities))
    }

    /// Reads the rest of an escape, after its backslash. Of one that JSON does not have, the backslash is all that is read.
    fn escape(&mut self, oddities: &mut Oddities) -> char {
        let letter = self.text.get(self.at).copied().unwrap_or_default();
        let plain = match letter {
            b'"' | b'\\' | b'/' => Some(char::from(letter)),
            b'b' => Some('\u{8}'),
            b'f' => Some('\u{c}'),
            b'n' => Some('\n'),
            b'r' => Some('\r'),
            b't' => Some('\t'),
            _ => None,
        };
        if let Some(plain) = plain {
            self.at += 1;
            return plain;
        }
        let Some(unit) = self.code_unit(self.at) else {
            oddities.push("an escape that JSON does not have".to_owned());
            return '\\';
        };
        self.at += 5;
        if let Some(whole) = char::from_u32(u32::from(unit)) {
            return whole;
        }
        let other = if self.text.get(self.at) == Some(&b'\\') { self.code_unit(self.at + 1) } else { None };
        if let Some(Ok(pair)) = char::decode_utf16([unit, other.unwrap_or_default()]).next() {
            self.at += 6;
            return pair;
        }
        oddities.push(format!("half a surrogate pair, \\u{unit:04x}"));
        char::REPLACEMENT_CHARACTER
    }

    /// The number of an escape `\u0000`, whose `u` is at this place.
    fn code_unit(&self, at: usize) -> Option<u16> {
        let digits = self.text.get(at..at + 5)?.strip_prefix(b"u")?;
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|d| d.is_ascii_hexdigit()))?;
        u16::from_str_radix(digits, 16).ok()
    }

    /// Reports what is wrong with the characters of a string.
    pub(super) fn report(&mut self, oddities: Oddities) {
        if let Some((first, others)) = oddities.split_first() {
            let more = if others.is_empty() { String::new() } else { format!(", and {} more", others.len()) };
            self.add("character", format!("expected characters that JSON allows in a string, found {first}{more}"));
        }
    }
}
