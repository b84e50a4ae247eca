//! Endpoints.

use super::{
    defaults,
    lowering::{Lowering, text},
    object::Context,
    page::sources,
    paging::paging,
    places::Place,
    scope::Visible,
};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan},
    model::{self, Deprecation, Encoding, Endpoint, Grants, Location, Message, MessageKind, Method, TypeName},
    naming, pattern,
    syntax::{
        File, Page,
        describe::reserved,
        node::{Key, Kind, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn endpoint(
        &mut self,
        visible: Visible<'_, 'a>,
        page: &'a Page,
        head: &Node,
        key: &'a Key,
        node: &'a Node,
    ) {
        let file = &page.file;
        let Some(area) = self.area_of(page, node) else { return };
        let around = std::iter::once(&page.vendor).chain(&area).map(String::as_str).collect::<Vec<_>>().join(".");
        let scope = format!("{around}.{}", key.text);
        let first = self.places.of(&Place::Endpoint(scope.clone()));
        self.place(file, key, node, Place::Endpoint(scope.clone()));
        if self.model.endpoints.contains_key(&scope) {
            let message = format!("there is another endpoint `{scope}`");
            self.report(
                Diagnostic::new(Code::NameClash, &file.path, key.span, message)
                    .help("rename one of the two: names of files are not part of an endpoint's name")
                    .also_in(first.map(|site| site.key_span()), "the other one"),
            );
            return;
        }
        if !naming::is_free_module(&key.text) {
            let message = reserved(&key.text);
            let fault = Diagnostic::new(Code::BadName, &file.path, key.span, message);
            self.report(fault.help("choose another name; it can differ from that of the route"));
        }
        let (request, response) = (TypeName::new(&scope, "Request"), TypeName::new(&scope, "Response"));
        let sent = [("query", Location::Query), ("headers", Location::Header), ("body", Location::Body)];
        let sent: Vec<_> = sent.into_iter().filter_map(|(part, at)| node.get(part).map(|node| (node, at))).collect();
        let received: Vec<_> = node.get("response").map(|node| (node, Location::Body)).into_iter().collect();
        for (name, part, nodes) in [(&request, "body", &sent), (&response, "response", &received)] {
            let at = format!("{}.{part}", key.text);
            self.object(Context { visible, file, name, prefix: "", at: &at, is_choice: false }, nodes);
        }
        for (part, _) in sent.iter().chain(&received) {
            let help = "remove it: requests and replies are always named `Request` and `Response`";
            self.must_not_have(file, part, "$name", "a request or a reply", help);
            let help = "list the file under `examples` of the endpoint";
            self.must_not_have(file, part, "$examples", "a request or a reply", help);
        }
        self.parameters(page, node);
        let Some(route) = route(node) else { return };
        if let (Method::Get, Some(body)) = (route.0, node.key("body")) {
            self.report(
                Diagnostic::new(Code::KeyDoesNotFit, &file.path, body.span, "a GET request has no body")
                    .help("put the fields under `query`, or use POST in the route")
                    .also(node.get("route").map(|route| route.span), "the method"),
            );
        }
        let endpoint = self.assemble((page, area), head, key, node, route, (request, response));
        if let Some(endpoint) = endpoint.filter(|_| self.model.vendors.contains_key(&page.vendor)) {
            self.model.endpoints.insert(scope, endpoint);
        }
    }

    /// The area of an endpoint or an event: the one that it names, else that of the page's folder.
    pub(super) fn area_of(&mut self, page: &Page, node: &Node) -> Option<Vec<String>> {
        let Some(named) = node.get("area") else { return Some(page.area.clone()) };
        let area: Vec<String> = named.text()?.split('.').map(str::to_owned).collect();
        if let Some(bad) = area.iter().find(|name| !naming::is_snake(name) || !naming::is_free_module(name)) {
            let message = format!("`{bad}` cannot be the name of an area");
            let fault = Diagnostic::new(Code::BadName, &page.file.path, named.span, message);
            self.report(fault.help("write the names of folders below the vendor with dots between: `kf.customer`"));
            return None;
        }
        Some(area)
    }

    /// The endpoint in the model. Its objects and parameters are lowered already.
    fn assemble(
        &mut self,
        (page, area): (&Page, Vec<String>),
        head: &Node,
        key: &Key,
        node: &Node,
        (method, path): (Method, String),
        (request, response): (TypeName, TypeName),
    ) -> Option<Endpoint> {
        let mut examples = |kind: MessageKind| {
            let list = node.get("examples").and_then(|lists| lists.get(kind.as_str()));
            self.examples(&page.file, list)
        };
        let (requests, wrong_requests) = examples(MessageKind::Request);
        let (replies, wrong_replies) = examples(MessageKind::Response);
        Some(Endpoint {
            file: page.file.path.clone(),
            vendor: page.vendor.clone(),
            area,
            name: key.text.clone(),
            method,
            path,
            summary: text(node, "summary")?,
            doc: text(node, "doc"),
            label: text(node, "label"),
            page: page_of(head, node)?,
            permissions: defaults::permissions(self.syntax, page, node),
            notes: defaults::notes(self.syntax, page, node),
            deprecated: deprecation(node),
            request: Message {
                kind: MessageKind::Request,
                object: request,
                encoding: match method {
                    Method::Get => Encoding::Parameters,
                    Method::Post => Encoding::Json,
                },
                examples: requests,
                wrong_examples: wrong_requests,
            },
            response: Message {
                kind: MessageKind::Response,
                object: response,
                encoding: Encoding::Json,
                examples: replies,
                wrong_examples: wrong_replies,
            },
            paging: node.get("paging").and_then(paging),
            credential: text(node, "credential"),
            grants: node.get("grants").and_then(|grants| {
                Some(Grants {
                    credential: text(grants, "credential")?,
                    expires_in: text(grants, "expires_in")?,
                    kind: text(grants, "kind"),
                })
            }),
            absent_is_success: text(node, "absent").map(|absent| absent == "success"),
            reads: match node.get("reads").map(|reads| &reads.kind) {
                Some(Kind::Bool(reads)) => *reads,
                _ => method.reads(),
            },
            errors: self.codes_of(page, node),
            errata: Vec::new(),
        })
    }

    /// The error codes that an endpoint lists. Those that its vendor does not list are reported.
    fn codes_of(&mut self, page: &Page, node: &Node) -> Vec<i64> {
        let elements = node.get("errors").map(Node::elements).unwrap_or_default();
        let codes = elements.iter().filter_map(|element| match element.kind {
            Kind::Int(code) => Some((code, element)),
            _ => None,
        });
        let codes: Vec<(i64, &Node)> = codes.collect();
        let lowered = self.model.vendors.get(&page.vendor).map(|vendor| &vendor.errors);
        let is_lowered = |code: i64| lowered.is_some_and(|errors| errors.contains_key(&code));
        let unknown: Vec<_> = codes.iter().filter(|(code, _)| !is_lowered(*code)).collect();
        if !unknown.is_empty() && !self.syntax.is_error_list_faulty(&page.vendor) {
            let lists = self.syntax.error_lists(&page.vendor);
            let entries = |file: &'a File| file.root.get("errors").map(Node::entries).unwrap_or_default().iter();
            let written: Vec<_> = lists.flat_map(|file| entries(file).map(move |entry| (file, entry))).collect();
            let is_written = |code: i64| written.iter().any(|(_, (key, _))| key.text.parse() == Ok(code));
            let unknown = unknown.into_iter().filter(|(code, _)| !is_written(*code));
            let faults: Vec<_> = unknown.map(|(code, at)| unknown_code(page, at, *code, &written)).collect();
            self.faults.extend(faults);
        }
        codes.into_iter().map(|(code, _)| code).collect()
    }

    /// The node of an endpoint.
    pub(super) fn endpoint_node(&self, endpoint: &Endpoint) -> Option<&'a Node> {
        self.syntax.file(&endpoint.file)?.root.get("endpoints")?.get(&endpoint.name)
    }
}

fn unknown_code(page: &Page, element: &Node, code: i64, written: &[(&File, &(Key, Node))]) -> Diagnostic {
    let entry = format!("add `{code}: {{ name: …, advice: … }}` to its `errors`");
    let near = naming::nearest(&code.to_string(), written.iter().map(|(_, (key, _))| key.text.as_str()));
    let near = near.and_then(|near| written.iter().find(|(_, (key, _))| key.text == near));
    let help = match near {
        Some((_, (near, error))) => {
            let name = text(error, "name").map(|name| format!(" ({name})")).unwrap_or_default();
            format!("did you mean `{}`{name}? If not, {entry}", near.text)
        }
        None => entry,
    };
    let near = near.map(|(file, (near, _))| FileSpan::new(&file.path, near.span));
    let message = format!("the error code {code} is not declared in {}/vendor.yaml", page.vendor);
    Diagnostic::new(Code::UnknownErrorCode, &page.file.path, element.span, message)
        .help(help)
        .also_in(near, "declared here")
}

/// The method and the path of a route. `None` if it is invalid, which was already reported.
fn route(node: &Node) -> Option<(Method, String)> {
    let route = node.get("route")?.text().filter(|route| pattern::ROUTE.matches(route))?;
    let (method, path) = route.split_once(' ')?;
    Some((if method == "GET" { Method::Get } else { Method::Post }, path.to_owned()))
}

/// The page of an endpoint or an event.
pub(super) fn page_of(head: &Node, node: &Node) -> Option<model::Page> {
    Some(model::Page {
        title: text(head, "title")?,
        url: text(node, "url").or_else(|| text(head, "url"))?,
        updated: text(head, "updated"),
        read: text(head, "read"),
        sources: sources(head),
        errata: Vec::new(),
    })
}

pub(super) fn deprecation(node: &Node) -> Option<Deprecation> {
    let node = node.get("deprecated")?;
    Some(Deprecation {
        replacement: text(node, "replacement")?,
        endpoint: None,
        note: text(node, "note"),
        since: text(node, "since"),
    })
}
