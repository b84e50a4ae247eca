//! Pages: their heads, and which endpoints they have.

use super::{
    lowering::{Lowering, text},
    places::Place,
    scope::Scopes,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::PageCopy,
    syntax::{
        Page,
        node::{Key, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn pages(&mut self, scopes: &Scopes<'a>) {
        let syntax = self.syntax;
        for (at, page) in syntax.pages.iter().enumerate() {
            let file = &page.file;
            if !syntax.vendors.contains_key(&page.vendor) {
                if !syntax.is_incomplete_vendor(&page.vendor) {
                    let message = format!("the vendor `{}` has no vendor.yaml", page.vendor);
                    let fault = Diagnostic::new(Code::MisplacedFile, &file.path, Span::default(), message);
                    self.report(fault.help(format!("write {}/vendor.yaml, or move this file", page.vendor)));
                }
                continue;
            }
            let Some((key, head)) = file.root.key("page").zip(file.root.get("page")) else { continue };
            self.place(file, key, head, Place::Page(file.path.clone()));
            let scope = page.scope();
            for (key, node) in file.root.get("endpoints").map(Node::entries).unwrap_or_default() {
                self.omitted(page, head, key);
                self.endpoint(scopes.visible(&scope, Some(at)), page, head, key, node);
            }
            for (key, node) in file.root.get("events").map(Node::entries).unwrap_or_default() {
                self.omitted(page, head, key);
                self.event(scopes.visible(&scope, Some(at)), page, head, key, node);
            }
        }
    }

    /// Reports an endpoint that is listed as omitted.
    fn omitted(&mut self, page: &Page, head: &Node, endpoint: &Key) {
        if let Some(omitted) = head.get("omitted").and_then(|omitted| omitted.key(&endpoint.text)) {
            let message = format!("`{}` is listed as omitted, but the file has it", endpoint.text);
            self.report(
                Diagnostic::new(Code::NameClash, &page.file.path, omitted.span, message)
                    .help("remove it from `omitted`")
                    .also(endpoint.span, "here"),
            );
        }
    }
}

/// The other pages that a page was transcribed from.
pub(super) fn sources(head: &Node) -> Vec<PageCopy> {
    let sources = head.get("sources").map(Node::elements).unwrap_or_default();
    sources.iter().filter_map(source).collect()
}

/// A copy of a page, or a page that lists error codes.
pub(super) fn source(node: &Node) -> Option<PageCopy> {
    Some(PageCopy { title: text(node, "title")?, url: text(node, "url"), updated: text(node, "updated") })
}
