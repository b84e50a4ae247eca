//! JSON texts within strings.

use serde::de::{Error, Expected, Unexpected};

use super::value::{Need, Wire, unexpected};
use crate::{mend::mend, quick::Quick};

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
    let found = Unexpected::Str(string);
    let text = string.trim();
    if text.is_empty() {
        return need.empty(found, expected);
    }
    if need == Need::Optional
        && text.starts_with(bracket)
        && let Some(value) = read(text)
    {
        return Ok(Some(value));
    }
    Err(unexpected(found, expected))
}

/// Reads a JSON text, mended if necessary.
#[inline(never)]
fn read<T: Wire>(text: &str) -> Option<T> {
    read_as_it_is(text).or_else(|| read_as_it_is(std::str::from_utf8(mend(text.as_bytes())?.text()).ok()?))
}

fn read_as_it_is<T: Wire>(text: &str) -> Option<T> {
    let mut quick = Quick::within_string(text);
    let value = T::read_as(&mut quick, Need::Required).ok()?;
    quick.end().ok().and(value)
}
