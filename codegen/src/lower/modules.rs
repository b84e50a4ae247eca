//! Names that clash across files: of modules, and of reply members with those of the envelope.

use std::collections::{BTreeMap, BTreeSet};

use super::{lowering::Lowering, places::Place};
use crate::{
    diagnostic::{Code, Diagnostic, FileSpan, Span},
    model::{Declaration, Endpoint, Type, TypeName},
    naming,
    syntax::node::Node,
};

/// The types of a module, by the names that they have there.
type Names = BTreeMap<String, TypeName>;

/// Pairs of types, each with the first module in which both would have one name. The second type is in the outer scope.
#[derive(Default)]
struct Clashes(BTreeMap<(TypeName, TypeName), String>);

impl Clashes {
    /// Adds a type to those of a module.
    fn add(&mut self, names: &mut Names, module: &str, found: TypeName) {
        let Some(other) = names.insert(found.name.clone(), found.clone()).filter(|other| *other != found) else {
            return;
        };
        let is_within = other.scope.len() < found.scope.len();
        let types = if is_within { (found, other) } else { (other, found) };
        self.0.entry(types).or_insert_with(|| module.to_owned());
    }
}

impl<'a> Lowering<'a> {
    /// Reports endpoints with the name of an area: both would be one module.
    pub(super) fn modules(&mut self) {
        let mut areas = BTreeSet::new();
        for endpoint in self.model.endpoints.values() {
            for depth in 1..=endpoint.area.len() {
                areas.insert(format!("{}.{}", endpoint.vendor, endpoint.area[..depth].join(".")));
            }
        }
        for event in self.model.events.keys() {
            areas.extend(naming::scopes_around(event).filter(|scope| scope != event).map(str::to_owned));
        }
        for area in self.model.areas.keys() {
            areas.extend(naming::scopes_around(area).map(str::to_owned));
        }
        // A folder is an area also if its files declare types alone, or beside endpoints of other areas.
        let declaring = || {
            self.syntax.pages.iter().filter_map(|page| {
                let lists = ["types", "enums", "scalars"].into_iter().filter_map(|key| page.file.root.get(key));
                let first = lists.flat_map(Node::entries).next()?;
                Some((page.scope(), FileSpan::new(&page.file.path, first.0.span)))
            })
        };
        for (scope, _) in declaring() {
            areas.extend(naming::scopes_around(&scope).map(str::to_owned));
        }
        let clashing = self.model.endpoints.iter().filter(|(name, _)| areas.contains(*name));
        let faults: Vec<_> = clashing
            .map(|(name, endpoint)| {
                let file = self.syntax.file(&endpoint.file);
                let key = file.and_then(|file| file.root.get("endpoints")?.key(&endpoint.name));
                let span = key.map_or_else(Span::default, |key| key.span);
                let within = self.model.endpoints.keys().find(|other| other.starts_with(&format!("{name}.")));
                let within = within.and_then(|other| self.places.of(&Place::Endpoint(other.clone())));
                let message = format!("`{name}` is both an endpoint and an area");
                let fault = Diagnostic::new(Code::NameClash, &endpoint.file, span, message)
                    .help("rename the endpoint or the folder");
                if let Some(within) = within {
                    return fault.also_in(Some(within.key_span()), "an endpoint in that area");
                }
                let declared = declaring().find(|(scope, _)| naming::scopes_around(scope).any(|around| around == name));
                fault.also_in(declared.map(|(_, place)| place), "a type of that area")
            })
            .collect();
        self.faults.extend(faults);
    }

    /// Reports two types of one name in one module: that of an endpoint or an event exports all types that it needs, that of
    /// an area or a vendor imports those that its objects use.
    pub(super) fn exports(&mut self) {
        let mut clashes = Clashes::default();
        for owner in self.model.owners() {
            let mut names = Names::new();
            self.model.visit(&owner.roots(), &mut |declaration| {
                declaration.names().into_iter().for_each(|found| clashes.add(&mut names, owner.name(), found));
            });
        }
        let mut modules: BTreeMap<&str, Names> = BTreeMap::new();
        for name in self.model.enums.keys().chain(self.model.scalars.keys()) {
            clashes.add(modules.entry(&name.scope).or_default(), &name.scope, name.clone());
        }
        for (name, object) in &self.model.objects {
            if self.model.endpoints.contains_key(&name.scope) || self.model.events.contains_key(&name.scope) {
                continue;
            }
            let used = object.types().filter_map(Type::named).cloned();
            for found in Declaration::Object(name, object).names().into_iter().chain(used) {
                clashes.add(modules.entry(&name.scope).or_default(), &name.scope, found);
            }
        }
        let faults: Vec<_> =
            clashes.0.into_iter().filter_map(|(types, module)| self.name_clash(&types, &module)).collect();
        self.faults.extend(faults);
    }

    fn name_clash(&self, (inner, outer): &(TypeName, TypeName), module: &str) -> Option<Diagnostic> {
        let (inner_at, outer_at) = (self.taken.get(inner)?, self.taken.get(outer)?);
        let message = format!("`{module}` needs two types of the name `{}`", inner.name);
        let fault = Diagnostic::new(Code::NameClash, inner_at.file, inner_at.span, message)
            .help("rename one of the two: an inline object with `$name`, a choice with `name`");
        Some(fault.also_in(Some(*outer_at), "the other one"))
    }

    /// Reports members of replies with the name of a member of the envelope beside them.
    pub(super) fn envelopes(&mut self) {
        let endpoints = self.model.endpoints.iter();
        let faults: Vec<_> = endpoints.flat_map(|(name, endpoint)| self.envelope_clashes(name, endpoint)).collect();
        self.faults.extend(faults);
    }

    fn envelope_clashes(&self, name: &str, endpoint: &Endpoint) -> Vec<Diagnostic> {
        let reserved = self.envelope_beside(endpoint);
        let members = self.model.objects.get(&endpoint.response.object).map(|response| response.wire_names());
        let clashes = members.unwrap_or_default().into_iter().filter(|wire| reserved.contains(wire));
        let clash = |wire: &str| {
            let response = self.endpoint_node(endpoint).and_then(|node| node.get("response"));
            let span = response.and_then(|node| node.key(wire)).map_or_else(Span::default, |key| key.span);
            let message = format!("`{wire}` belongs to the vendor's envelope, not to the reply of `{name}`");
            Diagnostic::new(Code::EnvelopeClash, &endpoint.file, span, message)
                .help("remove it: every reply has it")
                .also_in(self.envelope_at(&endpoint.vendor, wire), "the envelope has it")
        };
        clashes.map(clash).collect()
    }

    /// The names of the envelope's members, if they are beside those of the endpoint's reply.
    pub(super) fn envelope_beside(&self, endpoint: &Endpoint) -> Vec<&str> {
        let envelope = &self.model.vendor_of(endpoint).envelope;
        if envelope.data.is_some() {
            return Vec::new();
        }
        [&envelope.code, &envelope.message].into_iter().chain(&envelope.trace).map(String::as_str).collect()
    }

    /// Where a vendor's envelope names a member.
    pub(super) fn envelope_at(&self, vendor: &str, wire: &str) -> Option<FileSpan<'a>> {
        let vendor = self.places.of(&Place::Vendor(vendor.to_owned()))?;
        let names = vendor.node.get("envelope")?.entries();
        let (_, name) = names.iter().find(|(_, name)| name.text().map(str::trim) == Some(wire))?;
        Some(vendor.span(name.span))
    }

    /// Links deprecated endpoints to their replacements, if the model has these.
    pub(super) fn replacements(&mut self) {
        let endpoints = &self.model.endpoints;
        let find = |name: &str, endpoint: &Endpoint| {
            let replacement = &endpoint.deprecated.as_ref()?.replacement;
            let area = name.rsplit_once('.').map_or("", |(area, _)| area);
            let sibling = naming::snake(replacement).map(|snake| format!("{area}.{snake}"));
            [Some(replacement.clone()), sibling].into_iter().flatten().find(|name| endpoints.contains_key(name))
        };
        let found: Vec<(String, String)> =
            endpoints.iter().filter_map(|(name, endpoint)| Some((name.clone(), find(name, endpoint)?))).collect();
        for (name, replacement) in found {
            if let Some(deprecated) = self.model.endpoints.get_mut(&name).and_then(|it| it.deprecated.as_mut()) {
                deprecated.endpoint = Some(replacement);
            }
        }
    }
}
