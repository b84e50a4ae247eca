//! Paging: the cursor of a request, the next cursor of its reply, and whether there is another page.

use super::{
    lowering::{Lowering, flag},
    places::{Place, Site},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Endpoint, Field, Object, Paging, Primitive, Type, TypeName},
    naming,
    syntax::describe::listed,
};

/// A field that `paging` names.
#[derive(Clone, Copy)]
struct Cursor<'m> {
    /// The key of `paging`.
    key: &'static str,
    side: &'static str,
    /// The parts of the endpoint in which the field may be.
    parts: &'static [&'static str],
    object: &'m TypeName,
    wire: &'m str,
}

impl<'a> Lowering<'a> {
    pub(super) fn paging(&mut self) {
        let endpoints = self.model.endpoints.iter();
        let faults: Vec<_> = endpoints.flat_map(|(name, endpoint)| self.paging_of(name, endpoint)).collect();
        self.faults.extend(faults);
    }

    fn paging_of(&self, name: &str, endpoint: &Endpoint) -> Vec<Diagnostic> {
        let Some(Paging { cursor, next, more }) = &endpoint.paging else { return Vec::new() };
        let sent = Cursor {
            key: "cursor",
            side: "request",
            parts: &["query", "headers", "body"],
            object: &endpoint.request.object,
            wire: cursor,
        };
        let received = Cursor {
            key: "next",
            side: "response",
            parts: &["response"],
            object: &endpoint.response.object,
            wire: next,
        };
        let more = more.as_ref().map(|more| Cursor { key: "more", wire: more, ..received });
        let both = [sent, received];
        let mut faults: Vec<Diagnostic> = more.and_then(|more| self.more(name, endpoint, &more)).into_iter().collect();
        faults.extend(match both.each_ref().map(|cursor| self.model.objects.get(cursor.object)?.field(cursor.wire)) {
            [Some(cursor), Some(next)] => {
                let sites = both.map(|it| self.places.of(&Place::Field(it.object.clone(), it.wire.to_owned())));
                let sites: Vec<Site<'a>> = sites.into_iter().flatten().collect();
                self.cursors(endpoint, cursor, next, &sites).into_iter().collect::<Vec<_>>()
            }
            found => {
                let missing = both.iter().zip(found).filter(|(_, field)| field.is_none());
                missing.filter_map(|(cursor, _)| self.missing_cursor(name, endpoint, cursor)).collect()
            }
        });
        faults
    }

    /// Reports a field that cannot say whether there is another page.
    fn more(&self, name: &str, endpoint: &Endpoint, more: &Cursor<'_>) -> Option<Diagnostic> {
        let Some(field) = self.model.objects.get(more.object).and_then(|object| object.field(more.wire)) else {
            return self.missing_cursor(name, endpoint, more);
        };
        if matches!(
            field.ty,
            Type::Primitive(Primitive::Bool | Primitive::Int32 | Primitive::Int64 | Primitive::Uint32)
        ) {
            return None;
        }
        let message = format!("`{}` cannot say whether there is another page: it is {}", more.wire, field.ty);
        let fault = Diagnostic::new(Code::BadPaging, &endpoint.file, self.paging_at(endpoint, more.key), message);
        Some(fault.help("name a field whose type is `bool`, or an integer that is 0 on the last page"))
    }

    /// Where `paging` has a key.
    fn paging_at(&self, endpoint: &Endpoint, key: &str) -> Span {
        let node = self.endpoint_node(endpoint).and_then(|node| node.get("paging")?.get(key));
        node.map_or_else(Span::default, |node| node.span)
    }

    /// Reports a field that does not exist. If it was written but not lowered, it has a fault of its own.
    fn missing_cursor(&self, name: &str, endpoint: &Endpoint, cursor: &Cursor<'_>) -> Option<Diagnostic> {
        let Cursor { key, side, parts, object, wire } = cursor;
        let node = self.endpoint_node(endpoint);
        let written = |part: &&str| node.and_then(|node| node.get(part)?.key(wire)).is_some();
        if parts.iter().any(written) {
            return None;
        }
        let fields = self.model.objects.get(object).into_iter().flat_map(Object::fields);
        let fields: Vec<&str> = fields.map(|field| field.wire.as_str()).collect();
        let help = match naming::nearest(wire, fields.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if fields.is_empty() => format!("add the field `{wire}`, or remove `paging`"),
            None => format!("add the field, or name an existing one: {}", listed(&fields)),
        };
        let message = format!("the {side} of `{name}` has no field `{wire}` on its first level");
        Some(Diagnostic::new(Code::BadPaging, &endpoint.file, self.paging_at(endpoint, key), message).help(help))
    }

    /// Reports cursors that differ in type or are required.
    fn cursors(&self, endpoint: &Endpoint, cursor: &Field, next: &Field, sites: &[Site<'a>]) -> Option<Diagnostic> {
        let is_string = self.underlying(&cursor.ty) == Type::Primitive(Primitive::String);
        let fault = |message: String| {
            Diagnostic::new(Code::BadPaging, &endpoint.file, self.paging_at(endpoint, "cursor"), message)
        };
        if cursor.ty != next.ty || !is_string {
            let message = format!("the cursors must be strings of one type: these are {} and {}", cursor.ty, next.ty);
            let fault = fault(message).help("give both fields one type: `string`, or a scalar of `wire: string`");
            return Some(sites.iter().fold(fault, |fault, site| fault.also_in(site.value_span("type"), "its type")));
        }
        if !cursor.required && !next.required {
            return None;
        }
        let message = "both cursors must be optional: the first request has none, and neither does the last reply";
        let fault = fault(message.to_owned()).help("remove `required` from the field");
        let required = sites.iter().filter(|site| flag(site.node, "required"));
        Some(required.fold(fault, |fault, site| {
            let span = site.node.key("required").map_or(site.key.span, |key| key.span);
            fault.also_in(site.span(span), "required here")
        }))
    }
}
