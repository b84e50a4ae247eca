//! Random edits of a document's nodes.

use serde_yaml::{Mapping, Value};

/// Texts that an edit may insert.
pub(crate) const TEXTS: &[&str] = &[
    "",
    " ",
    "\n",
    "\t",
    "\r",
    "\u{feff}",
    "\0",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "#",
    "&a",
    "*a",
    "!!int ",
    "|",
    ">",
    "---\n",
    "...",
    "<<: ",
    "null",
    "true",
    "0",
    "-1",
    "99999999999999999999",
    "1e999",
    "0x1f",
    ".nan",
    "~",
    "$name",
    "$doc: x\n",
    "Request",
    "Self",
    "self",
    "type",
    "gen",
    "unknown",
    "r#type",
    "*/",
    "`",
    "```",
    "\\",
    "#![x]",
    "\u{202e}",
    "\u{200b}",
    "🚀",
    "企业",
    "a.b",
    "../x",
    "{ string: [[[int32]]] }",
    "9223372036854775807",
    "given",
    "required: true\n",
    "type: Tag\n",
    "[Response]",
    "wecom.AddWay",
    "acme.Colour",
    "unique: true",
    "pattern: '('",
];

/// Replacements for keys and values: words of the language, misspelt words, and nasty ones.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "type", "object", "objects", "choice", "of", "required", "doc", "label", "name", "default", "wire", "items", "chars",
    "bytes", "range", "pattern", "unique", "kinds", "alike", "holds", "limits_if", "if", "required_if", "required_unless", "forbidden_if", "forbidden_unless", "ignored_if", "ignored_unless", "beyond", "empty", "clears", "keeps", "min", "max", "$doc", "$name", "$examples", "$from", "$remove",
    "$exactly_one_of", "$at_most_one_of", "$first_of", "$together", "from", "to", "days", "query", "headers", "body", "response", "route", "summary", "paging", "errors", "examples", "from",
    "remove", "values", "value", "at", "says", "use", "also_accept", "typo", "tpye", "requird", "sumary", "respones",
    "Request", "Vec", "self", "fn", "string", "int32", "json", "*/", "#[x]", "a\"b", "\\", "用户", "👩‍💻", "a\u{200b}b",
];

/// The path to a node, as indices of children.
type Path = Vec<usize>;

/// Edits a node of a YAML document. `None` if it is not YAML.
pub(crate) fn edit_yaml(bytes: &[u8], (place, how, what): (usize, usize, usize), others: &[Value]) -> Option<Vec<u8>> {
    let mut root: Value = serde_yaml::from_slice(bytes).ok()?;
    edit(&mut root, place, how, what, others);
    serde_yaml::to_string(&root).ok().map(String::into_bytes)
}

/// Edits a node of a JSON document. `None` if it is not JSON.
pub(crate) fn edit_json(bytes: &[u8], (place, how, what): (usize, usize, usize), others: &[Value]) -> Option<Vec<u8>> {
    let mut root: Value = serde_json::from_slice(bytes).ok()?;
    edit(&mut root, place, how, what, others);
    serde_json::to_vec_pretty(&root).ok()
}

/// Every node of a document, as replacements for others.
pub(crate) fn all(root: &Value) -> Vec<Value> {
    paths(root).iter().filter_map(|path| get(root, path).cloned()).collect()
}

fn paths(root: &Value) -> Vec<Path> {
    let mut paths = vec![Path::new()];
    let mut next = 0;
    while let Some(path) = paths.get(next).cloned() {
        next += 1;
        let count = match get(root, &path) {
            Some(Value::Mapping(map)) => map.len(),
            Some(Value::Sequence(list)) => list.len(),
            _ => 0,
        };
        paths.extend((0..count).map(|child| path.iter().copied().chain([child]).collect::<Path>()));
    }
    paths
}

fn get<'v>(root: &'v Value, path: &[usize]) -> Option<&'v Value> {
    path.iter().try_fold(root, |node, child| match node {
        Value::Mapping(map) => map.values().nth(*child),
        Value::Sequence(list) => list.get(*child),
        _ => None,
    })
}

fn at<'v>(root: &'v mut Value, path: &[usize]) -> Option<&'v mut Value> {
    path.iter().try_fold(root, |node, child| match node {
        Value::Mapping(map) => map.values_mut().nth(*child),
        Value::Sequence(list) => list.get_mut(*child),
        _ => None,
    })
}

fn edit(root: &mut Value, place: usize, how: usize, what: usize, others: &[Value]) {
    let paths = paths(root);
    let (path, other) = (&paths[place % paths.len()], &paths[what % paths.len()]);
    match how % 7 {
        0 => in_parent(root, path, remove),
        1 => in_parent(root, path, |parent, child| duplicate(parent, child, what)),
        2 => swap(root, path, other),
        3 => in_place(root, path, |node| *node = retyped(node, what)),
        4 => in_parent(root, path, |parent, child| rename(parent, child, WORDS[what % WORDS.len()])),
        5 => in_place(root, path, |node| *node = others[what % others.len()].clone()),
        _ => in_place(root, path, |node| *node = Value::String(TEXTS[what % TEXTS.len()].to_owned())),
    }
}

fn in_place(root: &mut Value, path: &[usize], change: impl FnOnce(&mut Value)) {
    if let Some(node) = at(root, path) {
        change(node);
    }
}

fn in_parent(root: &mut Value, path: &[usize], change: impl FnOnce(&mut Value, usize)) {
    if let Some((child, parent)) = path.split_last()
        && let Some(parent) = at(root, parent)
    {
        change(parent, *child);
    }
}

fn remove(parent: &mut Value, child: usize) {
    match parent {
        Value::Sequence(list) => drop(list.remove(child)),
        Value::Mapping(map) => {
            if let Some(key) = map.keys().nth(child).cloned() {
                map.shift_remove(&key);
            }
        }
        _ => {}
    }
}

/// Duplicates an element of a list, or a value of a map under a second name.
fn duplicate(parent: &mut Value, child: usize, what: usize) {
    match parent {
        Value::Sequence(list) => list.insert(child, list[child].clone()),
        Value::Mapping(map) => {
            if let Some((key, value)) = map.iter().nth(child).map(|(key, value)| (key.clone(), value.clone())) {
                let name = match (what % 3, key.as_str()) {
                    (0, Some(key)) => format!("{key}2"),
                    (1, Some(key)) => key.to_uppercase(),
                    _ => WORDS[what % WORDS.len()].to_owned(),
                };
                map.insert(Value::String(name), value);
            }
        }
        _ => {}
    }
}

/// Swaps two nodes, unless one is within the other.
fn swap(root: &mut Value, a: &[usize], b: &[usize]) {
    if a.starts_with(b) || b.starts_with(a) {
        return;
    }
    if let (Some(one), Some(two)) = (get(root, a).cloned(), get(root, b).cloned()) {
        in_place(root, a, |node| *node = two);
        in_place(root, b, |node| *node = one);
    }
}

fn rename(parent: &mut Value, child: usize, name: &str) {
    if let Value::Mapping(map) = parent {
        let entries: Vec<(Value, Value)> = std::mem::take(map).into_iter().collect();
        *map = entries
            .into_iter()
            .enumerate()
            .map(|(at, (key, value))| if at == child { (Value::String(name.to_owned()), value) } else { (key, value) })
            .collect::<Mapping>();
    }
}

fn retyped(node: &Value, what: usize) -> Value {
    let text = || serde_yaml::to_string(node).unwrap_or_default().trim().to_owned();
    match what % 12 {
        0 => Value::Null,
        1 => Value::Bool(what % 24 == 1),
        2 => Value::from(i64::MAX),
        3 => Value::from(-1),
        4 => Value::from(1.5e300),
        5 => Value::from(f64::NAN),
        6 => Value::String(text()),
        7 => Value::Sequence(Vec::new()),
        8 => Value::Sequence(vec![node.clone()]),
        9 => Value::Mapping(Mapping::new()),
        10 => Value::Mapping([(Value::String("type".to_owned()), node.clone())].into_iter().collect()),
        _ => Value::from(u64::MAX),
    }
}
