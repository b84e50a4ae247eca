//! Paging: which fields of the request and the response have to do with pages.

use super::{
    lowering::{Lowering, text},
    places::{Place, Site},
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::{Endpoint, Field, Form, Object, Paging, PagingForm, Primitive, Side, Type, TypeName},
    naming,
    syntax::{describe::listed, node::Node},
};

/// The paging that a schema describes. `None` if keys are missing, which was already reported.
pub(super) fn paging(node: &Node) -> Option<Paging> {
    let form = match (text(node, "cursor"), text(node, "offset"), text(node, "next_offset")) {
        (Some(cursor), _, _) => PagingForm::Cursor { cursor, next: text(node, "next")?, more: text(node, "more") },
        (None, Some(offset), Some(next_offset)) => {
            PagingForm::NextOffset { offset, next_offset, total: text(node, "total") }
        }
        (None, Some(offset), None) => PagingForm::Offset { offset, limit: text(node, "limit")? },
        (None, None, _) => return None,
    };
    Some(Paging { form, items: text(node, "items") })
}

/// An endpoint with paging.
#[derive(Clone, Copy)]
struct Paged<'m> {
    name: &'m str,
    endpoint: &'m Endpoint,
    paging: &'m Paging,
}

/// A field that `paging` names.
#[derive(Clone, Copy)]
struct Named<'m> {
    /// The key of `paging`.
    key: &'static str,
    object: &'m TypeName,
    field: &'m Field,
}

impl<'m> Paged<'m> {
    fn object(self, side: Side) -> &'m TypeName {
        match side {
            Side::Request => &self.endpoint.request.object,
            Side::Response => &self.endpoint.response.object,
        }
    }
}

impl<'a> Lowering<'a> {
    /// Checks paging, and completes it: without `items`, the list is the only one.
    pub(super) fn paging(&mut self) {
        let (mut faults, mut only_lists) = (Vec::new(), Vec::new());
        for (name, endpoint) in &self.model.endpoints {
            let Some(paging) = &endpoint.paging else { continue };
            let paged = Paged { name, endpoint, paging };
            faults.extend(self.paging_of(paged));
            if paging.items.is_none() {
                match (self.only_list(paged), &paging.form) {
                    (Some(list), _) => only_lists.push((name.clone(), list)),
                    (None, PagingForm::Offset { .. }) => faults.push(self.no_list(paged)),
                    (None, PagingForm::Cursor { .. } | PagingForm::NextOffset { .. }) => {}
                }
            }
        }
        for (name, list) in only_lists {
            if let Some(paging) = self.model.endpoints.get_mut(&name).and_then(|endpoint| endpoint.paging.as_mut()) {
                paging.items = Some(list);
            }
        }
        self.faults.extend(faults);
    }

    fn paging_of(&self, paged: Paged<'_>) -> Vec<Diagnostic> {
        let (mut found, mut faults, mut is_complete) = (Vec::new(), Vec::new(), true);
        for (key, side, wire) in paged.paging.fields() {
            let object = paged.object(side);
            match self.model.objects.get(object).and_then(|object| object.field(wire)) {
                Some(field) => found.push(Named { key, object, field }),
                None => {
                    is_complete = false;
                    faults.extend(self.missing_field(paged, key, side, wire));
                }
            }
        }
        let own = found.iter().filter_map(|named| self.misfit(paged, *named));
        faults.extend(own);
        if let ([first, second, ..], true) = (&found[..], is_complete && faults.is_empty()) {
            match &paged.paging.form {
                PagingForm::Cursor { more, .. } => {
                    faults.extend(self.two_types(paged, *first, *second));
                    faults.extend(self.required(paged, *first));
                    faults.extend(self.required(paged, *second).filter(|_| more.is_none()));
                }
                PagingForm::NextOffset { .. } => {
                    faults.extend(self.two_types(paged, *first, *second));
                    let total = found.iter().find(|named| named.key == "total");
                    faults.extend(total.and_then(|total| self.two_types(paged, *second, *total)));
                }
                PagingForm::Offset { .. } => {}
            }
        }
        faults
    }

    /// Reports a field whose type does not fit its key.
    fn misfit(&self, paged: Paged<'_>, named: Named<'_>) -> Option<Diagnostic> {
        let ty = &named.field.ty;
        let (is_integer, is_bool) = match ty {
            Type::Primitive(primitive) => match primitive.form() {
                Form::Integer(..) => (is_number(*primitive), false),
                form => (false, form == Form::Bool),
            },
            _ => (false, false),
        };
        let (fits, what, help) = match named.key {
            "cursor" | "next" => (
                self.underlying(ty) == Type::Primitive(Primitive::String),
                "a cursor",
                "name a field whose type is `string`, or a scalar of `wire: string`",
            ),
            "more" => (
                is_integer || is_bool,
                "a sign of another page",
                "name a field whose type is `bool`, or an integer that is 0 on the last page",
            ),
            "items" => (matches!(ty, Type::List(_)), "the list", "name a field whose type is a list"),
            _ => (is_integer, "a number of elements", "name a field whose type is a built-in integer"),
        };
        let message = format!("`{}` cannot be {what}: its type is {ty}", named.field.wire);
        let fault = Diagnostic::new(Code::BadPaging, &paged.endpoint.file, self.paging_at(paged, named.key), message);
        (!fits).then(|| fault.help(help).also_in(self.site_of(named).map(|site| site.value_span("type")), "its type"))
    }

    /// Reports two fields whose types must be equal and are not.
    fn two_types(&self, paged: Paged<'_>, first: Named<'_>, second: Named<'_>) -> Option<Diagnostic> {
        if first.field.ty == second.field.ty {
            return None;
        }
        let message = format!(
            "`{}` and `{}` must have one type: these are {} and {}",
            first.field.wire, second.field.wire, first.field.ty, second.field.ty
        );
        let fault = Diagnostic::new(Code::BadPaging, &paged.endpoint.file, self.paging_at(paged, second.key), message);
        let fault = fault.help("give both fields one type");
        let sites = [first, second].into_iter().filter_map(|named| self.site_of(named));
        Some(sites.fold(fault, |fault, site| fault.also_in(site.value_span("type"), "its type")))
    }

    /// Reports a cursor that is required.
    fn required(&self, paged: Paged<'_>, named: Named<'_>) -> Option<Diagnostic> {
        if !named.field.required {
            return None;
        }
        let wire = &named.field.wire;
        let (message, help) = match named.key {
            "cursor" => (
                format!("`{wire}` must be optional: the request for the first page has no cursor"),
                "remove `required` from the field",
            ),
            _ => (
                format!("`{wire}` must be optional: paging ends when it is absent"),
                "remove `required` from the field; or add `more`, if another field says whether there is another page",
            ),
        };
        let fault = Diagnostic::new(Code::BadPaging, &paged.endpoint.file, self.paging_at(paged, named.key), message);
        let required = self.site_of(named).map(|site| {
            let span = site.node.key("required").map_or(site.key.span, |key| key.span);
            site.span(span)
        });
        Some(fault.help(help).also_in(required, "required here"))
    }

    fn site_of(&self, named: Named<'_>) -> Option<Site<'a>> {
        self.places.source_of(&Place::Field(named.object.clone(), named.field.wire.clone()), &self.model)
    }

    /// Where `paging` has a key.
    fn paging_at(&self, paged: Paged<'_>, key: &str) -> Span {
        let node = self.endpoint_node(paged.endpoint).and_then(|node| node.get("paging"));
        let node = node.map(|paging| paging.get(key).unwrap_or(paging));
        node.map_or_else(Span::default, |node| node.span)
    }

    /// The list of a response that has only one.
    fn only_list(&self, paged: Paged<'_>) -> Option<String> {
        let response = self.model.objects.get(paged.object(Side::Response))?;
        let mut lists = response.fields().filter(|field| matches!(field.ty, Type::List(_)));
        let list = lists.next()?;
        lists.next().is_none().then(|| list.wire.clone())
    }

    /// Reports paging by offset and limit whose list is not clear.
    fn no_list(&self, paged: Paged<'_>) -> Diagnostic {
        let message = format!("it is not clear which list of the response of `{}` comes in pages", paged.name);
        let at = self.paging_at(paged, "items");
        Diagnostic::new(Code::BadPaging, &paged.endpoint.file, at, message)
            .help("name the list with `items`; its length tells whether a page is the last one")
    }

    /// Reports a field that does not exist. If it was written but not lowered, it has a fault of its own.
    fn missing_field(&self, paged: Paged<'_>, key: &str, side: Side, wire: &str) -> Option<Diagnostic> {
        let (words, parts): (_, &[&str]) = match side {
            Side::Request => ("request", &["query", "headers", "body"]),
            Side::Response => ("response", &["response"]),
        };
        let node = self.endpoint_node(paged.endpoint);
        let written = |part: &&str| node.and_then(|node| node.get(part)?.key(wire)).is_some();
        if parts.iter().any(written) {
            return None;
        }
        let fields = self.model.objects.get(paged.object(side)).into_iter().flat_map(Object::fields);
        let fields: Vec<&str> = fields.map(|field| field.wire.as_str()).collect();
        let help = match naming::nearest(wire, fields.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if fields.is_empty() => format!("add the field `{wire}`, or remove `paging`"),
            None => format!("add the field, or name an existing one: {}", listed(&fields)),
        };
        let message = format!("the {words} of `{}` has no field `{wire}` on its first level", paged.name);
        Some(Diagnostic::new(Code::BadPaging, &paged.endpoint.file, self.paging_at(paged, key), message).help(help))
    }
}

/// Whether an integer type has no other meaning.
fn is_number(primitive: Primitive) -> bool {
    match primitive {
        Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Uint64 => true,
        Primitive::Timestamp | Primitive::TimestampMs | Primitive::ErrorCode => false,
        Primitive::String | Primitive::Bool | Primitive::Float | Primitive::Json => false,
    }
}
