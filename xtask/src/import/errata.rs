//! Errata for members about which tables and examples say different things.

use facts::vocabulary::Type;

use super::{
    layout::{TODO, Value, text, word},
    tree::{Node, Shown},
    types::{Kind, is_list},
};

/// What tables and examples say differently about a member.
pub(super) fn erratum(node: &Node<'_>, kind: &Kind, at: &str, is_in_table: bool) -> Option<Value> {
    let words: Vec<(&str, Type)> =
        (node.rows.iter()).filter_map(|row| Some((row.type_word.as_ref()?.text.as_str(), row.ty?))).collect();
    let stated = words.first();
    let other = words.iter().find(|(_, ty)| stated.is_some_and(|(_, first)| first != ty));
    let odd: Vec<Shown> =
        node.shown.iter().filter(|shown| stated.is_some_and(|(_, ty)| !shown.fits(*ty))).copied().collect();
    let (says, fact) = match (stated, other, odd.first()) {
        (Some((first, _)), Some((other, _)), _) => ([("table", *first), ("another row", *other)], ("type", *other)),
        (Some((first, ty)), None, Some(shown)) => {
            // The draft follows one of them, and the erratum is about the other.
            let fact = if kind.is_list() == is_list(*ty) { ("examples", shown.as_str()) } else { ("type", *first) };
            ([("table", *first), ("example", shown.as_str())], fact)
        }
        (None, None, None) if node.rows.is_empty() && is_in_table => {
            let shown = node.shown.first().map_or("null", |shown| shown.as_str());
            ([("table", "absent"), ("example", shown)], ("member", "example"))
        }
        _ => return None,
    };
    let pairs = |pairs: &[(&str, &str)]| {
        Value::Map(pairs.iter().map(|(key, value)| ((*key).to_owned(), text(*value))).collect())
    };
    let mut entries =
        vec![("at".to_owned(), text(at)), ("says".to_owned(), pairs(&says)), ("fact".to_owned(), pairs(&[fact]))];
    entries.push(match kind {
        Kind::Of(name) | Kind::Enum(name) => ("use".to_owned(), Value::Map(vec![("type".to_owned(), word(name))])),
        Kind::Flag => ("use".to_owned(), Value::Map(vec![("type".to_owned(), word("bool"))])),
        Kind::Object | Kind::Objects => ("decision".to_owned(), text(TODO)),
    });
    let accepted: Vec<Value> = odd
        .iter()
        .filter_map(|shown| match shown {
            Shown::Text => Some(word("string")),
            Shown::Integer | Shown::Number => Some(word("number")),
            Shown::Bool => Some(word("bool")),
            Shown::Object | Shown::List => None,
        })
        .collect();
    if !accepted.is_empty() && matches!(kind, Kind::Of(_) | Kind::Enum(_)) {
        let types = Value::Map(vec![("types".to_owned(), Value::List(accepted))]);
        entries.push(("also_accept".to_owned(), types));
    }
    entries.push(("because".to_owned(), text(TODO)));
    Some(Value::Block(entries))
}
