//! Writes values as YAML, with strings in every style: plain, single-quoted, double-quoted and as a block.

use serde_json::Value;

use super::random::Random;

/// A value as a YAML document.
pub(crate) fn document(value: &Value, random: &mut Random) -> String {
    let mut text = String::new();
    node(value, 0, random, &mut text);
    text
}

fn node(value: &Value, indent: usize, random: &mut Random, out: &mut String) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                begin(indent, out);
                out.push_str(&scalar(key, random));
                out.push(':');
                behind(value, indent, random, out);
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            for element in elements {
                begin(indent, out);
                out.push('-');
                behind(element, indent, random, out);
            }
        }
        // JSON is YAML.
        other => out.push_str(&format!("{other}\n")),
    }
}

fn begin(indent: usize, out: &mut String) {
    out.push_str(&"  ".repeat(indent));
}

/// Writes the value after `key:` or `-`.
fn behind(value: &Value, indent: usize, random: &mut Random, out: &mut String) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            out.push('\n');
            node(value, indent + 1, random, out);
        }
        Value::Array(elements) if !elements.is_empty() => {
            out.push('\n');
            node(value, indent + 1, random, out);
        }
        Value::String(text) if is_block(text) && random.chance(60) => {
            out.push_str(" |2-\n");
            for line in text.split('\n') {
                begin(indent + 1, out);
                out.push_str(line);
                out.push('\n');
            }
        }
        Value::String(text) => out.push_str(&format!(" {}\n", scalar(text, random))),
        other => out.push_str(&format!(" {other}\n")),
    }
}

/// Whether a text can be a literal block.
fn is_block(text: &str) -> bool {
    text.contains('\n') && !text.ends_with('\n') && !text.starts_with('\n') && !text.contains(odd)
}

/// Whether a character must be escaped.
fn odd(c: char) -> bool {
    c != '\n' && c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

fn scalar(text: &str, random: &mut Random) -> String {
    let word = |c: char| c.is_ascii_alphabetic() || c == '_';
    let plain = text.starts_with(word) && text.chars().all(|c| word(c) || c.is_ascii_digit());
    if plain && !matches!(text, "true" | "false" | "null") {
        return text.to_owned();
    }
    if !text.contains(odd) && !text.contains('\n') && random.chance(40) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let escaped: String = text.chars().map(escape).collect();
    format!("\"{escaped}\"")
}

fn escape(c: char) -> String {
    match c {
        '"' | '\\' => format!("\\{c}"),
        '\n' => "\\n".to_owned(),
        '\0' => "\\0".to_owned(),
        '\u{1b}' => "\\e".to_owned(),
        '\u{85}' => "\\N".to_owned(),
        '\u{2028}' => "\\L".to_owned(),
        c if odd(c) => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    }
}
