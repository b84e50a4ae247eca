//! An endpoint or an event as a page, and the rows that the page has.

use std::collections::BTreeSet;

use codegen::{
    members::{WireKind, WireMember, members},
    model::{Limit, Limits, MessageKind, Model, Owner, Primitive, Range, Type},
};
use serde_json::{Map, Value, json};

use facts::{Bounds, Claim, Direction, Row, text::digest, vocabulary::Type as Word};

use crate::made::random::Random;

/// The longest value of a list with labels.
const LONGEST_VALUE: usize = 6;

/// A page about one endpoint.
pub(crate) struct Rendered {
    route: (String, String),
    /// The rows of each message, in the order of the page.
    pub(crate) tables: Vec<(Direction, Vec<Row>)>,
    /// The description of each row.
    descriptions: Vec<Vec<String>>,
    /// The example of each message, which shows what is in what.
    pub(crate) examples: Vec<String>,
}

impl Rendered {
    /// `None` for events, whose examples say which they are, and for endpoints whose path no page could show.
    pub(crate) fn of(model: &Model, owner: Owner<'_>) -> Option<Self> {
        let Owner::Endpoint(_, endpoint) = owner else { return None };
        let is_plain = endpoint.path.chars().all(|c| c.is_ascii_alphanumeric() || "/_-".contains(c));
        if !is_plain || !endpoint.path.starts_with('/') {
            return None;
        }
        let route = (endpoint.method.as_str().to_owned(), endpoint.path.clone());
        let (mut tables, mut descriptions, mut examples) = (Vec::new(), Vec::new(), Vec::new());
        for message in owner.messages() {
            let direction = if message.kind == MessageKind::Request { Direction::Request } else { Direction::Reply };
            let mut seen = BTreeSet::new();
            let own = members(model, owner, message).into_iter();
            let own = own.filter(|member| is_plain_path(&member.path) && member.is_own() && !member.is_held);
            let own: Vec<_> = own.filter(|member| seen.insert(member.path.clone())).collect();
            let mut example = Value::Object(Map::new());
            let own = own
                .iter()
                .filter(|member| on_wire(member).is_some_and(|ty| show(&mut example, &member.path, ty).is_some()));
            let rows = own.filter_map(|member| row(member, direction));
            let (rows, texts): (Vec<Row>, Vec<String>) = rows.unzip();
            if !rows.is_empty() {
                tables.push((direction, rows));
                descriptions.push(texts);
                examples.push(example.to_string());
            }
        }
        (!tables.is_empty()).then_some(Self { route, tables, descriptions, examples })
    }

    pub(crate) fn markdown(&self) -> String {
        let (method, path) = &self.route;
        let mut page = format!("请求方式：{method}\n\n请求地址：https://h.example{path}\n");
        for (((direction, rows), texts), example) in self.tables.iter().zip(&self.descriptions).zip(&self.examples) {
            let is_request = *direction == Direction::Request;
            let (label, shown) =
                if is_request { ("请求参数", "请求示例") } else { ("返回参数", "返回示例") };
            page.push_str(&format!("\n{shown}：\n\n```json\n{example}\n```\n"));
            page.push_str(&format!("\n{label}：\n\n| 参数 | 类型 | 必须 | 说明 |\n| --- | --- | --- | --- |\n"));
            for (row, text) in rows.iter().zip(texts) {
                let word = |word: &Option<String>| word.clone().unwrap_or_default();
                let cells = [row.path.clone(), word(&row.type_word), word(&row.required_word), text.clone()];
                page.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
        }
        page
    }

    /// The page with one row that says something else. `None` if no row can.
    pub(crate) fn edited(&self, random: &mut Random) -> Option<String> {
        let rows = self.tables.iter().flat_map(|(_, rows)| rows);
        let claims = rows.flat_map(|row| &row.claims).filter_map(|claim| match claim {
            Claim::Bytes(bounds) | Claim::Chars(bounds) | Claim::Items(bounds) | Claim::Range(bounds) => bounds.max,
            _ => None,
        });
        let all: Vec<i64> = claims.collect();
        let max = random.any(&all)?;
        let page = self.markdown();
        let (before, after) = page.split_once(&format!("至多{max}"))?;
        Some(format!("{before}至多{}{after}", max.checked_add(1)?))
    }
}

/// A value of a type in an example, and what facts call it.
fn shown(ty: Word) -> (Value, &'static str) {
    match ty {
        Word::Text => (json!("x"), "string"),
        Word::Integer => (json!(1), "integer"),
        Word::Number => (json!(1.5), "number"),
        Word::Bool => (json!(true), "bool"),
        Word::Object => (json!({}), "object"),
        Word::List | Word::TextList | Word::IntegerList | Word::ObjectList => (json!([]), "list"),
    }
}

/// Adds a member to an example, in the object around it.
fn show(example: &mut Value, path: &str, ty: Word) -> Option<()> {
    let (around, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut object = example;
    for name in around.split('.').filter(|name| !name.is_empty()) {
        object = match object.get_mut(name)? {
            Value::Array(elements) => {
                if elements.is_empty() {
                    elements.push(json!({}));
                }
                elements.first_mut()?
            }
            other => other,
        };
    }
    object.as_object_mut()?.insert(name.to_owned(), shown(ty).0);
    Some(())
}

/// Whether a table can have a path as it is.
fn is_plain_path(path: &str) -> bool {
    let is_plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric())
    };
    path.split('.').all(is_plain)
}

/// The type on the wire, where a bool may be 0 or 1.
fn on_wire(member: &WireMember<'_>) -> Option<Word> {
    let is_flag = matches!(member.kind, WireKind::Field(field) if field.bool_as_int);
    if is_flag { Some(Word::Integer) } else { member.ty }
}

/// The row of a member and its description.
fn row(member: &WireMember<'_>, direction: Direction) -> Option<(Row, String)> {
    let word = match on_wire(member)? {
        Word::Text => "string",
        Word::Integer => "int",
        Word::Number => "number",
        Word::Bool => "bool",
        Word::Object => "object",
        Word::List => "array",
        Word::TextList => "string[]",
        Word::IntegerList => "int[]",
        Word::ObjectList => "object[]",
    };
    let flag = member.required.map(|is_required| if is_required { "是" } else { "否" }.to_owned());
    let mut claims = Vec::new();
    let mut text = "说".to_owned();
    for (claim, words) in stated(member, direction) {
        text.push_str(&format!("；{words}"));
        claims.push(claim);
    }
    claims.sort();
    let row = Row {
        path: member.path.clone(),
        type_word: Some(word.to_owned()),
        required_word: flag,
        claims,
        examples: vec![shown(on_wire(member)?).1.to_owned()],
        text: Some(digest(&text)),
        line: 0,
    };
    Some((row, text))
}

/// What the description says, and how.
fn stated(member: &WireMember<'_>, direction: Direction) -> Vec<(Claim, String)> {
    let mut stated = Vec::new();
    let is_list = matches!(member.ty, Some(Word::List | Word::TextList | Word::IntegerList | Word::ObjectList));
    let limits = member.limits.first().copied();
    let bound = |limit: Option<Limit>, unit: &str| {
        let Limit { min, max } = limit?;
        let bounds = Bounds { min: end(min), max: end(max) };
        Some((bounds, words(bounds, unit)?))
    };
    if let Some(Limits { bytes, chars, items, range, .. }) = limits {
        match member.ty {
            Some(Word::Text) => {
                stated.extend(bound(*bytes, "字节").map(|(bounds, words)| (Claim::Bytes(bounds), words)));
                stated.extend(bound(*chars, "个字符").map(|(bounds, words)| (Claim::Chars(bounds), words)));
            }
            _ if is_list => {
                stated.extend(bound(*items, "个").map(|(bounds, words)| (Claim::Items(bounds), words)));
            }
            Some(Word::Integer) if matches!(member.model_type(), Some(Type::Primitive(_))) => {
                if let Some(Range::Int { min, max }) = range {
                    let bounds = Bounds { min: *min, max: *max };
                    stated.extend(words(bounds, "").map(|words| (Claim::Range(bounds), words)));
                }
            }
            _ => {}
        }
    }
    let is_listed = |values: &[String]| {
        let is_number = |value: &String| value.len() <= LONGEST_VALUE && value.chars().all(|c| c.is_ascii_digit());
        values.len() > 1 && values.iter().all(is_number)
    };
    if on_wire(member) == Some(Word::Integer) && is_listed(&member.values) {
        let values: Vec<String> = member.values.iter().map(|value| format!("{value}-甲")).collect();
        stated.push((Claim::Values(member.values.clone()), values.join(" ")));
    }
    let is_int = matches!(
        member.model_type(),
        Some(Type::Primitive(Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Uint64))
    );
    let default = member.default.as_ref().filter(|_| direction == Direction::Request && is_int);
    stated.extend(default.map(|value| (Claim::Default(value.clone()), format!("默认为{value}"))));
    stated
}

fn end(end: Option<u64>) -> Option<i64> {
    end.and_then(|end| i64::try_from(end).ok())
}

fn words(bounds: Bounds, unit: &str) -> Option<String> {
    match (bounds.min, bounds.max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("不少于{min}{unit}")),
        (None, Some(max)) => Some(format!("至多{max}{unit}")),
        (Some(min), Some(max)) => Some(format!("不少于{min}{unit}，至多{max}{unit}")),
    }
}
