//! Cuts large files out of forms that are kept.

use super::read::parts;
use crate::file::ContentRange;

/// Cuts the file of a form after `most` bytes. A header of its part then says which part of the file it is. A form that
/// cannot be read stays as it is.
pub(crate) fn cut(body: &mut Vec<u8>, boundary: &str, file: &str, most: usize) {
    let parts = parts(body, boundary).unwrap_or_default();
    let Some(part) = parts.iter().find(|part| part.name == file && part.content.len() > most && most > 0) else {
        return;
    };
    let (at, length) = (part.at, part.content.len());
    let range = ContentRange::new(0, most as u64 - 1, Some(length as u64));
    body.drain(at + most..at + length);
    // Before the empty line that ends the headers.
    body.splice(at - 2..at - 2, format!("Content-Range: {}\r\n", range.header()).into_bytes());
    body.shrink_to_fit();
}
