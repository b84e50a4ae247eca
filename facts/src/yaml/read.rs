//! Reads facts.

use std::fmt;

use super::flow::{FlowMap, Value};
use crate::page::{Bounds, Claim, Direction, Example, Facts, Part, Permission, Row, Sentence, Values};

/// Why a text is no facts.
#[derive(Debug)]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}", self.message, self.line)
    }
}

impl std::error::Error for ReadError {}

impl Facts {
    /// Reads what [`to_yaml`](Self::to_yaml) wrote. It is not a reader of YAML: what `to_yaml` writes on one line must be on
    /// one line.
    ///
    /// # Errors
    /// If the text is something else.
    pub fn from_yaml(yaml: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::default();
        let mut last = 1;
        for (at, text) in yaml.lines().enumerate() {
            last = at + 1;
            if !(text.trim_start().is_empty() || text.starts_with('#')) {
                reader.line(text).map_err(|message| ReadError { line: last, message })?;
            }
        }
        let missing = |key| ReadError { line: last, message: format!("`{key}` is missing") };
        if !reader.has_parts {
            return Err(missing("parts"));
        }
        let page = reader.page.ok_or_else(|| missing("page"))?;
        Ok(Self { parts: reader.parts, values: reader.values, unclaimed: reader.unclaimed, ..page })
    }
}

/// What has been read.
#[derive(Default)]
struct Reader {
    /// Facts without parts, values and sentences.
    page: Option<Facts>,
    has_parts: bool,
    parts: Vec<Part>,
    values: Vec<Values>,
    unclaimed: Vec<Sentence>,
    /// The list that the next element belongs to.
    list: Option<List>,
}

/// A list whose elements have a line each.
#[derive(Clone, Copy)]
enum List {
    Parts,
    Values,
    Unclaimed,
    OfPart(ListOfPart),
}

/// A list of a part.
#[derive(Clone, Copy)]
enum ListOfPart {
    Permissions,
    Rows(Direction),
    Examples,
    Unclaimed,
}

impl Reader {
    fn line(&mut self, text: &str) -> Result<(), String> {
        if let Some(flow) = text.strip_prefix("  - ") {
            let Some(List::OfPart(list)) = self.list else { return Err("the element is in no list".to_owned()) };
            let part = self.parts.last_mut().ok_or("the element is in no part")?;
            part.add(list, FlowMap::parse(flow)?)
        } else if let Some(key) = text.strip_prefix("  ") {
            let list = ListOfPart::named(key.trim_end()).filter(|_| !self.parts.is_empty());
            self.begin(List::OfPart(list.ok_or_else(|| format!("unknown key `{key}`"))?))
        } else if let Some(flow) = text.strip_prefix("- part:") {
            if !matches!(self.list, Some(List::Parts | List::OfPart(_))) {
                return Err("the part is not in `parts`".to_owned());
            }
            self.list = Some(List::Parts);
            self.parts.push(Part::head(FlowMap::parse(flow)?)?);
            Ok(())
        } else if let Some(flow) = text.strip_prefix("- ") {
            match self.list {
                Some(List::Values) => self.values.push(values(FlowMap::parse(flow)?)?),
                Some(List::Unclaimed) => self.unclaimed.push(Sentence::read(FlowMap::parse(flow)?)?),
                _ => return Err("the element is in no list".to_owned()),
            }
            Ok(())
        } else {
            self.key(text)
        }
    }

    /// A line without indentation that begins with a key.
    fn key(&mut self, text: &str) -> Result<(), String> {
        let (key, value) = text.split_once(':').ok_or_else(|| format!("unexpected `{text}`"))?;
        match (key, value.trim()) {
            ("page", _) if self.page.is_some() => return Err("`page` is given twice".to_owned()),
            ("page", value) => {
                self.page = Some(page(FlowMap::parse(value)?)?);
                self.list = None;
            }
            ("parts", "[]") => self.has_parts = true,
            ("parts", "") => {
                self.begin(List::Parts)?;
                self.has_parts = true;
            }
            ("values", "") => self.begin(List::Values)?,
            ("unclaimed", "") => self.begin(List::Unclaimed)?,
            _ => return Err(format!("unexpected `{text}`")),
        }
        Ok(())
    }

    /// Begins a list, which must not have begun before.
    fn begin(&mut self, list: List) -> Result<(), String> {
        let is_new = match list {
            List::Parts => !self.has_parts,
            List::Values => self.values.is_empty(),
            List::Unclaimed => self.unclaimed.is_empty(),
            List::OfPart(list) => self.parts.last().is_some_and(|part| part.is_without(list)),
        };
        self.list = Some(list);
        if is_new { Ok(()) } else { Err("the list is given twice".to_owned()) }
    }
}

impl ListOfPart {
    fn named(key: &str) -> Option<Self> {
        Some(match key {
            "permissions:" => Self::Permissions,
            "examples:" => Self::Examples,
            "unclaimed:" => Self::Unclaimed,
            _ => Self::Rows(direction(key.strip_suffix(':')?)?),
        })
    }
}

fn page(mut map: FlowMap<'_>) -> Result<Facts, String> {
    let page = Facts {
        title: map.text("title")?,
        url: map.text("url")?,
        updated: map.text("updated")?,
        digest: map.needed("digest")?,
        reader: map.number("reader")?,
        ..Facts::default()
    };
    map.end()?;
    Ok(page)
}

impl Part {
    /// A part without lists.
    fn head(mut map: FlowMap<'_>) -> Result<Self, String> {
        let part = Self {
            method: map.text("method")?,
            path: map.text("path")?,
            query: map.texts("query")?.unwrap_or_default(),
            event: map.text("event")?,
            heading: map.text("heading")?,
            line: map.number("line")?,
            ..Self::default()
        };
        map.end()?;
        Ok(part)
    }

    fn is_without(&self, list: ListOfPart) -> bool {
        match list {
            ListOfPart::Permissions => self.permissions.is_empty(),
            ListOfPart::Rows(direction) => self.rows(direction).is_empty(),
            ListOfPart::Examples => self.examples.is_empty(),
            ListOfPart::Unclaimed => self.unclaimed.is_empty(),
        }
    }

    /// Adds an element of a list.
    fn add(&mut self, list: ListOfPart, map: FlowMap<'_>) -> Result<(), String> {
        match list {
            ListOfPart::Permissions => self.permissions.push(Permission::read(map)?),
            ListOfPart::Rows(direction) => self.rows_mut(direction).push(Row::read(map)?),
            ListOfPart::Examples => self.examples.push(Example::read(map)?),
            ListOfPart::Unclaimed => self.unclaimed.push(Sentence::read(map)?),
        }
        Ok(())
    }
}

impl Permission {
    fn read(mut map: FlowMap<'_>) -> Result<Self, String> {
        let permission = Self { app: map.needed("app")?, text: map.needed("text")?, line: map.number("line")? };
        map.end()?;
        Ok(permission)
    }
}

impl Row {
    fn read(mut map: FlowMap<'_>) -> Result<Self, String> {
        let bounds = |text: Option<String>| text.map(|text| bounds(&text)).transpose();
        let claims = [
            bounds(map.text("bytes")?)?.map(Claim::Bytes),
            bounds(map.text("chars")?)?.map(Claim::Chars),
            bounds(map.text("items")?)?.map(Claim::Items),
            bounds(map.text("range")?)?.map(Claim::Range),
            map.text("default")?.map(Claim::Default),
            map.text("fixed")?.map(Claim::Fixed),
            map.texts("values")?.map(Claim::Values),
        ];
        let row = Self {
            path: map.needed("path")?,
            type_word: map.text("type")?,
            required_word: map.text("required")?,
            claims: claims.into_iter().flatten().collect(),
            examples: map.texts("examples")?.unwrap_or_default(),
            text: map.text("text")?,
            line: map.number("line")?,
        };
        map.end()?;
        Ok(row)
    }
}

impl Example {
    fn read(mut map: FlowMap<'_>) -> Result<Self, String> {
        let of = map.needed("of")?;
        let example = Self {
            direction: direction(&of).ok_or_else(|| format!("`{of}` is not `request`, `reply` or `event`"))?,
            path: map.text("path")?.unwrap_or_default(),
            digest: map.needed("digest")?,
            repaired: map.texts("repaired")?.unwrap_or_default(),
            line: map.number("line")?,
        };
        map.end()?;
        Ok(example)
    }
}

impl Sentence {
    fn read(mut map: FlowMap<'_>) -> Result<Self, String> {
        let sentence = Self { text: map.needed("text")?, line: map.number("line")? };
        map.end()?;
        Ok(sentence)
    }
}

fn values(mut map: FlowMap<'_>) -> Result<Values, String> {
    let row = |row: Value<'_>| {
        let row = row.list()?.into_iter().map(Value::text).collect::<Result<Vec<_>, _>>()?;
        let [value, text] = <[String; 2]>::try_from(row).map_err(|_| "expected a value and a digest".to_owned())?;
        Ok((value, text))
    };
    let rows = map.list("rows")?.unwrap_or_default();
    let rows = rows.into_iter().map(row).collect::<Result<_, String>>().map_err(|error| format!("rows: {error}"))?;
    let values = Values { rows, line: map.number("line")? };
    map.end()?;
    Ok(values)
}

fn direction(word: &str) -> Option<Direction> {
    Direction::ALL.into_iter().find(|direction| direction.as_str() == word)
}

fn bounds(text: &str) -> Result<Bounds, String> {
    let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    text.split_once("..")
        .and_then(|(min, max)| Some(Bounds { min: end(min)?, max: end(max)? }))
        .ok_or_else(|| format!("`{text}` is not like `1..64`"))
}
