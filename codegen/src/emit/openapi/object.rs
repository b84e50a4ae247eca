//! Objects: their members, which of them are required, and the rules between them.
//!
//! Unlisted members are allowed: vendors add members without notice, and readers skip them.

use super::{
    choice,
    describe::{self, description},
    json::Members,
    literal::literal,
    rules,
    types::Context,
    vendor::Vendor,
};
use crate::model::{Field, Location, Member, Object, Role};

impl<'m> Vendor<'m> {
    /// The schema of an object; for a request, that of its body.
    pub(super) fn object(&self, object: &'m Object) -> Members {
        let mut properties = Members::new();
        let mut required = Vec::new();
        for member in &object.members {
            match member {
                Member::Field(field) if field.location == Location::Body => {
                    properties = properties.and(self.names_of(object.role, field));
                    if field.required && field.also_names.is_empty() {
                        required.push(&field.wire);
                    }
                }
                Member::Field(_) => {}
                Member::Choice(choice) => {
                    properties = properties.with(&choice.tag, choice::tag(choice));
                    required.extend(choice.required.then_some(&choice.tag));
                }
            }
        }
        let choice = object.choice().map(|choice| self.choice(object.role, choice));
        Members::new()
            .with("type", "object")
            .maybe("description", description(object.doc.as_deref(), object.label.as_deref()))
            .object("properties", properties)
            .list("required", required)
            .maybe("oneOf", choice)
            .list("allOf", rules::schemas(object))
            .and(describe::facts(object.label.as_deref(), &object.errata))
    }

    /// The field under each of its names.
    fn names_of(&self, role: Role, field: &'m Field) -> Members {
        let own = (field.wire.clone(), self.field(role, field));
        let others = field.also_names.iter().map(|name| {
            let words = format!("Another name of `{0}`. If both are present, `{0}` is used.", field.wire);
            (name.clone(), self.value(&field.ty, Context::of(role, field)).with("description", words))
        });
        std::iter::once(own).chain(others).collect()
    }

    /// The schema of a field with its description.
    fn field(&self, role: Role, field: &'m Field) -> Members {
        self.value(&field.ty, Context::of(role, field))
            .maybe("description", described(field))
            .maybe("default", field.default.as_ref().map(|value| literal(field, value)))
            .maybe("deprecated", field.deprecated.as_ref().map(|_| true))
            .maybe("writeOnly", (role == Role::Sent && self.model.is_secret(&field.ty)).then_some(true))
            .and(describe::facts(field.label.as_deref(), &field.errata))
    }
}

/// The description of a field: its docs, label, limits, and what to use instead.
pub(super) fn described(field: &Field) -> Option<String> {
    let deprecated = field.deprecated.as_ref().map(|instead| format!("Deprecated: {instead}"));
    let limits = describe::limits(&field.limits);
    describe::paragraphs([
        field.doc.as_deref(),
        field.label.as_deref(),
        limits.as_deref(),
        describe::meaning(&field.ty),
        deprecated.as_deref(),
    ])
}
