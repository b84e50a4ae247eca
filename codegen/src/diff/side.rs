//! One of the two models, with queries for the comparison: the users and directions of a type, and the place of an item.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Direction, Event, Field, Location, Model, Object, Owner, TypeName},
    naming,
};

/// The uses of a type.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses<'m> {
    pub(super) endpoints: BTreeSet<&'m str>,
    sent: bool,
    received: bool,
}

impl Uses<'_> {
    /// The directions in which the type travels. An unused type counts as travelling in both.
    pub(super) fn directions(&self) -> Vec<Direction> {
        let directions = [(self.sent, Direction::Sent), (self.received, Direction::Received)];
        let unused = !self.sent && !self.received;
        directions.into_iter().filter(|(travels, _)| *travels || unused).map(|(_, direction)| direction).collect()
    }
}

/// A model and the uses of its types.
pub(super) struct Side<'m> {
    pub(super) model: &'m Model,
    uses: BTreeMap<&'m TypeName, Uses<'m>>,
}

impl<'m> Side<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut uses: BTreeMap<&TypeName, Uses<'_>> = BTreeMap::new();
        for (owner, message) in model.messages() {
            model.visit(&[&message.object], &mut |used| {
                let uses = uses.entry(used.name()).or_default();
                uses.endpoints.insert(owner.name());
                match message.direction() {
                    Direction::Sent => uses.sent = true,
                    Direction::Received => uses.received = true,
                }
            });
        }
        Self { model, uses }
    }

    pub(super) fn uses(&self, name: &TypeName) -> Uses<'m> {
        self.uses.get(name).cloned().unwrap_or_default()
    }

    /// The endpoints and events in a scope: a vendor, an area, an endpoint or an event.
    pub(super) fn endpoints_below(&self, scope: &str) -> BTreeSet<&'m str> {
        let below = |name: &&str| name.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.model.owners().map(Owner::name).filter(below).collect()
    }
}

/// The place of a part of the item at `at`. Paths cannot express names with a dot, so these get the place of the item.
pub(super) fn below(at: &str, part: &str) -> String {
    if part.contains('.') { at.to_owned() } else { format!("{at}.{part}") }
}

/// The file and the place of a field of an object.
pub(super) fn field_at<'o>(object: &'o Object, field: &Field) -> (&'o str, String) {
    origin(object, &field.wire, own_field_at(object, field))
}

/// The place of a field that is written in its object.
pub(super) fn own_field_at(object: &Object, field: &Field) -> String {
    let part = match field.location {
        Location::Body => return below(&object.at, &field.wire),
        Location::Query => "query",
        Location::Header => "headers",
    };
    let endpoint = object.at.strip_suffix(".body").unwrap_or(&object.at);
    below(&format!("{endpoint}.{part}"), &field.wire)
}

/// The file and the place of a member of an object; `at` is its place if it is written in the object.
pub(super) fn origin<'o>(object: &'o Object, key: &str, at: String) -> (&'o str, String) {
    match object.origins.get(key) {
        Some(origin) => (&origin.file, origin.at.clone()),
        None => (&object.file, at),
    }
}

/// The place of an object. A request or a reply has that of its endpoint.
pub(super) fn object_at<'o>(name: &TypeName, object: &'o Object) -> &'o str {
    if is_root(name) { object.at.split('.').next().unwrap_or(&object.at) } else { &object.at }
}

/// Whether a type is a request, a reply or an event.
pub(super) fn is_root(name: &TypeName) -> bool {
    let mut parts = name.scope.rsplit('.');
    let (own, around) = (parts.next().unwrap_or_default(), parts.next());
    let is_event = around == Some(Event::AREA) && naming::upper_camel([own]) == name.name;
    name.name == "Request" || name.name == "Response" || is_event
}

/// Whether an object is declared under its own name, and not inline in a field.
pub(super) fn is_declared(name: &TypeName, object: &Object) -> bool {
    !is_root(name) && object.at == name.name
}
