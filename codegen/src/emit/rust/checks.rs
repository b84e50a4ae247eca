//! Which objects have something to validate. The others have an empty validator that is never called.

use std::collections::BTreeSet;

use crate::model::{Field, Member, Model, Object, Primitive, Role, Type, TypeName};

/// The objects that have something to validate, directly or in nested objects.
#[derive(Debug, Default)]
pub(super) struct Checks {
    objects: BTreeSet<TypeName>,
}

impl Checks {
    /// Repeats until nothing is added, because objects may contain themselves.
    pub(super) fn new(model: &Model) -> Self {
        let mut checks = Self::default();
        loop {
            let found: Vec<TypeName> = model
                .objects
                .iter()
                .filter(|(name, object)| !checks.objects.contains(*name) && checks.object(model, object))
                .map(|(name, _)| name.clone())
                .collect();
            if found.is_empty() {
                return checks;
            }
            checks.objects.extend(found);
        }
    }

    fn object(&self, model: &Model, object: &Object) -> bool {
        !object.groups.is_empty()
            || object.members.iter().any(|member| match member {
                Member::Field(field) => has_rules(object, field) || self.ty(model, &field.ty, object.role),
                Member::Choice(choice) => {
                    object.role.sent() || choice.types().iter().any(|ty| self.ty(model, ty, object.role))
                }
            })
    }

    /// Whether a value of this type has something to validate, in an object with this role.
    pub(super) fn ty(&self, model: &Model, ty: &Type, role: Role) -> bool {
        match ty {
            Type::Primitive(primitive) => match primitive {
                // JSON has no infinity.
                Primitive::Float => true,
                Primitive::String
                | Primitive::Bool
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::Uint32
                | Primitive::Uint64
                | Primitive::Timestamp
                | Primitive::TimestampMs
                | Primitive::ErrorCode
                | Primitive::Json => false,
            },
            Type::Scalar(name) => model.scalars.get(name).is_some_and(|scalar| !scalar.limits.is_empty()),
            Type::Enum(name) => role.sent() && model.enums.get(name).is_some_and(|decl| decl.closed),
            Type::Object(name) => self.objects.contains(name),
            Type::List(of) | Type::Map(of) => self.ty(model, of, role),
            // Its limits are rules of the field.
            Type::File => false,
            // Whether the text is JSON of the type.
            Type::JsonString(_) => true,
        }
    }
}

/// Whether a field has rules of its own.
fn has_rules(object: &Object, field: &Field) -> bool {
    !field.limits.is_empty()
        || !field.limits_if.is_empty()
        || !field.depends.is_empty()
        || field.required_in.is_some()
        || field.only.is_some()
        || object.role == Role::Both && field.required
}
