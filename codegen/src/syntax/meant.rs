//! Guesses what was meant by keys, types, routes and dates that other schema languages or the pages write differently.

use super::{node::Key, shape::Record};
use crate::naming;

/// Keys of other languages, our key, and the help.
const KEYS: &[(&str, &str, &str)] = &[
    ("description", "doc", "write `doc:`"),
    ("desc", "doc", "write `doc:`"),
    ("docs", "doc", "write `doc:`"),
    ("comment", "doc", "write `doc:`"),
    ("remark", "doc", "write `doc:`"),
    ("optional", "required", "write `required: false`, or nothing: fields are optional"),
    ("nullable", "required", "write `required: false`, or nothing: whatever is optional may be null"),
    ("enum", "type", "declare the values under `enums:` of the file, and name the enum as `type:`"),
    ("fields", "object", "write `object:` with the fields, instead of `type`"),
    ("properties", "object", "write `object:` with the fields, instead of `type`"),
    ("contentSchema", "holds", "write `type: string` and `holds: T`, with the name of an object"),
    (
        "example",
        "examples",
        "store the JSON in the page's folder, and write `examples: { request: […], response: […] }`",
    ),
    ("format", "pattern", "write `pattern:` and a regular expression, or name a scalar of `scalars:` as `type`"),
    ("regex", "pattern", "write `pattern:`"),
    ("length", "chars", "write `chars: { min: …, max: … }`, or `bytes`"),
    ("max_length", "chars", "write `chars: { max: … }`, or `bytes`"),
    ("min_length", "chars", "write `chars: { min: … }`, or `bytes`"),
    ("maxLength", "chars", "write `chars: { max: … }`, or `bytes`"),
    ("minLength", "chars", "write `chars: { min: … }`, or `bytes`"),
    ("max_items", "items", "write `items: { max: … }`"),
    ("min_items", "items", "write `items: { min: … }`"),
    ("maximum", "range", "write `range: { max: … }`"),
    ("minimum", "range", "write `range: { min: … }`"),
    ("max", "range", "write `range: { max: … }`, or `chars`, `bytes` or `items` for a length"),
    ("min", "range", "write `range: { min: … }`, or `chars`, `bytes` or `items` for a length"),
    ("params", "query", "write `query:`; members of the JSON that is sent go under `body:`"),
    ("parameters", "query", "write `query:`; members of the JSON that is sent go under `body:`"),
    ("request", "body", "write `body:`; parameters in the URL go under `query:`"),
    ("payload", "body", "write `body:`"),
    ("reply", "response", "write `response:`"),
    ("result", "response", "write `response:`"),
    ("returns", "response", "write `response:`"),
    ("method", "route", "write method and path together: `route: POST /path`"),
    ("path", "route", "write method and path together: `route: POST /path`"),
    ("date", "updated", "write `updated:`, the date that the page shows, or `read:`"),
    ("type", "wire", "write `wire: string`, `int32`, `int64` or `uint32`"),
];

/// Words that another key expresses, a word that is allowed in their place, and the help.
const WORDS: &[(&str, &str, &str)] =
    &[("refused", "clears", "remove `empty`, and write `items: { min: 1 }`, or `chars: { min: 1 }` for a string")];

/// The help for a word that another key expresses.
pub(super) fn word(word: &str, allowed: &[&str]) -> Option<String> {
    let found = WORDS.iter().find(|(meant, beside, _)| *meant == word && allowed.contains(beside));
    found.map(|(_, _, help)| (*help).to_owned())
}

/// Keys of other languages whose values are written like those of ours.
const ALIKE: &[&str] = &[
    "description",
    "desc",
    "docs",
    "comment",
    "remark",
    "fields",
    "properties",
    "regex",
    "params",
    "parameters",
    "request",
    "payload",
    "reply",
    "result",
    "returns",
    "date",
    "type",
];

/// Words that mean the opposite of each other: a misspelt one is never taken for the other.
const OPPOSITES: &[(&str, &str)] =
    &[("most", "least"), ("if", "unless"), ("required", "forbidden"), ("min", "max"), ("sent", "received")];

/// Types of other languages, and the help.
const TYPES: &[(&str, &str)] = &[
    ("int", "write `int32`, or `int64` or `uint32`"),
    ("integer", "write `int32`, or `int64` or `uint32`"),
    ("uint", "write `uint32`"),
    ("unsigned", "write `uint32`"),
    ("unsigned int", "write `uint32`"),
    ("long", "write `int64`"),
    ("number", "write `int32` or `int64`; `float` if it has a fraction"),
    ("double", "write `float`"),
    ("boolean", "write `bool`"),
    ("str", "write `string`"),
    ("text", "write `string`"),
    (
        "datetime",
        "write `timestamp` for Unix time in seconds, `timestamp_ms` for milliseconds, `string` for a date in words",
    ),
    ("date", "write `string`, or `timestamp` for Unix time in seconds"),
    ("time", "write `timestamp` for Unix time in seconds, `timestamp_ms` for milliseconds"),
    ("array", "write `[string]` for a list of strings; `objects:` and the fields for a list of objects"),
    ("list", "write `[string]` for a list of strings; `objects:` and the fields for a list of objects"),
    ("object", "write `object:` and the fields, instead of `type`; `{ string: T }` for free keys"),
    ("map", "write `{ string: T }`"),
    ("any", "write `json`"),
    ("enum", "declare the values under `enums:` of the file, and name that enum"),
];

/// The key that an unknown one most likely stands for, and the help. Its value is written like that of our key.
pub(super) fn instead(key: &str, record: &Record) -> Option<(&'static str, String)> {
    let foreign =
        KEYS.iter().find(|(other, ours, _)| *other == key && record.keys.iter().any(|entry| entry.key == *ours));
    match foreign {
        Some((_, ours, help)) => ALIKE.contains(&key).then(|| (*ours, (*help).to_owned())),
        None => near(key, record).map(|near| (near, format!("did you mean `{near}`?"))),
    }
}

/// The key of a record that is spelt most like another, unless it means the opposite.
pub(super) fn near(key: &str, record: &Record) -> Option<&'static str> {
    let keys = record.keys.iter().map(|entry| entry.key);
    naming::nearest(key, keys.filter(|ours| !is_opposite(key, ours)))
}

/// Whether one of two words says the opposite of the other.
fn is_opposite(one: &str, other: &str) -> bool {
    let has = |name: &str, word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    OPPOSITES.iter().any(|(a, b)| (has(one, a) && has(other, b)) || (has(one, b) && has(other, a)))
}

/// The help for an unknown key that is known from elsewhere.
pub(super) fn key(key: &Key, record: &Record) -> Option<String> {
    let has = |wanted: &str| record.keys.iter().any(|entry| entry.key == wanted);
    let meant = KEYS.iter().find(|(other, ours, _)| *other == key.text && has(ours));
    if let Some((_, _, help)) = meant {
        return Some((*help).to_owned());
    }
    if key.text.contains(['：', '，', '“', '”']) {
        return Some("write `: `, `, ` and `\"` as ASCII has them".to_owned());
    }
    None
}

/// The help for a type in another notation: `[T]` in quotes, `T[]`, `list of T`, or a type of another language.
pub(crate) fn notation(name: &str) -> Option<String> {
    if name.starts_with(['[', '{']) {
        return Some(format!("remove the quotes: `type: {name}`"));
    }
    let of = ["list of ", "array of "].iter().find_map(|prefix| name.strip_prefix(prefix));
    let of = of.or_else(|| name.strip_suffix("[]"));
    of.map(|of| format!("write `[{of}]` for a list")).or_else(|| ty(name).map(str::to_owned))
}

/// The help for a type of another language.
fn ty(name: &str) -> Option<&'static str> {
    let plain = name.to_ascii_lowercase();
    let plain = if plain.starts_with("array<") || plain.starts_with("list<") { "array" } else { plain.as_str() };
    TYPES.iter().find(|(other, _)| *other == plain).map(|(_, help)| *help)
}

/// Whether a key of another language means a given key of ours.
pub(super) fn is_key(key: &str, ours: &str) -> bool {
    KEYS.iter().any(|(other, instead, _)| *other == key && *instead == ours)
}

/// Whether a key of another language means any key of ours.
pub(super) fn is_foreign(key: &str) -> bool {
    KEYS.iter().any(|(other, ..)| *other == key)
}

/// The route that a text most likely means: with the method in lower case, with a host, or with a query.
pub(super) fn route(text: &str) -> Option<String> {
    let mut words = text.split(' ');
    let method = words.clone().find(|word| ["GET", "POST"].iter().any(|method| method.eq_ignore_ascii_case(word)))?;
    let url = words.find(|word| word.contains('/'))?;
    let path = url.split_once("://").map_or(Some(url), |(_, rest)| rest.find('/').map(|at| &rest[at..]))?;
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let allowed = |c: char| c.is_ascii_alphanumeric() || "/-_.~".contains(c);
    path.chars().all(allowed).then(|| format!("{} /{path}", method.to_uppercase()))
}

/// A date in another notation: `2024/5/1`, `2024年5月1日`.
pub(super) fn date(text: &str) -> Option<String> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match numbers[..] {
        [year @ 1000..=9999, month, day] => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}
