//! The table of all endpoints and events as JSON, for tools in other languages.

use serde_json::{Value, json};

use super::{
    inputs::Inputs,
    piece::{Draft, MARK, Piece},
};
use crate::model::{Endpoint, Event, Member, Model};

pub(super) fn pieces(model: &Model) -> Vec<Piece<'_>> {
    vec![Piece::new("endpoints.json", Inputs::Model, || {
        let text = text(model);
        Draft::new(|| text)
    })]
}

fn text(model: &Model) -> String {
    let endpoints: Vec<Value> = model.endpoints.iter().map(|(name, endpoint)| row(model, name, endpoint)).collect();
    let events: Vec<Value> = model.events.iter().map(|(name, event)| event_row(model, name, event)).collect();
    let table =
        json!({ "//": format!("{MARK} from schemas/. Do not edit."), "endpoints": endpoints, "events": events });
    match serde_json::to_string_pretty(&table) {
        Ok(text) => text + "\n",
        Err(error) => panic!("the table of endpoints cannot be written as JSON: {error}"),
    }
}

fn row(model: &Model, name: &str, endpoint: &Endpoint) -> Value {
    let vendor = model.vendor_of(endpoint);
    json!({
        "name": name,
        "vendor": endpoint.vendor,
        "method": endpoint.method.as_str(),
        "path": endpoint.path,
        "base_url": vendor.base_url,
        "summary": endpoint.summary,
        "title": endpoint.page.title,
        "url": endpoint.page.url,
        "updated": endpoint.page.updated,
        "schema": format!("schemas/{}", endpoint.file),
        "deprecated": endpoint.deprecated.as_ref().map(|deprecated| &deprecated.replacement),
        "paged": endpoint.paging.is_some(),
        "authenticated": endpoint.is_authenticated(),
        "credential": endpoint.credential,
        "reads": endpoint.reads,
        "request": members(model, &endpoint.request.object),
        "response": members(model, &endpoint.response.object),
        "errors": endpoint.errors,
    })
}

fn event_row(model: &Model, name: &str, event: &Event) -> Value {
    json!({
        "name": name,
        "vendor": event.vendor,
        "tags": event.tags,
        "summary": event.summary,
        "title": event.page.title,
        "url": event.page.url,
        "updated": event.page.updated,
        "schema": format!("schemas/{}", event.file),
        "deprecated": event.deprecated.as_ref().map(|deprecated| &deprecated.replacement),
        "members": members(model, event.root()),
    })
}

/// The members of an object: the name on the wire, the type, and whether it is required.
fn members(model: &Model, object: &crate::model::TypeName) -> Value {
    let members = model.objects.get(object).map(|object| object.members.as_slice()).unwrap_or_default();
    members
        .iter()
        .map(|member| match member {
            Member::Field(field) => json!({
                "name": field.wire,
                "type": field.ty.to_string(),
                "required": field.required,
                "in": field.location,
            }),
            Member::Choice(choice) => json!({
                "tag": choice.tag,
                "selects": choice.slots(),
                "required": choice.required,
            }),
        })
        .collect()
}
