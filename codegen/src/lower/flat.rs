//! Variants whose members are beside the tag.

use super::{lowering::Lowering, places::Place};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Member, Object, Type, TypeName},
};

impl Lowering<'_> {
    /// Checks that the members of such a variant can be told from those of the object around it.
    pub(super) fn flat(&mut self) {
        let faults: Vec<Diagnostic> =
            self.model.objects.iter().flat_map(|(name, object)| self.flat_variants(name, object)).collect();
        self.faults.extend(faults);
    }

    fn flat_variants(&self, name: &TypeName, object: &Object) -> Vec<Diagnostic> {
        let Some(choice) = object.choice() else { return Vec::new() };
        let mut faults = Vec::new();
        for (at, variant) in choice.variants.iter().enumerate() {
            let Some(ty) = &variant.flat else { continue };
            let Some(site) = self.places.of(&Place::Variant(name.clone(), at)) else { continue };
            let fault = |message: String| Diagnostic::new(Code::BadChoice, &site.file.path, site.key.span, message);
            let Type::Object(inner) = ty else {
                let message = format!("members beside the tag are those of an object, and this type is {ty}");
                faults.push(fault(message).help("add `field:` with the name of the member that has this value"));
                continue;
            };
            let Some(flat) = self.model.objects.get(inner) else { continue };
            if flat.choice().is_some() {
                let message = format!(
                    "the members of `{}` cannot be beside the tag: they depend on a tag of their own",
                    inner.name
                );
                faults.push(
                    fault(message).help("put them into a member of their own, or write its choice as plain fields"),
                );
                continue;
            }
            let own = own_names(object, &choice.tag);
            let clash = flat.fields().find_map(|field| {
                let mut names = std::iter::once(&field.wire).chain(&field.also_names);
                names.find(|name| own.contains(&name.as_str()))
            });
            if let Some(clash) = clash {
                let message = format!("`{clash}` is a member of the object around the choice and of this variant");
                faults.push(fault(message).help("remove one of the two: the variant's members are beside the tag"));
            }
        }
        faults
    }
}

/// The names of the members that do not depend on the tag.
fn own_names<'m>(object: &'m Object, tag: &'m str) -> Vec<&'m str> {
    let fields = object.members.iter().filter_map(|member| match member {
        Member::Field(field) => Some(field),
        Member::Choice(_) => None,
    });
    let names = fields.flat_map(|field| std::iter::once(&field.wire).chain(&field.also_names));
    names.map(String::as_str).chain([tag]).collect()
}
