//! Makes texts of schemas safe to show: invisible characters, and those that change the direction of text, are escaped.

/// The text in one line, without characters that hide or reorder others.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.trim_end_matches('\n').chars() {
        match c {
            '\n' => shown.push_str(" ⏎ "),
            c if is_hidden(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// Whether a character is a control, has no width or sets a direction.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether an address may be the target of a link.
#[must_use]
pub fn is_link(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(visible("客户\u{202e}abc\u{1b}[31m\nnext\n"), "客户\\u{202e}abc\\u{1b}[31m ⏎ next");
    }
}
