//! A vendor, as all parts of its description need it.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use crate::model::{self, Declaration, Endpoint, Event, Model, Type, TypeName};

/// A vendor with its endpoints, events and types.
pub(super) struct Vendor<'m> {
    pub(super) model: &'m Model,
    pub(super) vendor: &'m model::Vendor,
    pub(super) endpoints: Vec<(&'m String, &'m Endpoint)>,
    pub(super) events: Vec<(&'m String, &'m Event)>,
    /// The objects of the messages of the endpoints and events.
    pub(super) roots: Vec<&'m TypeName>,
    /// The objects of the replies, each with its endpoint.
    pub(super) replies: BTreeMap<&'m TypeName, &'m Endpoint>,
    pub(super) names: Names<'m>,
    /// The types that sent objects refer to.
    pub(super) sent: BTreeSet<&'m TypeName>,
    /// The types that objects refer to that are only received.
    pub(super) received: BTreeSet<&'m TypeName>,
}

impl<'m> Vendor<'m> {
    pub(super) fn new(model: &'m Model, name: &str, vendor: &'m model::Vendor) -> Self {
        let endpoints: Vec<_> = model.endpoints.iter().filter(|(_, endpoint)| endpoint.vendor == name).collect();
        let roots: Vec<_> = endpoints.iter().flat_map(|(_, endpoint)| endpoint.roots()).collect();
        let replies = endpoints.iter().map(|(_, endpoint)| (&endpoint.response.object, *endpoint)).collect();
        let events: Vec<_> = model.events.iter().filter(|(_, event)| event.vendor == name).collect();
        let names = Names::new(model, &roots, &events.iter().map(|(_, event)| event.root()).collect::<Vec<_>>());
        let roots: Vec<_> = roots.into_iter().chain(events.iter().map(|(_, event)| event.root())).collect();
        let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
        model.visit(&roots, &mut |declaration| {
            if let Declaration::Object(_, object) = declaration {
                let named = object.types().filter_map(Type::named);
                if object.role.sent() { sent.extend(named) } else { received.extend(named) }
            }
        });
        Self { model, vendor, endpoints, events, roots, replies, names, sent, received }
    }
}
