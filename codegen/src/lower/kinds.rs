//! Limits on the kinds of a list's elements.

use super::{lowering::Lowering, places::Place};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Field, TypeName},
    naming,
};

impl Lowering<'_> {
    /// Checks that lists with limits of kinds have elements of these kinds.
    pub(super) fn kinds(&mut self) {
        let fields =
            self.model.objects.iter().flat_map(|(name, object)| object.fields().map(move |field| (name, field)));
        let limited = fields.filter(|(_, field)| !field.limits.kinds.is_empty());
        let faults: Vec<Diagnostic> = limited.flat_map(|(name, field)| self.kinds_of(name, field)).collect();
        self.faults.extend(faults);
    }

    fn kinds_of(&self, name: &TypeName, field: &Field) -> Vec<Diagnostic> {
        let Some(site) = self.places.of(&Place::Field(name.clone(), field.wire.clone())) else { return Vec::new() };
        let key = if field.limits.kinds.alike { "alike" } else { "kinds" };
        let span = site.node.key(key).map_or(site.key.span, |key| key.span);
        let Some(choice) = self.model.choice_of_elements(&field.ty) else {
            let message = format!("`{key}` is a limit of a list whose elements have a choice, not of {}", field.ty);
            let fault = Diagnostic::new(Code::LimitType, &site.file.path, span, message);
            return vec![fault.help("remove it, or write the elements' `type` member as a choice")];
        };
        let names = || choice.variants.iter().map(|variant| variant.name.as_str());
        let unknown = field.limits.kinds.counts.iter().flat_map(|count| &count.of);
        let unknown = unknown.filter(|name| names().all(|known| known != *name));
        unknown
            .map(|name| {
                let help = match naming::nearest(name, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it can be {}", names().collect::<Vec<_>>().join(", ")),
                };
                let message = format!("the elements' choice has no variant `{name}`");
                Diagnostic::new(Code::UnknownField, &site.file.path, span, message).help(help)
            })
            .collect()
    }
}
