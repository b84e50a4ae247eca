//! Writes JSON with indentation, as serde_json does.
//!
//! serde_json's generic serializers would be most of what emitting a description takes without optimisation.

use facts::text::push_json;
use serde_json::Value;

use super::json::{Json, Members};

/// The text of JSON, value by value. What is written of an object need not exist before.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

/// Writes the members of an object, or the elements of a list.
pub(super) struct Entries<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
}

impl Entries<'_> {
    /// Writes a member.
    pub(super) fn member(&mut self, key: &str, value: impl FnOnce(&mut Writer)) {
        self.begin();
        push_json(&mut self.writer.text, key);
        self.writer.text.push_str(": ");
        value(self.writer);
    }

    /// Writes a member of which the value exists.
    pub(super) fn json(&mut self, key: &str, value: &Json<'_>) {
        self.member(key, |writer| writer.json(value));
    }

    /// Writes a member that is an object.
    pub(super) fn members(&mut self, key: &str, members: &Members<'_>) {
        self.member(key, |writer| writer.members(members));
    }

    fn begin(&mut self) {
        self.writer.text.push_str(if self.is_empty { "\n" } else { ",\n" });
        self.writer.indent();
        self.is_empty = false;
    }
}

impl Writer {
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Writes an object.
    pub(super) fn object(&mut self, members: impl FnOnce(&mut Entries<'_>)) {
        self.entries(["{", "}"], members);
    }

    fn list<T>(&mut self, elements: &[T], write: impl Fn(&mut Self, &T)) {
        self.entries(["[", "]"], |list| {
            for element in elements {
                list.begin();
                write(list.writer, element);
            }
        });
    }

    fn entries(&mut self, [open, close]: [&str; 2], write: impl FnOnce(&mut Entries<'_>)) {
        self.text.push_str(open);
        self.depth += 1;
        let mut entries = Entries { writer: self, is_empty: true };
        write(&mut entries);
        let is_empty = entries.is_empty;
        self.depth -= 1;
        if !is_empty {
            self.text.push('\n');
            self.indent();
        }
        self.text.push_str(close);
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("                ", self.depth / 8));
        self.text.push_str(&"                "[..self.depth % 8 * 2]);
    }

    fn members(&mut self, members: &Members<'_>) {
        self.object(|object| {
            for (key, value) in members.iter() {
                object.json(key, value);
            }
        });
    }

    pub(super) fn json(&mut self, json: &Json<'_>) {
        match json {
            Json::Text(text) => push_json(&mut self.text, text),
            Json::Value(value) => self.value(value),
            Json::List(elements) => self.list(elements, Self::json),
            Json::Object(members) => self.members(members),
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => push_json(&mut self.text, text),
            Value::Array(elements) => self.list(elements, Self::value),
            Value::Object(members) => self.object(|object| {
                for (key, value) in members {
                    object.member(key, |writer| writer.value(value));
                }
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.text.push_str(&value.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_written_as_serde_json_writes_it() {
        let texts: String = (0..0x300).filter_map(char::from_u32).chain(['例', '\u{2028}', '\u{1f600}']).collect();
        let value = json!({
            "a": [], "b": {}, "c": [[], {}, [{}]], "d": [1, -1.5, 1e300, u64::MAX, null, true], "": { "e\n": texts }
        });
        let mut writer = Writer::default();
        writer.json(&Json::from(&value));
        assert_eq!(Some(writer.finish()), serde_json::to_string_pretty(&value).ok());
        let members =
            Members::new().with("z", "a").with("a", Members::new()).with("b", [Members::new().with("c", true)]);
        let mut writer = Writer::default();
        writer.object(|object| object.members("members", &members));
        let written = "{\n  \"members\": {\n    \"z\": \"a\",\n    \"a\": {},\n    \"b\": [\n      {\n        \"c\": true\n      }\n    ]\n  }\n}";
        assert_eq!(writer.finish(), written);
    }
}
