//! Vendors: credential, envelope and error codes.

use std::collections::BTreeMap;

use super::{
    event::callbacks,
    lowering::{Lowering, text},
    page::source,
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Advice, Credential, CredentialKind, Envelope, ErrorCode, Refusals, TypeName, Vendor},
    naming,
    syntax::{
        File,
        node::{Key, Kind, Node},
    },
};

impl<'a> Lowering<'a> {
    pub(super) fn vendors(&mut self) {
        let syntax = self.syntax;
        for (name, file) in &syntax.vendors {
            if let Some((key, node)) = file.root.key("vendor").zip(file.root.get("vendor")) {
                self.place(file, key, node, Place::Vendor(name.clone()));
                node.get("callbacks").into_iter().for_each(|callbacks| self.callbacks_in_xml(file, callbacks));
                if let Some(vendor) = self.vendor(name, file, node) {
                    self.model.vendors.insert(name.clone(), vendor);
                }
            }
        }
    }

    fn vendor(&mut self, name: &str, file: &'a File, node: &Node) -> Option<Vendor> {
        // The emitted module has types of these names.
        let credentials = node.get("credentials").map(Node::entries).unwrap_or_default();
        let kinds = credentials.iter().map(|(key, _)| naming::kind_type(name, Some(&key.text)));
        let own = ["Error", "ErrorCode", "Event"].map(str::to_owned);
        for taken in [naming::vendor_type(name)].into_iter().chain(own).chain(kinds) {
            if let Some(other) = self.taken.get(&TypeName::new(name, &taken)) {
                let message = format!("`{taken}` is the name of the vendor's own type");
                let help = format!("choose another name, such as `{taken}Type`");
                self.report(Diagnostic::new(Code::NameClash, other.file, other.span, message).help(help));
            }
        }
        let base_url = node.get("base_url")?.text()?;
        let errors = self.error_codes(name);
        let refusals = self.refusals(name, file, node, &errors);
        let list = self.syntax.errors.get(name).and_then(|file| file.root.get("source"));
        Some(Vendor {
            file: file.path.clone(),
            title: text(node, "title")?,
            doc: text(node, "doc"),
            url: text(node, "url")?,
            base_url: (base_url != "given").then(|| base_url.to_owned()),
            credential: credential(node.get("credential")?)?,
            credentials: self.credentials((name, refusals), file, credentials, &errors),
            envelope: self.envelope(file, node.get("envelope")?)?,
            refusals,
            callbacks: node.get("callbacks").and_then(callbacks),
            errors,
            errors_source: list.and_then(source),
            errata: Vec::new(),
        })
    }

    /// The kinds of credentials beside the usual one.
    fn credentials(
        &mut self,
        (vendor, usual): (&str, Refusals),
        file: &File,
        entries: &[(Key, Node)],
        errors: &BTreeMap<i64, ErrorCode>,
    ) -> BTreeMap<String, CredentialKind> {
        let mut kinds = BTreeMap::new();
        for (key, node) in entries.iter().filter(|(key, _)| naming::is_snake(&key.text)) {
            let ty = naming::kind_type(vendor, Some(&key.text));
            if !naming::is_free_type(&ty) {
                let message =
                    format!("the type for the credential would be `{ty}`, which is reserved for generated code");
                self.report(Diagnostic::new(Code::BadName, &file.path, key.span, message).help("choose another name"));
                continue;
            }
            let named = self.refusals(vendor, file, node, errors);
            let Some(place) = credential(node) else { continue };
            kinds.insert(
                key.text.clone(),
                CredentialKind {
                    place,
                    label: text(node, "label"),
                    doc: text(node, "doc"),
                    refusals: match node.get("refusals") {
                        Some(_) => Refusals { request: usual.request, ..named },
                        None => usual,
                    },
                },
            );
        }
        kinds
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
            absent_is_success: text(node, "absent").as_deref() == Some("success"),
        };
        let members: Vec<&Node> = ["code", "message", "data", "trace"].iter().filter_map(|key| node.get(key)).collect();
        let name = |member: &Node| member.text().map(|text| text.trim().to_owned());
        let duplicate = members.iter().enumerate().find_map(|(at, member)| {
            let first = members[..at].iter().find(|first| name(first) == name(member))?;
            Some((first, member))
        });
        if let Some((first, member)) = duplicate {
            let message = format!("two members of the envelope are called `{}`", member.inline());
            self.report(
                Diagnostic::new(Code::NameClash, &file.path, member.span, message)
                    .help("give each its own name, or remove what replies do not have")
                    .also(first.span, "first here"),
            );
        }
        Some(envelope)
    }

    fn error_codes(&mut self, vendor: &str) -> BTreeMap<i64, ErrorCode> {
        let mut codes: BTreeMap<i64, ErrorCode> = BTreeMap::new();
        let mut variants: BTreeMap<String, i64> = BTreeMap::new();
        let entries = |file: &'a File| file.root.get("errors").map(Node::entries).unwrap_or_default().iter();
        let lists = self.syntax.error_lists(vendor);
        for (file, (key, node)) in lists.flat_map(|file| entries(file).map(move |entry| (file, entry))) {
            let given = node.get("name").and_then(Node::text).map(str::to_owned);
            let Some((code, name)) = key.text.parse().ok().zip(given) else { continue };
            // A name that is not in snake_case was already reported.
            if !naming::is_snake(&name) {
                continue;
            }
            if let Some(fault) = self.bad_error_code(vendor, file, (key, node), (code, &name), &variants) {
                self.report(fault);
                continue;
            }
            variants.insert(naming::upper_camel([name.as_str()]), code);
            self.place(file, key, node, Place::ErrorCode(vendor.to_owned(), code));
            let advice = text(node, "advice").and_then(|advice| match advice.as_str() {
                "refresh_token" => Some(Advice::RefreshToken),
                "retry_later" => Some(Advice::RetryLater),
                "slow_down" => Some(Advice::SlowDown),
                "fix_request" => Some(Advice::FixRequest),
                "ask_permission" => Some(Advice::AskPermission),
                _ => None,
            });
            let lowered = ErrorCode {
                file: file.path.clone(),
                name,
                label: text(node, "label"),
                doc: text(node, "doc"),
                advice,
                errata: Vec::new(),
            };
            codes.insert(code, lowered);
        }
        codes
    }

    /// What is wrong with an entry of `errors`; `variants` are the names of those before it, with their codes.
    fn bad_error_code(
        &self,
        vendor: &str,
        file: &File,
        (key, node): (&Key, &Node),
        (code, name): (i64, &str),
        variants: &BTreeMap<String, i64>,
    ) -> Option<Diagnostic> {
        let span = node.get("name").map_or(key.span, |name| name.span);
        if !naming::is_free_code(name) {
            let message = format!("`{name}` cannot be the name of an error");
            let help =
                "choose another: `all`, `success` and `table` exist in generated code, and `unknown` would mislead";
            return Some(Diagnostic::new(Code::BadName, &file.path, span, message).help(help));
        }
        let listed = |code: i64| self.places.of(&Place::ErrorCode(vendor.to_owned(), code));
        if let Some(first) = listed(code) {
            let message = format!("the error code {code} is listed twice");
            let fault = Diagnostic::new(Code::NameClash, &file.path, key.span, message).help("remove one of the two");
            return Some(fault.also_in(Some(first.key_span()), "first here"));
        }
        let other = variants.get(&naming::upper_camel([name]))?;
        let first = listed(*other).map(|site| site.value_span("name"));
        let message = format!("two error codes are called `{name}`");
        let fault = Diagnostic::new(Code::NameClash, &file.path, span, message).help("rename one of the two");
        Some(fault.also_in(first, "first here"))
    }

    /// The codes of refused requests: those that the file names, else the first with fitting advice.
    fn refusals(&mut self, vendor: &str, file: &File, node: &Node, errors: &BTreeMap<i64, ErrorCode>) -> Refusals {
        let named = node.get("refusals");
        let mut code = |key: &str, advice: Advice| {
            let fitting = errors.iter().find(|(_, error)| error.advice == Some(advice));
            let fallback = fitting.map_or(-1, |(code, _)| *code);
            let Some(node) = named.and_then(|named| named.get(key)) else { return fallback };
            let Kind::Int(code) = node.kind else { return fallback };
            let is_in = |file: &File| file.root.get("errors").is_some_and(|list| list.key(&code.to_string()).is_some());
            let written = self.syntax.is_error_list_faulty(vendor) || self.syntax.error_lists(vendor).any(is_in);
            if !errors.contains_key(&code) && !written {
                let message = format!("the error code {code} is not declared under `errors`");
                self.report(
                    Diagnostic::new(Code::UnknownErrorCode, &file.path, node.span, message)
                        .help(format!("add `{code}: {{ name: …, advice: … }}` to `errors`, or name a declared one")),
                );
            }
            code
        };
        Refusals {
            credential: code("credential", Advice::RefreshToken),
            expired: code("expired", Advice::RefreshToken),
            request: code("request", Advice::FixRequest),
        }
    }
}

fn credential(node: &Node) -> Option<Credential> {
    text(node, "query").map(Credential::Query).or_else(|| text(node, "header").map(Credential::Header))
}
