//! Texts as string literals.

/// A string literal. Invisible characters are escaped.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_usual(c) => out.push(c),
            c => out.extend(c.escape_debug()),
        }
    }
    out.push('"');
    out
}

/// A raw string literal with the lines of a text, or an escaped one if it has invisible characters.
pub(super) fn raw(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    if !text.chars().all(|c| c == '\n' || is_visible(c)) {
        return literal(&text);
    }
    let mut fence = String::new();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}

/// Whether a character is one that editors show.
fn is_visible(c: char) -> bool {
    is_usual(c) || c.escape_debug().next() != Some('\\')
}

/// Most visible characters, which this finds faster than `escape_debug`.
fn is_usual(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_those_of_proc_macro2() {
        for text in ["a'b", "a\"b\\c", "客户·“x”", "\t\r\n", "a\u{200b}\u{301}\u{7f}\u{feff}", "👍🏽\u{fe0f}"]
        {
            assert_eq!(literal(text), proc_macro2::Literal::string(text).to_string());
        }
        let last = char::from_u32(0x9fff).into_iter().chain(char::from_u32(0x4e00));
        assert!(last.into_iter().all(|c| c.escape_debug().next() == Some(c)));
    }

    #[test]
    fn raw_literals_have_no_invisible_characters() {
        assert_eq!(raw("{\r\n\"客户\": \"#\"}"), "r##\"{\n\"客户\": \"#\"}\"##");
        assert_eq!(raw("a"), "r\"a\"");
        assert_eq!(raw("\ta\u{200b}\"\n"), "\"\\ta\\u{200b}\\\"\\n\"");
    }
}
