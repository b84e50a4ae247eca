//! Reads JSON texts. Errors contain their place.

use std::{cell::OnceCell, error::Error, fmt};

use serde::{Deserialize, de::IgnoredAny};

#[cfg(feature = "client")]
use crate::hidden::Hidden;
use crate::{
    excerpt::{Harmless, excerpt},
    reader::{Problem, ReadError, Reader, Step},
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
    pub(crate) fn in_member(name: &str, message: &str) -> Self {
        let mut pointer = String::new();
        push_member(&mut pointer, name);
        Self { pointer, ..Self::in_document(message) }
    }

    /// An error in a document that is not one JSON text, such as a form.
    pub(crate) fn in_document(message: &str) -> Self {
        Self { pointer: String::new(), message: message.to_owned(), position: None }
    }

    /// An error in a text that was made of a document, such as the parameters of a GET request. Its positions mean nothing.
    pub(crate) fn in_made_text(error: &ReadError) -> Self {
        Self { pointer: pointer(error.path()), ..Self::in_document(&expected_first(&error.to_string())) }
    }

    /// Removes secrets.
    #[cfg(feature = "client")]
    pub(crate) fn hide(&mut self, secrets: &Hidden) {
        secrets.hide(&mut self.pointer);
        secrets.hide(&mut self.message);
    }

    /// The error of the reader of this text.
    fn of_reader(text: &[u8], error: &ReadError) -> Self {
        let pointer = pointer(error.path());
        match error.problem() {
            Problem::Syntax(message) => match serde_json::from_slice::<IgnoredAny>(text) {
                Err(error) => Self::in_text(pointer, &error),
                Ok(IgnoredAny) => {
                    Self { pointer, message: (*message).to_owned(), position: Some(position_of(text, error.place())) }
                }
            },
            Problem::Value(message) => match in_kept(message) {
                // The place is the object's end.
                Some((below, message)) => {
                    Self { pointer: pointer + &below, message: message.to_owned(), position: None }
                }
                None => {
                    Self { pointer, message: expected_first(message), position: Some(position_of(text, error.place())) }
                }
            },
        }
    }

    /// A syntax error of `serde_json`.
    fn in_text(pointer: String, error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let message = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
        Self { pointer, message: message.to_owned(), position: (line > 0).then_some((line, column)) }
    }
}

/// The error of an object for an error in its member, which was kept as JSON and read after the object's end.
#[cold]
pub(crate) fn in_kept_member<E: serde::de::Error>(name: &str, error: &DecodeError) -> E {
    let mut pointer = String::new();
    push_member(&mut pointer, name);
    E::custom(format_args!("{}{}", serde_json::Value::String(pointer + &error.pointer), error.message))
}

/// The same for an object of kept members.
pub(crate) fn in_kept_members<E: serde::de::Error>(error: &DecodeError) -> E {
    E::custom(format_args!("{}{}", serde_json::Value::String(error.pointer.clone()), error.message))
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

fn pointer<'a>(path: impl Iterator<Item = &'a Step>) -> String {
    let mut pointer = String::new();
    for step in path {
        match step {
            Step::Element(index) => push_member(&mut pointer, &index.to_string()),
            Step::Member(name) => push_member(&mut pointer, name),
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
    read: impl for<'de> Fn(&mut Reader<'de>) -> Result<T, ReadError>,
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

    /// Reads the text. If that fails, repairs the text and reads it again.
    pub(crate) fn decode<T>(
        &self,
        read: impl for<'de> Fn(&mut Reader<'de>) -> Result<T, ReadError>,
    ) -> Result<T, DecodeError> {
        let mut value = None;
        self.decode_into(&mut |reader| read(reader).map(|read| value = Some(read)))?;
        value.ok_or_else(|| DecodeError::in_document("expected a value, found none"))
    }

    /// Reads the text, or the repaired one, with a function that keeps what it has read. It is compiled once.
    fn decode_into(
        &self,
        read: &mut dyn for<'de> FnMut(&mut Reader<'de>) -> Result<(), ReadError>,
    ) -> Result<(), DecodeError> {
        let Err(error) = read_all(self.text, read) else { return Ok(()) };
        match self.repaired() {
            None => Err(DecodeError::of_reader(self.text, &error)),
            Some(repaired) => read_all(repaired.text(), read).map_err(|error| self.located(repaired, &error)),
        }
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

    /// The error in the repaired text, with its place in the text that was received.
    fn located(&self, repaired: &Repaired, error: &ReadError) -> DecodeError {
        let located = DecodeError::of_reader(repaired.text(), error);
        let origin = |position| repaired.origin(offset_of(repaired.text(), position));
        let position = located.position.map(|position| position_of(self.text, origin(position)));
        DecodeError { position, ..located }
    }
}

/// Reads all of a text. If it is not UTF-8, it is read to the first byte that is not.
fn read_all(
    text: &[u8],
    read: &mut dyn for<'de> FnMut(&mut Reader<'de>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let (valid, is_valid) = match simdutf8::basic::from_utf8(text) {
        Ok(text) => (text, true),
        Err(_) => (text.utf8_chunks().next().map_or("", |chunk| chunk.valid()), false),
    };
    let mut reader = Reader::new(valid);
    match read(&mut reader).and_then(|()| reader.end()) {
        Ok(()) if !is_valid => Err(ReadError::syntax()),
        read => read.map_err(|error| error.at(reader.place())),
    }
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
