//! What is to know of the characters of a file before it is read.

use super::unseen::turns_text;

/// What one pass over the characters of a text finds.
pub(super) struct Characters {
    /// The first byte of each character, and the end.
    pub(super) starts: Vec<usize>,
    /// The first character that YAML does not allow.
    pub(super) unprintable: Option<usize>,
    /// Whether a character changes the direction of the text around it.
    pub(super) turning: bool,
}

impl Characters {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self { starts: Vec::with_capacity(text.len() + 1), unprintable: None, turning: false };
        for (at, c) in text.char_indices() {
            found.starts.push(at);
            if !matches!(c, ' '..='~' | '\n') {
                if found.unprintable.is_none() && !is_printable(c) {
                    found.unprintable = Some(at);
                }
                found.turning |= turns_text(c);
            }
        }
        found.starts.push(text.len());
        found
    }
}

/// Whether YAML allows a character in a text.
fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}
