//! What changed: the changelog as a page.

use markdown::mdast::Node;

use super::{
    context::{CHANGES, Site, page},
    made::Made,
    markdown::Rendering,
    parts::heading,
    shell::Body,
};
use crate::html::{Html, el};

/// The page with all changes.
pub(super) fn all<'m>(site: &Site<'m>) -> Made<'m> {
    let mentions = |text: &str| place(site, text);
    let rendering = Rendering { mentions: &mentions };
    let mut main: Html = el("h1").with("What changed").into();
    if site.changes.nodes.is_empty() {
        main.push(el("p").class("lead").with("There is no changelog yet."));
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
