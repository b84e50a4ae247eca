//! What a page or an endpoint lacks.

use super::Linter;
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    lower::{Place, Site},
    model::{Endpoint, TypeName},
    naming,
    syntax::{
        File, Page,
        yaml::{Kind, Node},
    },
};

/// What the first line of a file says before the path of the schema.
const HEAD: &str = "# yaml-language-server: $schema=";

impl Linter<'_> {
    pub(super) fn pages(&mut self) {
        for (name, endpoint) in &self.model.endpoints {
            let Some(site) = self.site(Place::Endpoint(name.clone())) else { continue };
            self.examples(site, endpoint);
            self.errors(site, endpoint);
            self.replacement(site, name, endpoint);
        }
        for page in &self.syntax.pages {
            self.documents(page);
        }
        let syntax = self.syntax;
        for file in syntax.vendors.values().chain(syntax.pages.iter().map(|page| &page.file)) {
            self.head(file);
        }
    }

    fn examples(&mut self, site: Site<'_>, endpoint: &Endpoint) {
        let halves = [
            ("request", &endpoint.request, endpoint.examples.request.is_empty()),
            ("response", &endpoint.response, endpoint.examples.response.is_empty()),
        ];
        let has_members =
            |name: &TypeName| self.model.objects.get(name).is_some_and(|object| !object.members.is_empty());
        let lacking: Vec<&str> = halves
            .into_iter()
            .filter(|(_, object, empty)| *empty && has_members(object))
            .map(|(half, ..)| half)
            .collect();
        if !lacking.is_empty() {
            let message = format!("`{}` has no example of its {}", endpoint.name, lacking.join(" and its "));
            let help = "store the page's JSON in the page's folder and name it under `examples`; if the page shows none, allow this";
            self.warn(Code::NoExample, &site.file.path, site.key.span, message, help);
        }
    }

    fn errors(&mut self, site: Site<'_>, endpoint: &Endpoint) {
        if endpoint.errors.is_empty() && self.model.vendor_of(endpoint).errors.is_empty() {
            let message = format!("nothing is known of the error codes of `{}`", endpoint.name);
            let help = "list the vendor's codes under `errors` in vendor.yaml; if the docs have none, allow this";
            self.warn(Code::NoErrorCodes, &site.file.path, site.key.span, message, help);
        }
    }

    fn replacement(&mut self, site: Site<'_>, name: &str, endpoint: &Endpoint) {
        let Some(deprecated) = &endpoint.deprecated else { return };
        let span = site
            .node
            .get("deprecated")
            .and_then(|node| node.get("replacement"))
            .map_or(site.key.span, |node| node.span);
        let last = endpoint.path.rsplit('/').next().unwrap_or_default();
        let itself = deprecated.endpoint.as_deref() == Some(name)
            || deprecated.replacement == endpoint.path
            || deprecated.replacement == last
            || naming::snake(&deprecated.replacement).is_some_and(|snake| snake == endpoint.name);
        let next = deprecated.endpoint.as_ref().and_then(|next| self.model.endpoints.get(next)?.deprecated.as_ref());
        let (message, help) = match next {
            _ if itself => {
                (format!("`{}` cannot replace itself", endpoint.name), "name the endpoint to use instead".to_owned())
            }
            Some(next) => (
                format!("`{}` is deprecated as well", deprecated.replacement),
                format!("name what replaces that: `{}`", next.replacement),
            ),
            None => return,
        };
        self.warn(Code::DeadReplacement, &site.file.path, span, message, help);
    }

    /// The endpoints of a page are listed, or left out with a reason.
    fn documents(&mut self, page: &Page) {
        let root = &page.file.root;
        let (Some(head), Some(endpoints)) = (root.get("page"), root.get("endpoints")) else { return };
        let listed = endpoints.entries().len();
        let omitted = head.get("omitted").map_or(0, |omitted| omitted.entries().len());
        let said = head.get("documents");
        let documents = match said.map(|said| &said.kind) {
            Some(Kind::Int(count)) => *count,
            _ => 1,
        };
        if usize::try_from(documents) == Ok(listed + omitted) {
            return;
        }
        let left_out = if omitted > 0 { format!(" and leaves out {omitted}") } else { String::new() };
        let (span, message, help) = match said {
            Some(said) => (
                said.span,
                format!("the page documents {documents} endpoints, and the file has {listed}{left_out}"),
                "add what is missing to `endpoints`, or to `omitted` with the reason; or mend the number".to_owned(),
            ),
            None => (
                root.key("endpoints").map_or_else(Span::default, |key| key.span),
                format!("the file has {listed} endpoints{left_out}, and does not say how many the page documents"),
                format!("count them on the page, and say `documents: {}` in the file's `page`", listed + omitted),
            ),
        };
        self.warn(Code::EndpointsMissing, &page.file.path, span, message, help);
    }

    /// The first line tells editors where the schema of the language is.
    fn head(&mut self, file: &File) {
        let depth = file.path.matches('/').count();
        let line = format!("{HEAD}{}schema.json", "../".repeat(depth));
        if file.head.trim_end() == line {
            return;
        }
        let says = file.head.starts_with(HEAD);
        let (span, message) = match says {
            true => (Span { start: 0, end: file.head.len() }, "the path to the schema of the language is wrong"),
            false => (Span::default(), "the file does not tell editors where the schema of the language is"),
        };
        self.found.push(
            Diagnostic::new(Code::EditorLine, &file.path, span, message)
                .help(format!("let the first line be `{line}`")),
        );
    }
}

impl Linter<'_> {
    /// What an endpoint says twice.
    pub(super) fn said_twice(&mut self, site: Site<'_>, endpoint: &Endpoint) {
        for (half, examples) in [("request", &endpoint.examples.request), ("response", &endpoint.examples.response)] {
            let written = site.node.get("examples").and_then(|node| node.get(half));
            for (at, example) in examples.iter().enumerate() {
                let Some(first) = examples[..at].iter().position(|other| other.value == example.value) else {
                    continue;
                };
                let span = |at: usize| {
                    written.and_then(|list| list.elements().get(at)).map_or(site.key.span, |node| node.span)
                };
                let message =
                    format!("`{}` says the same as `{}`", file_name(&example.file), file_name(&examples[first].file));
                let fault =
                    Diagnostic::new(Code::SaidTwice, &site.file.path, span(at), message).help("remove one of the two");
                self.found.push(fault.also(span(first), "the other one"));
            }
        }
        self.twice_in_list(site, "errors");
        self.twice_in_list(site, "permissions");
    }

    fn twice_in_list(&mut self, site: Site<'_>, key: &str) {
        let elements = site.node.get(key).map(Node::elements).unwrap_or_default();
        for (at, element) in elements.iter().enumerate() {
            if let Some(first) = elements[..at].iter().find(|other| other.says_the_same(element)) {
                let message = format!("`{}` stands twice", element.inline());
                let fault = Diagnostic::new(Code::SaidTwice, &site.file.path, element.span, message);
                self.found.push(fault.help("remove one of the two").also(first.span, "first here"));
            }
        }
    }
}

/// The name of a file without its folders.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
