//! In which direction each object is transferred, and which types endpoints need.

use std::collections::BTreeSet;

use super::lowering::Lowering;
use crate::model::{Direction, Role, TypeName};

impl Lowering<'_> {
    /// Removes types that no endpoint needs and the vendor does not share: they were lowered only for their faults.
    pub(super) fn prune(&mut self) {
        let needed: BTreeSet<_> = self.model.reached(&self.model.roots()).into_iter().cloned().collect();
        // A page without an area has the vendor's scope, but its file is not the vendor's.
        let shared: BTreeSet<&str> = self.syntax.vendors.values().map(|file| file.path.as_str()).collect();
        let keep = |name: &TypeName, file: &str| shared.contains(file) || needed.contains(name);
        self.model.objects.retain(|name, object| keep(name, &object.file));
        self.model.enums.retain(|name, decl| keep(name, &decl.file));
        self.model.scalars.retain(|name, scalar| keep(name, &scalar.file));
    }

    /// Sets the role of each object: sent, received or both.
    pub(super) fn roles(&mut self) {
        let [sent, received] = Direction::ALL.map(|direction| {
            let names = self.model.reached(&self.model.roots_of(direction));
            names.into_iter().cloned().collect::<BTreeSet<_>>()
        });
        for (name, object) in &mut self.model.objects {
            object.role = Role::of(sent.contains(name), received.contains(name));
        }
    }
}
