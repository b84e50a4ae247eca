//! Texts of schemas where people read them: what cannot be seen, or turns a line around, is shown by its number.

/// The text in one line, without characters that hide or reorder others.
pub(crate) fn visible(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for c in text.trim_end_matches('\n').chars() {
        match c {
            '\n' => seen.push_str(" ⏎ "),
            c if hidden(c) => seen.extend(c.escape_unicode()),
            c => seen.push(c),
        }
    }
    seen
}

/// Controls, and the marks of Unicode that set a direction or have no width.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(visible("客户\u{202e}abc\u{1b}[31m\nnext\n"), "客户\\u{202e}abc\\u{1b}[31m ⏎ next");
    }
}
