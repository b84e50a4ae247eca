//! YAML in the layout of the schemas: what fits is on one line.

/// The greatest width of a line that is written on purpose, in characters.
const WIDTH: usize = 120;

/// What a person must decide.
pub(crate) const TODO: &str = "TODO";

/// A value in a schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A text, which gets quotes where it needs them.
    Text(String),
    /// A number, a bool, or a name that needs no quotes.
    Word(String),
    /// A map that is on one line if it fits.
    Map(Entries),
    /// A map of which each entry has a line of its own.
    Block(Entries),
    /// A list on one line.
    List(Vec<Value>),
    /// A list of which each element has a line of its own.
    Items(Vec<Value>),
}

/// The keys and values of a map, in their order.
pub(crate) type Entries = Vec<(String, Value)>;

/// A text.
pub(crate) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// A word that needs no quotes.
pub(crate) fn word(word: impl ToString) -> Value {
    Value::Word(word.to_string())
}

/// The file with these entries.
pub(crate) fn write(entries: &Entries) -> String {
    let mut out = String::new();
    for (key, value) in entries {
        if !out.is_empty() {
            out.push('\n');
        }
        entry(&mut out, key, value, 0);
    }
    out
}

/// Entries that belong somewhere in a file.
pub(crate) fn fragment(entries: &Entries) -> String {
    let mut out = String::new();
    entries.iter().for_each(|(key, value)| entry(&mut out, key, value, 0));
    out
}

fn entry(out: &mut String, key: &str, value: &Value, indent: usize) {
    let start = format!("{}{}:", " ".repeat(indent), quoted(key, false));
    let rest = match value {
        Value::Block(entries) if entries.is_empty() => " {}".to_owned(),
        Value::Block(entries) => {
            out.push_str(&start);
            out.push('\n');
            entries.iter().for_each(|(key, value)| entry(out, key, value, indent + 2));
            return;
        }
        Value::Items(elements) => {
            out.push_str(&start);
            out.push('\n');
            elements.iter().for_each(|element| item(out, element, indent + 2));
            return;
        }
        Value::Map(entries) => {
            let line = flow(value).filter(|line| width(&start) + 1 + width(line) <= WIDTH);
            let Some(line) = line else { return entry(out, key, &Value::Block(entries.clone()), indent) };
            format!(" {line}")
        }
        Value::Text(text) => format!(" {}", quoted(text, false)),
        other => format!(" {}", flow(other).unwrap_or_default()),
    };
    out.push_str(&start);
    out.push_str(&rest);
    out.push('\n');
}

/// An element of a list. The first entry of a map is beside its dash.
fn item(out: &mut String, element: &Value, indent: usize) {
    let space = " ".repeat(indent);
    match element {
        Value::Map(_) | Value::List(_) | Value::Text(_) | Value::Word(_) => {
            let line = flow(element).unwrap_or_default();
            out.push_str(&format!("{space}- {line}\n"));
        }
        Value::Block(entries) => {
            let mut block = String::new();
            entries.iter().for_each(|(key, value)| entry(&mut block, key, value, indent + 2));
            out.push_str(&format!("{space}- {}", block.trim_start()));
        }
        Value::Items(elements) => elements.iter().for_each(|element| item(out, element, indent)),
    }
}

/// The value on one line, unless something in it needs lines of its own.
fn flow(value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(text) => quoted(text, true),
        Value::Word(word) => word.clone(),
        Value::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Map(entries) => {
            let entries: Option<Vec<String>> =
                (entries.iter()).map(|(key, value)| Some(format!("{}: {}", quoted(key, true), flow(value)?))).collect();
            format!("{{ {} }}", entries?.join(", "))
        }
        Value::List(elements) => {
            let elements: Option<Vec<String>> = elements.iter().map(flow).collect();
            format!("[{}]", elements?.join(", "))
        }
        Value::Block(_) | Value::Items(_) => return None,
    })
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// A text, in quotes if YAML would read it as something else.
fn quoted(text: &str, in_flow: bool) -> String {
    let is_number = text.parse::<f64>().is_ok();
    let is_word =
        ["true", "false", "null", "yes", "no", "on", "off", "~", ""].contains(&text.to_ascii_lowercase().as_str());
    let starts_odd = text.starts_with(|c: char| "[]{},&*!|>%@`\"'#".contains(c) || c.is_whitespace())
        || ["- ", "? ", ": "].iter().any(|start| text.starts_with(start))
        || ["-", "?", ":", "=", "<<"].contains(&text);
    let has_odd = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    let ends_flow = in_flow && text.contains([',', '[', ']', '{', '}']);
    let is_date =
        text.len() >= 8 && text.chars().all(|c| c.is_ascii_digit() || "-:. TZ".contains(c)) && !text.contains('-');
    let is_control = text.chars().any(char::is_control);
    if is_number || is_word || starts_odd || has_odd || ends_flow || is_date || is_control {
        return serde_json::Value::from(text).to_string();
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_on_one_line() {
        let field = |doc: &str| {
            let limits = Value::Map(vec![("max".to_owned(), word(64))]);
            Value::Map(vec![
                ("type".to_owned(), word("string")),
                ("bytes".to_owned(), limits),
                ("doc".to_owned(), text(doc)),
            ])
        };
        let fields =
            Value::Block(vec![("short".to_owned(), field("A, b")), ("long".to_owned(), field(&"x".repeat(90)))]);
        let long = format!("  long:\n    type: string\n    bytes: {{ max: 64 }}\n    doc: {}\n", "x".repeat(90));
        let short = "body:\n  short: { type: string, bytes: { max: 64 }, doc: \"A, b\" }\n";
        assert_eq!(write(&vec![("body".to_owned(), fields)]), format!("{short}{long}"));
    }

    #[test]
    fn texts_have_quotes_where_they_need_them() {
        for (plain, in_flow) in [("a, b", "\"a, b\""), ("a:b", "a:b"), ("TODO", "TODO")] {
            assert_eq!((quoted(plain, false), quoted(plain, true)), (plain.to_owned(), in_flow.to_owned()));
        }
        for odd in ["7", "true", "No", "a: b", "a #b", "[a]", "*", "", "x:", "- a", "1e3"] {
            assert_eq!(quoted(odd, false), format!("\"{odd}\""));
        }
        assert_eq!(quoted("a\n\"b\"", false), r#""a\n\"b\"""#);
    }
}
