//! Webhooks: one for each event that the vendor pushes.
//!
//! A delivery is sealed. What a webhook describes is the message in the seal.

use super::{
    describe,
    json::{Json, Members},
    operation::list,
    types::reference,
    vendor::Vendor,
};
use crate::model::{Callbacks, Encoding, Event, Head, Page, Words};

const SEALED: &str = "The body is signed and encrypted; this is the message in it.";

impl<'m> Vendor<'m> {
    /// The webhooks by name; none if the vendor pushes no event.
    pub(super) fn webhooks(&self) -> Members<'m> {
        let Some(callbacks) = &self.vendor.callbacks else { return Members::new() };
        let events = self.events.iter();
        let webhook = |(name, event): &(&'m String, &'m Event)| {
            (*name, Members::new().with("post", self.webhook(name, event, callbacks)))
        };
        events.map(webhook).collect()
    }

    fn webhook(&self, name: &'m str, event: &'m Event, callbacks: &'m Callbacks) -> Members<'m> {
        let Page { title, url, updated, read, .. } = &event.page;
        let errata = event.page.errata.iter().chain(&event.errata);
        let permissions = event.permissions.iter().map(|permission| Words::JSON.permission(permission)).collect();
        let notes = event.notes.iter().map(|note| Words::JSON.note(note)).collect();
        let description = describe::paragraphs([
            Some(SEALED),
            event.doc.as_deref(),
            event.label.as_deref(),
            list("Who receives it:", permissions).as_deref(),
            list("Notes:", notes).as_deref(),
        ]);
        let is_xml = event.message.encoding == Encoding::Xml;
        let media = if is_xml { "application/xml" } else { "application/json" };
        let examples = event.message.examples.iter().map(|example| {
            let value = if is_xml { Json::from(example.text.trim()) } else { Json::from(&example.value) };
            (example.name().to_owned(), Members::new().with("value", value))
        });
        let content = Members::new()
            .with("schema", self.message(event, callbacks))
            .object("examples", examples.collect::<Members<'_>>());
        let body = Members::new().with("required", true).with("content", Members::new().with(media, content));
        let within =
            callbacks.within.map(|seconds| format!(" It is expected within {seconds} seconds.")).unwrap_or_default();
        let answer = format!("The body is `{}`.{within}", callbacks.ack);
        Members::new()
            .with("operationId", name)
            .with("summary", &event.summary)
            .maybe("description", description)
            .with("externalDocs", Members::new().with("description", title).with("url", url))
            .maybe("deprecated", event.deprecated.as_ref().map(|_| true))
            .with("security", Vec::<Json<'_>>::new())
            .with("requestBody", body)
            .with("responses", Members::new().with("200", Members::new().with("description", answer)))
            .maybe("x-updated", updated.as_ref())
            .maybe("x-read", read.as_ref())
            .with("x-source", format!("schemas/{}", event.file))
            .with("x-tags", event.tags.iter().collect::<Vec<_>>())
            .and(describe::facts(event.label.as_deref(), errata))
    }

    /// The schema of a message: its head in one of its forms, and the event's own members.
    fn message(&self, event: &'m Event, callbacks: &'m Callbacks) -> Members<'m> {
        let own = reference(self.names.of(event.root()));
        let own = match &callbacks.body {
            Some(body) => object(Members::new().with(body, own), vec![body]),
            None => own,
        };
        let heads: Vec<Members<'m>> = callbacks.heads.iter().map(|shape| head(shape, &event.tags)).collect();
        let head = match <[Members<'_>; 1]>::try_from(heads) {
            Ok([one]) => one,
            Err(several) => Members::new().with("anyOf", several),
        };
        Members::new().with("allOf", [head, own])
    }
}

/// The schema of a head with these tags.
fn head<'m>(head: &'m Head, tags: &'m [String]) -> Members<'m> {
    let text = || Members::new().with("type", "string");
    let mut properties = Members::new();
    let mut required = Vec::new();
    for (name, tag) in head.tags.iter().zip(tags) {
        properties = properties.with(name, Members::new().with("const", tag));
        required.push(name);
    }
    for (name, value) in &head.fixed {
        properties = properties.with(name, Members::new().with("const", value));
        required.push(name);
    }
    for name in head.receiver.iter().chain(&head.time).chain(&head.others) {
        properties = properties.with(name, text());
    }
    let members = object(properties, required);
    match &head.within {
        Some(within) => object(Members::new().with(within, members), vec![within]),
        None => members,
    }
}

fn object<'m>(properties: Members<'m>, required: Vec<&'m String>) -> Members<'m> {
    Members::new().with("type", "object").with("properties", properties).list("required", required)
}
