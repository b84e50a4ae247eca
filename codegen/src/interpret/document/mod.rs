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
//! A number that no `f64` can hold is kept as its digits; see [`Document`]. Objects and arrays that are nested deeper than any
//! reader goes are checked, but their contents are dropped.

mod string;

use std::{collections::BTreeMap, fmt};

use serde_json::{Map, Number, Value};

use super::run::{Class, Finding, MAX_DEPTH, push};

/// A JSON text that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The value. A number beyond the range of an `f64` is the greatest or the least one in it.
    pub value: Value,
    /// The findings in the text itself.
    pub findings: Vec<Finding>,
    /// The numbers beyond the range of an `f64`, by JSON pointer.
    pub(super) beyond: BTreeMap<String, String>,
}

impl From<&Value> for Document {
    fn from(value: &Value) -> Self {
        Self { value: value.clone(), ..Self::default() }
    }
}

/// The reason why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// The place: a JSON pointer (RFC 6901); empty for the document itself.
    pub pointer: String,
    /// The problem.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        write!(f, "{place}: not JSON: {} (line {}, column {})", self.message, self.line, self.column)
    }
}

impl std::error::Error for NotJson {}

/// Reads a JSON text.
///
/// # Errors
/// The text is not JSON, even with the tolerance above.
pub fn read(text: &[u8]) -> Result<Document, NotJson> {
    let start = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut reader = Reader { text, at: start, open: Vec::new(), found: Document::default() };
    if start > 0 {
        reader.add("byte_order_mark", "expected no byte order mark, which JSON does not allow".to_owned());
    }
    reader.document()?;
    Ok(reader.found)
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

type Outcome<T> = Result<T, NotJson>;

/// An object or an array whose end was not read yet.
enum Open {
    List(Vec<Value>),
    /// The members, and the name of the one whose value is read.
    Object(Map<String, Value>, Option<String>),
}

/// What follows a value.
enum After {
    /// Another value, of the same object or array.
    Value,
    /// The end of the object or array, which is this value.
    End(Value),
    /// Nothing: it is the document.
    Document(Value),
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    /// Objects and arrays around the current place: a stack of its own, because the nesting of texts has no limit.
    open: Vec<Open>,
    found: Document,
}

impl Reader<'_> {
    fn document(&mut self) -> Outcome<()> {
        loop {
            let Some(mut value) = self.start()? else { continue };
            loop {
                value = match self.finish(value)? {
                    After::Value => break,
                    After::End(outer) => outer,
                    After::Document(document) => {
                        self.found.value = document;
                        return if self.peek().is_none() {
                            Ok(())
                        } else {
                            self.refuse("expected the end of the text")
                        };
                    }
                };
            }
        }
    }

    /// Reads a value; of an object or an array that is not empty, only the beginning.
    fn start(&mut self) -> Outcome<Option<Value>> {
        let value = match self.peek() {
            Some(b'{') => {
                self.at += 1;
                if !self.take(b'}') {
                    self.open.push(Open::Object(Map::new(), None));
                    self.name()?;
                    return Ok(None);
                }
                Value::Object(Map::new())
            }
            Some(b'[') => {
                self.at += 1;
                if !self.take(b']') {
                    self.open.push(Open::List(Vec::new()));
                    return Ok(None);
                }
                Value::Array(Vec::new())
            }
            Some(b'"') => {
                let (text, oddities) = self.string()?;
                self.report(oddities);
                Value::String(text)
            }
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(Some(value))
    }

    /// Adds a value to the object or array around it.
    fn finish(&mut self, value: Value) -> Outcome<After> {
        if matches!(self.open.last(), Some(Open::Object(members, Some(name))) if members.contains_key(name)) {
            let message = "expected one member of this name, found several; the last one counts";
            self.add("duplicate_member", message.to_owned());
        }
        let Some(open) = self.open.last_mut() else { return Ok(After::Document(value)) };
        let end = match open {
            Open::List(values) => {
                values.push(value);
                b']'
            }
            Open::Object(members, name) => {
                members.insert(name.take().unwrap_or_default(), value);
                b'}'
            }
        };
        if self.take(b',') {
            if end == b'}' {
                self.name()?;
            }
            return Ok(After::Value);
        }
        if !self.take(end) {
            return self.refuse(&format!("expected `,` or `{}`", char::from(end)));
        }
        let is_deep = self.open.len() > MAX_DEPTH;
        Ok(After::End(match self.open.pop() {
            Some(Open::List(values)) => Value::Array(if is_deep { Vec::new() } else { values }),
            Some(Open::Object(members, _)) => Value::Object(if is_deep { Map::new() } else { members }),
            None => Value::Null,
        }))
    }

    /// Reads the name of the next member.
    fn name(&mut self) -> Outcome<()> {
        if self.peek() != Some(b'"') {
            return self.refuse("expected the name of a member");
        }
        let (text, oddities) = self.string()?;
        if let Some(Open::Object(_, name)) = self.open.last_mut() {
            *name = Some(text);
        }
        self.report(oddities);
        if self.take(b':') { Ok(()) } else { self.refuse("expected `:`") }
    }

    fn word(&mut self) -> Outcome<Value> {
        let words = [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
        for (word, value) in words {
            if self.text[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.refuse("expected a value")
    }

    fn number(&mut self) -> Outcome<Number> {
        let start = self.at;
        self.at += usize::from(self.text[start] == b'-');
        let first = self.text.get(self.at).copied();
        let whole = self.digits()?;
        if first == Some(b'0') && whole > 1 {
            self.at -= whole - 1;
            return self.refuse("expected no digit after a leading zero");
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.text.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.text.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        let digits = String::from_utf8_lossy(&self.text[start..self.at]).into_owned();
        if let Ok(number) = digits.parse() {
            return Ok(number);
        }
        let nearest = if digits.starts_with('-') { f64::MIN } else { f64::MAX };
        let pointer = self.pointer();
        self.found.beyond.insert(pointer, digits);
        Number::from_f64(nearest).map_or_else(|| self.refuse("expected a number"), Ok)
    }

    /// Skips digits, of which there must be one; returns how many there are.
    fn digits(&mut self) -> Outcome<usize> {
        let count = self.text[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count > 0 { Ok(count) } else { self.refuse("expected a digit") }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    /// The current place as a JSON pointer.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for open in &self.open {
            match open {
                Open::List(values) => push(&mut pointer, &values.len().to_string()),
                Open::Object(_, Some(name)) => push(&mut pointer, name),
                Open::Object(_, None) => {}
            }
        }
        pointer
    }

    fn add(&mut self, rule: &'static str, message: String) {
        let pointer = self.pointer();
        self.found.findings.push(Finding { pointer, class: Class::Deviation, rule, message });
    }

    fn refuse<T>(&self, problem: &str) -> Outcome<T> {
        let before = &self.text[..self.at.min(self.text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let message = match self.at >= self.text.len() {
            true => format!("{problem}, found the end of the text"),
            false => problem.to_owned(),
        };
        Err(NotJson {
            pointer: self.pointer(),
            message,
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: before.len() - line_start + 1,
        })
    }
}
