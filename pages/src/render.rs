//! Facts as YAML, one row on one line, so that a changed row is a changed line.

use std::fmt::Write;

use hmac_sha256::Hash;
use serde_json::Value;

use crate::{
    example::{self, Reading},
    facts::{Direction, Member, Page, Part},
    text::{Text, normalized},
};

impl Direction {
    /// The word for it: `request`, `reply` or `event`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Reply => "reply",
            Self::Event => "event",
        }
    }
}

impl Page {
    /// The facts as YAML. Sentences are not in it, only the digest of each, so that a changed one is noticed.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut yaml = String::new();
        let texts = [("title", &self.title), ("url", &self.url), ("updated", &self.updated)];
        let head = texts.into_iter().filter_map(|(key, text)| Some((key, quoted(&text.as_ref()?.text))));
        line(&mut yaml, 0, "page", &flow(head.collect()));
        yaml.push_str("parts:\n");
        self.parts.iter().for_each(|part| part.write(&mut yaml));
        if !self.values.is_empty() {
            yaml.push_str("values:\n");
        }
        for table in &self.values {
            yaml.push_str("- rows:\n");
            for (value, meaning) in &table.rows {
                item(&mut yaml, 2, &flow(vec![("value", quoted(&value.text)), ("label", quoted(&meaning.text))]));
            }
        }
        yaml
    }
}

impl Part {
    fn write(&self, yaml: &mut String) {
        let texts = [("method", &self.method), ("path", &self.path)];
        let mut head: Vec<_> =
            texts.into_iter().filter_map(|(key, text)| Some((key, quoted(&text.as_ref()?.text)))).collect();
        let query: Vec<String> = self.query.iter().map(|name| quoted(name)).collect();
        if !query.is_empty() {
            head.push(("query", format!("[{}]", query.join(", "))));
        }
        line(yaml, 0, "- part", &flow(head));
        if !self.permissions.is_empty() {
            yaml.push_str("  permissions:\n");
        }
        for (app, needs) in &self.permissions {
            item(yaml, 2, &flow(vec![("app", quoted(&app.text)), ("text", digest(needs))]));
        }
        for table in &self.tables {
            writeln!(yaml, "  {}:", table.direction.as_str()).expect("a String takes every text");
            table.rows.iter().for_each(|row| item(yaml, 2, &flow(row.facts())));
        }
        for example in &self.examples {
            writeln!(yaml, "  {} example:", example.direction.as_str()).expect("a String takes every text");
            let reading = example::read(&example.code.text);
            if let Reading::Repaired(_, repairs) = &reading {
                let repairs: Vec<String> = repairs.iter().map(|repair| quoted(repair)).collect();
                item(yaml, 2, &format!("{{ repaired: [{}] }}", repairs.join(", ")));
            }
            let mut seen = Vec::new();
            reading.value().into_iter().for_each(|value| members(value, "", &mut seen));
            seen.into_iter().for_each(|(path, ty)| item(yaml, 2, &flow(vec![("name", quoted(&path)), ("type", ty)])));
        }
    }
}

impl Member {
    fn facts(&self) -> Vec<(&'static str, String)> {
        let words = [("type", &self.type_word), ("required", &self.required_word)];
        let mut facts = vec![("name", quoted(&self.name.text))];
        facts.extend(words.into_iter().filter_map(|(key, word)| Some((key, quoted(&word.as_ref()?.text)))));
        facts.push(("text", digest(&self.description)));
        facts
    }
}

/// The members of a value, by path with dots, each with its type. The elements of a list have its path, and each path is
/// there once for each type.
fn members(value: &Value, path: &str, seen: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                let found = (path.clone(), type_of(member));
                if !seen.contains(&found) {
                    seen.push(found);
                }
                members(member, &path, seen);
            }
        }
        Value::Array(list) => list.iter().for_each(|element| members(element, path, seen)),
        _ => {}
    }
}

fn type_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Number(number) if number.is_f64() => "number".to_owned(),
        Value::Number(_) => "integer".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(list) => format!("[{}]", list.first().map(type_of).unwrap_or_default()),
        Value::Object(_) => "object".to_owned(),
    }
}

/// Eight hexadecimal digits that differ if a text does, apart from its white space and punctuation.
fn digest(text: &Text) -> String {
    let hash = Hash::hash(normalized(&text.text).as_bytes());
    let hex: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    quoted(&hex)
}

/// A text as a scalar of YAML: plain where this is clear, else as in JSON.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_./$".contains(c);
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && text.chars().all(plain);
    let is_value = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    match is_word && !is_value {
        true => text.to_owned(),
        false => Value::from(text).to_string(),
    }
}

fn flow(pairs: Vec<(&str, String)>) -> String {
    let pairs: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

fn line(yaml: &mut String, indent: usize, key: &str, value: &str) {
    writeln!(yaml, "{:indent$}{key}: {value}", "").expect("a String takes every text");
}

fn item(yaml: &mut String, indent: usize, value: &str) {
    writeln!(yaml, "{:indent$}- {value}", "").expect("a String takes every text");
}
