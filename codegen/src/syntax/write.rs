//! Writes values as YAML.

use std::fmt;

use facts::text::scalar;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;
use yaml::is_printable;

/// Writes a value as YAML: as what serde_json writes of it, in the same order.
pub(crate) fn write(value: &impl Serialize) -> String {
    let tree = serde_json::to_string(value).and_then(|json| serde_json::from_str::<Tree>(&json));
    let mut yaml = String::new();
    match tree {
        Ok(tree) => tree.write(0, &mut yaml),
        Err(error) => panic!("the value cannot be written as YAML: {error}"),
    }
    yaml.trim_start().to_owned()
}

/// A value whose maps keep their order.
enum Tree {
    /// Neither a text nor a list or a map; as in JSON.
    Plain(String),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Tree {
    /// Writes the value behind a key or a dash.
    fn write(&self, indent: usize, yaml: &mut String) {
        match self {
            Self::Plain(json) => yaml.push_str(&format!(" {json}\n")),
            Self::Text(text) => text_of(text, indent, yaml),
            Self::List(elements) if elements.is_empty() => yaml.push_str(" []\n"),
            Self::Map(entries) if entries.is_empty() => yaml.push_str(" {}\n"),
            Self::List(elements) => {
                yaml.push('\n');
                for element in elements {
                    yaml.push_str(&format!("{:indent$}-", ""));
                    element.write_element(indent + 2, yaml);
                }
            }
            Self::Map(entries) => {
                yaml.push('\n');
                write_entries(entries, indent, indent, yaml);
            }
        }
    }

    /// Writes an element of a list behind its dash. A map begins on the same line.
    fn write_element(&self, indent: usize, yaml: &mut String) {
        match self {
            Self::Map(entries) if !entries.is_empty() => write_entries(entries, 1, indent, yaml),
            _ => self.write(indent, yaml),
        }
    }
}

/// Writes the entries of a map; the first one may have another indentation.
fn write_entries(entries: &[(String, Tree)], first: usize, indent: usize, yaml: &mut String) {
    let mut before = first;
    for (key, value) in entries {
        yaml.push_str(&format!("{:before$}{}:", "", quoted(key)));
        value.write(if let Tree::List(_) = value { indent } else { indent + 2 }, yaml);
        before = indent;
    }
}

/// Writes a text: one of several lines as a block, unless its white space would be lost.
fn text_of(text: &str, indent: usize, yaml: &mut String) {
    let fits = |c| c == '\n' || c != '\r' && is_printable(c) && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\t');
    let is_block =
        text.contains('\n') && !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace);
    if !is_block || !text.chars().all(fits) {
        return yaml.push_str(&format!(" {}\n", quoted(text)));
    }
    yaml.push_str(" |-\n");
    for line in text.split('\n') {
        let indent = if line.is_empty() { 0 } else { indent.max(2) };
        yaml.push_str(&format!("{:indent$}{line}\n", ""));
    }
}

/// A text on one line, in quotes if it needs them.
fn quoted(text: &str) -> String {
    let written = scalar(text);
    match written.chars().all(is_printable) {
        true => written,
        false => written.chars().map(escaped).collect(),
    }
}

/// A character within quotes, with an escape if YAML does not allow it.
fn escaped(c: char) -> String {
    if is_printable(c) { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Plain("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Plain(Number::from_f64(value).map_or_else(|| value.to_string(), |number| number.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element()? {
            elements.push(element);
        }
        Ok(Tree::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Map(entries))
    }
}
