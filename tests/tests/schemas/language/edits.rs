//! Random edits of schemas.

use codegen::emit::language;
use serde_yaml::Value;

/// Values, as YAML, that are invalid in most places.
const ODD: &[&str] = &[
    r#""""#,
    r#"" ""#,
    r#""\u3000""#,
    r#""\u200b""#,
    r#"" a ""#,
    "0",
    "1.0",
    "-0.0",
    "1.5",
    "-1",
    "-1.0",
    "1e300",
    ".inf",
    "9223372036854775807",
    "9223372036854775808",
    "9223372036854775808.0",
    "-9223372036854775808",
    "-9223372036854775808.0",
    "-9223372036854777856.0",
    "true",
    "null",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    r#"{ "": x }"#,
    "'1'",
    "'true'",
    "2024-02-29",
    "2026-02-29",
    "1900-02-29",
    "2000-02-29",
    "2026-04-31",
    "2026-00-01",
    "2026-1-1",
    "02026-01-01",
    "ftp://x",
    "https://x",
    "http://x.example:80/a#b",
    "https://x.example/",
    "https://x.example:99999",
    "https://x.example?a",
    "https://例.cn/a",
    "https://例.cn/a b",
    "https://",
    "https://…",
    "given",
    "GET /a",
    "GET  /a",
    "POST /a?b",
    "post /a",
    "/a",
    "string",
    "int",
    "uint32",
    "bool",
    "retry_later",
    "A",
    "a__b",
    "a_",
    "snake_case",
    "UpperCamel",
    "[string]",
    "[[string]]",
    "[string, string]",
    "{ string: int32 }",
    "{ string: [int32] }",
    "{ strings: int32 }",
    "{ string: int32, x: y }",
    "{ type: string }",
    "{ choice: { tag: t, wire: int }, of: { 1: { field: a, type: string } } }",
    "{ choice: { tag: t, wire: int } }",
    "{ name: a }",
    "{ field: a }",
    "{ min: 1 }",
    "{ min: -1, max: 2.0 }",
    "{ a: [1, x] }",
    "{ a: [] }",
    "[[a, b]]",
    "[[a]]",
];

/// Keys that are invalid in most places.
const ODD_KEYS: &[&str] = &[
    "",
    " ",
    "\u{3000}",
    "a",
    "A",
    "a__b",
    "_a",
    "aB",
    "企业",
    "1",
    "-1",
    "+1",
    "01",
    "1.0",
    "9223372036854775807",
    "$",
    "$x",
    " $doc",
    "null",
    "a b",
    "Doc",
];

/// The keys and values that edits insert.
pub(super) struct Pool {
    values: Vec<Value>,
    keys: Vec<String>,
}

impl Pool {
    pub(super) fn new() -> Self {
        let values =
            ODD.iter().map(|text| serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}")));
        let schema: serde_json::Value = serde_json::from_str(&language::file().text).expect("it is JSON");
        let records = schema["definitions"].as_object().into_iter().flat_map(|records| records.values());
        let known = records.filter_map(|record| record["properties"].as_object()).flat_map(|keys| keys.keys().cloned());
        let keys = known.chain(ODD_KEYS.iter().map(|key| (*key).to_owned())).collect();
        Self { values: values.collect(), keys }
    }

    /// Edits one place: which, how, and with what.
    pub(super) fn edit(&self, root: &mut Value, (place, how, what, other): (usize, u8, usize, usize)) {
        let mut places = Vec::new();
        walk(root, &mut Vec::new(), &mut places);
        let elsewhere = at(root, &places[other % places.len()]).clone();
        let odd = self.values[what % self.values.len()].clone();
        let key = Value::from(self.keys[other % self.keys.len()].as_str());
        let place = &places[place % places.len()];
        let (last, above) = match place.split_last() {
            Some((last, above)) => (*last, above),
            None => return *root = odd,
        };
        match (how % 8, at(root, above)) {
            (0 | 6, Value::Mapping(map)) => {
                *map = std::mem::take(map)
                    .into_iter()
                    .enumerate()
                    .filter(|(at, _)| *at != last)
                    .map(|(_, entry)| entry)
                    .collect()
            }
            (0 | 6, Value::Sequence(list)) => drop(list.remove(last)),
            (1, Value::Mapping(map)) => {
                let renamed = std::mem::take(map).into_iter().enumerate();
                *map = renamed.map(|(at, (old, value))| (if at == last { key.clone() } else { old }, value)).collect();
            }
            (2, Value::Mapping(map)) => drop(map.insert(key, odd)),
            (3, Value::Mapping(map)) => drop(map.insert(key, elsewhere)),
            (2, Value::Sequence(list)) => list.push(odd),
            (3, Value::Sequence(list)) => list.push(elsewhere),
            (4, _) => *at(root, place) = elsewhere,
            (5, _) => {
                let value = at(root, place);
                *value = Value::Sequence(vec![value.clone()]);
            }
            _ => *at(root, place) = odd,
        }
    }
}

/// Every place of a value, as the numbers of entries and elements that lead to it.
fn walk(value: &Value, here: &mut Vec<usize>, places: &mut Vec<Vec<usize>>) {
    places.push(here.clone());
    let children: Vec<&Value> = match value {
        Value::Mapping(map) => map.values().collect(),
        Value::Sequence(list) => list.iter().collect(),
        _ => Vec::new(),
    };
    for (at, child) in children.into_iter().enumerate() {
        here.push(at);
        walk(child, here, places);
        here.pop();
    }
}

fn at<'v>(root: &'v mut Value, place: &[usize]) -> &'v mut Value {
    place.iter().fold(root, |value, at| match value {
        Value::Mapping(map) => map.iter_mut().nth(*at).expect("the place exists").1,
        Value::Sequence(list) => &mut list[*at],
        _ => unreachable!("a scalar has no parts"),
    })
}
