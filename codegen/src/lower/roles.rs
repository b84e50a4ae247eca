//! In which direction each object is transferred.

use std::collections::BTreeSet;

use super::lowering::Lowering;
use crate::model::{Direction, Role};

impl Lowering<'_> {
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
