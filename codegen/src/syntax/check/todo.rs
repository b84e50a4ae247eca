//! What a person must still decide: a draft has `TODO` there.

/// Whether a text is `TODO`, or begins with that word.
pub(super) fn is_todo(text: &str) -> bool {
    text.strip_prefix("TODO").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// What is to be decided, if the draft says it.
pub(super) fn what(text: &str) -> String {
    let what = text.trim_start_matches("TODO").trim_start_matches([':', ' ']).trim();
    if what.is_empty() { String::new() } else { format!(": {what}") }
}
