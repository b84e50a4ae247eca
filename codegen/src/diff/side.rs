//! One of the two models, with what is asked of it again and again: who uses a type, in which direction, and where it stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Field, Location, Model, Object, TypeName};

/// In which direction a payload travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Request,
    Response,
}

/// Who uses a type.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses<'m> {
    pub(super) endpoints: BTreeSet<&'m str>,
    sent: bool,
    received: bool,
}

impl Uses<'_> {
    /// The directions in which it travels. What nobody uses yet may come to travel in both.
    pub(super) fn ways(&self) -> Vec<Way> {
        let ways = [(self.sent, Way::Request), (self.received, Way::Response)];
        let unused = !self.sent && !self.received;
        ways.into_iter().filter(|(travels, _)| *travels || unused).map(|(_, way)| way).collect()
    }
}

/// A model, and who uses what of it.
pub(super) struct Side<'m> {
    pub(super) model: &'m Model,
    uses: BTreeMap<&'m TypeName, Uses<'m>>,
}

impl<'m> Side<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut uses: BTreeMap<&TypeName, Uses<'_>> = BTreeMap::new();
        for (name, endpoint) in &model.endpoints {
            for (root, way) in [(&endpoint.request, Way::Request), (&endpoint.response, Way::Response)] {
                model.visit(&[root], &mut |used| {
                    let uses = uses.entry(used.name()).or_default();
                    uses.endpoints.insert(name);
                    match way {
                        Way::Request => uses.sent = true,
                        Way::Response => uses.received = true,
                    }
                });
            }
        }
        Self { model, uses }
    }

    pub(super) fn uses(&self, name: &TypeName) -> Uses<'m> {
        self.uses.get(name).cloned().unwrap_or_default()
    }

    /// The endpoints whose full names begin so.
    pub(super) fn endpoints_below(&self, scope: &str) -> BTreeSet<&'m str> {
        let below =
            |name: &&String| name.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.model.endpoints.keys().filter(below).map(String::as_str).collect()
    }
}

/// The place of a part of what stands at `at`. A name with a dot in it is none that a path could hold.
pub(super) fn below(at: &str, part: &str) -> String {
    if part.contains('.') { at.to_owned() } else { format!("{at}.{part}") }
}

/// Where a field of an object stands.
pub(super) fn field_at(object: &Object, field: &Field) -> String {
    let part = match field.location {
        Location::Body => return below(&object.at, &field.wire),
        Location::Query => "query",
        Location::Header => "headers",
    };
    let endpoint = object.at.strip_suffix(".body").unwrap_or(&object.at);
    below(&format!("{endpoint}.{part}"), &field.wire)
}

/// Where an object as a whole stands: a request and a reply have no place of their own but their endpoint's.
pub(super) fn object_at<'o>(name: &TypeName, object: &'o Object) -> &'o str {
    match root(name) {
        true => object.at.split('.').next().unwrap_or(&object.at),
        false => &object.at,
    }
}

/// Whether this is a request or a reply as a whole.
pub(super) fn root(name: &TypeName) -> bool {
    name.name == "Request" || name.name == "Response"
}

/// Whether an object was declared under its name, not within a field.
pub(super) fn is_declared(name: &TypeName, object: &Object) -> bool {
    !root(name) && object.at == name.name
}
