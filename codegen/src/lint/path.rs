//! The path of a place in a file, as `allow` and errata write it.

use crate::{
    diagnostic::Span,
    syntax::node::{Key, Node},
};

/// The path of the smallest part that holds a place and that a path can lead to.
pub(super) fn path(root: &Node, span: Span) -> Option<String> {
    for section in ["endpoints", "types", "enums", "scalars"] {
        let entries = root.get(section).map(Node::entries).unwrap_or_default();
        let Some((key, node)) = around(entries, span) else { continue };
        let mut path = key.text.clone();
        match section {
            "endpoints" => {
                if let Some((part, fields)) = around(node.entries(), span)
                    && ["query", "headers", "body", "response"].contains(&part.text.as_str())
                {
                    path.push_str(&format!(".{}", part.text));
                    descend(fields, span, &mut path);
                }
            }
            "types" => descend(node, span, &mut path),
            "enums" => {
                if let Some((value, _)) = node.get("values").and_then(|values| around(values.entries(), span)) {
                    path.push_str(&format!(".{}", value.text));
                }
            }
            _ => {}
        }
        return Some(path);
    }
    if let Some((code, _)) = root.get("errors").and_then(|errors| around(errors.entries(), span)) {
        return Some(format!("errors.{}", code.text));
    }
    let head = around(root.entries(), span).filter(|(key, _)| ["page", "vendor"].contains(&key.text.as_str()));
    head.map(|(key, _)| key.text.clone())
}

/// Follows fields through inline objects and choices.
fn descend(fields: &Node, span: Span, path: &mut String) {
    // A path cannot go through a name with a dot.
    let named = |(key, _): &(&Key, &Node)| !key.text.starts_with('$') && !key.text.contains('.');
    let Some((key, field)) = around(fields.entries(), span).filter(named) else { return };
    path.push_str(&format!(".{}", key.text));
    if let Some((tag, variant)) = field.get("of").and_then(|of| around(of.entries(), span)) {
        path.push_str(&format!(".{}", tag.text));
        inline(variant).into_iter().for_each(|fields| descend(fields, span, path));
    }
    inline(field).into_iter().for_each(|fields| descend(fields, span, path));
}

fn inline(node: &Node) -> Option<&Node> {
    node.get("object").or_else(|| node.get("objects"))
}

fn around(entries: &[(Key, Node)], span: Span) -> Option<(&Key, &Node)> {
    entries.iter().find(|(key, node)| key.entry(node).contains(span)).map(|(key, node)| (key, node))
}
