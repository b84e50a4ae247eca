//! Values and words in messages.

use super::node::{Kind, Node};

/// Describes a value.
pub(crate) fn describe(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "nothing".to_owned(),
        Kind::Bool(value) => format!("`{value}`"),
        Kind::Int(value) => format!("the number {value}"),
        Kind::Float(value) => format!("the number {value}"),
        Kind::Text(text) if text.chars().count() > 40 => "a text".to_owned(),
        Kind::Text(text) if looks_like_another_type(text) => format!("the text `{text}`"),
        Kind::Text(text) => format!("`{text}`"),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a map".to_owned(),
    }
}

/// The message about a name that generated code uses.
pub(crate) fn reserved(name: &str) -> String {
    format!("`{name}` is reserved for generated code")
}

/// Words in backticks, separated by commas.
pub(crate) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Whether a text would have another type without its quotes.
fn looks_like_another_type(text: &str) -> bool {
    matches!(text, "true" | "false" | "null" | "~" | "") || text.parse::<f64>().is_ok()
}
