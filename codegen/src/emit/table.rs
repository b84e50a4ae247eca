//! The table of all endpoints and events as JSON, for tools in other languages.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::piece::{File, MARK};
use crate::model::{Endpoint, Event, Member, Model};

/// The rows of one vendor, as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rows {
    endpoints: Vec<String>,
    events: Vec<String>,
}

impl Rows {
    pub(super) fn of(model: &Model, vendor: &str) -> Self {
        let endpoints = model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == vendor);
        let events = model.events.iter().filter(|(_, event)| event.vendor == vendor);
        Self {
            endpoints: endpoints.map(|(name, endpoint)| written(&row(model, name, endpoint))).collect(),
            events: events.map(|(name, event)| written(&event_row(model, name, event))).collect(),
        }
    }
}

/// A row, indented as in the table. Strings in JSON have no line breaks of their own.
fn written(row: &Value) -> String {
    format!("{row:#}").replace('\n', "\n    ")
}

/// The table of the rows of all vendors.
pub(super) fn file<'s>(vendors: impl Iterator<Item = &'s Rows> + Clone) -> File {
    let list = |rows: &mut dyn Iterator<Item = &'s String>| {
        let rows: Vec<&str> = rows.map(String::as_str).collect();
        if rows.is_empty() { "[]".to_owned() } else { format!("[\n    {}\n  ]", rows.join(",\n    ")) }
    };
    let endpoints = list(&mut vendors.clone().flat_map(|rows| &rows.endpoints));
    let events = list(&mut vendors.flat_map(|rows| &rows.events));
    let head = json!(format!("{MARK} from schemas/. Do not edit."));
    let text = format!("{{\n  \"//\": {head},\n  \"endpoints\": {endpoints},\n  \"events\": {events}\n}}\n");
    File { path: "endpoints.json".to_owned(), text }
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
