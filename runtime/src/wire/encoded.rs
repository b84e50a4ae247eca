//! JSON texts within strings.

use serde::de::{Error, Expected, Unexpected};

use super::value::{Need, Wire, unexpected};
use crate::{reader::Reader, repair::repair};

/// Reads a string in place of a list or an object, whose JSON text begins with `bracket`. An empty string counts as empty.
///
/// # Errors
/// The value is required, or the string is another text.
#[cold]
pub(crate) fn encoded<T: Wire, E: Error>(
    string: &str,
    bracket: char,
    need: Need,
    expected: &dyn Expected,
) -> Result<Option<T>, E> {
    let text = string.trim();
    if text.is_empty() {
        return need.empty(Unexpected::Str(string), expected);
    }
    let mut value = None;
    if need.is_lenient() && text.starts_with(bracket) {
        as_it_is_or_repaired(text, &mut |text| {
            value = read(text);
            value.is_some()
        });
    }
    value.map(Some).ok_or_else(|| unexpected(Unexpected::Str(string), expected))
}

/// Tries a text and, if that fails, the repaired text.
fn as_it_is_or_repaired(text: &str, read: &mut dyn FnMut(&str) -> bool) {
    if !read(text)
        && let Some(repaired) = repair(text.as_bytes())
        && let Ok(repaired) = std::str::from_utf8(repaired.text())
    {
        read(repaired);
    }
}

fn read<T: Wire>(text: &str) -> Option<T> {
    let mut reader = Reader::within_string(text);
    let value = T::read_as(&mut reader, Need::Required).ok()?;
    reader.end().ok().and(value)
}
