//! What is to know of the characters of a file before it is read.

use super::unseen::turns_text;

/// What one pass over the characters of a text finds.
pub(super) struct Characters {
    /// The first character that YAML does not allow.
    pub(super) unprintable: Option<usize>,
    /// Whether a character changes the direction of the text around it.
    pub(super) turning: bool,
}

impl Characters {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self { unprintable: None, turning: false };
        for (at, c) in text.char_indices() {
            if !matches!(c, ' '..='~' | '\n') {
                if found.unprintable.is_none() && !is_printable(c) {
                    found.unprintable = Some(at);
                }
                found.turning |= turns_text(c);
            }
        }
        found
    }
}

/// Whether YAML allows a character in a text.
pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}
