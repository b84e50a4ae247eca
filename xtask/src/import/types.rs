//! The type of a field, and what its limits can be.

use facts::{
    Bounds, Claim, Direction,
    vocabulary::{BEYOND, Beyond, Type},
};

use super::{
    layout::{Entries, Value, word},
    tree::{Node, Shown},
};

/// The type of a field.
pub(super) enum Kind {
    /// `type`.
    Of(String),
    /// `type`, with the name of a new enum.
    Enum(String),
    /// `type: bool`, with `wire: int`.
    Flag,
    /// `object`.
    Object,
    /// `objects`.
    Objects,
}

impl Kind {
    /// Whether the type is a list.
    pub(super) fn is_list(&self) -> bool {
        match self {
            Self::Of(name) => name.starts_with('['),
            Self::Objects => true,
            Self::Enum(_) | Self::Flag | Self::Object => false,
        }
    }
}

/// Whether a type is an integer.
pub(super) fn is_integer(name: &str) -> bool {
    ["int32", "int64", "uint32", "uint64"].contains(&name)
}

/// Whether its values are 0 and 1, which mean no and yes.
pub(super) fn is_yes_or_no(node: &Node<'_>) -> bool {
    let mut values = node.values();
    values.sort_unstable();
    match values[..] {
        [("0", Some(no)), ("1", Some(yes))] => {
            (no, yes) == ("否", "是")
                || [Some('不'), Some('没')].contains(&no.chars().next()) && no.chars().skip(1).eq(yes.chars())
        }
        _ => false,
    }
}

pub(super) fn is_list(ty: Type) -> bool {
    matches!(ty, Type::List | Type::TextList | Type::IntegerList | Type::ObjectList)
}

/// Whether the type that members of this name have can be that of a member or of its elements.
pub(super) fn fits(wire: Option<Type>, stated: Option<Type>, node: &Node<'_>, is_list: bool) -> bool {
    let Some(wire) = wire else {
        // It is known from lists alone.
        return is_list;
    };
    let shown = if is_list { &node.elements } else { &node.shown };
    let element = match stated {
        Some(Type::TextList) => Some(Type::Text),
        Some(Type::IntegerList) => Some(Type::Integer),
        Some(Type::ObjectList) => Some(Type::Object),
        Some(Type::List) => None,
        stated => stated.filter(|_| !is_list),
    };
    shown.iter().all(|shown| shown.fits(wire)) && element.is_none_or(|element| element == wire)
}

/// The built-in type that the word for it, the description and the examples give.
pub(super) fn builtin(node: &Node<'_>, is_list: bool) -> String {
    let stated = node.type_word();
    let element = match stated.map(|(_, ty)| ty) {
        Some(Type::Text | Type::TextList) => Some("string"),
        Some(Type::Integer | Type::IntegerList) => Some(integer(node)),
        Some(Type::Number) => Some("float"),
        Some(Type::Bool) => Some("bool"),
        Some(Type::Object | Type::ObjectList) => Some("json"),
        Some(Type::List) | None => None,
    };
    let shown = if is_list { &node.elements } else { &node.shown };
    let element = element.unwrap_or_else(|| match shown.iter().next() {
        Some(Shown::Text) => "string",
        Some(Shown::Integer) if !shown.contains(&Shown::Number) => integer(node),
        Some(Shown::Integer | Shown::Number) => "float",
        Some(Shown::Bool) => "bool",
        Some(Shown::Object | Shown::List) => "json",
        None => "json",
    });
    if is_list { format!("[{element}]") } else { element.to_owned() }
}

fn integer(node: &Node<'_>) -> &'static str {
    let description = node.rows.first().map_or("", |row| row.description.text.as_str());
    let word = node.type_word().map_or(String::new(), |(word, _)| facts::text::normalized(word));
    let is_time =
        description.contains("时间戳") || word == "时间戳" || description.to_ascii_lowercase().contains("timestamp");
    match word.as_str() {
        _ if is_time && (description.contains("毫秒") || description.contains("13位")) => "timestamp_ms",
        _ if is_time => "timestamp",
        "int64" | "long" => "int64",
        word if word.starts_with("int64") => "int64",
        word if word.starts_with("uint64") => "uint64",
        word if word.starts_with("uint") || word.starts_with("unit") || word.starts_with("unsigned") => "uint32",
        _ if node.is_large || greatest(node) > i64::from(u32::MAX) => "int64",
        _ if greatest(node) > i64::from(i32::MAX) => "uint32",
        _ => "int32",
    }
}

/// The limits that a description states, as far as the type can have them.
pub(super) fn limits(node: &Node<'_>, kind: &Kind, direction: Direction) -> Entries {
    let name = match kind {
        Kind::Of(name) => name.as_str(),
        Kind::Objects => "[]",
        Kind::Enum(_) | Kind::Flag | Kind::Object => return Vec::new(),
    };
    let has_items = name.starts_with('[') || name.starts_with('{');
    let is_number = is_integer(name) || name == "float";
    let is_text = !has_items && !is_number && !["bool", "json", "timestamp", "timestamp_ms"].contains(&name);
    let limits = node.claims().filter_map(|claim| match claim {
        Claim::Bytes(bounds) if is_text => Some(("bytes", bounds)),
        Claim::Chars(bounds) if is_text => Some(("chars", bounds)),
        Claim::Items(bounds) if has_items => Some(("items", bounds)),
        Claim::Range(bounds) if is_number => Some(("range", bounds)),
        _ => None,
    });
    let limits = limits.map(|(key, bounds)| {
        let beyond = beyond(node, key).filter(|_| direction == Direction::Request && bounds.max.is_some());
        (key.to_owned(), bounds_of(*bounds, beyond))
    });
    limits.collect()
}

fn bounds_of(bounds: Bounds, beyond: Option<&str>) -> Value {
    let ends = [("min", bounds.min), ("max", bounds.max)];
    let ends = ends.into_iter().filter_map(|(key, end)| Some((key.to_owned(), word(end?))));
    Value::Map(ends.chain(beyond.map(|beyond| ("beyond".to_owned(), word(beyond)))).collect())
}

/// What the server does with more than a limit allows, if the description says it and the limit can.
fn beyond(node: &Node<'_>, limit: &str) -> Option<&'static str> {
    let description = node.rows.first()?.description.text.as_str();
    let stated = BEYOND.iter().filter(|(words, _)| description.contains(words)).map(|(_, beyond)| *beyond);
    let has_default = node.claims().any(|claim| matches!(claim, Claim::Default(_)));
    let words = stated.filter_map(|beyond| match (beyond, limit) {
        (Beyond::Default, "range") if has_default => Some("default"),
        (Beyond::Maximum, "range") => Some("maximum"),
        (Beyond::Truncated, "bytes" | "chars" | "items") => Some("truncated"),
        _ => None,
    });
    let words: Vec<&str> = words.collect();
    words.first().copied()
}

/// The greatest number that a description allows.
fn greatest(node: &Node<'_>) -> i64 {
    let limits = node.claims().filter_map(|claim| match claim {
        Claim::Range(bounds) => bounds.max,
        _ => None,
    });
    limits.max().unwrap_or_default()
}
