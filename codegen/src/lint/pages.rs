//! What a page or an endpoint lacks.

use std::collections::BTreeSet;

use super::linter::{Linter, nested};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    lower::{Place, Site},
    model::{Endpoint, Event, Message},
    syntax::{
        File, Page,
        node::{Kind, Node},
    },
};

/// The beginning of the first line of a file, before the path of the JSON Schema.
const HEAD: &str = "# yaml-language-server: $schema=";

/// What the replacements of a deprecated endpoint lead to.
enum Outcome {
    Replacement(String),
    Cycle,
}

impl Linter<'_> {
    pub(super) fn pages(&mut self) {
        for (name, endpoint) in &self.model.endpoints {
            let Some(site) = self.site(Place::Endpoint(name.clone())) else { continue };
            self.examples(site, endpoint);
            self.replacement(site, name, endpoint);
            self.reads(site, endpoint);
        }
        for (name, event) in &self.model.events {
            if let Some(site) = self.site(Place::Event(name.clone())) {
                self.event_examples(site, event);
            }
        }
        self.errors();
        for page in &self.syntax.pages {
            self.documents(page);
        }
        let syntax = self.syntax;
        for file in syntax.files() {
            self.first_line(file);
        }
    }

    fn examples(&mut self, site: Site<'_>, endpoint: &Endpoint) {
        let has_members = |message: &Message| {
            self.model.objects.get(&message.object).is_some_and(|object| !object.members.is_empty())
        };
        let has_none = |message: &&Message| message.examples.is_empty() && message.wrong_examples.is_empty();
        let missing = endpoint.messages().into_iter().filter(|message| has_none(message) && has_members(message));
        let missing: Vec<&str> = missing.map(|message| message.kind.as_str()).collect();
        if !missing.is_empty() {
            let message = format!("`{}` has no example of its {}", endpoint.name, missing.join(" and its "));
            let help = "store the page's JSON in the page's folder and list it under `examples`; if the page shows none, allow this";
            self.warn(Code::NoExample, site.key_span(), message, help);
        }
    }

    fn event_examples(&mut self, site: Site<'_>, event: &Event) {
        let message = &event.message;
        if message.examples.is_empty() && message.wrong_examples.is_empty() {
            let message = format!("`{}` has no example", event.name);
            let help = "store the page's message in the page's folder and list it under `examples`; if the page shows none, allow this";
            self.warn(Code::NoExample, site.key_span(), message, help);
        }
    }

    /// Warns of vendors without error codes whose endpoints list none either.
    fn errors(&mut self) {
        for (name, vendor) in &self.model.vendors {
            if !vendor.errors.is_empty() {
                continue;
            }
            let endpoints = self.model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == *name);
            let without = endpoints.filter(|(_, endpoint)| endpoint.errors.is_empty()).map(|(name, _)| name);
            let without: Vec<Site<'_>> = without.filter_map(|name| self.site(Place::Endpoint(name.clone()))).collect();
            let Some(site) = self.site(Place::Vendor(name.clone())).filter(|_| !without.is_empty()) else { continue };
            let place = site.key_span();
            let message = format!("no error codes of `{name}` are listed");
            let warning = Diagnostic::new(Code::NoErrorCodes, place.file, place.span, message)
                .help("list the vendor's codes under `errors:` in this file; if the docs have none, allow this");
            self.report(without.into_iter().fold(warning, |warning, endpoint| {
                warning.also_in(endpoint.key_span(), "this endpoint can reply with any of them")
            }));
        }
    }

    /// Warns of `reads` if it says what the method says anyway.
    fn reads(&mut self, site: Site<'_>, endpoint: &Endpoint) {
        if site.node.get("reads").is_some() && !endpoint.defies_its_method() {
            let (method, does) = match endpoint.method.reads() {
                true => ("GET", "read"),
                false => ("POST", "write"),
            };
            let message = format!("{method} endpoints {does} anyway");
            self.warn(Code::PointlessRule, nested(site, &["reads"]), message, "remove `reads`");
        }
    }

    fn replacement(&mut self, site: Site<'_>, name: &str, endpoint: &Endpoint) {
        let Some(deprecated) = &endpoint.deprecated else { return };
        let written = site.node.get("deprecated").and_then(|node| node.get("replacement"));
        let last = endpoint.path.rsplit('/').next().unwrap_or_default();
        let is_itself = match deprecated.endpoint.as_deref() {
            Some(other) => other == name,
            None => deprecated.replacement == endpoint.path || deprecated.replacement == last,
        };
        let (message, help) = match deprecated.endpoint.as_deref().and_then(|next| self.follow(next)) {
            _ if is_itself => {
                (format!("`{}` cannot replace itself", endpoint.name), "name the endpoint to use instead".to_owned())
            }
            Some(Outcome::Replacement(last)) => (
                format!("`{}` is deprecated as well", deprecated.replacement),
                format!("name the endpoint that replaces that one: `{last}`"),
            ),
            Some(Outcome::Cycle) => (
                format!("`{}` is deprecated as well, and leads back here", deprecated.replacement),
                "in one of the two, name an endpoint that is not deprecated".to_owned(),
            ),
            None => return,
        };
        let span = written.map_or(site.key.span, |node| node.span);
        self.warn(Code::DeadReplacement, site.span(span), message, help);
    }

    /// Follows the replacements of a deprecated endpoint; `None` if it is not deprecated.
    fn follow(&self, first: &str) -> Option<Outcome> {
        let mut visited = BTreeSet::new();
        let mut name = first.to_owned();
        let mut outcome = None;
        while let Some(deprecated) = self.model.endpoints.get(&name).and_then(|endpoint| endpoint.deprecated.as_ref()) {
            if !visited.insert(name) {
                return Some(Outcome::Cycle);
            }
            outcome = Some(Outcome::Replacement(deprecated.replacement.clone()));
            let Some(next) = &deprecated.endpoint else { break };
            name = next.clone();
        }
        outcome
    }

    /// Warns if the endpoints and events of a page are neither all in the file nor omitted with a reason.
    fn documents(&mut self, page: &Page) {
        let root = &page.file.root;
        let Some(head) = root.get("page") else { return };
        let count = |key: &str| root.get(key).map(Node::entries).unwrap_or_default().len();
        let present = count("endpoints") + count("events");
        let what = match (count("endpoints"), count("events")) {
            (_, 0) => "endpoints",
            (0, _) => "events",
            _ => "endpoints and events",
        };
        let omitted = head.get("omitted").map_or(0, |omitted| omitted.entries().len());
        let written = head.get("documents");
        let documents = match written.map(|written| &written.kind) {
            Some(Kind::Int(count)) => *count,
            _ => 1,
        };
        if usize::try_from(documents) == Ok(present + omitted) {
            return;
        }
        let and_omits = if omitted > 0 { format!(" and omits {omitted}") } else { String::new() };
        let (span, message, help) = match written {
            Some(written) => (
                written.span,
                format!("the page documents {documents} {what}, and the file has {present}{and_omits}"),
                "add the missing ones to the file, or to `omitted` with the reason; or correct the number".to_owned(),
            ),
            None => (
                root.key("endpoints")
                    .or(root.key("events"))
                    .or(root.key("page"))
                    .map_or_else(Span::default, |key| key.span),
                format!("the file has {present} {what}{and_omits}, but does not say how many the page documents"),
                format!("count them on the page, and add `documents: {}` to the file's `page`", present + omitted),
            ),
        };
        self.warn(Code::EndpointsMissing, FileSpan::new(&page.file.path, span), message, help);
    }

    /// Warns if the first line does not point editors to the JSON Schema of the language.
    fn first_line(&mut self, file: &File) {
        let depth = file.path.matches('/').count();
        let expected = format!("{HEAD}{}schema.json", "../".repeat(depth));
        let line = file.text.lines().next().unwrap_or_default();
        if line.trim_end() == expected {
            return;
        }
        let (span, message) = match line.starts_with(HEAD) {
            true => (Span { start: 0, end: line.len() }, "the path of the JSON Schema is wrong"),
            false => (Span::default(), "the first line does not say where the JSON Schema is, which editors need"),
        };
        let help = format!("change the first line to `{expected}`");
        self.warn(Code::EditorLine, FileSpan::new(&file.path, span), message, help);
    }
}
