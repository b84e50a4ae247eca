//! What is derived from a model: the declarations that an endpoint needs.

use std::collections::BTreeSet;

use super::{Enum, Model, Object, Scalar, Type, TypeName};

impl Model {
    /// The parts of the model that one endpoint needs, for [`dump`](crate::dump).
    #[must_use]
    pub fn restricted_to(&self, name: &str) -> Self {
        let mut part = Self::default();
        let Some(endpoint) = self.endpoints.get(name) else { return part };
        part.endpoints.insert(name.to_owned(), endpoint.clone());
        if let Some(vendor) = self.vendors.get(&endpoint.vendor) {
            part.vendors.insert(endpoint.vendor.clone(), vendor.clone());
        }
        self.visit(&[&endpoint.request, &endpoint.response], &mut |used| match used {
            Declaration::Object(name, object) => drop(part.objects.insert(name.clone(), object.clone())),
            Declaration::Enum(name, decl) => drop(part.enums.insert(name.clone(), decl.clone())),
            Declaration::Scalar(name, decl) => drop(part.scalars.insert(name.clone(), decl.clone())),
        });
        part
    }

    /// Shows every declaration that the objects `roots` need, themselves included, each once and in reading order.
    pub fn visit<'m>(&'m self, roots: &[&'m TypeName], show: &mut dyn FnMut(Declaration<'m>)) {
        let mut seen = BTreeSet::new();
        let mut todo: Vec<&'m TypeName> = roots.iter().rev().copied().collect();
        while let Some(name) = todo.pop() {
            if !seen.insert(name) {
                continue;
            }
            if let Some(object) = self.objects.get(name) {
                show(Declaration::Object(name, object));
                let mut named: Vec<_> = object.types().filter_map(Type::named).collect();
                named.reverse();
                todo.append(&mut named);
            } else if let Some(decl) = self.enums.get(name) {
                show(Declaration::Enum(name, decl));
            } else if let Some(decl) = self.scalars.get(name) {
                show(Declaration::Scalar(name, decl));
            }
        }
    }
}

/// A named thing, as [`Model::visit`] shows it.
#[derive(Clone, Copy, Debug)]
pub enum Declaration<'m> {
    /// An object.
    Object(&'m TypeName, &'m Object),
    /// An enum.
    Enum(&'m TypeName, &'m Enum),
    /// A named scalar.
    Scalar(&'m TypeName, &'m Scalar),
}

impl<'m> Declaration<'m> {
    /// Its full name.
    #[must_use]
    pub fn name(self) -> &'m TypeName {
        match self {
            Self::Object(name, _) | Self::Enum(name, _) | Self::Scalar(name, _) => name,
        }
    }
}
