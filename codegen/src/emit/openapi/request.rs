//! Requests: parameters in query and headers, and the body.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{
    components::has_body,
    describe,
    json::Members,
    literal::literal,
    object::described,
    types::{Context, reference},
    vendor::Vendor,
};
use crate::model::{Encoding, Endpoint, Example, Field, Location, Object};

impl<'m> Vendor<'m> {
    pub(super) fn parameters(&self, endpoint: &'m Endpoint) -> Vec<Members<'m>> {
        let Some(request) = self.model.objects.get(&endpoint.request.object) else { return Vec::new() };
        let fields = request.fields().filter_map(|field| Some((field, place(field.location)?)));
        fields.map(|(field, place)| self.parameter(endpoint, request, field, place)).collect()
    }

    fn parameter(
        &self,
        endpoint: &'m Endpoint,
        request: &'m Object,
        field: &'m Field,
        place: &'static str,
    ) -> Members<'m> {
        let schema = self.value(&field.ty, Context::of_parameter(request.role, field));
        let default = field.default.as_ref().map(|value| literal(field, value));
        let examples = endpoint.request.examples.iter().filter_map(|example| {
            Some((example.name(), Members::new().with("value", example.value.get(&field.wire)?)))
        });
        Members::new()
            .with("name", &field.wire)
            .with("in", place)
            .maybe("description", described(field))
            .maybe("required", field.required.then_some(true))
            .maybe("deprecated", field.deprecated.as_ref().map(|_| true))
            .with("schema", schema.maybe("default", default))
            .object("examples", examples.collect())
            .and(describe::facts(field.label.as_deref(), &field.errata))
    }

    /// The body, which every POST has, even if it is `{}`.
    pub(super) fn body(&self, endpoint: &'m Endpoint) -> Option<Members<'m>> {
        let request = self.model.objects.get(&endpoint.request.object)?;
        let file = request.file().filter(|_| endpoint.request.encoding == Encoding::Form);
        if endpoint.request.encoding == Encoding::Parameters {
            return None;
        }
        let schema = match has_body(request) {
            true => reference(self.names.of(&endpoint.request.object)),
            false => Members::new().with("type", "object"),
        };
        let examples = endpoint.request.examples.iter().filter_map(|example| {
            let body = in_body(request, example);
            let body = match file {
                Some(file) => Cow::Owned(with_content(&file.wire, body.into_owned())?),
                None => body,
            };
            Some((example.name(), Members::new().with("value", body)))
        });
        let media = Members::new().with("schema", schema).object("examples", examples.collect::<Members<'_>>());
        let content = match file {
            Some(file) => {
                let part = Members::new().with("contentType", "application/octet-stream");
                let media = media.with("encoding", Members::new().with(&file.wire, part));
                Members::new().with("multipart/form-data", media)
            }
            None => Members::new().with("application/json", media),
        };
        Some(Members::new().with("required", true).with("content", content))
    }
}

/// An example of a form with the file's content in place of the file; `None` if the content is no text.
fn with_content(file: &str, mut form: Value) -> Option<Value> {
    let file = form.get_mut(file)?;
    *file = Value::from(file.get("content")?.as_str()?);
    Some(form)
}

/// OpenAPI's word for the place of a parameter; `None` for the body.
fn place(location: Location) -> Option<&'static str> {
    match location {
        Location::Query => Some("query"),
        Location::Header => Some("header"),
        Location::Body => None,
    }
}

/// The part of an example that is the body.
fn in_body<'m>(request: &Object, example: &'m Example) -> Cow<'m, Value> {
    let is_parameter = |name: &str| request.field(name).is_some_and(|field| field.location != Location::Body);
    match &example.value {
        Value::Object(members) if members.keys().any(|name| is_parameter(name)) => {
            let members = members.iter().filter(|(name, _)| !is_parameter(name));
            Cow::Owned(Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>()))
        }
        other => Cow::Borrowed(other),
    }
}
