//! Reads JSON texts. Errors contain their place.

use std::{cell::OnceCell, error::Error, fmt};

use serde::{Deserialize, de::IgnoredAny};
use serde_path_to_error::{Path, Segment};

#[cfg(feature = "client")]
use crate::hidden::Hidden;
use crate::{
    excerpt::{Harmless, excerpt},
    quick::{GaveUp, Quick},
    repair::{Repaired, repair},
    validate::push_member,
};

/// The error for a JSON document that does not match the docs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pointer: String,
    message: String,
    position: Option<(usize, usize)>,
}

impl DecodeError {
    /// The place of the error: a JSON pointer (RFC 6901) into the document. It is empty for the document itself.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The problem: "expected …, found …", the names of missing members, or a JSON syntax error.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line and column of the error, 1-based; `None` if the document was not one JSON text.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }

    /// An error in a member that is not part of a JSON text: a query parameter or a header.
    pub(crate) fn in_member(name: &str, error: &serde_json::Error) -> Self {
        let mut pointer = String::new();
        push_member(&mut pointer, name);
        Self { pointer, ..Self::in_document(error) }
    }

    /// An error in a document that is not one JSON text, such as the parameters of a GET request.
    pub(crate) fn in_document(error: &serde_json::Error) -> Self {
        Self { pointer: String::new(), message: expected_first(&error.to_string()), position: None }
    }

    /// Removes secrets.
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
        match in_kept(message) {
            // The position is that of the object's end.
            Some((below, message)) => {
                Self { pointer: pointer(path) + &below, message: message.to_owned(), position: None }
            }
            None => Self { pointer: pointer(path), message: expected_first(message), position },
        }
    }
}

/// The error of an object for an error in its member, which was kept as JSON and read after the object's end.
#[cold]
pub(crate) fn in_kept_member<E: serde::de::Error>(name: &str, error: &DecodeError) -> E {
    let mut pointer = String::new();
    push_member(&mut pointer, name);
    E::custom(format_args!("{}{}", serde_json::Value::String(pointer + &error.pointer), error.message))
}

/// Splits a message of [`in_kept_member`] into the pointer, which is in quotes, and the member's own message.
fn in_kept(message: &str) -> Option<(String, &str)> {
    let mut strings = serde_json::Deserializer::from_str(message).into_iter::<String>();
    let pointer = strings.next()?.ok()?;
    Some((pointer, &message[strings.byte_offset()..]))
}

/// Turns serde's "invalid type: …, expected …" around: what was expected is more useful.
fn expected_first(message: &str) -> String {
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
        write!(f, "{}: {}", Harmless(place), Harmless(&self.message))?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl Error for DecodeError {}

/// Reads a JSON text; see [`Received::decode`].
pub(crate) fn decode<T>(
    json: &[u8],
    read: impl for<'de> Fn(Reader<'_, 'de>) -> Result<T, serde_json::Error>,
) -> Result<T, DecodeError> {
    Received::new(json).decode(read)
}

/// A JSON text as it was received. If it cannot be read, it is repaired once.
pub(crate) struct Received<'t> {
    text: &'t [u8],
    repaired: OnceCell<Option<Repaired>>,
}

impl<'t> Received<'t> {
    /// Removes the byte order mark, which some vendors send and JSON does not allow.
    pub(crate) fn new(json: &'t [u8]) -> Self {
        Self { text: json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json), repaired: OnceCell::new() }
    }

    /// Reads the text with the fast reader. If that fails, repairs the text and reads it again; and if that fails, too, reads
    /// it with a slower reader, which knows the place of the error.
    pub(crate) fn decode<T>(
        &self,
        read: impl for<'de> Fn(Reader<'_, 'de>) -> Result<T, serde_json::Error>,
    ) -> Result<T, DecodeError> {
        let mut text = self.text;
        if let Some(value) = quick(text, &read) {
            return Ok(value);
        }
        if let Some(repaired) = self.repaired() {
            text = repaired.text();
            if let Some(value) = quick(text, &read) {
                return Ok(value);
            }
        }
        let mut plain = serde_json::Deserializer::from_slice(text);
        let mut track = serde_path_to_error::Track::new();
        let tracked = read(Reader::Tracked(serde_path_to_error::Deserializer::new(&mut plain, &mut track)));
        tracked.and_then(|value| plain.end().map(|()| value)).map_err(|error| self.located(&track.path(), &error))
    }

    /// Reads the text, repaired if necessary; errors are not shown.
    pub(crate) fn glance<T>(
        &self,
        read: impl for<'de> Fn(&mut Plain<'de>) -> Result<T, serde_json::Error>,
    ) -> Option<T> {
        let once = |text| {
            let mut plain = serde_json::Deserializer::from_slice(text);
            let value = read(&mut plain)?;
            plain.end().map(|()| value)
        };
        once(self.text).ok().or_else(|| once(self.repaired()?.text()).ok())
    }

    /// Whether the text is JSON, repaired if necessary.
    pub(crate) fn is_json(&self) -> bool {
        self.glance(|json| IgnoredAny::deserialize(json)).is_some()
    }

    fn repaired(&self) -> Option<&Repaired> {
        self.repaired.get_or_init(|| repair(self.text)).as_ref()
    }

    /// The error, with its place in the text that was received.
    fn located(&self, path: &Path, error: &serde_json::Error) -> DecodeError {
        let located = DecodeError::located(path, error);
        let position = located.position.map(|position| match self.repaired() {
            Some(repaired) => position_of(self.text, repaired.origin(offset_of(repaired.text(), position))),
            None => position,
        });
        DecodeError { position, ..located }
    }
}

/// Reads a text with the fast reader.
fn quick<'de, T>(text: &'de [u8], read: impl Fn(Reader<'_, 'de>) -> Result<T, serde_json::Error>) -> Option<T> {
    let mut quick = Quick::new(simdutf8::basic::from_utf8(text).ok()?);
    let value = read(Reader::Quick(&mut quick)).ok()?;
    quick.end().ok().map(|()| value)
}

/// The number of bytes before a position, which counts lines from 1, and in a line the bytes that were read.
fn offset_of(text: &[u8], (line, column): (usize, usize)) -> usize {
    let before = text.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1));
    before.map(<[u8]>::len).sum::<usize>() + column
}

/// The position after this number of bytes.
fn position_of(text: &[u8], offset: usize) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    (before.iter().filter(|byte| **byte == b'\n').count() + 1, before.len() - start)
}

pub(crate) type Plain<'de> = serde_json::Deserializer<serde_json::de::SliceRead<'de>>;

/// The error of the fast reader. It is not shown, because the text is read again.
#[cold]
pub(crate) fn gave_up(_: GaveUp) -> serde_json::Error {
    serde::de::Error::custom("")
}

/// One of the two readers.
pub(crate) enum Reader<'a, 'de> {
    Quick(&'a mut Quick<'de>),
    Tracked(serde_path_to_error::Deserializer<'a, 'a, &'a mut Plain<'de>>),
}

/// Runs an expression with either reader: it is compiled once for each of their types.
macro_rules! read_with {
    ($reader:expr, |$from:ident| $read:expr) => {
        match $reader {
            $crate::decode::Reader::Quick($from) => $read.map_err($crate::decode::gave_up),
            $crate::decode::Reader::Tracked($from) => $read,
        }
    };
}
pub(crate) use read_with;
