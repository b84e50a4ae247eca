//! From a page as it is written to what it states.

use ::facts::{Direction, Example, Facts, Part, Permission, Row, Sentence, Values, text::digest};
use serde_json::Value;

use crate::{
    example::Reading,
    page::{self, Member, Page},
    text::{Text, line_of},
};

/// The revision of the reader. It grows when the reader finds more or something else on a page that did not change.
const READER: u32 = 2;

/// What a page states.
pub(crate) fn facts(page: &Page, text: &str) -> Facts {
    let stating = Stating { text };
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

struct Stating<'p> {
    text: &'p str,
}

impl Stating<'_> {
    fn line(&self, byte: usize) -> usize {
        line_of(self.text, byte)
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
        for table in &part.tables {
            for member in &table.rows {
                let row = self.row(member);
                let rows = stated.rows_mut(table.direction);
                let is_known = rows.iter().any(|known| Row { line: row.line, ..known.clone() } == row);
                if !is_known {
                    rows.push(row);
                }
            }
        }
        for example in &part.examples {
            let line = self.line(example.code.at.start);
            let repaired = match &example.reading {
                Reading::Repaired(_, repairs) => repairs.iter().map(ToString::to_string).collect(),
                _ => Vec::new(),
            };
            let text = example.reading.value().map_or_else(|| example.code.text.clone(), Value::to_string);
            let direction = example.direction;
            let path = example.path.clone();
            stated.examples.push(Example { direction, path, digest: digest(&text), repaired, line });
            if let Some(value) = example.reading.value() {
                members(value, &example.path, line, stated.rows_mut(direction));
            }
        }
        for direction in Direction::ALL {
            stated.rows_mut(direction).iter_mut().for_each(|row| row.examples.sort());
        }
        stated
    }

    fn sentence(&self, text: &Text) -> Sentence {
        Sentence { text: digest(&text.text), line: self.line(text.at.start) }
    }

    fn row(&self, member: &Member) -> Row {
        let value = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
        Row {
            path: member.path.clone(),
            type_word: value(&member.type_word),
            required_word: value(&member.required_word),
            claims: member.claims.iter().map(|claimed| claimed.claim.clone()).collect(),
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

/// Adds the members of an example to the rows.
fn members(value: &Value, path: &str, line: usize, rows: &mut Vec<Row>) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                seen(&path, type_of(member), line, rows);
                members(member, &path, line, rows);
            }
        }
        Value::Array(list) => list.iter().for_each(|element| members(element, path, line, rows)),
        _ => {}
    }
}

fn seen(path: &str, ty: &str, line: usize, rows: &mut Vec<Row>) {
    let mut known = rows.iter_mut().filter(|row| row.path == path).peekable();
    if known.peek().is_none() {
        rows.push(Row { path: path.to_owned(), examples: vec![ty.to_owned()], line, ..Row::default() });
        return;
    }
    for row in known {
        if !row.examples.iter().any(|known| known == ty) {
            row.examples.push(ty.to_owned());
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
