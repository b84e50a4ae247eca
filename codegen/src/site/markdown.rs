//! Markdown of schemas as HTML, as rustdoc renders it: what [`safe`] escapes there is escaped here.

use std::panic::{self, AssertUnwindSafe};

use markdown::{
    ParseOptions,
    mdast::{AlignKind, Node},
};

use crate::{
    emit::safe,
    html::{Element, Html, el, verbatim},
    visible::is_link,
};

/// Finds the page that a name in code is about.
pub(super) type Mentions<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Finds no pages.
pub(super) fn no_mentions(_: &str) -> Option<String> {
    None
}

/// Markdown of a schema, in blocks.
pub(super) fn blocks(markdown: &str, mentions: Mentions<'_>) -> Html {
    // rustdoc takes an indented block for Rust; no doc means one.
    whole(&safe(markdown), mentions)
}

/// Markdown of a schema within a paragraph.
pub(super) fn line(markdown: &str, mentions: Mentions<'_>) -> Html {
    phrase(&safe(&markdown.split_whitespace().collect::<Vec<_>>().join(" ")), mentions)
}

/// Markdown that is safe already, in blocks.
pub(super) fn whole(markdown: &str, mentions: Mentions<'_>) -> Html {
    let Some(root) = parse(markdown) else { return el("p").with(markdown).into() };
    root.children().into_iter().flatten().map(|node| Rendering { mentions }.node(node)).collect()
}

/// Markdown that is safe already, within a paragraph.
pub(super) fn phrase(markdown: &str, mentions: Mentions<'_>) -> Html {
    let Some(root) = parse(markdown) else { return markdown.into() };
    let rendering = Rendering { mentions };
    match root.children().map(Vec::as_slice) {
        Some([]) | None => Html::new(),
        Some([Node::Paragraph(paragraph)]) => rendering.all(&paragraph.children),
        // A text may begin like a list or a heading.
        Some(_) => markdown.replace('\\', "").into(),
    }
}

/// Parses Markdown; `None` if the parser fails.
pub(super) fn parse(markdown: &str) -> Option<Node> {
    panic::catch_unwind(AssertUnwindSafe(|| markdown::to_mdast(markdown, &ParseOptions::gfm()))).ok()?.ok()
}

/// Renders nodes of a document.
#[derive(Clone, Copy)]
pub(super) struct Rendering<'a> {
    pub(super) mentions: Mentions<'a>,
}

impl Rendering<'_> {
    pub(super) fn all(self, nodes: &[Node]) -> Html {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    pub(super) fn node(self, node: &Node) -> Html {
        let inside = || node.children().map(|nodes| self.all(nodes)).unwrap_or_default();
        match node {
            Node::Root(_) => inside(),
            Node::Paragraph(_) => el("p").with(inside()).into(),
            // Pages have their own headings.
            Node::Heading(_) => el("p").with(el("strong").with(inside())).into(),
            Node::Text(text) => text.value.as_str().into(),
            Node::InlineCode(code) => self.code(&code.value),
            Node::Emphasis(_) => el("em").with(inside()).into(),
            Node::Strong(_) => el("strong").with(inside()).into(),
            Node::Delete(_) => el("del").with(inside()).into(),
            Node::Break(_) => el("br").into(),
            Node::Link(to) if is_link(&to.url) => external(&to.url).with(inside()).into(),
            Node::List(list) => self.list(list.ordered, list.start, &list.children),
            Node::Code(code) => el("pre").with(el("code").with(verbatim(&code.value))).into(),
            Node::Blockquote(_) => el("blockquote").with(inside()).into(),
            Node::ThematicBreak(_) => el("hr").into(),
            Node::Table(table) => self.table(&table.children, &table.align),
            // Tags are text, and images are not loaded.
            node if node.children().is_some() => inside(),
            node => node.to_string().into(),
        }
    }

    /// A name or a value, which links to its page if it has one.
    fn code(self, text: &str) -> Html {
        let code = el("code").with(verbatim(text));
        match (self.mentions)(text) {
            Some(href) => el("a").attr("href", &href).with(code).into(),
            None => code.into(),
        }
    }

    fn list(self, is_ordered: bool, start: Option<u32>, items: &[Node]) -> Html {
        let list = match (is_ordered, start) {
            (true, Some(start)) if start != 1 => el("ol").attr("start", &start.to_string()),
            (true, _) => el("ol"),
            (false, _) => el("ul"),
        };
        let items = items.iter().map(|item| {
            let inside = match item.children().map(Vec::as_slice) {
                // Items of a tight list have no paragraphs.
                Some([Node::Paragraph(only)]) => self.all(&only.children),
                Some(nodes) => self.all(nodes),
                None => Html::new(),
            };
            el("li").with(inside)
        });
        list.with(items.collect::<Html>()).into()
    }

    fn table(self, rows: &[Node], align: &[AlignKind]) -> Html {
        let row = |row: &Node, cell: &'static str| -> Html {
            let cells = row.children().into_iter().flatten().enumerate().map(|(at, node)| {
                let is_right = align.get(at) == Some(&AlignKind::Right);
                let element = if is_right { el(cell).class("number") } else { el(cell) };
                element.with(node.children().map(|nodes| self.all(nodes)).unwrap_or_default())
            });
            el("tr").with(cells.collect::<Html>()).into()
        };
        let [head, body @ ..] = rows else { return Html::new() };
        let body: Html = body.iter().map(|node| row(node, "td")).collect();
        let table = el("table").with(el("thead").with(row(head, "th"))).with(el("tbody").with(body));
        el("div").class("scroll").attr("tabindex", "0").with(table).into()
    }
}

/// A link to another site.
pub(super) fn external(url: &str) -> Element {
    el("a").class("out").attr("href", url).attr("rel", "noreferrer")
}
