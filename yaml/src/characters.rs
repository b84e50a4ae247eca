//! The characters of a text.

/// What one pass over the characters of a text finds.
#[derive(Debug)]
pub struct Characters {
    /// The first character that YAML does not allow.
    pub unprintable: Option<usize>,
    /// Whether a character changes the direction of the text around it.
    pub turning: bool,
}

impl Characters {
    /// Looks at all characters of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
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
fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a character changes the direction of text: rustc rejects code that contains one.
#[must_use]
pub fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
