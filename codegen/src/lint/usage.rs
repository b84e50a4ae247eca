//! What nothing uses.

use std::collections::BTreeSet;

use super::linter::{Linter, nested};
use crate::{
    diagnostic::Code,
    lower::Place,
    model::{Direction, TypeName},
};

impl Linter<'_> {
    pub(super) fn usage(&mut self) {
        self.types();
        self.error_codes();
        self.credentials();
        self.closed_enums();
    }

    /// The enum or the object that another one is derived from.
    fn base_of(&self, name: &TypeName) -> Option<TypeName> {
        let decl = self.model.enums.get(name).and_then(|decl| decl.from.clone());
        decl.or_else(|| Some(self.model.objects.get(name)?.from.as_ref()?.base.clone()))
    }

    /// The enums that other vendors derive theirs from. How these use them does not matter: each vendor is linted alone.
    fn derived_elsewhere(&self) -> impl Iterator<Item = &TypeName> {
        let vendor_of = |name: &TypeName| name.scope.split('.').next().map(str::to_owned);
        let across = self.model.enums.iter().filter_map(move |(name, decl)| {
            let from = decl.from.as_ref()?;
            (vendor_of(from) != vendor_of(name)).then_some(from)
        });
        let unseen = |name: &&TypeName| self.syntax.derived_elsewhere.contains(&name.to_string());
        across.chain(self.model.enums.keys().filter(unseen))
    }

    /// The types that roots need, including those that others are derived from.
    fn used(&self, roots: &[&TypeName]) -> BTreeSet<TypeName> {
        let mut used: BTreeSet<TypeName> = self.model.reached(roots).into_iter().cloned().collect();
        used.extend(self.derived_elsewhere().cloned());
        let mut bases: Vec<TypeName> = used.iter().cloned().collect();
        while let Some(name) = bases.pop() {
            if let Some(from) = self.base_of(&name).filter(|from| !used.contains(from)) {
                used.insert(from.clone());
                bases.push(from);
            }
        }
        used
    }

    /// Warns of unused types.
    fn types(&mut self) {
        let used = self.used(&self.model.roots());
        let unused = |name: &&TypeName| !used.contains(*name);
        // A shared type that only unused types need is not reported: it is removed together with them.
        let mut needed = BTreeSet::new();
        for root in self.model.objects.keys().filter(unused) {
            self.model.visit(&[root], &mut |declaration| {
                if declaration.name() != root {
                    needed.insert(declaration.name());
                }
            });
        }
        let derived = self.model.enums.keys().chain(self.model.objects.keys()).filter(unused);
        let bases: Vec<TypeName> = derived.filter_map(|name| self.base_of(name)).collect();
        needed.extend(&bases);
        let objects = self.model.objects.keys().map(|name| (name, Place::Object(name.clone())));
        let enums = self.model.enums.keys().map(|name| (name, Place::Enum(name.clone())));
        let scalars = self.model.scalars.keys().map(|name| (name, Place::Scalar(name.clone())));
        for (name, place) in objects.chain(enums).chain(scalars) {
            let Some(site) = self.site(place).filter(|_| !used.contains(name)) else { continue };
            if !(needed.contains(name) && self.is_shared(site.file)) {
                let user = if self.is_shared(site.file) { "no page" } else { "nothing" };
                let message = format!("{user} uses `{}`", name.name);
                let help = "remove it, or use it as the `type` of the field that it was made for";
                self.warn(Code::UnusedType, site.key_span(), message, help);
            }
        }
    }

    /// Warns of error codes that have no advice and that no endpoint lists, unless they are from the vendor's own list.
    fn error_codes(&mut self) {
        for (vendor, decl) in &self.model.vendors {
            let endpoints = self.model.endpoints.values().filter(|endpoint| endpoint.vendor == *vendor);
            let listed: BTreeSet<i64> = endpoints.flat_map(|endpoint| &endpoint.errors).copied().collect();
            for (code, _) in decl
                .errors
                .iter()
                .filter(|(code, error)| error.file == decl.file && error.advice.is_none() && !listed.contains(code))
            {
                if let Some(site) = self.site(Place::ErrorCode(vendor.clone(), *code)) {
                    let message = format!("no endpoint lists {code}, and it has no advice");
                    let help = "add `advice:`, list it under the `errors` of an endpoint, or remove it";
                    self.warn(Code::UnusedErrorCode, site.key_span(), message, help);
                }
            }
        }
    }

    /// Warns of kinds of credentials that no endpoint needs.
    fn credentials(&mut self) {
        for (vendor, decl) in &self.model.vendors {
            let needed = |kind: &String| {
                let mut endpoints = self.model.endpoints.values().filter(|endpoint| endpoint.vendor == *vendor);
                endpoints.any(|endpoint| endpoint.credential.as_ref() == Some(kind))
            };
            let unused: Vec<&String> = decl.credentials.keys().filter(|kind| !needed(kind)).collect();
            for kind in unused {
                let Some(site) = self.site(Place::Vendor(vendor.clone())) else { continue };
                let span = nested(site, &["credentials", kind]);
                let message = format!("no endpoint needs the credential `{kind}`");
                let help = "remove it, or name it as the `credential` of the endpoints that need it";
                self.warn(Code::UnusedCredential, span, message, help);
            }
        }
    }

    /// Warns of closed enums that are only received: replies with other values are accepted all the same.
    fn closed_enums(&mut self) {
        let [sent, received] = Direction::ALL.map(|direction| self.used(&self.model.roots_of(direction)));
        for (name, decl) in &self.model.enums {
            if !decl.closed || sent.contains(name) || !received.contains(name) {
                continue;
            }
            if let Some(site) = self.site(Place::Enum(name.clone())).filter(|site| site.node.get("closed").is_some()) {
                let message = format!("`closed` has no effect: only replies contain `{}`", name.name);
                self.warn(Code::ClosedReply, nested(site, &["closed"]), message, "remove `closed`");
            }
        }
    }
}
