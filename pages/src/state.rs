//! From a page as it is written to what it states.

use std::collections::BTreeMap;

use ::facts::{
    Claim, Direction, Example, Facts, Part, Permission, Row, Sentence, Values,
    text::{digest, digest_of_example},
};
use serde_json::Value;

use crate::{
    example::Reading,
    page::{self, Member, Page},
    text::Text,
};

/// The revision of the reader. It grows when the reader finds more or something else on a page that did not change.
const READER: u32 = 4;

/// What a page states.
pub(crate) fn facts(page: &Page, text: &str) -> Facts {
    let stating = Stating { ends: text.match_indices('\n').map(|(at, _)| at).collect() };
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
    Facts {
        reader: READER,
        title: value(&page.title),
        url: value(&page.url),
        updated: value(&page.updated),
        digest: page.digest.clone(),
        parts: page.parts.iter().map(|part| stating.part(part)).collect(),
        values: page.values.iter().map(|values| stating.values(values)).collect(),
        unclaimed: page.unclaimed.iter().map(|text| stating.sentence(text)).collect(),
    }
}

struct Stating {
    /// Where the lines end.
    ends: Vec<usize>,
}

impl Stating {
    fn line(&self, byte: usize) -> usize {
        self.ends.partition_point(|end| *end < byte) + 1
    }

    fn part(&self, part: &page::Part) -> Part {
        let value = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
        let begins = [part.method.as_ref(), part.address.as_ref(), part.heading.as_ref()];
        let at = begins.into_iter().flatten().next().map_or(0, |text| text.at.start);
        let mut stated = Part {
            method: value(&part.method),
            path: value(&part.path),
            query: part.query.clone(),
            event: value(&part.event),
            heading: if part.is_type() { value(&part.heading) } else { None },
            line: self.line(at),
            ..Part::default()
        };
        stated.unclaimed = part.unclaimed.iter().map(|text| self.sentence(text)).collect();
        stated.permissions = (part.permissions.iter())
            .map(|(app, needs)| Permission {
                app: app.text.clone(),
                text: digest(&needs.text),
                line: self.line(app.at.start),
            })
            .collect();
        let mut rows = Direction::ALL.map(|_| Rows::default());
        for table in &part.tables {
            table.rows.iter().for_each(|member| rows[table.direction as usize].add(self.row(member)));
        }
        for example in &part.examples {
            let line = self.line(example.code.at.start);
            let repaired = match &example.reading {
                Reading::Repaired(_, repairs) => repairs.iter().map(ToString::to_string).collect(),
                _ => Vec::new(),
            };
            let direction = example.direction;
            let path = example.path.clone();
            let digest = digest_of_example(&example.code.text, example.reading.value());
            stated.examples.push(Example { direction, path, digest, repaired, line });
            if let Some(value) = example.reading.value() {
                rows[direction as usize].add_example(value, &example.path, line);
            }
        }
        for (direction, mut rows) in Direction::ALL.into_iter().zip(rows) {
            rows.rows.iter_mut().for_each(|row| row.examples.sort());
            *stated.rows_mut(direction) = rows.rows;
        }
        stated
    }

    fn sentence(&self, text: &Text) -> Sentence {
        Sentence { text: digest(&text.text), line: self.line(text.at.start) }
    }

    fn row(&self, member: &Member) -> Row {
        let value = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
        // In the order of the committed form.
        let mut claims: Vec<Claim> = member.claims.iter().map(|claimed| claimed.claim.clone()).collect();
        claims.sort();
        Row {
            path: member.path.clone(),
            type_word: value(&member.type_word),
            required_word: value(&member.required_word),
            claims,
            examples: Vec::new(),
            text: Some(digest(&member.description.text)),
            line: self.line(member.at.start),
        }
    }

    fn values(&self, values: &page::Values) -> Values {
        let rows = values.rows.iter().map(|(value, meaning)| (value.text.clone(), digest(&meaning.text))).collect();
        Values { rows, line: self.line(values.at.start) }
    }
}

/// The rows of a message.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    /// Which of them have a path.
    by_path: BTreeMap<String, Vec<usize>>,
}

impl Rows {
    /// Adds a row, unless one says the same.
    fn add(&mut self, row: Row) {
        let known = self.by_path.entry(row.path.clone()).or_default();
        let says_the_same = |at: &usize| {
            let known = &self.rows[*at];
            (&known.type_word, &known.required_word, &known.claims, &known.text)
                == (&row.type_word, &row.required_word, &row.claims, &row.text)
        };
        if !known.iter().any(says_the_same) {
            known.push(self.rows.len());
            self.rows.push(row);
        }
    }

    /// Adds the members of an example.
    fn add_example(&mut self, value: &Value, path: &str, line: usize) {
        match value {
            Value::Object(object) => {
                for (name, member) in object {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    self.seen(&path, type_of(member), line);
                    self.add_example(member, &path, line);
                }
            }
            Value::Array(list) => list.iter().for_each(|element| self.add_example(element, path, line)),
            _ => {}
        }
    }

    fn seen(&mut self, path: &str, ty: &str, line: usize) {
        if !self.by_path.contains_key(path) {
            self.add(Row { path: path.to_owned(), line, ..Row::default() });
        }
        for at in self.by_path.get(path).into_iter().flatten() {
            let row = &mut self.rows[*at];
            if !row.examples.iter().any(|known| known == ty) {
                row.examples.push(ty.to_owned());
            }
        }
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}
