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
    /// The number of characters of white space before it that its author wrote on purpose.
    pub indent: usize,
}

impl Text {
    /// A text and its place. White space at its beginning is its [`indent`](Self::indent).
    #[must_use]
    pub fn new(text: impl Into<String>, at: Span) -> Self {
        let text: String = text.into();
        let indent = text.chars().take_while(|c| c.is_whitespace()).count();
        let text = match text.trim() {
            trimmed if trimmed.len() == text.len() => text,
            trimmed => trimmed.to_owned(),
        };
        Self { text, at, indent }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let page = "a\nbc\n\nd";
        assert_eq!([0, 1, 2, 5, 6, 99].map(|at| line_of(page, at)), [1, 1, 2, 3, 4, 4]);
    }
}
