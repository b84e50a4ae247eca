//! Reads a map that is written on one line: `{ path: a, examples: [string], line: 3 }`.

use std::borrow::Cow;

/// The depth of nested lists.
const DEPTH: usize = 2;

/// A map on one line. Its entries are taken out by their keys, so what is left is unknown.
pub(super) struct FlowMap<'y> {
    entries: Vec<(&'y str, Value<'y>)>,
}

/// The value of an entry.
pub(super) enum Value<'y> {
    Scalar(Cow<'y, str>),
    List(Vec<Self>),
}

impl<'y> FlowMap<'y> {
    /// Reads a map; `Err` says what is wrong.
    pub(super) fn parse(text: &'y str) -> Result<Self, String> {
        let mut scanner = Scanner { rest: text };
        let mut entries: Vec<(&str, Value<'_>)> = Vec::new();
        scanner.expect("{")?;
        while !scanner.skip("}") {
            if !entries.is_empty() {
                scanner.expect(",")?;
            }
            let key = scanner.plain();
            scanner.expect(":")?;
            if entries.iter().any(|(other, _)| *other == key) {
                return Err(format!("`{key}` is given twice"));
            }
            entries.push((key, scanner.value(DEPTH)?));
        }
        match scanner.rest.trim_start() {
            "" => Ok(Self { entries }),
            rest => Err(format!("unexpected `{rest}`")),
        }
    }

    fn take(&mut self, key: &str) -> Option<Value<'y>> {
        let at = self.entries.iter().position(|(other, _)| *other == key)?;
        Some(self.entries.swap_remove(at).1)
    }

    /// The text of a key, if it is given.
    pub(super) fn text(&mut self, key: &str) -> Result<Option<String>, String> {
        self.take(key).map(|value| value.text().map_err(|error| format!("{key}: {error}"))).transpose()
    }

    /// The text of a key that must be given.
    pub(super) fn needed(&mut self, key: &str) -> Result<String, String> {
        self.text(key)?.ok_or_else(|| format!("`{key}` is missing"))
    }

    /// The number of a key that must be given.
    pub(super) fn number<N: std::str::FromStr>(&mut self, key: &str) -> Result<N, String> {
        let text = self.needed(key)?;
        text.parse().map_err(|_| format!("{key}: expected a number, found `{text}`"))
    }

    /// The elements of a list, if it is given.
    pub(super) fn list(&mut self, key: &str) -> Result<Option<Vec<Value<'y>>>, String> {
        self.take(key).map(|value| value.list().map_err(|error| format!("{key}: {error}"))).transpose()
    }

    /// The texts of a list, if it is given.
    pub(super) fn texts(&mut self, key: &str) -> Result<Option<Vec<String>>, String> {
        let texts = |list: Vec<Value<'_>>| list.into_iter().map(Value::text).collect::<Result<_, _>>();
        self.list(key)?.map(texts).transpose().map_err(|error| format!("{key}: {error}"))
    }

    /// Fails if an entry was not taken.
    pub(super) fn end(self) -> Result<(), String> {
        match self.entries.first() {
            Some((key, _)) => Err(format!("unknown key `{key}`")),
            None => Ok(()),
        }
    }
}

impl<'y> Value<'y> {
    pub(super) fn text(self) -> Result<String, String> {
        match self {
            Self::Scalar(text) => Ok(text.into_owned()),
            Self::List(_) => Err("expected a text, found a list".to_owned()),
        }
    }

    pub(super) fn list(self) -> Result<Vec<Self>, String> {
        match self {
            Self::List(elements) => Ok(elements),
            Self::Scalar(text) => Err(format!("expected a list, found `{text}`")),
        }
    }
}

struct Scanner<'y> {
    rest: &'y str,
}

impl<'y> Scanner<'y> {
    /// Skips white space, and `token` if it is next.
    fn skip(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        match self.skip(token) {
            true => Ok(()),
            false => Err(format!("expected `{token}`, found `{}`", self.rest)),
        }
    }

    /// A scalar, or a list that is nested no deeper than `depth`.
    fn value(&mut self, depth: usize) -> Result<Value<'y>, String> {
        if depth == 0 || !self.skip("[") {
            return Ok(Value::Scalar(self.scalar()?));
        }
        let mut elements = Vec::new();
        while !self.skip("]") {
            if !elements.is_empty() {
                self.expect(",")?;
            }
            elements.push(self.value(depth - 1)?);
        }
        Ok(Value::List(elements))
    }

    /// A text as [`scalar`](crate::text::scalar) writes it.
    fn scalar(&mut self) -> Result<Cow<'y, str>, String> {
        let Some(quoted) = self.rest.trim_start().strip_prefix('"') else {
            return match self.plain() {
                "" => Err(format!("expected a text, found `{}`", self.rest)),
                text => Ok(Cow::Borrowed(text)),
            };
        };
        let mut is_escaped = false;
        let ends = |byte: u8| {
            let ends = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            ends
        };
        let end = quoted.bytes().position(ends).ok_or("a quote is not closed")?;
        let (text, rest) = (&quoted[..end], &quoted[end + 1..]);
        self.rest = rest;
        if !text.contains('\\') {
            return Ok(Cow::Borrowed(text));
        }
        serde_json::from_str(&format!("\"{text}\"")).map(Cow::Owned).map_err(|error| format!("`{text}`: {error}"))
    }

    /// A text without quotes, which may be empty.
    fn plain(&mut self) -> &'y str {
        let text = self.rest.trim_start();
        let ends = |byte| matches!(byte, b',' | b':' | b'[' | b']' | b'{' | b'}' | b'"');
        let end = text.bytes().position(ends).unwrap_or(text.len());
        self.rest = &text[end..];
        text[..end].trim_end()
    }
}
