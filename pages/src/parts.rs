//! What a page's parts are: which of them belong together, and which event one is.

use facts::{Direction, vocabulary::EVENT_TAGS};
use serde_json::Value;

use crate::{
    page::{Page, Part},
    paths::{place_fragments, place_in, shares_members},
    text::Text,
};

/// Names the events, and adds parts without an endpoint to the endpoint that they describe.
pub(crate) fn complete(page: &mut Page) {
    let mut made: Vec<Part> = Vec::new();
    let endpoints = page.parts.iter().filter(|part| part.is_endpoint()).count();
    for mut part in std::mem::take(&mut page.parts) {
        part.event = event(&part);
        place_fragments(&mut part);
        match owner(&part, &mut made, endpoints) {
            Some(owner) => add(owner, part),
            None => made.push(part),
        }
    }
    page.parts = made;
}

/// The endpoint above that a part describes: the only one of the page, or the only one with a place for all of the examples.
fn owner<'p>(part: &Part, above: &'p mut [Part], endpoints: usize) -> Option<&'p mut Part> {
    if !part.is_type() {
        return None;
    }
    let values: Vec<&Value> = part.examples.iter().filter_map(|example| example.reading.value()).collect();
    let mut owners: Vec<&mut Part> = above.iter_mut().filter(|part| part.is_endpoint()).collect();
    if endpoints > 1 {
        // Of an endpoint that has the members in whole messages, too, it is a type that several have.
        if values.is_empty() || owners.iter().any(|part| values.iter().any(|value| shares_members(part, value))) {
            return None;
        }
        owners.retain(|part| values.iter().all(|value| matches!(place_in(part, value).as_slice(), [_])));
    }
    let only = owners.pop();
    if owners.is_empty() { only } else { None }
}

fn add(owner: &mut Part, mut part: Part) {
    for example in &mut part.examples {
        let Some(value) = example.reading.value() else { continue };
        if let [(direction, place)] = place_in(owner, value).as_slice() {
            example.direction = *direction;
            example.path.clone_from(place);
        }
    }
    owner.tables.append(&mut part.tables);
    owner.examples.append(&mut part.examples);
}

/// The values of the tags of an event, joined with `/`.
fn event(part: &Part) -> Option<Text> {
    if part.is_endpoint() {
        return None;
    }
    part.examples.iter().filter(|example| example.direction == Direction::Event).find_map(|example| {
        let value = example.reading.value()?;
        let tags = EVENT_TAGS.iter().find(|tags| tag(value, tags[0]).is_some())?;
        let values: Vec<String> = tags.iter().filter_map(|name| tag(value, name)).collect();
        Some(Text::new(values.join("/"), example.code.at.clone()))
    })
}

/// The value of a tag: a member of the message, or of an object in it.
fn tag(message: &Value, name: &str) -> Option<String> {
    let own = |value: &Value| match value.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    own(message).or_else(|| message.as_object()?.values().find_map(own))
}
