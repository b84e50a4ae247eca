//! The changelog: its text, and its entries about one endpoint.

use markdown::mdast::Node;

use super::markdown::{Mentions, Rendering, parse};
use crate::html::Html;

/// A changelog.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) nodes: Vec<Node>,
    entries: Vec<Entry>,
}

/// An entry that names a place in a schema.
struct Entry {
    version: String,
    file: String,
    at: String,
    item: Item,
}

/// The contents of an entry.
pub(super) struct Item(Vec<Node>);

impl Item {
    pub(super) fn rendered(&self, mentions: Mentions<'_>) -> Html {
        Rendering { mentions }.all(&self.0)
    }
}

impl Changes {
    /// Reads the text of a changelog.
    pub(super) fn new(text: &str) -> Self {
        let Some(root) = parse(text) else { return Self::default() };
        let nodes = root.children().cloned().unwrap_or_default();
        let mut entries = Vec::new();
        let mut version = String::new();
        for node in &nodes {
            match node {
                Node::Heading(heading) if heading.depth == 2 => version = node.to_string().replace(['[', ']'], ""),
                Node::List(list) => entries.extend(list.children.iter().filter_map(|item| entry(&version, item))),
                _ => {}
            }
        }
        Self { nodes, entries }
    }

    /// The entries about an endpoint, an event or a type of a file, each with its version.
    pub(super) fn about(&self, file: &str, name: &str) -> impl Iterator<Item = (&str, &Item)> {
        let is_within = move |at: &str| at.split('.').next() == Some(name);
        let entries = self.entries.iter().filter(move |entry| entry.file == file && is_within(&entry.at));
        entries.map(|entry| (entry.version.as_str(), &entry.item))
    }
}

/// An entry, if its code names a place: `wecom/kf/send_msg.yaml#send_msg.body`.
fn entry(version: &str, item: &Node) -> Option<Entry> {
    let inside = match item.children().map(Vec::as_slice) {
        Some([Node::Paragraph(only)]) => only.children.clone(),
        Some(nodes) => nodes.to_vec(),
        None => return None,
    };
    let (file, at) = inside.iter().find_map(|node| match node {
        Node::InlineCode(code) => code.value.split_once('#'),
        _ => None,
    })?;
    Some(Entry { version: version.to_owned(), file: file.to_owned(), at: at.to_owned(), item: Item(inside.clone()) })
}
