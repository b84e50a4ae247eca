//! Numbers and bools within strings.

/// The content of a string in place of a number or a bool.
#[derive(Debug, PartialEq)]
pub(super) enum Spelled {
    /// An empty string, or only white space.
    Nothing,
    /// A number, or a bool as 0 or 1.
    Integer(i64),
    /// An integer beyond `i64`.
    Large(u64),
    /// Any other number.
    Float(f64),
    /// Something else.
    Words,
}

/// Reads a string in place of a number or a bool, without the white space around it.
pub(super) fn spelled(text: &str) -> Spelled {
    let text = text.trim();
    if let Ok(value) = text.parse() {
        return Spelled::Integer(value);
    }
    if let Ok(value) = text.parse() {
        return Spelled::Large(value);
    }
    match (text, text.parse::<f64>()) {
        ("", _) => Spelled::Nothing,
        ("false", _) => Spelled::Integer(0),
        ("true", _) => Spelled::Integer(1),
        // `inf` and `nan` are words, and a number beyond the range of floats has lost its value.
        (_, Ok(value)) if value.is_finite() => Spelled::Float(value),
        _ => Spelled::Words,
    }
}
