//! Credentials that endpoints need or issue. Their kinds must exist; one that is issued must be secret and have a lifetime, and
//! the page must promise both.

use super::{lowering::Lowering, places::Place};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Endpoint, Field, Object, Primitive, Type},
    naming,
    syntax::node::Node,
};

impl Lowering<'_> {
    pub(super) fn grants(&mut self) {
        let endpoints = self.model.endpoints.iter();
        let faults: Vec<_> = endpoints
            .flat_map(|(name, endpoint)| self.unknown_kinds(endpoint).into_iter().chain(self.grants_of(name, endpoint)))
            .collect();
        self.faults.extend(faults);
    }

    /// Reports the kinds of credentials that an endpoint names and its vendor does not have.
    fn unknown_kinds(&self, endpoint: &Endpoint) -> Vec<Diagnostic> {
        let Some(node) = self.endpoint_node(endpoint) else { return Vec::new() };
        let written = self.places.of(&Place::Vendor(endpoint.vendor.clone())).map(|site| site.node);
        let written = written.and_then(|vendor| vendor.get("credentials")).map(Node::entries).unwrap_or_default();
        let named = [node.get("credential"), node.get("grants").and_then(|grants| grants.get("kind"))];
        let unknown = named.into_iter().flatten().filter_map(|node| {
            let kind = node.text()?.trim();
            let names = || written.iter().map(|(key, _)| key.text.as_str());
            if names().any(|name| name == kind) {
                return None;
            }
            let message = format!("the vendor has no kind of credential `{kind}`");
            let help = match naming::nearest(kind, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add it to `credentials` in {}/vendor.yaml, or remove the key", endpoint.vendor),
            };
            Some(Diagnostic::new(Code::UnknownCredential, &endpoint.file, node.span, message).help(help))
        });
        unknown.collect()
    }

    fn grants_of(&self, name: &str, endpoint: &Endpoint) -> Vec<Diagnostic> {
        let Some(grants) = &endpoint.grants else { return Vec::new() };
        let parts = [("credential", &grants.credential), ("expires_in", &grants.expires_in)];
        parts.into_iter().filter_map(|(key, wire)| self.grant(name, endpoint, key, wire)).collect()
    }

    /// Checks the field `wire` of the reply, which the key `key` of `grants` names.
    fn grant(&self, name: &str, endpoint: &Endpoint, key: &str, wire: &str) -> Option<Diagnostic> {
        let node = self.endpoint_node(endpoint);
        let span = node.and_then(|node| node.get("grants")?.get(key)).map_or_else(Span::default, |node| node.span);
        let fault = |message: String| Diagnostic::new(Code::BadGrant, &endpoint.file, span, message);
        let response = self.model.objects.get(&endpoint.response.object);
        let Some(field) = response.and_then(|response| response.field(wire)) else {
            if node.and_then(|node| node.get("response")?.key(wire)).is_some() {
                return None;
            }
            let fields = response.into_iter().flat_map(Object::fields);
            let help = match naming::nearest(wire, fields.map(|field| field.wire.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add the field".to_owned(),
            };
            return Some(
                fault(format!("the response of `{name}` has no field `{wire}` on its first level")).help(help),
            );
        };
        let fault = match key {
            "credential" if !self.is_secret(field) => fault(format!("the credential `{wire}` must be secret"))
                .help("give the field a named scalar with `wire: string` and `secret: true`"),
            "expires_in" if !is_integer(field) => fault(format!("a lifetime is a number of seconds, not {}", field.ty))
                .help("give the field the type `int32`, `int64` or `uint32`"),
            _ if !field.required => fault(format!("`{wire}` must be required: callers cannot do without it"))
                .help("add `required: true` to the field"),
            _ => return None,
        };
        let site = self.places.of(&Place::Field(endpoint.response.object.clone(), wire.to_owned()));
        Some(fault.also_in(site.map(|site| site.key_span()), "the field"))
    }

    /// Whether the values of a field are hidden. A type with errors counts as secret.
    fn is_secret(&self, field: &Field) -> bool {
        match &field.ty {
            Type::Scalar(name) => self.model.scalars.get(name).is_none_or(|scalar| scalar.secret),
            _ => false,
        }
    }
}

fn is_integer(field: &Field) -> bool {
    matches!(field.ty, Type::Primitive(Primitive::Int32 | Primitive::Int64 | Primitive::Uint32))
}
