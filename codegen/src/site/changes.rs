//! What changed: the changelog as a page, and its entries about one endpoint.

use markdown::mdast::Node;

use super::{
    made::Made,
    markdown::{Mentions, Rendering, parse},
    parts::heading,
    shell::Body,
    site::{CHANGES, Site, page},
};
use crate::html::{Html, el};

/// A changelog.
#[derive(Default)]
pub(super) struct Changes {
    nodes: Vec<Node>,
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

/// The page with all changes.
pub(super) fn all<'m>(site: &Site<'m>) -> Made<'m> {
    let mentions = |text: &str| place(site, text);
    let rendering = Rendering { mentions: &mentions };
    let mut main: Html = el("h1").with("What changed").into();
    if site.changes.nodes.is_empty() {
        main.push(el("p").class("lead").with("There is no version with a changelog yet."));
    }
    for node in &site.changes.nodes {
        match node {
            Node::Heading(heading) if heading.depth == 1 => {}
            Node::Heading(of) if of.depth == 2 => {
                let text = node.to_string().replace(['[', ']'], "");
                main.push(heading("h2", &text.replace(' ', "-"), text.as_str()));
            }
            Node::Heading(of) => main.push(el("h3").with(rendering.all(&of.children))),
            node => main.push(rendering.node(node)),
        }
    }
    let body = Body {
        path: CHANGES.to_owned(),
        title: "What changed".to_owned(),
        summary: "What changed from version to version".to_owned(),
        scope: String::new(),
        main: el("div").class("single").with(main).into(),
    };
    Made { body, errata: Vec::new(), about: String::new(), entries: Vec::new() }
}

/// The page of a place in a schema.
fn place(site: &Site<'_>, text: &str) -> Option<String> {
    let (file, at) = text.split_once('#')?;
    let first = at.split('.').next()?;
    let owner =
        site.model.owners().find(|owner| owner.file() == file && owner.name().rsplit('.').next() == Some(first));
    let of_owner = owner.map(|owner| page(owner.name()));
    let of_type = || {
        let mut declared = site.declared().filter(|declared| declared.file() == file && declared.name().name == first);
        site.type_page(declared.next()?.name())
    };
    of_owner.or_else(of_type)
}
