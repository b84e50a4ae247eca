//! Texts that vendors and proxies wrote, in messages: their beginnings, with nothing that could harm a log.

use std::fmt::{self, Write};

/// The length of an excerpt, in characters.
const SHOWN: usize = 200;

/// The first characters of a text.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The first characters of a text that may not be UTF-8.
pub(crate) fn excerpt_of_bytes(text: &[u8]) -> String {
    excerpt(&String::from_utf8_lossy(&text[..text.len().min(4 * SHOWN)]))
}

/// Displays a text as one line that a terminal and a log show as it is: a line feed as `\n`, a character that changes the
/// direction of text as `\u{202e}`.
pub(crate) struct Harmless<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Harmless<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(is_harmful) {
            let (before, from) = rest.split_at(at);
            let harmful = from.chars().next().unwrap_or_default();
            write!(self.0, "{before}{}", harmful.escape_default())?;
            rest = &from[harmful.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}

/// Whether a character ends a line, controls a terminal, or changes how the text around it is shown.
fn is_harmful(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    ) || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmful_characters_are_escaped_and_others_are_kept() {
        let cases = [
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{0}\u{1b}[31m\u{7f}\u{85}", r"\u{0}\u{1b}[31m\u{7f}\u{85}"),
            ("\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{feff}", r"\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{feff}"),
            ("接口 \"ok\" \\ 👩‍👧 e\u{301}", "接口 \"ok\" \\ 👩‍👧 e\u{301}"),
            ("", ""),
        ];
        for (text, shown) in cases {
            assert_eq!(Harmless(text).to_string(), shown);
        }
    }
}
