//! Vendors, pages and endpoints.

use std::collections::{BTreeMap, BTreeSet};

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
        Advice, Credential, Deprecation, Endpoint, Envelope, ErrorCode, Example, Examples, Location, Method, PageCopy,
        Paging, Permission, TypeName, Vendor,
    },
    naming,
    syntax::{
        File, Page, grammar, pattern,
        yaml::{Key, Kind, Node},
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
                    Some("rename this one".to_owned());
            }
        }
        let base_url = node.get("base_url")?;
        let given = base_url.text()?;
        if !pattern::BASE_URL.matches(given) {
            self.add(Code::BadUrl, file, base_url.span, format!("`{given}` is not a base URL")).help =
                Some(pattern::BASE_URL.help.to_owned());
        }
        Some(Vendor {
            file: file.path.clone(),
            title: text(node, "title")?,
            doc: text(node, "doc"),
            url: text(node, "url")?,
            base_url: (given != "given").then(|| given.to_owned()),
            credential: self.credential(file, node.get("credential")?)?,
            envelope: self.envelope(file, node.get("envelope")?)?,
            errors: self.error_codes(name, file),
            errata: Vec::new(),
        })
    }

    fn credential(&mut self, file: &File, node: &Node) -> Option<Credential> {
        match grammar::given(node, grammar::CREDENTIAL_PLACES)[..] {
            ["query"] => text(node, "query").map(Credential::Query),
            ["header"] => {
                let name = text(node, "header")?;
                if is_token(&name) {
                    return Some(Credential::Header(name));
                }
                let span = node.get("header").map_or(node.span, |header| header.span);
                self.add(Code::BadName, file, span, format!("`{name}` cannot be the name of a header")).help =
                    Some("header names are ASCII letters, digits and dashes".to_owned());
                None
            }
            _ => {
                self.add(Code::FieldKind, file, node.span, "a credential goes into the query or into a header").help =
                    Some("give it one of `query` and `header`".to_owned());
                None
            }
        }
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
        let mut names: Vec<&String> = [&envelope.code, &envelope.message].into_iter().collect();
        names.extend(envelope.data.iter().chain(&envelope.trace));
        names.sort();
        let all = names.len();
        names.dedup();
        if names.len() < all {
            self.add(Code::NameClash, file, node.span, "two members of the envelope have one name").help =
                Some("code, message, data and trace are different members".to_owned());
        }
        Some(envelope)
    }

    fn error_codes(&mut self, vendor: &str, file: &'a File) -> BTreeMap<i64, ErrorCode> {
        let mut codes: BTreeMap<i64, ErrorCode> = BTreeMap::new();
        let mut variants = BTreeSet::new();
        for (key, node) in file.root.get("errors").map(Node::entries).unwrap_or_default() {
            let given = node.get("name").and_then(Node::text).map(str::to_owned);
            let Some((code, name)) = key.text.parse().ok().zip(given) else { continue };
            let span = node.get("name").map_or(key.span, |name| name.span);
            if !naming::is_snake(&name) || !naming::is_free_variant(&name) {
                self.add(Code::BadName, file, span, format!("`{name}` cannot be an error's name")).help =
                    Some("use snake_case, and not `unknown`".to_owned());
                continue;
            }
            if codes.contains_key(&code) {
                self.add(Code::NameClash, file, key.span, format!("the error code {code} stands twice")).help =
                    Some("remove one of the two".to_owned());
                continue;
            }
            if !variants.insert(naming::upper_camel([name.as_str()])) {
                self.add(Code::NameClash, file, span, format!("two error codes are called `{name}`")).help =
                    Some("rename one of the two".to_owned());
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
                if grammar::given(head, grammar::DAYS).is_empty() {
                    self.add(Code::MissingKey, &page.file, key.span, "a page's head needs the key `updated`").help =
                        Some(
                            "`updated:` the date that the page shows; if it shows none, `read:` the day you read it"
                                .to_owned(),
                        );
                }
                if let Some(documents) = head.get("documents").filter(|node| matches!(node.kind, Kind::Int(..0))) {
                    self.add(Code::BadLimit, &page.file, documents.span, "`documents` counts from 0").help =
                        Some("say how many endpoints the page documents".to_owned());
                }
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
        self.place(file, key, node, Place::Endpoint(scope.clone()));
        if let Some(other) = self.model.endpoints.get(&scope) {
            let help = format!("the other one is in {}; rename one of the two", other.file);
            self.add(Code::NameClash, file, key.span, format!("there is another endpoint `{scope}`")).help = Some(help);
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
        self.object(Context { seen, file, name: &request, prefix: "" }, &sent);
        self.object(Context { seen, file, name: &response, prefix: "" }, &received);

        for (part, _) in sent.iter().chain(&received) {
            self.must_not_have(file, part, "$name", "requests and replies are called `Request` and `Response`");
        }
        self.parameters(page, node);
        let Some((method, path)) = self.route(file, node) else { return };
        if let (Method::Get, Some(body)) = (method, node.key("body")) {
            let span = body.span;
            self.add(Code::KeyDoesNotFit, file, span, "GET sends no body").help =
                Some("use `query`, or POST in the route".to_owned());
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
            request,
            response,
            paging: node
                .get("paging")
                .and_then(|paging| Some(Paging { cursor: text(paging, "cursor")?, next: text(paging, "next")? })),
            errors: self.codes_of(page, node),
            examples: self.examples_of(page, node),
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
        let mut headers: Vec<&str> = Vec::new();
        for (key, _) in keys("headers").iter().filter(|(key, _)| !key.text.starts_with('$')) {
            let credentials = matches!(&credential, Credential::Header(name) if name.eq_ignore_ascii_case(&key.text));
            let ours =
                ["content-type", "content-length", "host"].iter().any(|name| name.eq_ignore_ascii_case(&key.text));
            if credentials || ours || headers.iter().any(|header| header.eq_ignore_ascii_case(&key.text)) {
                self.taken_parameter(page, key);
            }
            headers.push(&key.text);
        }
        for (key, _) in keys("query") {
            if matches!(&credential, Credential::Query(name) if *name == key.text) {
                self.taken_parameter(page, key);
            }
        }
    }

    fn taken_parameter(&mut self, page: &Page, key: &Key) {
        let message = format!("the parameter `{}` is set already", key.text);
        self.add(Code::NameClash, &page.file, key.span, message).help = Some(
            "remove it: the credential, Content-Type, Content-Length and Host are set for every request, and the names of headers are the same in upper and lower case"
                .to_owned(),
        );
    }

    fn route(&mut self, file: &File, node: &Node) -> Option<(Method, String)> {
        let route = node.get("route")?;
        let words: Vec<&str> = route.text()?.split(' ').collect();
        if pattern::ROUTE.matches(route.text()?)
            && let [method, path] = words[..]
        {
            let method = if method == "GET" { Method::Get } else { Method::Post };
            return Some((method, path.to_owned()));
        }
        let message = match words[..] {
            [one] if one.starts_with('/') => "the route has no method",
            ["GET" | "POST", path] if !path.starts_with('/') => "the path of a route starts with `/`",
            ["GET" | "POST", path] if path.contains('?') => "a route has no query",
            ["GET" | "POST", _] => "the path has characters that it cannot have",
            [_, path] if path.starts_with('/') => "the method of a route is GET or POST",
            _ => "this is no route",
        };
        self.add(Code::BadRoute, file, route.span, message).help = Some(pattern::ROUTE.help.to_owned());
        None
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
            let listed = keys.iter().any(|(key, _)| key.text.parse() == Ok(code));
            if !listed && !doubtful {
                let message = format!("{}/vendor.yaml lists no error code {code}", page.vendor);
                self.add(Code::UnknownErrorCode, &page.file, element.span, message).help =
                    Some(format!("add `{code}: {{ name: …, advice: … }}` to its `errors`"));
            }
            codes.push(code);
        }
        codes
    }

    /// The examples that an endpoint names. Those that are missing or no JSON are reported.
    fn examples_of(&mut self, page: &Page, node: &Node) -> Examples {
        let mut examples = Examples::default();
        let Some(node) = node.get("examples") else { return examples };
        for (key, list) in [("request", &mut examples.request), ("response", &mut examples.response)] {
            for (name, span) in texts(node, key) {
                let folder = page.file.path.trim_end_matches(".yaml");
                let path = format!("{folder}/{name}");
                if self.syntax.doubtful.contains(&path) {
                    continue;
                }
                let Some(bytes) = self.syntax.examples.get(&path) else {
                    self.add(Code::ExampleMissing, &page.file, span, format!("there is no file `{path}`")).help =
                        Some(format!("store the example there: the folder is called like `{}`", page.file.path));
                    continue;
                };
                match serde_json::from_slice(bytes) {
                    Ok(value) => list.push(Example { file: path, value }),
                    Err(error) => {
                        let at = super::examples::offset(bytes, error.line(), error.column());
                        let fault =
                            Diagnostic::new(Code::ExampleNotJson, &path, at, format!("this is not JSON: {error}"));
                        self.fault(fault.help("write the JSON that the example means").also_in(
                            &page.file.path,
                            span,
                            "named as an example here",
                        ));
                    }
                }
            }
        }
        examples
    }
}

/// Whether a text can be the name of a header.
pub(super) fn is_token(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.!#$%&'*+^`|~".contains(c))
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
