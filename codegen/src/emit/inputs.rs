//! What a file is made of, as a digest: as long as that is the same, so is the file.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
};

use crate::{
    digest::{Both, Digest},
    model::{Declaration, Model, TypeName},
    threads,
};

/// The part of the model that a file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inputs {
    /// One endpoint and what it needs: [`Model::restricted_to`] gives it. The file is made of nothing else, because the
    /// emitter is shown nothing else.
    Endpoint(String),
    /// A vendor or an area, all endpoints in it, and what they need.
    Scope(String),
    /// All of it.
    Model,
}

/// The digests of the parts of a model.
pub struct Digests<'m> {
    model: &'m Model,
    endpoints: BTreeMap<&'m str, Digest>,
    /// What all vendors declare for all of their pages: enums may be derived from those of other vendors.
    vendors: Digest,
}

impl<'m> Digests<'m> {
    /// Looks through a model.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let mut vendors = Both::new();
        model.vendors.hash(&mut vendors);
        model.vendors.keys().for_each(|vendor| declared_in(model, vendor, &mut vendors));
        let names: Vec<&str> = model.endpoints.keys().map(String::as_str).collect();
        let digests = threads::each(&names, |name| endpoint(model, name));
        Self { model, endpoints: names.into_iter().zip(digests).collect(), vendors: vendors.digest() }
    }

    pub(super) fn of(&self, inputs: &Inputs) -> Digest {
        match inputs {
            Inputs::Endpoint(name) => self.endpoints.get(name.as_str()).copied().unwrap_or(self.vendors),
            Inputs::Scope(scope) => {
                let mut all = Both::new();
                self.vendors.hash(&mut all);
                declared_in(self.model, scope, &mut all);
                let within = self.endpoints.range(scope.as_str()..);
                let within = within.take_while(|(name, _)| name.starts_with(scope.as_str()));
                let is_within = |name: &str| name[scope.len()..].is_empty() || name[scope.len()..].starts_with('.');
                within.filter(|(name, _)| is_within(name)).for_each(|entry| entry.hash(&mut all));
                all.digest()
            }
            Inputs::Model => Digest::of(&(self.vendors, &self.endpoints)),
        }
    }
}

/// All that [`Model::restricted_to`] gives for an endpoint.
fn endpoint(model: &Model, name: &str) -> Digest {
    let mut all = Both::new();
    let Some(endpoint) = model.endpoints.get(name) else { return all.digest() };
    (name, endpoint, &endpoint.vendor, model.vendors.get(&endpoint.vendor)).hash(&mut all);
    model.visit(&endpoint.roots(), &mut |declaration| declaration.hash(&mut all));
    all.digest()
}

/// What lives in just this scope: it may be made even if no endpoint needs it.
fn declared_in(model: &Model, scope: &str, all: &mut impl Hasher) {
    let first = TypeName::new(scope, "");
    model.objects.range(&first..).take_while(|(name, _)| name.scope == scope).for_each(|entry| entry.hash(all));
    model.enums.range(&first..).take_while(|(name, _)| name.scope == scope).for_each(|entry| entry.hash(all));
    model.scalars.range(&first..).take_while(|(name, _)| name.scope == scope).for_each(|entry| entry.hash(all));
}

impl Hash for Declaration<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Object(name, object) => (0, name, object).hash(state),
            Self::Enum(name, decl) => (1, name, decl).hash(state),
            Self::Scalar(name, scalar) => (2, name, scalar).hash(state),
        }
    }
}
