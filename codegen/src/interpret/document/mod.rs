//! Reads JSON texts as replies come: tolerant of what costs nothing but itself, and with a finding for it.
//!
//! | in the text | is read as | finding |
//! |---|---|---|
//! | a byte order mark at the start | nothing | `byte_order_mark` |
//! | within a string, a control character | itself | `character` |
//! | within a string, bytes that are not UTF-8, or half an escaped surrogate pair | U+FFFD | `character` |
//! | within a string, an escape that JSON does not have | its characters | `character` |
//! | several members of one name | the last one | `duplicate_member` |
//!
//! Of several members of one name, generated code requires the others to be readable, too, which is not checked here.
//! A number that no `f64` can hold is kept as its digits; see [`Document`]. Objects and arrays that are nested deeper than any
//! reader goes are checked, but their contents are dropped.

mod reader;
mod string;
mod value;

use reader::Reader;

pub use reader::{Document, NotJson};

/// Reads a JSON text.
///
/// # Errors
/// The text is not JSON, even with the tolerance above.
pub fn read(text: &[u8]) -> Result<Document, NotJson> {
    let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut reader = Reader { at: start, ..Reader::new(text) };
    if start > 0 {
        reader.add("byte_order_mark", "expected no byte order mark, which JSON does not allow".to_owned());
    }
    reader.document()?;
    Ok(reader.found)
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
