//! Characters that a reader cannot see.

/// Describes the problem with a name that contains an invisible character.
pub(crate) fn unseen(name: &str) -> Option<String> {
    let c = name.chars().find(|c| is_unseen(*c))?;
    let name: String = name.chars().filter(|c| !is_unseen(*c)).collect();
    Some(format!("`{name}` contains the invisible character U+{:04X}", u32::from(c)))
}

/// The help for it.
pub(super) const UNSEEN_HELP: &str = "type the name again: invisible characters come along when a text is copied";

/// Whether a character is invisible, so that two names that differ in it look the same.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}
