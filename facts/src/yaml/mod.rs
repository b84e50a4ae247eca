//! Facts as YAML, one row on one line, so that a changed row is a changed line.

mod flow;
mod read;

use std::fmt::{self, Write};

pub use read::ReadError;

use crate::{
    page::{Bounds, Claim, Direction, Facts, Part, Row, Sentence},
    text::scalar,
};

impl Facts {
    /// The first line of the YAML.
    pub const HEADER: &str = "# What the page states. Written by `cargo xtask`; do not edit.\n";

    /// The facts as YAML. [`from_yaml`](Self::from_yaml) reads the same facts from it.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut yaml = Self::HEADER.to_owned();
        let mut head = Flow::default();
        head.text("title", self.title.as_deref());
        head.text("url", self.url.as_deref());
        head.text("updated", self.updated.as_deref());
        head.text("digest", Some(&self.digest));
        head.number("reader", self.reader as usize);
        line(&mut yaml, 0, "page:", &head);
        yaml.push_str(if self.parts.is_empty() { "parts: []\n" } else { "parts:\n" });
        self.parts.iter().for_each(|part| part.write(&mut yaml));
        list(&mut yaml, 0, "values", &self.values, |values| {
            let mut flow = Flow::default();
            let rows = values.rows.iter().map(|(value, text)| format!("[{}, {}]", scalar(value), scalar(text)));
            flow.list("rows", rows.collect());
            flow.number("line", values.line);
            flow
        });
        list(&mut yaml, 0, "unclaimed", &self.unclaimed, Sentence::flow);
        yaml
    }
}

impl Part {
    fn write(&self, yaml: &mut String) {
        let mut head = Flow::default();
        head.text("method", self.method.as_deref());
        head.text("path", self.path.as_deref());
        head.texts("query", &self.query);
        head.text("event", self.event.as_deref());
        head.text("heading", self.heading.as_deref());
        head.number("line", self.line);
        line(yaml, 0, "- part:", &head);
        list(yaml, 2, "permissions", &self.permissions, |permission| {
            let mut flow = Flow::default();
            flow.text("app", Some(&permission.app));
            flow.text("text", Some(&permission.text));
            flow.number("line", permission.line);
            flow
        });
        for direction in Direction::ALL {
            list(yaml, 2, direction.as_str(), self.rows(direction), Row::flow);
        }
        list(yaml, 2, "examples", &self.examples, |example| {
            let mut flow = Flow::default();
            flow.text("of", Some(example.direction.as_str()));
            flow.text("path", Some(example.path.as_str()).filter(|path| !path.is_empty()));
            flow.text("digest", Some(&example.digest));
            flow.texts("repaired", &example.repaired);
            flow.number("line", example.line);
            flow
        });
        list(yaml, 2, "unclaimed", &self.unclaimed, Sentence::flow);
    }
}

impl Row {
    fn flow(&self) -> Flow {
        let mut flow = Flow::default();
        flow.text("path", Some(&self.path));
        flow.text("type", self.type_word.as_deref());
        flow.text("required", self.required_word.as_deref());
        for claim in &self.claims {
            match claim {
                Claim::Bytes(bounds) | Claim::Chars(bounds) | Claim::Items(bounds) | Claim::Range(bounds) => {
                    flow.text(claim.kind(), Some(&bounds.to_string()));
                }
                Claim::Default(value) | Claim::Fixed(value) => flow.text(claim.kind(), Some(value)),
                Claim::Values(values) => flow.texts(claim.kind(), values),
            }
        }
        flow.texts("examples", &self.examples);
        flow.text("text", self.text.as_deref());
        flow.number("line", self.line);
        flow
    }
}

impl Sentence {
    fn flow(&self) -> Flow {
        let mut flow = Flow::default();
        flow.text("text", Some(&self.text));
        flow.number("line", self.line);
        flow
    }
}

impl fmt::Display for Bounds {
    /// `1..64`, `..64` or `1..`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(min) = self.min {
            write!(f, "{min}")?;
        }
        f.write_str("..")?;
        self.max.map_or(Ok(()), |max| write!(f, "{max}"))
    }
}

/// A map on one line.
#[derive(Default)]
struct Flow(Vec<String>);

impl Flow {
    fn text(&mut self, key: &str, value: Option<&str>) {
        self.0.extend(value.map(|value| format!("{key}: {}", scalar(value))));
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        self.list(key, values.iter().map(|value| scalar(value)).collect());
    }

    fn list(&mut self, key: &str, values: Vec<String>) {
        self.0.extend((!values.is_empty()).then(|| format!("{key}: [{}]", values.join(", "))));
    }

    fn number(&mut self, key: &str, value: usize) {
        self.0.push(format!("{key}: {value}"));
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{ {} }}", self.0.join(", "))
    }
}

fn list<T>(yaml: &mut String, indent: usize, key: &str, items: &[T], flow: impl Fn(&T) -> Flow) {
    if !items.is_empty() {
        writeln!(yaml, "{:indent$}{key}:", "").expect("a String takes every text");
    }
    items.iter().for_each(|item| line(yaml, indent, "-", &flow(item)));
}

fn line(yaml: &mut String, indent: usize, key: &str, flow: &Flow) {
    writeln!(yaml, "{:indent$}{key} {flow}", "").expect("a String takes every text");
}
