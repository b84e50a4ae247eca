//! Recognizes paging by the names of members.

use facts::vocabulary::Type;

use super::{
    layout::{Value, word},
    tree::{Node, Shown},
};

/// The paging of an endpoint, if the names of its members are those of a form that the language has.
pub(crate) fn recognize(request: &[&Node<'_>], reply: &[Node<'_>]) -> Option<Value> {
    let asked = |name: &str| request.iter().find(|node| node.name == name);
    let answered = |name: &str| reply.iter().find(|node| node.name == name);
    let map = |pairs: &[(&str, &str)]| {
        Some(Value::Map(pairs.iter().map(|(key, name)| ((*key).to_owned(), word(name))).collect()))
    };
    if let (Some(cursor), Some(next)) = (asked("cursor"), answered("next_cursor")) {
        let more = answered("has_more").map(|_| ("more", "has_more"));
        let may_end = more.is_some() || !next.is_required();
        let pairs: Vec<_> = [("cursor", "cursor"), ("next", "next_cursor")].into_iter().chain(more).collect();
        return if !cursor.is_required() && may_end { map(&pairs) } else { None };
    }
    if asked("offset").is_some() && answered("next_offset").is_some() {
        return map(&[("offset", "offset"), ("next_offset", "next_offset")]);
    }
    let lists: Vec<&Node<'_>> = reply.iter().filter(|node| is_list(node)).collect();
    match (asked("offset"), asked("limit"), &lists[..]) {
        (Some(_), Some(_), [_]) => map(&[("offset", "offset"), ("limit", "limit")]),
        _ => None,
    }
}

fn is_list(node: &Node<'_>) -> bool {
    let stated = node.type_word().map(|(_, ty)| ty);
    node.shown.contains(&Shown::List)
        || matches!(stated, Some(Type::List | Type::TextList | Type::IntegerList | Type::ObjectList))
}
