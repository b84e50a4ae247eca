//! Names of pages, users of types, and the targets of names in docs.

use std::collections::{BTreeMap, BTreeSet};

use super::changelog::Changes;
use crate::{
    model::{Declaration, Event, Model, Owner, TypeName},
    naming,
};

/// The model, with lookups that all pages share.
pub(super) struct Site<'m> {
    pub(super) model: &'m Model,
    pub(super) changes: Changes,
    /// The endpoints and events that need a type, by name.
    users: BTreeMap<&'m TypeName, BTreeSet<&'m str>>,
    /// The endpoints whose pages explain an error code.
    explained: BTreeMap<(&'m str, i64), Vec<&'m str>>,
    /// Vendors and areas by full name.
    scopes: BTreeSet<String>,
    /// The first endpoint or event of each file.
    first: BTreeMap<&'m str, &'m str>,
    /// The pages of names in docs of a vendor; `None` if a name is ambiguous.
    mentioned: BTreeMap<(&'m str, String), Option<String>>,
}

impl<'m> Site<'m> {
    pub(super) fn new(model: &'m Model, changes: Changes) -> Self {
        let mut site = Self {
            model,
            changes,
            users: BTreeMap::new(),
            explained: BTreeMap::new(),
            scopes: BTreeSet::new(),
            first: BTreeMap::new(),
            mentioned: BTreeMap::new(),
        };
        for owner in model.owners() {
            model.visit(&owner.roots(), &mut |used| {
                site.users.entry(used.name()).or_default().insert(owner.name());
            });
            site.add_scopes(&scope_of(owner));
            site.first.entry(owner.file()).or_insert(owner.name());
            site.mention(owner);
        }
        for (name, endpoint) in &model.endpoints {
            for code in &endpoint.errors {
                site.explained.entry((&endpoint.vendor, *code)).or_default().push(name);
            }
        }
        model.areas.keys().for_each(|area| site.add_scopes(area));
        model.vendors.keys().for_each(|vendor| site.add_scopes(vendor));
        let shared: Vec<&TypeName> = site.declared().map(Declaration::name).collect();
        shared.into_iter().for_each(|name| site.add_scopes(&name.scope));
        site
    }

    /// Adds an area and those around it.
    fn add_scopes(&mut self, scope: &str) {
        let mut at = scope;
        while self.scopes.insert(at.to_owned()) {
            let Some((around, _)) = at.rsplit_once('.') else { return };
            at = around;
        }
    }

    /// Remembers the names by which docs mention an endpoint or an event.
    fn mention(&mut self, owner: Owner<'m>) {
        let (name, vendor) = (owner.name(), owner.vendor());
        let below = name.strip_prefix(vendor).and_then(|name| name.strip_prefix('.')).unwrap_or(name);
        let last = name.rsplit('.').next().unwrap_or(name);
        let mut names = BTreeSet::from([name.to_owned(), below.to_owned()]);
        // A short name without an underscore is more likely that of a field.
        names.extend(Some(last.to_owned()).filter(|last| last.contains('_')));
        if let Owner::Endpoint(_, endpoint) = owner {
            names.insert(endpoint.path.clone());
            let parts: Vec<&str> = endpoint.path.split('/').filter(|part| !part.is_empty()).collect();
            names.extend((2..=parts.len()).map(|count| parts[parts.len() - count..].join("/")));
        }
        for mention in names {
            let same = self.mentioned.entry((vendor, mention));
            same.and_modify(|page| *page = None).or_insert_with(|| Some(page(name)));
        }
    }

    /// The page that a name in docs is about. `scope` is where the docs are.
    pub(super) fn mentioned(&self, scope: &str, name: &str) -> Option<String> {
        let vendor = self.model.vendors.get_key_value(scope.split('.').next()?)?.0;
        let known = self.mentioned.get(&(vendor.as_str(), name.to_owned())).cloned().flatten();
        // A name of several words is rarely that of a field as well.
        let around = scope.match_indices('.').map(|(at, _)| &scope[..at]).filter(|_| name.contains(['.', '_', '/']));
        known.or_else(|| around.chain([scope]).filter_map(|scope| self.within(scope, name)).next_back())
    }

    /// The page of an endpoint, an event or an area within a scope.
    pub(super) fn within(&self, scope: &str, name: &str) -> Option<String> {
        let full = format!("{scope}.{}", name.replace('/', "."));
        let model = self.model;
        let is_known =
            model.endpoints.contains_key(&full) || model.events.contains_key(&full) || self.scopes.contains(&full);
        is_known.then(|| page(&full))
    }

    /// Whether it is the first endpoint or event of its doc page.
    pub(super) fn is_first_of_page(&self, owner: Owner<'_>) -> bool {
        self.first.get(owner.file()) == Some(&owner.name())
    }

    /// The declarations that have a page: those of vendors and areas. Those of endpoints are shown where they are used.
    pub(super) fn declared(&self) -> impl Iterator<Item = Declaration<'m>> + use<'m> {
        let model = self.model;
        let objects = model.objects.iter().map(|(name, object)| Declaration::Object(name, object));
        let enums = model.enums.iter().map(|(name, decl)| Declaration::Enum(name, decl));
        let scalars = model.scalars.iter().map(|(name, decl)| Declaration::Scalar(name, decl));
        objects.chain(enums).chain(scalars).filter(|declaration| is_shared(model, declaration.name()))
    }

    /// The page of a type, if it has one.
    pub(super) fn type_page(&self, name: &TypeName) -> Option<String> {
        is_shared(self.model, name).then(|| type_page(name))
    }

    /// The endpoints and events that need a type.
    pub(super) fn users(&self, name: &TypeName) -> impl Iterator<Item = &'m str> + '_ {
        self.users.get(name).into_iter().flatten().copied()
    }

    /// The endpoints whose pages explain an error code.
    pub(super) fn explained(&self, vendor: &'m str, code: i64) -> &[&'m str] {
        self.explained.get(&(vendor, code)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The areas of a vendor by full name, at any depth.
    pub(super) fn areas(&self, vendor: &str) -> impl Iterator<Item = &str> {
        let prefix = format!("{vendor}.");
        self.scopes.iter().map(String::as_str).filter(move |scope| scope.starts_with(&prefix))
    }

    /// The endpoints and events of a vendor or an area, without those of areas within it.
    pub(super) fn owners(&self, scope: &str) -> impl Iterator<Item = Owner<'m>> + use<'m, '_> {
        let scope = scope.to_owned();
        self.model.owners().filter(move |owner| scope_of(*owner) == scope)
    }

    /// All endpoints and events of a vendor or an area.
    pub(super) fn owners_within(&self, scope: &str) -> impl Iterator<Item = Owner<'m>> + use<'m, '_> {
        let prefix = format!("{scope}.");
        self.model.owners().filter(move |owner| format!("{}.", scope_of(*owner)).starts_with(&prefix))
    }

    /// The vendor's term for an area.
    pub(super) fn label(&self, scope: &str) -> Option<&'m str> {
        self.model.areas.get(scope)?.label.as_deref()
    }
}

/// Whether a type belongs to a vendor or an area.
fn is_shared(model: &Model, name: &TypeName) -> bool {
    !model.endpoints.contains_key(&name.scope) && !model.events.contains_key(&name.scope)
}

/// The vendor or the area of an endpoint or an event.
pub(super) fn scope_of(owner: Owner<'_>) -> String {
    let parts = std::iter::once(owner.vendor()).chain(owner.area().iter().map(String::as_str));
    let parts: Vec<&str> = parts.filter(|part| *part != Event::AREA).collect();
    parts.join(".")
}

/// The page of a vendor, an area, an endpoint or an event. All pages are in one folder, so links are names.
pub(super) fn page(name: &str) -> String {
    match name {
        // A vendor may have the name of the front page.
        "index" => "-index.html".to_owned(),
        name => format!("{name}.html"),
    }
}

/// The page of a type. A file system may not distinguish a type from an endpoint by its case, hence the hyphen.
fn type_page(name: &TypeName) -> String {
    format!("{}-{}.html", name.scope, name.name)
}

/// The page with the error codes of a vendor.
pub(super) fn errors_page(vendor: &str) -> String {
    format!("{vendor}--errors.html")
}

/// The place of an error code on that page.
pub(super) fn error_id(code: i64) -> String {
    format!("code{code}")
}

/// The path of a module in Rust.
pub(super) fn module(scope: &str) -> String {
    let parts = scope.split('.').map(|part| naming::value_ident(part).to_string());
    std::iter::once("generated".to_owned()).chain(parts).collect::<Vec<_>>().join("::")
}

/// The other pages.
pub(super) const FRONT: &str = "index.html";
pub(super) const ERRATA: &str = "all--errata.html";
pub(super) const CHANGES: &str = "all--changes.html";
