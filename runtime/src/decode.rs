//! Reads JSON texts, and says where in one an error is.

use std::{error::Error, fmt};

use serde_path_to_error::{Path, Segment};

#[cfg(feature = "client")]
use crate::hidden::Hidden;
use crate::{
    excerpt::excerpt,
    quick::{GaveUp, Quick},
    validate::push_member,
};

/// A document that cannot be read as what the docs promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pointer: String,
    message: String,
    position: Option<(usize, usize)>,
}

impl DecodeError {
    /// Where: a JSON pointer (RFC 6901) into the document; empty for the document itself.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What: "expected …, found …", the members that are missing, or what is wrong with the JSON.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line and column, 1-based, if the document is a text.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }

    /// An error in a member that no JSON text holds: a query parameter or a header.
    pub(crate) fn in_member(name: &str, error: &serde_json::Error) -> Self {
        let mut pointer = String::new();
        push_member(&mut pointer, name);
        Self { pointer, ..Self::in_document(error) }
    }

    /// An error in a document that is no JSON text as a whole.
    pub(crate) fn in_document(error: &serde_json::Error) -> Self {
        Self { pointer: String::new(), message: in_our_words(&error.to_string()), position: None }
    }

    /// Removes secrets from it.
    #[cfg(feature = "client")]
    pub(crate) fn hide(&mut self, secrets: &Hidden) {
        secrets.hide(&mut self.pointer);
        secrets.hide(&mut self.message);
    }

    fn located(path: &Path, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let position = (error.line() > 0).then(|| (error.line(), error.column()));
        let message = match position {
            Some((line, column)) => text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text),
            None => &text,
        };
        Self { pointer: pointer(path), message: in_our_words(message), position }
    }
}

/// Serde says "invalid type: found, expected …"; what was expected is the more useful half.
fn in_our_words(message: &str) -> String {
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match rest.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, expected)) => format!("expected {expected}, found {}", excerpt(found)),
        None => message.to_owned(),
    }
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => push_member(&mut pointer, &index.to_string()),
            Segment::Map { key } => push_member(&mut pointer, key),
            Segment::Enum { variant } => push_member(&mut pointer, variant),
            Segment::Unknown => {}
        }
    }
    pointer
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: {}", self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl Error for DecodeError {}

/// Reads a JSON text. A text that can be read pays nothing for the error's place: only one that cannot is read a second
/// time, by a reader that keeps track of it.
pub(crate) fn decode<'de, T>(
    json: &'de [u8],
    read: impl Fn(Reader<'_, 'de>) -> Result<T, serde_json::Error>,
) -> Result<T, DecodeError> {
    let json = without_mark(json);
    if let Ok(text) = simdutf8::basic::from_utf8(json) {
        let mut quick = Quick::new(text);
        if let Ok(value) = read(Reader::Quick(&mut quick))
            && quick.end().is_ok()
        {
            return Ok(value);
        }
    }
    let mut plain = serde_json::Deserializer::from_slice(json);
    let mut track = serde_path_to_error::Track::new();
    let tracked = read(Reader::Tracked(serde_path_to_error::Deserializer::new(&mut plain, &mut track)));
    tracked.and_then(|value| plain.end().map(|()| value)).map_err(|error| DecodeError::located(&track.path(), &error))
}

/// The reader of a text whose error is not shown.
pub(crate) fn plain(json: &[u8]) -> Plain<'_> {
    serde_json::Deserializer::from_slice(without_mark(json))
}

/// Some vendors send a byte order mark, which is not JSON.
fn without_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)
}

type Plain<'de> = serde_json::Deserializer<serde_json::de::SliceRead<'de>>;

/// An error that nobody sees: the text is read a second time.
#[cold]
pub(crate) fn gave_up(_: GaveUp) -> serde_json::Error {
    serde::de::Error::custom("")
}

/// The two ways in which a text is read.
pub(crate) enum Reader<'a, 'de> {
    Quick(&'a mut Quick<'de>),
    Tracked(serde_path_to_error::Deserializer<'a, 'a, &'a mut Plain<'de>>),
}

/// Reads a text through either reader: the body is compiled once for each.
macro_rules! read_with {
    ($reader:expr, |$from:ident| $read:expr) => {
        match $reader {
            $crate::decode::Reader::Quick($from) => $read.map_err($crate::decode::gave_up),
            $crate::decode::Reader::Tracked($from) => $read,
        }
    };
}
pub(crate) use read_with;
