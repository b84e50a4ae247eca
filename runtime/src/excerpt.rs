//! Excerpts of texts that vendors and proxies wrote, for messages.

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
