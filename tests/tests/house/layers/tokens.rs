//! The tokens of a Rust file with their lines, without comments, lifetimes and the contents of literals.
//!
//! `syn` and `proc-macro2` know lines only with a feature that would build both a second time for the whole workspace.

/// A token and the line that it starts on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'s> {
    /// An identifier, `::`, a single punctuation character, a string with its quotes, or `"` for any other literal.
    pub(crate) text: &'s str,
    /// 1-based.
    pub(crate) line: usize,
}

impl Token<'_> {
    /// Whether this is an identifier or a keyword.
    pub(crate) fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// Splits a file into tokens.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let (length, text) = match first {
            _ if first.is_whitespace() => (first.len_utf8(), None),
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => (block_comment(rest), None),
            '"' => (string(rest), Some(&rest[..string(rest)])),
            '\'' => quote(rest),
            ':' if rest.starts_with("::") => (2, Some("::")),
            _ if is_word(first) => word(rest),
            _ => (first.len_utf8(), Some(&rest[..first.len_utf8()])),
        };
        tokens.extend(text.map(|text| Token { text, line }));
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a comment that may contain others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of a string literal with escapes.
fn string(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

/// A character literal, or a lifetime, which is left out.
fn quote(text: &str) -> (usize, Option<&str>) {
    let mut chars = text[1..].chars();
    let first = chars.next().unwrap_or_default();
    if first == '\\' {
        let end = text[3..].find('\'').map_or(text.len(), |end| end + 4);
        return (end, Some("\""));
    }
    if chars.next() == Some('\'') {
        return (first.len_utf8() + 2, Some("\""));
    }
    (1 + text[1..].find(|c| !is_word(c)).unwrap_or(text.len() - 1), None)
}

/// A word, a number, or a literal with a prefix.
fn word(text: &str) -> (usize, Option<&str>) {
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    match word {
        "r" | "br" | "cr" if rest[hashes..].starts_with('"') => {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = end + hashes + 1;
            (text[body..].find(&close).map_or(text.len(), |at| body + at + close.len()), Some("\""))
        }
        "b" | "c" if rest.starts_with('"') => (end + string(rest), Some("\"")),
        "b" if rest.starts_with('\'') => (end + quote(rest).0, Some("\"")),
        "r" if hashes == 1 => {
            let name = &rest[1..];
            let length = name.find(|c| !is_word(c)).unwrap_or(name.len());
            (end + 1 + length, Some(&name[..length]))
        }
        _ if word.starts_with(|c: char| c.is_ascii_digit()) => (end, Some("\"")),
        _ => (end, Some(word)),
    }
}
