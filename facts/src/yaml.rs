//! Facts as YAML, one row on one line, so that a changed row is a changed line.

use std::fmt::{self, Write};

use crate::{
    page::{Bounds, Claim, Direction, Example, Facts, Part, Permission, Row, Sentence, Values},
    text::scalar,
};
use serde::Deserialize;

/// Why a text is no facts.
#[derive(Debug)]
pub struct ReadError {
    /// The line, from 1, if it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

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

    /// Reads what [`to_yaml`](Self::to_yaml) wrote.
    ///
    /// # Errors
    /// If the text is something else.
    pub fn from_yaml(yaml: &str) -> Result<Self, ReadError> {
        let raw: RawFacts = serde_yaml::from_str(yaml)
            .map_err(|error| ReadError { line: error.location().map(|at| at.line()), message: error.to_string() })?;
        raw.facts()
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFacts {
    page: RawPage,
    parts: Vec<RawPart>,
    #[serde(default)]
    values: Vec<RawValues>,
    #[serde(default)]
    unclaimed: Vec<RawSentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPage {
    title: Option<String>,
    url: Option<String>,
    updated: Option<String>,
    digest: String,
    reader: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    part: RawHead,
    #[serde(default)]
    permissions: Vec<RawPermission>,
    #[serde(default)]
    request: Vec<RawRow>,
    #[serde(default)]
    reply: Vec<RawRow>,
    #[serde(default)]
    event: Vec<RawRow>,
    #[serde(default)]
    examples: Vec<RawExample>,
    #[serde(default)]
    unclaimed: Vec<RawSentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHead {
    method: Option<String>,
    path: Option<String>,
    #[serde(default)]
    query: Vec<String>,
    event: Option<String>,
    heading: Option<String>,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPermission {
    app: String,
    text: String,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    path: String,
    #[serde(rename = "type")]
    type_word: Option<String>,
    required: Option<String>,
    bytes: Option<String>,
    chars: Option<String>,
    items: Option<String>,
    range: Option<String>,
    default: Option<String>,
    fixed: Option<String>,
    values: Option<Vec<String>>,
    #[serde(default)]
    examples: Vec<String>,
    text: Option<String>,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    of: String,
    #[serde(default)]
    path: String,
    digest: String,
    #[serde(default)]
    repaired: Vec<String>,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValues {
    #[serde(default)]
    rows: Vec<(String, String)>,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSentence {
    text: String,
    line: usize,
}

impl RawFacts {
    fn facts(self) -> Result<Facts, ReadError> {
        let RawPage { title, url, updated, digest, reader } = self.page;
        Ok(Facts {
            reader,
            title,
            url,
            updated,
            digest,
            parts: self.parts.into_iter().map(RawPart::part).collect::<Result<_, _>>()?,
            values: self.values.into_iter().map(|RawValues { rows, line }| Values { rows, line }).collect(),
            unclaimed: self.unclaimed.into_iter().map(RawSentence::sentence).collect(),
        })
    }
}

impl RawPart {
    fn part(self) -> Result<Part, ReadError> {
        let RawHead { method, path, query, event, heading, line } = self.part;
        let rows = |rows: Vec<RawRow>| rows.into_iter().map(RawRow::row).collect::<Result<_, _>>();
        let permission = |RawPermission { app, text, line }| Permission { app, text, line };
        Ok(Part {
            method,
            path,
            query,
            event,
            heading,
            line,
            permissions: self.permissions.into_iter().map(permission).collect(),
            request: rows(self.request)?,
            reply: rows(self.reply)?,
            content: rows(self.event)?,
            examples: self.examples.into_iter().map(RawExample::example).collect::<Result<_, _>>()?,
            unclaimed: self.unclaimed.into_iter().map(RawSentence::sentence).collect(),
        })
    }
}

impl RawRow {
    fn row(self) -> Result<Row, ReadError> {
        let bounds = |text: Option<String>| text.map(|text| bounds(&text)).transpose();
        let claims = [
            bounds(self.bytes)?.map(Claim::Bytes),
            bounds(self.chars)?.map(Claim::Chars),
            bounds(self.items)?.map(Claim::Items),
            bounds(self.range)?.map(Claim::Range),
            self.default.map(Claim::Default),
            self.fixed.map(Claim::Fixed),
            self.values.map(Claim::Values),
        ];
        Ok(Row {
            path: self.path,
            type_word: self.type_word,
            required_word: self.required,
            claims: claims.into_iter().flatten().collect(),
            examples: self.examples,
            text: self.text,
            line: self.line,
        })
    }
}

impl RawExample {
    fn example(self) -> Result<Example, ReadError> {
        let direction = Direction::ALL.into_iter().find(|direction| direction.as_str() == self.of);
        let unknown =
            || ReadError { line: None, message: format!("`{}` is not `request`, `reply` or `event`", self.of) };
        let direction = direction.ok_or_else(unknown)?;
        let Self { path, digest, repaired, line, .. } = self;
        Ok(Example { direction, path, digest, repaired, line })
    }
}

impl RawSentence {
    fn sentence(self) -> Sentence {
        Sentence { text: self.text, line: self.line }
    }
}

fn bounds(text: &str) -> Result<Bounds, ReadError> {
    let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    text.split_once("..")
        .and_then(|(min, max)| Some(Bounds { min: end(min)?, max: end(max)? }))
        .ok_or_else(|| ReadError { line: None, message: format!("`{text}` is not like `1..64`") })
}
