//! The interpreter: checks a JSON value against the model, without generated code.
//!
//! This module owns the meaning of a schema for one document: what can be read, what is documented, and what breaks a
//! rule. It shares no code with the runtime and the emitted types, so that tests can compare the two: both read the same
//! model, and must agree.
//!
//! A document is read once, from the top. Reading yields a `Read`, which is the value as generated code holds it; rules
//! look only at that. All findings are listed: a fault in one member does not hide those in the next.
//!
//! **Architecture invariant:** no document makes this panic or recurse deeper than `MAX_DEPTH` levels.

mod choice;
mod document;
mod encoded;
mod envelope;
mod event;
mod file;
mod finding;
mod json_string;
mod kinds;
mod limits;
mod many;
mod object;
mod read;
mod run;
mod shape;
#[cfg(test)]
mod tests;
mod together;
mod value;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{Direction, Message, MessageKind, Model, Owner, Role, TypeName, Vendor};
use encoded::encoded_texts;
use run::Run;
use value::{Context, Need};

pub use document::{Document, NotJson, read};
pub use finding::{Class, Finding};

/// Checks a document against a message of a vendor, and lists every deviation.
///
/// The document of a request has its query, header and body fields in one object; that of a response has the envelope.
/// The findings come in the order of the model, so that the same document always gives the same list.
#[must_use]
pub fn check(model: &Model, vendor: &Vendor, message: &Message, value: &Value) -> Vec<Finding> {
    findings(model, vendor, message, value, &BTreeMap::new())
}

/// Checks a document against an object alone, without a message around it.
#[must_use]
pub fn check_object(model: &Model, object: &TypeName, value: &Value) -> Vec<Finding> {
    let encoded = encoded_texts(value);
    let beyond = BTreeMap::new();
    let check = |direction| {
        let mut run = Run::new(model, &beyond, &encoded);
        run.direction = direction;
        run.object(object, value, Context::within(Role::Both, Need::Required));
        run.findings
    };
    // It may be part of a request or of a reply.
    let received = check(Direction::Received);
    if received.is_empty() { received } else { check(Direction::Sent) }
}

/// [`check`] for a document that was read from a text: first the findings in the text, then those in the value.
#[must_use]
pub fn check_document(model: &Model, vendor: &Vendor, message: &Message, document: &Document) -> Vec<Finding> {
    let found = findings(model, vendor, message, &document.value, &document.beyond);
    document.findings.iter().cloned().chain(found).collect()
}

/// The error code of a reply; `None` if it reports success, or if its code cannot be read.
#[must_use]
pub fn failure(model: &Model, vendor: &Vendor, reply: &Value) -> Option<i64> {
    let (envelope, beyond, encoded) = (&vendor.envelope, BTreeMap::new(), encoded_texts(reply));
    let mut run = Run::new(model, &beyond, &encoded);
    // Either way, a reply without a code is not reported as a failure.
    let code = run.code(envelope, envelope.absent_is_success, reply.as_object()?)?;
    (code != envelope.success).then_some(code)
}

/// `beyond` has the numbers that no `f64` can hold, by JSON pointer.
fn findings(
    model: &Model,
    vendor: &Vendor,
    message: &Message,
    value: &Value,
    beyond: &BTreeMap<String, String>,
) -> Vec<Finding> {
    if let (Some((Owner::Event(_, event), _)), Some(callbacks)) = (model.message_of(&message.object), &vendor.callbacks)
    {
        let parts = event::parts(model, callbacks, message, value);
        let encoded = encoded_texts(&parts.document());
        let mut run = Run::new(model, beyond, &encoded);
        run.event(message, &event.tags, value, &parts);
        return run.findings;
    }
    let encoded = encoded_texts(value);
    let mut run = Run::new(model, beyond, &encoded);
    run.direction = message.kind.direction();
    match message.kind {
        MessageKind::Request => drop(run.object(&message.object, value, Context::within(Role::Both, Need::Required))),
        MessageKind::Response => run.response(vendor, message, value),
        // Events without a vendor that has callbacks are an error of the schema.
        MessageKind::Event => {}
    }
    run.findings
}
