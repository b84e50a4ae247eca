//! Outlines: an endpoint or an event on one page, for reviewers.

use std::fmt::Write;

use crate::model::{
    Choice, Declaration, Encoding, Endpoint, Enum, Event, Field, Location, Member, Model, Object, Owner, Role, Scalar,
    Words, notation,
};

/// The outline of an endpoint or an event: its route or its tags, then a line for each object, field, enum and scalar that
/// it needs.
#[must_use]
pub fn outline(model: &Model, owner: Owner<'_>) -> String {
    let mut out = match owner {
        Owner::Endpoint(_, endpoint) => endpoint_outline(endpoint),
        Owner::Event(name, event) => event_outline(name, event),
    };
    let mut seen = Vec::new();
    let own = format!("{}.", owner.name());
    for root in owner.roots() {
        model.visit(&[root], &mut |declaration| {
            let text = match declaration {
                Declaration::Object(name, object) => (name, object_outline(&name.name, object)),
                Declaration::Enum(name, decl) => (name, enum_outline(&name.to_string(), decl)),
                Declaration::Scalar(name, decl) => (name, scalar_outline(&name.to_string(), decl)),
            };
            if !seen.contains(&text.0) {
                seen.push(text.0);
                out.push('\n');
                // Types of the endpoint itself need no full name.
                out.push_str(&text.1.replace(&own, ""));
            }
        });
    }
    out
}

fn endpoint_outline(endpoint: &Endpoint) -> String {
    let mut out = String::new();
    let page = &endpoint.page;
    line(&mut out, 0, &format!("{} {}", endpoint.method.as_str(), endpoint.path));
    line(&mut out, 0, &format!("{} ({}, {})", endpoint.scope(), page.title, page.age()));
    if let Some(deprecated) = &endpoint.deprecated {
        line(&mut out, 0, &format!("deprecated: use {}", deprecated.replacement));
    }
    if let Some(paging) = &endpoint.paging {
        line(&mut out, 0, &notation::paging(paging));
    }
    if let Some(kind) = &endpoint.credential {
        line(&mut out, 0, &format!("credential: {kind}"));
    }
    if let Some(grants) = &endpoint.grants {
        let kind = grants.kind.as_ref().map(|kind| format!(", of the kind {kind}")).unwrap_or_default();
        line(&mut out, 0, &format!("grants: {} for {} seconds{kind}", grants.credential, grants.expires_in));
    }
    if let Some(absent) = endpoint.absent_is_success {
        let word = if absent { "success" } else { "error" };
        line(&mut out, 0, &format!("a reply without the code: {word}"));
    }
    if endpoint.request.encoding == Encoding::Form {
        line(&mut out, 0, "sent as a form");
    }
    if endpoint.response.encoding == Encoding::File {
        line(&mut out, 0, "answers with a file");
    }
    if endpoint.defies_its_method() {
        line(&mut out, 0, if endpoint.reads { "reads only" } else { "writes" });
    }
    if !endpoint.errors.is_empty() {
        let codes: Vec<String> = endpoint.errors.iter().map(i64::to_string).collect();
        line(&mut out, 0, &format!("errors: {}", codes.join(", ")));
    }
    out
}

fn event_outline(name: &str, event: &Event) -> String {
    let mut out = String::new();
    let page = &event.page;
    line(&mut out, 0, &format!("event {}", event.tags.join(" / ")));
    line(&mut out, 0, &format!("{name} ({}, {})", page.title, page.age()));
    if let Some(deprecated) = &event.deprecated {
        line(&mut out, 0, &format!("deprecated: use {}", deprecated.replacement));
    }
    out
}

fn line(out: &mut String, indent: usize, text: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(out, "{:indent$}{text}", "", indent = indent * 2);
}

fn object_outline(name: &str, object: &Object) -> String {
    let role = match object.role {
        Role::Sent => "sent",
        Role::Received => "received",
        Role::Both => "sent and received",
    };
    let mut out = String::new();
    let from = object.from.as_ref().map(|from| format!(", from {}", from.base)).unwrap_or_default();
    line(&mut out, 0, &format!("{name} ({role}{from})"));
    for member in &object.members {
        match member {
            Member::Field(field) => line(&mut out, 1, &(field_outline(field) + &added(object, &field.wire))),
            Member::Choice(choice) => choice_outline(&mut out, choice),
        }
    }
    for group in &object.groups {
        line(&mut out, 1, &Words::SCHEMA.group(group));
    }
    out
}

/// The page that adds a member to an object.
fn added(object: &Object, key: &str) -> String {
    let page = object.origins.get(key).and_then(|origin| origin.page.as_ref());
    page.map(|(title, _)| format!("  on page {title}")).unwrap_or_default()
}

fn field_outline(field: &Field) -> String {
    let mut words = vec![format!("{}: {}", field.wire, field.ty)];
    if field.name != field.wire {
        words.push(format!("as {}", field.name));
    }
    words.extend(field.required.then(|| "required".to_owned()));
    words.extend(Words::SCHEMA.direction(field));
    match field.location {
        Location::Query => words.push("in query".to_owned()),
        Location::Header => words.push("in header".to_owned()),
        Location::Body => {}
    }
    words.extend(field.deprecated.as_ref().map(|_| "deprecated".to_owned()));
    words.extend(field.bool_as_int.then(|| "as 0/1".to_owned()));
    words.extend(field.boxed.then(|| "boxed".to_owned()));
    words.extend(field.item.as_ref().map(|item| format!("item {item}")));
    words.extend(field.length.as_ref().map(|length| format!("length in {length}")));
    words.extend(Words::SCHEMA.limits(&field.limits));
    words.extend(field.limits_if.iter().map(|limits| Words::SCHEMA.limits_if(limits)));
    words.extend(field.default.as_ref().map(|default| format!("default {}", Words::SCHEMA.literal(default))));
    words.extend(field.empty.map(|empty| format!("empty {}", empty.as_str())));
    words.extend(field.depends.iter().map(|dependency| Words::SCHEMA.dependency(dependency)));
    if !field.also_names.is_empty() {
        words.push(format!("also {}", field.also_names.join(", ")));
    }
    if !field.also_types.is_empty() {
        words.push(format!("also as {:?}", field.also_types).to_lowercase());
    }
    words.join("  ")
}

fn choice_outline(out: &mut String, choice: &Choice) {
    let required = if choice.required { "  required" } else { "" };
    line(out, 1, &format!("{}: choice by {}{required}", choice.name, choice.tag));
    for variant in &choice.variants {
        let value = match (&variant.field, &variant.flat) {
            (Some(field), _) => {
                let item = field.item.as_ref().map(|item| format!("  item {item}")).unwrap_or_default();
                format!("  {}: {}{item}", field.wire, field.ty)
            }
            (None, Some(flat)) => format!("  beside: {flat}"),
            (None, None) => String::new(),
        };
        line(out, 2, &format!("{} = {}{value}", variant.name, variant.tag));
    }
}

fn enum_outline(name: &str, decl: &Enum) -> String {
    let closed = if decl.closed { ", closed" } else { "" };
    let mut out = String::new();
    let from = decl.from.as_ref().map(|from| format!(", from {from}")).unwrap_or_default();
    line(&mut out, 0, &format!("{name} ({}{closed}{from})", decl.wire.as_str()));
    for value in &decl.values {
        let label = value.label.as_ref().map(|label| format!("  {label}")).unwrap_or_default();
        line(&mut out, 1, &format!("{} = {}{label}", value.name, value.wire));
    }
    out
}

fn scalar_outline(name: &str, decl: &Scalar) -> String {
    let mut words = vec![format!("{name} ({})", decl.wire.as_str())];
    words.extend(Words::SCHEMA.limits(&decl.limits));
    words.extend(decl.secret.then(|| "secret".to_owned()));
    format!("{}\n", words.join("  "))
}
