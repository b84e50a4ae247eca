//! Values, written as YAML in the style of people and as JSON.

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// A number, a bool or a name, written as it is.
    Bare(String),
    /// A text, quoted if necessary.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A map with its order.
    Map(Vec<(String, Tree)>),
}

/// The maximum length of a line.
const WIDTH: usize = 118;

pub(crate) fn bare(value: impl ToString) -> Tree {
    Tree::Bare(value.to_string())
}

pub(crate) fn text(value: impl Into<String>) -> Tree {
    Tree::Text(value.into())
}

/// A map with these entries.
pub(crate) fn map<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
    Tree::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

impl Tree {
    /// Writes a YAML document. Maps and lists are written in one line if they fit.
    pub(crate) fn yaml(&self) -> String {
        let mut out = String::new();
        self.block(0, &mut out);
        out
    }

    fn block(&self, indent: usize, out: &mut String) {
        let begin = " ".repeat(indent);
        match self {
            Self::Map(entries) => {
                for (at, (key, value)) in entries.iter().enumerate() {
                    if indent == 0 && at > 0 {
                        out.push('\n');
                    }
                    out.push_str(&format!("{begin}{}:", quoted(key)));
                    value.behind(indent, begin.len() + key.len() + 2, out);
                }
            }
            Self::List(elements) => {
                for element in elements {
                    let flow = element.flow();
                    if flow.len() + begin.len() + 2 <= WIDTH {
                        out.push_str(&format!("{begin}- {flow}\n"));
                    } else {
                        let mut inner = String::new();
                        element.block(indent + 2, &mut inner);
                        out.push_str(&format!("{begin}- {}", &inner[indent + 2..]));
                    }
                }
            }
            scalar => out.push_str(&format!("{begin}{}\n", scalar.flow())),
        }
    }

    /// Writes the value of a key.
    fn behind(&self, indent: usize, column: usize, out: &mut String) {
        let flow = self.flow();
        let fits = column + flow.len() <= WIDTH && indent > 0;
        match self {
            Self::Text(text) if !fits && text.contains(' ') => {
                out.push_str(" |\n");
                for line in wrapped(text, WIDTH - indent - 2) {
                    out.push_str(&format!("{}{line}\n", " ".repeat(indent + 2)));
                }
            }
            Self::Map(_) | Self::List(_) if !fits => {
                out.push('\n');
                self.block(indent + 2, out);
            }
            _ => out.push_str(&format!(" {flow}\n")),
        }
    }

    fn flow(&self) -> String {
        match self {
            Self::Bare(value) => value.clone(),
            Self::Text(text) => quoted(text),
            Self::List(elements) => {
                format!("[{}]", elements.iter().map(Self::flow).collect::<Vec<_>>().join(", "))
            }
            Self::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}: {}", quoted(key), value.flow()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Writes JSON as docs print it, with one member per line.
    pub(crate) fn json(&self) -> String {
        let mut out = String::new();
        self.json_at(0, &mut out);
        out.push('\n');
        out
    }

    fn json_at(&self, indent: usize, out: &mut String) {
        let begin = "  ".repeat(indent + 1);
        let mut list = |open: char, close: char, elements: Vec<(String, &Self)>| {
            out.push(open);
            for (at, (key, value)) in elements.iter().enumerate() {
                out.push_str(&format!("{}\n{begin}{key}", if at == 0 { "" } else { "," }));
                value.json_at(indent + 1, out);
            }
            out.push_str(&format!("\n{}{close}", "  ".repeat(indent)));
        };
        match self {
            Self::Bare(value) => out.push_str(value),
            Self::Text(text) => out.push_str(&escaped(text)),
            Self::List(elements) => list('[', ']', elements.iter().map(|value| (String::new(), value)).collect()),
            Self::Map(entries) => {
                list('{', '}', entries.iter().map(|(key, value)| (format!("{}: ", escaped(key)), value)).collect());
            }
        }
    }
}

/// Writes a text in YAML, without quotes if that is safe.
fn quoted(text: &str) -> String {
    let starts = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '$' | '_')) || is_integer(text);
    let safe = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '.' | '$' | '-' | '/' | '(' | ')' | ';');
    if starts && text.chars().all(safe) && !text.ends_with(' ') && !["true", "false", "null"].contains(&text) {
        text.to_owned()
    } else {
        escaped(text)
    }
}

fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

fn escaped(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Splits a text into lines of at most this many bytes, if its words allow it.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width => line.push_str(&format!(" {word}")),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
