//! What nobody uses.

use std::collections::BTreeSet;

use super::{Linter, span_of};
use crate::{
    diagnostic::Code,
    lower::Place,
    model::{Direction, TypeName},
};

impl Linter<'_> {
    pub(super) fn usage(&mut self) {
        self.shared_types();
        self.error_codes();
        self.closed_enums();
    }

    /// What endpoints reach, and what the enums among it are derived from.
    fn used(&self, roots: &[&TypeName]) -> BTreeSet<TypeName> {
        let mut used: BTreeSet<TypeName> = self.model.reached(roots).into_iter().cloned().collect();
        let mut bases: Vec<TypeName> = used.iter().cloned().collect();
        while let Some(name) = bases.pop() {
            if let Some(from) = self.model.enums.get(&name).and_then(|decl| decl.from.clone()) {
                used.insert(from.clone());
                bases.push(from);
            }
        }
        used
    }

    /// Types that a vendor.yaml declares for nobody. Those of pages are reported where they are settled.
    fn shared_types(&mut self) {
        let used = self.used(&self.model.roots());
        let places = [
            self.model.objects.keys().map(|name| Place::Object(name.clone())).collect::<Vec<_>>(),
            self.model.enums.keys().map(|name| Place::Enum(name.clone())).collect(),
            self.model.scalars.keys().map(|name| Place::Scalar(name.clone())).collect(),
        ];
        // What only another unused one uses goes with that.
        let unused = |name: &TypeName| !used.contains(name);
        let roots: Vec<&TypeName> = self.model.objects.keys().filter(|name| unused(name)).collect();
        let mut inner = BTreeSet::new();
        for root in roots {
            self.model.visit(&[root], &mut |declaration| {
                if declaration.name() != root {
                    inner.insert(declaration.name());
                }
            });
        }
        let bases = self.model.enums.iter().filter(|(name, _)| unused(name)).filter_map(|(_, decl)| decl.from.as_ref());
        inner.extend(bases);
        for place in places.into_iter().flatten() {
            let (Place::Object(name) | Place::Enum(name) | Place::Scalar(name)) = &place else { continue };
            if used.contains(name) || inner.contains(name) {
                continue;
            }
            let name = name.name.clone();
            if let Some(site) = self.site(place).filter(|site| self.is_shared(site.file)) {
                let message = format!("no page uses `{name}`");
                let help = "remove it, or name it as the `type` of the field that it was made for";
                self.warn(Code::UnusedType, &site.file.path, site.key.span, message, help);
            }
        }
    }

    /// A code is of use where it has advice, or where an endpoint explains it.
    fn error_codes(&mut self) {
        for (vendor, decl) in &self.model.vendors {
            for (code, error) in &decl.errors {
                let listed = self
                    .model
                    .endpoints
                    .values()
                    .any(|endpoint| endpoint.vendor == *vendor && endpoint.errors.contains(code));
                if listed || error.advice.is_some() {
                    continue;
                }
                if let Some(site) = self.site(Place::ErrorCode(vendor.clone(), *code)) {
                    let message = format!("no endpoint lists {code}, and it has no advice");
                    let help = "add `advice:`, list it under the `errors` of an endpoint, or remove it";
                    self.warn(Code::UnusedErrorCode, &site.file.path, site.key.span, message, help);
                }
            }
        }
    }

    /// What is only received cannot be refused.
    fn closed_enums(&mut self) {
        let [sent, received] = Direction::ALL.map(|direction| self.used(&self.model.roots_of(direction)));
        for (name, decl) in &self.model.enums {
            if !decl.closed || sent.contains(name) || !received.contains(name) {
                continue;
            }
            if let Some(site) = self.site(Place::Enum(name.clone())).filter(|site| site.node.get("closed").is_some()) {
                let message = format!("only replies carry `{}`, and those are never refused", name.name);
                let span = span_of(site, &["closed"]);
                self.warn(Code::ClosedReply, &site.file.path, span, message, "remove `closed`");
            }
        }
    }
}
