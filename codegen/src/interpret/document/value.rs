//! Values: the structure of a text.

use serde_json::{Map, Number, Value};

use super::{
    super::finding::MAX_DEPTH,
    reader::{Open, Outcome, Reader},
};

/// What follows a value.
enum After {
    /// Another value, of the same object or array.
    Value,
    /// The end of the object or array, which is this value.
    End(Value),
    /// Nothing: it is the document.
    Document(Value),
}

impl Reader<'_> {
    /// Reads the whole text.
    pub(super) fn document(&mut self) -> Outcome<()> {
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
}
