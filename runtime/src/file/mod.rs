//! Files that are uploaded or downloaded.

mod content;
mod error;
mod json;
mod range;
#[cfg(test)]
#[expect(unreachable_pub, reason = "the macros emit what generated crates need")]
pub(crate) mod tests;
mod value;

pub(crate) use self::value::OCTETS;
pub use self::{content::Content, error::FileError, range::ContentRange, value::File};
