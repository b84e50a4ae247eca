//! Objects: their members, which of them are required, and the rules between them.
//!
//! Unlisted members are allowed: vendors add members without notice, and readers skip them.

use super::{
    choice::flat_object,
    describe::{self, description},
    json::Members,
    literal::literal,
    names::{SuccessCode, with_code},
    reply, rules,
    types::{Context, reference},
    vendor::Vendor,
    way::Way,
};
use crate::model::{Direction, Endpoint, Field, Location, Member, Object, Role, TypeName, Words, words::capitalized};

impl<'m> Vendor<'m> {
    /// The schema of an object; for a request, that of its body. If its members depend on a tag, it is one of its
    /// [alternatives](Self::alternative).
    pub(super) fn object(&self, name: &'m TypeName, object: &'m Object, code: SuccessCode) -> Members<'m> {
        let about = Members::new().maybe("description", description(object.doc.as_deref(), object.label.as_deref()));
        let schema = match self.names.alternatives(name) {
            [] => about.and(self.members(name, object, None, code)),
            alternatives => {
                let names = alternatives.iter().map(|name| with_code(name, code));
                about.with("oneOf", names.map(|name| reference(&name)).collect::<Vec<_>>())
            }
        };
        let examples = object.examples.iter().map(|example| &example.value);
        schema
            .list("examples", examples.collect::<Vec<_>>())
            .and(describe::facts(object.label.as_deref(), &object.errata))
    }

    /// The schema of an object whose tag has been decided.
    pub(super) fn alternative(
        &self,
        name: &'m TypeName,
        object: &'m Object,
        way: Way<'m>,
        code: SuccessCode,
    ) -> Members<'m> {
        way.about().and(self.members(name, object, Some(way), code))
    }

    /// The members of an object, and the rules between them. The payload of a reply has the members of the envelope, too,
    /// unless the envelope nests it: a schema beside a reference is lost by generators of clients.
    fn members(&self, name: &TypeName, object: &'m Object, way: Option<Way<'m>>, code: SuccessCode) -> Members<'m> {
        let (mut properties, mut required, mut flat) = (Members::new(), Vec::new(), None);
        if self.flat_reply(name).is_some() {
            (properties, required) = reply::envelope(&self.vendor.envelope, code);
        }
        for member in &object.members {
            match member {
                Member::Field(field) if field.location == Location::Body => {
                    properties = properties.and(self.names_of(object, object.role, field));
                    required.extend(required_name(field));
                }
                Member::Field(_) => {}
                Member::Choice(choice) => {
                    if let Some(way) = way {
                        properties = properties.and(self.selected(object.role, choice, way));
                        required.extend(way.required(choice));
                        flat = flat_object(self.model, way);
                        required.extend(flat.into_iter().flat_map(Object::fields).filter_map(required_name));
                    }
                }
            }
        }
        let is_empty = properties.is_empty();
        Members::new()
            .with("type", "object")
            .object("properties", properties)
            // Without this, generators of clients take an object without known members for one without any.
            .maybe("additionalProperties", is_empty.then_some(true))
            .list("required", required)
            .list("allOf", std::iter::once(object).chain(flat).flat_map(rules::schemas).collect::<Vec<_>>())
    }

    /// The members of an object whose members are beside a tag.
    pub(super) fn flat(&self, object: &'m Object) -> Members<'m> {
        object.fields().fold(Members::new(), |members, field| members.and(self.names_of(object, object.role, field)))
    }

    /// The endpoint whose reply an object is, if its members are beside the error code.
    pub(super) fn flat_reply(&self, name: &TypeName) -> Option<&'m Endpoint> {
        self.replies.get(name).copied().filter(|_| self.vendor.envelope.data.is_none())
    }

    /// The field under each of its names.
    fn names_of(&self, object: &'m Object, role: Role, field: &'m Field) -> Members<'m> {
        let own = (&field.wire, self.field(role, field).and(describe::page(object, &field.wire)));
        let others = field.also_names.iter().map(|name| {
            let words = format!("Another name of `{0}`. If both are present, `{0}` is used.", field.wire);
            (name, self.value(&field.ty, Context::of(role, field)).with("description", words))
        });
        std::iter::once(own).chain(others).collect()
    }

    /// The schema of a field with its description.
    pub(super) fn field(&self, role: Role, field: &'m Field) -> Members<'m> {
        let is_secret = role == Role::Sent && self.model.is_secret(&field.ty);
        let is_sent_only = is_secret || field.only == Some(Direction::Sent);
        self.value(&field.ty, Context::of(role, field))
            .maybe("description", described(field))
            .maybe("default", field.default.as_ref().map(|value| literal(field, value)))
            .maybe("deprecated", field.deprecated.as_ref().map(|_| true))
            .maybe("readOnly", (field.only == Some(Direction::Received)).then_some(true))
            .maybe("writeOnly", is_sent_only.then_some(true))
            .and(describe::item(field.item.as_ref()))
            .maybe("x-length-parameter", field.length.as_ref())
            .and(describe::facts(field.label.as_deref(), &field.errata))
    }
}

/// The name of a field if an object must have it.
fn required_name(field: &Field) -> Option<&String> {
    (field.required && field.also_names.is_empty()).then_some(&field.wire)
}

/// The description of a field: its docs, label, limits, and what to use instead.
pub(super) fn described(field: &Field) -> Option<String> {
    let deprecated = field.deprecated.as_ref().map(|instead| format!("Deprecated: {instead}"));
    let limits = describe::limits(&field.limits);
    let required = field.required_in.map(|direction| format!("Required in {}.", direction.messages()));
    let empty = field.empty.map(|empty| format!("{}.", capitalized(&Words::JSON.empty(empty))));
    describe::paragraphs([
        field.doc.as_deref(),
        field.label.as_deref(),
        limits.as_deref(),
        required.as_deref(),
        empty.as_deref(),
        describe::meaning(&field.ty),
        deprecated.as_deref(),
    ])
}
