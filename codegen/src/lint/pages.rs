//! What a page or an endpoint lacks.

use std::collections::BTreeSet;

use super::Linter;
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    lower::{Place, Site},
    model::{Endpoint, Message},
    syntax::{
        File, Page,
        node::{Kind, Node},
    },
};

/// What the first line of a file says before the path of the schema.
const HEAD: &str = "# yaml-language-server: $schema=";

/// Where replacements of deprecated endpoints lead.
enum End {
    Replacement(String),
    Circle,
}

impl Linter<'_> {
    pub(super) fn pages(&mut self) {
        for (name, endpoint) in &self.model.endpoints {
            let Some(site) = self.site(Place::Endpoint(name.clone())) else { continue };
            self.examples(site, endpoint);
            self.replacement(site, name, endpoint);
        }
        self.errors();
        for page in &self.syntax.pages {
            self.documents(page);
        }
        let syntax = self.syntax;
        for file in syntax.vendors.values().chain(syntax.pages.iter().map(|page| &page.file)) {
            self.head(file);
        }
    }

    fn examples(&mut self, site: Site<'_>, endpoint: &Endpoint) {
        let has_members = |message: &Message| {
            self.model.objects.get(&message.object).is_some_and(|object| !object.members.is_empty())
        };
        let lacking =
            endpoint.messages().into_iter().filter(|message| message.examples.is_empty() && has_members(message));
        let lacking: Vec<&str> = lacking.map(|message| message.kind.as_str()).collect();
        if !lacking.is_empty() {
            let message = format!("`{}` has no example of its {}", endpoint.name, lacking.join(" and its "));
            let help = "store the page's JSON in the page's folder and name it under `examples`; if the page shows none, allow this";
            self.warn(Code::NoExample, &site.file.path, site.key.span, message, help);
        }
    }

    /// A vendor without error codes, and endpoints that list none.
    fn errors(&mut self) {
        for (name, vendor) in &self.model.vendors {
            let endpoints = self.model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == *name);
            let silent = endpoints.filter(|(_, endpoint)| endpoint.errors.is_empty()).map(|(name, _)| name);
            let silent: Vec<Site<'_>> = silent.filter_map(|name| self.site(Place::Endpoint(name.clone()))).collect();
            let Some(site) = self.site(Place::Vendor(name.clone())).filter(|_| vendor.errors.is_empty()) else {
                continue;
            };
            if silent.is_empty() {
                continue;
            }
            let message = format!("nothing is known of the error codes of `{name}`");
            let fault = Diagnostic::new(Code::NoErrorCodes, &site.file.path, site.key.span, message)
                .help("list the vendor's codes under `errors:` in this file; if the docs have none, allow this");
            self.found.push(silent.iter().fold(fault, |fault, endpoint| {
                fault.also_in(&endpoint.file.path, endpoint.key.span, "this endpoint can answer with any of them")
            }));
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
        let itself = match deprecated.endpoint.as_deref() {
            Some(other) => other == name,
            None => deprecated.replacement == endpoint.path || deprecated.replacement == last,
        };
        let (message, help) = match deprecated.endpoint.as_deref().and_then(|next| self.in_the_end(next)) {
            _ if itself => {
                (format!("`{}` cannot replace itself", endpoint.name), "name the endpoint to use instead".to_owned())
            }
            Some(End::Replacement(end)) => (
                format!("`{}` is deprecated as well", deprecated.replacement),
                format!("name what replaces that: `{end}`"),
            ),
            Some(End::Circle) => (
                format!("`{}` is deprecated as well, and leads back here", deprecated.replacement),
                "name an endpoint that is not deprecated, in one of them".to_owned(),
            ),
            None => return,
        };
        self.warn(Code::DeadReplacement, &site.file.path, span, message, help);
    }

    /// What replaces a deprecated endpoint in the end; none for one that is not deprecated.
    fn in_the_end(&self, first: &str) -> Option<End> {
        let mut seen = BTreeSet::new();
        let mut name = first.to_owned();
        let mut end = None;
        while let Some(deprecated) = self.model.endpoints.get(&name).and_then(|endpoint| endpoint.deprecated.as_ref()) {
            if !seen.insert(name) {
                return Some(End::Circle);
            }
            end = Some(End::Replacement(deprecated.replacement.clone()));
            let Some(next) = &deprecated.endpoint else { break };
            name = next.clone();
        }
        end
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
        let head = file.text.lines().next().unwrap_or_default();
        if head.trim_end() == line {
            return;
        }
        let (span, message) = match head.starts_with(HEAD) {
            true => (Span { start: 0, end: head.len() }, "the path to the schema of the language is wrong"),
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
        for message in endpoint.messages() {
            let examples = &message.examples;
            let written = site.node.get("examples").and_then(|node| node.get(message.kind.as_str()));
            for (at, example) in examples.iter().enumerate() {
                let Some(first) = examples[..at].iter().position(|other| other.value == example.value) else {
                    continue;
                };
                let span = |at: usize| {
                    written.and_then(|list| list.elements().get(at)).map_or(site.key.span, |node| node.span)
                };
                let message = format!("`{}` says the same as `{}`", example.file_name(), examples[first].file_name());
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
