//! Digests of the inputs of emitted files: a file changes only if its inputs do.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{Hash, Hasher},
};

use crate::{
    digest::{Digest, Hasher128},
    model::{Declaration, Model, TypeName},
    threads,
};

/// The part of the model that a file is emitted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inputs {
    /// One endpoint or event, and the types that it needs, as [`Model::restricted_to`] returns them. The emitter sees nothing else.
    Endpoint(String),
    /// A vendor or an area, its endpoints, and the types that they need.
    Scope(String),
}

/// The digests of the parts of a model.
pub struct Digests<'m> {
    model: &'m Model,
    endpoints: BTreeMap<&'m str, Digest>,
    /// All declarations in the scopes of vendors, since an enum may be derived from that of another vendor; all areas, and
    /// the scopes of all declarations, which are modules.
    vendors: Digest,
}

impl<'m> Digests<'m> {
    /// Computes the digests of all endpoints.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let mut vendors = Hasher128::new();
        (&model.vendors, &model.areas).hash(&mut vendors);
        let declared = model.objects.keys().chain(model.enums.keys()).chain(model.scalars.keys());
        declared.map(|name| name.scope.as_str()).collect::<BTreeSet<_>>().hash(&mut vendors);
        model.vendors.keys().for_each(|vendor| declared_in(model, vendor, &mut vendors));
        let names: Vec<&str> = model.endpoints.keys().chain(model.events.keys()).map(String::as_str).collect();
        let digests = threads::each(&names, |name| endpoint(model, name));
        Self { model, endpoints: names.into_iter().zip(digests).collect(), vendors: vendors.digest() }
    }

    pub(super) fn of(&self, inputs: &Inputs) -> Digest {
        match inputs {
            Inputs::Endpoint(name) => self.endpoints.get(name.as_str()).copied().unwrap_or(self.vendors),
            Inputs::Scope(scope) => {
                let mut all = Hasher128::new();
                self.vendors.hash(&mut all);
                declared_in(self.model, scope, &mut all);
                // Its types may need others of any area.
                let objects = self.model.objects.range(TypeName::new(scope.as_str(), "")..);
                let objects: Vec<_> = objects.map(|(name, _)| name).take_while(|name| name.scope == *scope).collect();
                self.model.visit(&objects, &mut |declaration| declaration.hash(&mut all));
                let within = self.endpoints.range(scope.as_str()..);
                let within = within.take_while(|(name, _)| name.starts_with(scope.as_str()));
                let is_within = |name: &str| name[scope.len()..].is_empty() || name[scope.len()..].starts_with('.');
                within.filter(|(name, _)| is_within(name)).for_each(|entry| entry.hash(&mut all));
                all.digest()
            }
        }
    }
}

/// The digest of the model that [`Model::restricted_to`] returns for an endpoint or an event.
fn endpoint(model: &Model, name: &str) -> Digest {
    let mut all = Hasher128::new();
    let Some(owner) = model.owner_named(name) else { return all.digest() };
    let vendor = model.vendors.get(owner.vendor()).map(|vendor| vendor.with_errors(owner.errors()));
    (owner, vendor).hash(&mut all);
    model.visit(&owner.roots(), &mut |declaration| declaration.hash(&mut all));
    all.digest()
}

/// Hashes the declarations of exactly this scope, which may be emitted although no endpoint needs them.
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
