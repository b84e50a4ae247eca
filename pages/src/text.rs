//! Texts with their places in a page.

use std::ops::Range;

/// Bytes of a page, from the first to the one after the last.
pub type Span = Range<usize>;

/// A text that a page contains, without its markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text, trimmed.
    pub text: String,
    /// The bytes of the page that it was read from.
    pub at: Span,
}

impl Text {
    /// A text and its place.
    #[must_use]
    pub fn new(text: impl Into<String>, at: Span) -> Self {
        let text: String = text.into();
        let text = match text.trim() {
            trimmed if trimmed.len() == text.len() => text,
            trimmed => trimmed.to_owned(),
        };
        Self { text, at }
    }

    /// Whether nothing is left of the text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// The number of the line that contains a byte, from 1.
#[must_use]
pub fn line_of(page: &str, byte: usize) -> usize {
    let before = page.as_bytes().get(..byte.min(page.len())).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// A text in the form in which texts are compared: without white space, with full-width forms of ASCII characters as
/// ASCII, with one kind of quotes and of dashes, in lower case.
#[must_use]
pub fn normalized(text: &str) -> String {
    let unified = text.chars().filter_map(|c| match c {
        c if c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '。' => Some('.'),
        '、' => Some(','),
        '“' | '”' | '「' | '」' => Some('"'),
        '‘' | '’' => Some('\''),
        '—' | '–' => Some('-'),
        c => Some(c),
    });
    unified.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let page = "a\nbc\n\nd";
        assert_eq!([0, 1, 2, 5, 6, 99].map(|at| line_of(page, at)), [1, 1, 2, 3, 4, 4]);
    }

    #[test]
    fn forms_of_one_text_are_equal() {
        assert_eq!(normalized("是否必须 （ＨＴＴＰＳ）："), "是否必须(https):");
        assert_eq!(normalized("「a」“b”\u{200b}—1、2。"), "\"a\"\"b\"-1,2.");
    }
}
