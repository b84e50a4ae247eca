//! JSON as text, laid out as serde_json does. Parts are written when they are made, and need not be in memory together.

use serde_json::Value;

/// Writes one value.
pub(super) struct Writer {
    out: String,
    /// A line break and the indentation of the next line.
    indentation: String,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { out: String::new(), indentation: "\n".to_owned() }
    }

    /// Writes an object, whose members `write` adds.
    pub(super) fn object(&mut self, write: impl FnOnce(&mut Object<'_>)) {
        self.within('{', '}', |to| {
            let mut object = Object { to, is_empty: true };
            write(&mut object);
            object.is_empty
        });
    }

    /// Writes a list, whose elements `write` writes.
    pub(super) fn list<T>(&mut self, elements: &[T], write: impl Fn(&mut Self, &T)) {
        self.within('[', ']', |to| {
            for (at, element) in elements.iter().enumerate() {
                to.line(at == 0);
                write(to, element);
            }
            elements.is_empty()
        });
    }

    /// Writes a string.
    pub(super) fn text(&mut self, text: &str) {
        self.out.push('"');
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            self.out.push_str(&rest[..at]);
            match rest.as_bytes()[at] {
                b'"' => self.out.push_str("\\\""),
                b'\\' => self.out.push_str("\\\\"),
                b'\n' => self.out.push_str("\\n"),
                b'\r' => self.out.push_str("\\r"),
                b'\t' => self.out.push_str("\\t"),
                0x8 => self.out.push_str("\\b"),
                0xc => self.out.push_str("\\f"),
                byte => self.out.push_str(&format!("\\u{byte:04x}")),
            }
            rest = &rest[at + 1..];
        }
        self.out.push_str(rest);
        self.out.push('"');
    }

    /// Writes any value.
    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Object(members) => self.object(|object| {
                members.iter().for_each(|(key, value)| object.member(key, |to| to.value(value)));
            }),
            Value::Array(elements) => self.list(elements, Self::value),
            Value::String(text) => self.text(text),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.out.push_str(&value.to_string()),
        }
    }

    /// The text, which ends with a line break.
    pub(super) fn into_text(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    /// Writes brackets around what `write` writes. It returns whether that was nothing.
    fn within(&mut self, open: char, close: char, write: impl FnOnce(&mut Self) -> bool) {
        self.out.push(open);
        let outer = self.indentation.len();
        self.indentation.push_str("  ");
        let is_empty = write(self);
        self.indentation.truncate(outer);
        if !is_empty {
            self.out.push_str(&self.indentation);
        }
        self.out.push(close);
    }

    /// Starts the line of a member or an element.
    fn line(&mut self, is_first: bool) {
        if !is_first {
            self.out.push(',');
        }
        self.out.push_str(&self.indentation);
    }
}

/// An object that is being written.
pub(super) struct Object<'w> {
    to: &'w mut Writer,
    is_empty: bool,
}

impl Object<'_> {
    /// Writes a member, whose value `write` writes.
    pub(super) fn member(&mut self, key: &str, write: impl FnOnce(&mut Writer)) {
        self.to.line(self.is_empty);
        self.is_empty = false;
        self.to.text(key);
        self.to.out.push_str(": ");
        write(self.to);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_written_as_serde_json_does() {
        let value = json!({
            "a": [], "b": {}, "c": [1, -2.50, true, null, "客户 \"x\"\n\r\u{8}\u{c}\u{7f}\u{1}\\"],
            "d": { "e\t": { "f": [[0], [{}]] } },
        });
        let mut writer = Writer::new();
        writer.value(&value);
        assert_eq!(writer.into_text(), format!("{value:#}\n"));
    }
}
