//! Scopes: vendors, areas, endpoints and events. Each is a module.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Declaration, Model, Object, Type, TypeName};

/// The contents of each scope.
pub(super) struct Scopes<'m> {
    objects: BTreeMap<&'m str, Vec<(&'m TypeName, &'m Object)>>,
    others: BTreeMap<&'m str, Vec<Declaration<'m>>>,
    /// Scopes below a scope: areas and endpoints.
    children: BTreeMap<String, BTreeSet<&'m str>>,
}

impl<'m> Scopes<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut scopes = Self { objects: BTreeMap::new(), others: BTreeMap::new(), children: BTreeMap::new() };
        for (name, object) in &model.objects {
            scopes.objects.entry(&name.scope).or_default().push((name, object));
        }
        for (name, decl) in &model.scalars {
            scopes.others.entry(&name.scope).or_default().push(Declaration::Scalar(name, decl));
        }
        for (name, decl) in &model.enums {
            scopes.others.entry(&name.scope).or_default().push(Declaration::Enum(name, decl));
        }
        let declared = model.objects.keys().chain(model.enums.keys()).chain(model.scalars.keys());
        let declared = declared.map(|name| name.scope.as_str());
        let named = model.endpoints.keys().chain(model.events.keys()).chain(model.areas.keys()).map(String::as_str);
        for name in named.chain(declared) {
            let mut at = name;
            while let Some((parent, child)) = at.rsplit_once('.') {
                scopes.children.entry(parent.to_owned()).or_default().insert(child);
                at = parent;
            }
        }
        scopes
    }

    /// The names of the scopes of areas.
    pub(super) fn areas(&self, model: &Model) -> Vec<String> {
        let below = |(scope, children): (&String, &BTreeSet<&'m str>)| {
            children.iter().map(|child| format!("{scope}.{child}")).collect::<Vec<_>>()
        };
        self.children
            .iter()
            .flat_map(below)
            .filter(|scope| !model.endpoints.contains_key(scope) && !model.events.contains_key(scope))
            .collect()
    }

    /// The names of the scopes right below a scope.
    pub(super) fn children(&self, scope: &str) -> impl Iterator<Item = &'m str> {
        self.children.get(scope).into_iter().flatten().copied()
    }

    /// The declarations in a scope.
    pub(super) fn declared(&self, scope: &str) -> impl Iterator<Item = Declaration<'m>> {
        let others = self.others.get(scope).into_iter().flatten().copied();
        others.chain(self.objects(scope).map(|(name, object)| Declaration::Object(name, object)))
    }

    /// The types that the objects in a scope use.
    pub(super) fn used(&self, scope: &str) -> BTreeSet<TypeName> {
        self.objects(scope).flat_map(|(_, object)| object.types()).filter_map(Type::named).cloned().collect()
    }

    fn objects(&self, scope: &str) -> impl Iterator<Item = (&'m TypeName, &'m Object)> {
        self.objects.get(scope).into_iter().flatten().copied()
    }
}
