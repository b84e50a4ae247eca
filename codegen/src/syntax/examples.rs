//! Lists of example files: where they are in a schema file, and what their entries are.

use super::node::Node;
use crate::diagnostic::Span;

/// The name of the file that an entry of a list of examples names.
pub(crate) fn file_of(entry: &Node) -> Option<(&str, Span)> {
    let file = entry.get("file").unwrap_or(entry);
    Some((file.text()?, file.span))
}

/// All lists of examples in a file: those of endpoints, also of other files, and those of objects.
pub(crate) fn lists(root: &Node) -> Vec<&Node> {
    let mut lists = Vec::new();
    for (_, endpoint) in root.get("endpoints").map(Node::entries).unwrap_or_default() {
        lists.extend(endpoint.get("examples").map(Node::entries).unwrap_or_default().iter().map(|(_, list)| list));
    }
    for (_, event) in root.get("events").map(Node::entries).unwrap_or_default() {
        lists.extend(event.get("examples"));
    }
    for (_, examples) in root.get("examples").map(Node::entries).unwrap_or_default() {
        lists.extend(examples.entries().iter().map(|(_, list)| list));
    }
    of_objects(root, &mut lists);
    lists
}

/// The lists of examples of the objects within a node.
pub(crate) fn of_objects<'n>(node: &'n Node, lists: &mut Vec<&'n Node>) {
    for (key, value) in node.entries() {
        match key.text.as_str() {
            "$examples" => lists.push(value),
            _ => of_objects(value, lists),
        }
    }
}
