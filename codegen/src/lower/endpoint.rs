//! Vendors, pages and endpoints.

use std::collections::BTreeMap;

use super::{
    Lowering, Place,
    declare::{Scopes, Seen},
    object::Context,
    text, texts,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model,
    model::{
        Advice, Credential, Deprecation, Encoding, Endpoint, Envelope, ErrorCode, Example, Grants, Location, Message,
        MessageKind, Method, PageCopy, Paging, Permission, Refusals, TypeName, Vendor,
    },
    naming, pattern,
    syntax::{
        File, Page,
        node::{Key, Kind, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn vendors(&mut self) {
        let syntax = self.syntax;
        for (name, file) in &syntax.vendors {
            if let Some((key, node)) = file.root.key("vendor").zip(file.root.get("vendor")) {
                self.place(file, key, node, Place::Vendor(name.clone()));
                if let Some(vendor) = self.vendor(name, file, node) {
                    self.model.vendors.insert(name.clone(), vendor);
                }
            }
        }
    }

    fn vendor(&mut self, name: &str, file: &'a File, node: &Node) -> Option<Vendor> {
        // The emitted module has types of these names.
        for taken in [naming::vendor_type(name).as_str(), "ErrorCode"] {
            if let Some((_, span)) = self.taken.get(&TypeName::new(name, taken)).cloned() {
                self.add(Code::NameClash, file, span, format!("the vendor itself has a type `{taken}`")).help =
                    Some(format!("choose another name, such as `{taken}Type`"));
            }
        }
        let base_url = node.get("base_url")?.text()?;
        let errors = self.error_codes(name, file);
        Some(Vendor {
            file: file.path.clone(),
            title: text(node, "title")?,
            doc: text(node, "doc"),
            url: text(node, "url")?,
            base_url: (base_url != "given").then(|| base_url.to_owned()),
            credential: credential(node.get("credential")?)?,
            envelope: self.envelope(file, node.get("envelope")?)?,
            refusals: self.refusals(file, node, &errors),
            errors,
            errata: Vec::new(),
        })
    }

    fn envelope(&mut self, file: &File, node: &Node) -> Option<Envelope> {
        let success = match node.get("success").map(|success| &success.kind) {
            Some(Kind::Int(success)) => *success,
            _ => 0,
        };
        let envelope = Envelope {
            code: text(node, "code")?,
            message: text(node, "message")?,
            data: text(node, "data"),
            trace: text(node, "trace"),
            success,
        };
        let named =
            ["code", "message", "data", "trace"].into_iter().filter_map(|key| node.get(key)).collect::<Vec<_>>();
        for (at, name) in named.iter().enumerate() {
            if let Some(first) =
                named[..at].iter().find(|first| first.text().map(str::trim) == name.text().map(str::trim))
            {
                let message = format!("two members of the envelope are called `{}`", name.inline());
                let fault = self.add(Code::NameClash, file, name.span, message);
                fault.relate(first.span, "first here");
                fault.help = Some("name a member of its own for each, or remove what replies do not have".to_owned());
                break;
            }
        }
        Some(envelope)
    }

    fn error_codes(&mut self, vendor: &str, file: &'a File) -> BTreeMap<i64, ErrorCode> {
        let mut codes: BTreeMap<i64, ErrorCode> = BTreeMap::new();
        let mut variants = BTreeMap::new();
        for (key, node) in file.root.get("errors").map(Node::entries).unwrap_or_default() {
            let given = node.get("name").and_then(Node::text).map(str::to_owned);
            let Some((code, name)) = key.text.parse().ok().zip(given) else { continue };
            let span = node.get("name").map_or(key.span, |name| name.span);
            // A name that is not snake_case was reported.
            if !naming::is_snake(&name) {
                continue;
            }
            if !naming::is_free_variant(&name) {
                self.add(Code::BadName, file, span, format!("`{name}` cannot be an error's name")).help =
                    Some("choose another: `unknown` is for codes that the vendor does not list".to_owned());
                continue;
            }
            let listed = |code: i64| self.places.of(&Place::ErrorCode(vendor.to_owned(), code));
            if codes.contains_key(&code) {
                let first = listed(code).map(|site| site.key.span);
                let fault = self.add(Code::NameClash, file, key.span, format!("the error code {code} stands twice"));
                fault.relate(first, "first here");
                fault.help = Some("remove one of the two".to_owned());
                continue;
            }
            let rust = naming::upper_camel([name.as_str()]);
            if let Some(other) = variants.insert(rust, code) {
                let first = listed(other).and_then(|site| site.node.get("name")).map(|name| name.span);
                let fault = self.add(Code::NameClash, file, span, format!("two error codes are called `{name}`"));
                fault.relate(first, "first here");
                fault.help = Some("rename one of the two".to_owned());
                continue;
            }
            self.place(file, key, node, Place::ErrorCode(vendor.to_owned(), code));
            let advice = text(node, "advice").and_then(|advice| match advice.as_str() {
                "refresh_token" => Some(Advice::RefreshToken),
                "retry_later" => Some(Advice::RetryLater),
                "fix_request" => Some(Advice::FixRequest),
                "ask_permission" => Some(Advice::AskPermission),
                _ => None,
            });
            let lowered =
                ErrorCode { name, label: text(node, "label"), doc: text(node, "doc"), advice, errata: Vec::new() };
            codes.insert(code, lowered);
        }
        codes
    }

    /// The codes that a vendor's file names, or those whose advice fits.
    fn refusals(&mut self, file: &File, node: &Node, errors: &BTreeMap<i64, ErrorCode>) -> Refusals {
        let named = node.get("refusals");
        let mut code = |key: &str, advice: Advice| {
            let fitting = errors.iter().find(|(_, error)| error.advice == Some(advice));
            let fallback = fitting.map_or(-1, |(code, _)| *code);
            let Some(node) = named.and_then(|named| named.get(key)) else { return fallback };
            let Kind::Int(code) = node.kind else { return fallback };
            let written = file.root.get("errors").is_some_and(|listed| listed.key(&code.to_string()).is_some());
            if !errors.contains_key(&code) && !written {
                let message = format!("the vendor lists no error code {code}");
                self.add(Code::UnknownErrorCode, file, node.span, message).help =
                    Some(format!("add `{code}: {{ name: …, advice: … }}` to `errors`, or name one that is there"));
            }
            code
        };
        Refusals {
            credential: code("credential", Advice::RefreshToken),
            expired: code("expired", Advice::RefreshToken),
            request: code("request", Advice::FixRequest),
        }
    }

    pub(super) fn endpoints(&mut self, scopes: &Scopes<'a>) {
        let syntax = self.syntax;
        for (at, page) in syntax.pages.iter().enumerate() {
            if !syntax.vendors.contains_key(&page.vendor) {
                if !syntax.is_doubtful_vendor(&page.vendor) {
                    let message = format!("the vendor `{}` has no vendor.yaml", page.vendor);
                    self.add(Code::MisplacedFile, &page.file, Span::default(), message).help =
                        Some(format!("write {}/vendor.yaml, or move this file", page.vendor));
                }
                continue;
            }
            if let Some((key, head)) = page.file.root.key("page").zip(page.file.root.get("page")) {
                self.place(&page.file, key, head, Place::Page(page.file.path.clone()));
                for (key, node) in page.file.root.get("endpoints").map(Node::entries).unwrap_or_default() {
                    self.omitted(page, head, key);
                    self.endpoint(scopes.seen(&page.vendor, Some(at)), page, head, key, node);
                }
            }
        }
    }

    fn omitted(&mut self, page: &Page, head: &Node, endpoint: &Key) {
        if let Some(omitted) = head.get("omitted").and_then(|omitted| omitted.key(&endpoint.text)) {
            let span = omitted.span;
            let message = format!("`{}` is not left out: the file has it", endpoint.text);
            let fault = self.add(Code::NameClash, &page.file, span, message);
            fault.relate(endpoint.span, "here");
            fault.help = Some("remove it from `omitted`".to_owned());
        }
    }

    fn endpoint(&mut self, seen: Seen<'_, 'a>, page: &'a Page, head: &Node, key: &'a Key, node: &'a Node) {
        let file = &page.file;
        let scope = format!("{}.{}", page.scope(), key.text);
        let first = self.places.of(&Place::Endpoint(scope.clone()));
        self.place(file, key, node, Place::Endpoint(scope.clone()));
        if self.model.endpoints.contains_key(&scope) {
            let message = format!("there is another endpoint `{scope}`");
            let mut fault = Diagnostic::new(Code::NameClash, &file.path, key.span, message);
            if let Some(first) = first {
                fault = fault.also_in(&first.file.path, first.key.span, "the other one");
            }
            self.fault(fault.help("rename one of the two: the names of files do not tell them apart"));
            return;
        }
        if !naming::is_free_module(&key.text) {
            let message = format!("a module `{}` would hide one that emitted code needs", key.text);
            self.add(Code::BadName, file, key.span, message).help =
                Some("choose another name: it need not be that of the route".to_owned());
        }
        let (request, response) = (TypeName::new(&scope, "Request"), TypeName::new(&scope, "Response"));
        let sent = [("query", Location::Query), ("headers", Location::Header), ("body", Location::Body)];
        let sent: Vec<_> = sent.into_iter().filter_map(|(part, at)| node.get(part).map(|node| (node, at))).collect();
        let received: Vec<_> = node.get("response").map(|node| (node, Location::Body)).into_iter().collect();
        for (name, part, nodes) in [(&request, "body", &sent), (&response, "response", &received)] {
            let at = format!("{}.{part}", key.text);
            self.object(Context { seen, file, name, prefix: "", at: &at }, nodes);
        }

        for (part, _) in sent.iter().chain(&received) {
            self.must_not_have(
                file,
                part,
                "$name",
                "a request or a reply",
                "remove it: they are called `Request` and `Response`",
            );
        }
        self.parameters(page, node);
        let Some((method, path)) = route(node) else { return };
        if let (Method::Get, Some(body)) = (method, node.key("body")) {
            let (span, route) = (body.span, node.get("route").map_or(body.span, |route| route.span));
            let fault = self.add(Code::KeyDoesNotFit, file, span, "GET sends no body");
            fault.relate(route, "the method");
            fault.help = Some("put the fields under `query`, or say POST in the route".to_owned());
        }
        let (Some(summary), Some(title), Some(url)) = (text(node, "summary"), text(head, "title"), text(head, "url"))
        else {
            return;
        };
        let endpoint = Endpoint {
            file: file.path.clone(),
            vendor: page.vendor.clone(),
            area: page.area.clone(),
            name: key.text.clone(),
            method,
            path,
            summary,
            doc: text(node, "doc"),
            label: text(node, "label"),
            page: model::Page {
                title,
                url: text(node, "url").unwrap_or(url),
                updated: text(head, "updated"),
                read: text(head, "read"),
                sources: sources(head),
                errata: Vec::new(),
            },
            permissions: permissions(node),
            deprecated: deprecation(node),
            request: Message {
                kind: MessageKind::Request,
                object: request,
                encoding: match method {
                    Method::Get => Encoding::Parameters,
                    Method::Post => Encoding::Json,
                },
                examples: self.examples_of(page, node, MessageKind::Request),
            },
            response: Message {
                kind: MessageKind::Response,
                object: response,
                encoding: Encoding::Json,
                examples: self.examples_of(page, node, MessageKind::Response),
            },
            paging: node
                .get("paging")
                .and_then(|paging| Some(Paging { cursor: text(paging, "cursor")?, next: text(paging, "next")? })),
            grants: node.get("grants").and_then(|grants| {
                Some(Grants { credential: text(grants, "credential")?, expires_in: text(grants, "expires_in")? })
            }),
            errors: self.codes_of(page, node),
            errata: Vec::new(),
        };
        if self.model.vendors.contains_key(&page.vendor) {
            self.model.endpoints.insert(scope, endpoint);
        }
    }

    /// The names of parameters are not those of the credential or, as headers, of one another.
    fn parameters(&mut self, page: &Page, node: &Node) {
        let Some(credential) = self.model.vendors.get(&page.vendor).map(|vendor| vendor.credential.clone()) else {
            return;
        };
        let keys = |part: &str| node.get(part).map(Node::entries).unwrap_or_default();
        let mut headers: Vec<&Key> = Vec::new();
        for (key, _) in keys("headers").iter().filter(|(key, _)| !key.text.starts_with('$')) {
            let alike = |name: &str| name.eq_ignore_ascii_case(&key.text);
            if node.get("grants").is_none() && matches!(&credential, Credential::Header(name) if alike(name)) {
                self.credential_again(page, key);
            } else if ["content-type", "content-length", "host"].into_iter().any(alike) {
                let message = format!("the header `{}` is set for every request", key.text);
                self.add(Code::NameClash, &page.file, key.span, message).help = Some("remove it".to_owned());
            } else if let Some(first) = headers.iter().find(|first| alike(&first.text)) {
                let message = format!("the header `{}` is `{}` in another case", key.text, first.text);
                let fault = self.add(Code::NameClash, &page.file, key.span, message);
                fault.relate(first.span, "the other one");
                fault.help = Some("remove one of the two: in names of headers, case does not count".to_owned());
            }
            headers.push(key);
        }
        // What hands out the credential is called without one.
        for (key, _) in keys("query").iter().filter(|_| node.get("grants").is_none()) {
            if matches!(&credential, Credential::Query(name) if *name == key.text) {
                self.credential_again(page, key);
            }
        }
    }

    fn credential_again(&mut self, page: &Page, key: &Key) {
        let message = format!("the parameter `{}` is the vendor's credential", key.text);
        let mut fault = Diagnostic::new(Code::NameClash, &page.file.path, key.span, message);
        if let Some(said) = self.places.of(&Place::Vendor(page.vendor.clone()))
            && let Some(credential) = said.node.key("credential")
        {
            fault = fault.also_in(&said.file.path, credential.span, "set for every request");
        }
        self.fault(fault.help("remove it"));
    }

    fn codes_of(&mut self, page: &Page, node: &Node) -> Vec<i64> {
        let mut codes = Vec::new();
        let doubtful = self.syntax.is_doubtful_vendor(&page.vendor)
            || self.syntax.vendors.get(&page.vendor).is_some_and(|file| {
                let errors = file.root.key("errors").zip(file.root.get("errors"));
                errors.is_some_and(|(key, errors)| file.is_faulty_within(key.entry(errors)))
            });
        for element in node.get("errors").map(Node::elements).unwrap_or_default() {
            let Kind::Int(code) = element.kind else { continue };
            let errors = self.syntax.vendors.get(&page.vendor).and_then(|vendor| vendor.root.get("errors"));
            let keys = errors.map(Node::entries).unwrap_or_default();
            let known = self.model.vendors.get(&page.vendor).is_some_and(|vendor| vendor.errors.contains_key(&code));
            let listed = known || keys.iter().any(|(key, _)| key.text.parse() == Ok(code));
            if !listed && !doubtful {
                let message = format!("{}/vendor.yaml lists no error code {code}", page.vendor);
                let entry = format!("add `{code}: {{ name: …, advice: … }}` to its `errors`");
                let near = naming::nearest(&code.to_string(), keys.iter().map(|(key, _)| key.text.as_str()));
                let near = near.and_then(|near| keys.iter().find(|(key, _)| key.text == near));
                let mut fault = Diagnostic::new(Code::UnknownErrorCode, &page.file.path, element.span, message);
                fault.help = Some(match near {
                    Some((near, error)) => {
                        let name = text(error, "name").map(|name| format!(" ({name})")).unwrap_or_default();
                        format!("did you mean `{}`{name}? If not, {entry}", near.text)
                    }
                    None => entry,
                });
                if let Some((file, (near, _))) = self.syntax.vendors.get(&page.vendor).zip(near) {
                    fault = fault.also_in(&file.path, near.span, "listed here");
                }
                self.fault(fault);
            }
            codes.push(code);
        }
        codes
    }

    /// The examples that an endpoint names for a message. Those that are missing or no JSON are reported.
    fn examples_of(&mut self, page: &Page, node: &Node, kind: MessageKind) -> Vec<Example> {
        let mut examples = Vec::new();
        let Some(node) = node.get("examples") else { return examples };
        for (name, span) in texts(node, kind.as_str()) {
            let folder = page.file.path.trim_end_matches(".yaml");
            let path = format!("{folder}/{name}");
            if self.syntax.doubtful.contains(&path) {
                continue;
            }
            let Some(bytes) = self.syntax.examples.get(&path) else {
                let help = self.instead_of(&path);
                self.add(Code::ExampleMissing, &page.file, span, format!("there is no file `{path}`")).help =
                    Some(help);
                continue;
            };
            match serde_json::from_slice(bytes) {
                Ok(value) => {
                    let text = String::from_utf8_lossy(bytes).into_owned();
                    let again = super::examples::said_twice(&path, bytes);
                    again
                        .into_iter()
                        .for_each(|fault| self.fault(fault.also_in(&page.file.path, span, "named as an example here")));
                    examples.push(Example { file: path, text, value });
                }
                Err(error) => {
                    let at = super::examples::offset(bytes, error.line(), error.column());
                    let error = error.to_string();
                    let why = error.rsplit_once(" at line ").map_or(error.as_str(), |(why, _)| why);
                    let fault = Diagnostic::new(Code::ExampleNotJson, &path, at, format!("this is not JSON: {why}"));
                    self.fault(fault.help("write the JSON that the example means").also_in(
                        &page.file.path,
                        span,
                        "named as an example here",
                    ));
                }
            }
        }
        examples
    }
}

fn credential(node: &Node) -> Option<Credential> {
    text(node, "query").map(Credential::Query).or_else(|| text(node, "header").map(Credential::Header))
}

/// The method and the path of a route; `None` for a bad one, which was reported.
fn route(node: &Node) -> Option<(Method, String)> {
    let route = node.get("route")?.text().filter(|route| pattern::ROUTE.matches(route))?;
    let (method, path) = route.split_once(' ')?;
    Some((if method == "GET" { Method::Get } else { Method::Post }, path.to_owned()))
}

fn sources(head: &Node) -> Vec<PageCopy> {
    let sources = head.get("sources").map(Node::elements).unwrap_or_default();
    sources
        .iter()
        .filter_map(|source| {
            Some(PageCopy { title: text(source, "title")?, url: text(source, "url"), updated: text(source, "updated") })
        })
        .collect()
}

fn permissions(node: &Node) -> Vec<Permission> {
    let permissions = node.get("permissions").map(Node::elements).unwrap_or_default();
    permissions
        .iter()
        .filter_map(|permission| Some(Permission { app: text(permission, "app")?, needs: text(permission, "needs")? }))
        .collect()
}

fn deprecation(node: &Node) -> Option<Deprecation> {
    let node = node.get("deprecated")?;
    Some(Deprecation {
        replacement: text(node, "replacement")?,
        endpoint: None,
        note: text(node, "note"),
        since: text(node, "since"),
    })
}
