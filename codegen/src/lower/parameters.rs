//! Parameters in the query and in headers.

use super::{
    lowering::{Lowering, text},
    places::Place,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Credential, Form, Location, Type},
    syntax::{
        File, Page,
        node::{Key, Node},
    },
};

/// Headers that are set for every request.
const FIXED: [&str; 3] = ["content-type", "content-length", "host"];

impl Lowering<'_> {
    /// Checks that a field in a query or a header is a scalar.
    pub(super) fn parameter(&mut self, file: &File, key: &Key, ty: &Type, location: Location) {
        let place = match location {
            Location::Body => return,
            Location::Query => "a query",
            Location::Header => "a header",
        };
        let is_scalar = match ty {
            Type::Primitive(primitive) => match primitive.form() {
                Form::Text | Form::Bool | Form::Integer(..) | Form::Float => true,
                Form::Any => false,
            },
            // `files` reports files.
            Type::Scalar(_) | Type::Enum(_) | Type::File => true,
            Type::Object(_) | Type::List(_) | Type::Map(_) | Type::JsonString(_) => false,
        };
        if !is_scalar {
            let message = format!("`{}` of type {ty} cannot be in {place}", key.text);
            let fault = Diagnostic::new(Code::BadParameter, &file.path, key.span, message);
            self.report(fault.help("use `string`, `bool`, a number, a named scalar or an enum"));
        }
    }

    /// Reports parameters with the name of the credential, and headers that are fixed or differ only in case.
    pub(super) fn parameters(&mut self, page: &Page, node: &Node) {
        let kind = text(node, "credential");
        let Some(vendor) = self.model.vendors.get(&page.vendor) else { return };
        let credential = vendor.place(kind.as_deref()).clone();
        // An endpoint that issues a credential is called without one, unless it says which.
        let authenticated = node.get("grants").is_none() || kind.is_some();
        let keys = |part: &str| {
            let entries = node.get(part).map(Node::entries).unwrap_or_default();
            entries.iter().map(|(key, _)| key).filter(|key| !key.text.starts_with('$'))
        };
        let mut headers: Vec<&Key> = Vec::new();
        for key in keys("headers") {
            let same = |name: &str| name.eq_ignore_ascii_case(&key.text);
            if authenticated && matches!(&credential, Credential::Header(name) if same(name)) {
                self.credential_again(page, key, kind.as_deref());
            } else if FIXED.into_iter().any(same) {
                let message = format!("the header `{}` is set for every request", key.text);
                self.report(Diagnostic::new(Code::NameClash, &page.file.path, key.span, message).help("remove it"));
            } else if let Some(first) = headers.iter().find(|first| same(&first.text)) {
                let message = format!("the header `{}` is `{}` in another case", key.text, first.text);
                self.report(
                    Diagnostic::new(Code::NameClash, &page.file.path, key.span, message)
                        .help("remove one of the two: names of headers are case-insensitive")
                        .also(first.span, "the other one"),
                );
            }
            headers.push(key);
        }
        for key in keys("query").filter(|_| authenticated) {
            if matches!(&credential, Credential::Query(name) if *name == key.text) {
                self.credential_again(page, key, kind.as_deref());
            }
        }
    }

    fn credential_again(&mut self, page: &Page, key: &Key, kind: Option<&str>) {
        let vendor = self.places.of(&Place::Vendor(page.vendor.clone()));
        let credential = vendor.and_then(|site| {
            let key = match kind {
                None => site.node.key("credential")?,
                Some(kind) => site.node.get("credentials")?.key(kind)?,
            };
            Some(site.span(key.span))
        });
        let message = format!("the parameter `{}` is the credential", key.text);
        self.report(
            Diagnostic::new(Code::NameClash, &page.file.path, key.span, message)
                .help("remove it")
                .also_in(credential, "set for every request"),
        );
    }
}
