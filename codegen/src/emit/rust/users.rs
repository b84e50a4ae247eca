//! The docs of objects that have none of their own: they say where the object is used.

use std::collections::BTreeMap;

use super::{
    doc::{self, Doc},
    markdown,
};
use crate::{
    model::{Declaration, Member, Model, Object, Type, TypeName},
    naming,
};

/// The first user of each object: an object, and how docs refer to the place in it.
pub(super) struct Users<'m>(BTreeMap<&'m TypeName, (&'m TypeName, String)>);

impl<'m> Users<'m> {
    /// Visits messages from the outside in, so that an object's first user comes before it.
    pub(super) fn new(model: &'m Model) -> Self {
        let mut users = BTreeMap::new();
        for owner in model.owners() {
            model.visit(&owner.roots(), &mut |declaration| {
                let Declaration::Object(user, object) = declaration else { return };
                for member in &object.members {
                    for (used, part) in used_by(member) {
                        users.entry(used).or_insert_with(|| (user, place(model, user, member.name(), part)));
                    }
                }
            });
        }
        Self(users)
    }

    /// The docs of an object: its own or, if it has none, its first user.
    pub(super) fn docs(&self, name: &TypeName, object: &Object) -> Doc {
        let docs = match (&object.doc, self.0.get(name)) {
            (Some(doc), _) => Doc::new(Some(doc)),
            (None, Some((user, place))) if user.scope == name.scope => Doc::default().paragraph(place),
            (None, _) => Doc::default().paragraph(&format!("{}.", markdown::code(&name.name))),
        };
        docs.paragraph(&doc::facts(object.label.as_deref(), None)).errata(&object.errata)
    }
}

/// The types that a member uses, each with the words for its place in the member.
fn used_by(member: &Member) -> Vec<(&TypeName, &'static str)> {
    match member {
        Member::Field(field) => field.ty.named().into_iter().map(|used| (used, part(&field.ty))).collect(),
        Member::Choice(choice) => {
            let used = choice.types().into_iter().filter_map(Type::named);
            used.map(|used| (used, "The value of a variant of")).collect()
        }
    }
}

/// A sentence with a link to a member of an object.
fn place(model: &Model, user: &TypeName, member: &str, part: &str) -> String {
    match model.as_choice(user) {
        Some(_) => format!("{part} [`{}`].", user.name),
        None => {
            let member = naming::value_ident(member).to_string();
            format!("{part} [`{}::{}`].", user.name, member.trim_start_matches("r#"))
        }
    }
}

/// How the docs of a type refer to its place in a field of type `ty`.
fn part(ty: &Type) -> &'static str {
    match ty {
        Type::List(of) if matches!(**of, Type::Object(_)) => "An element of",
        Type::Map(of) if matches!(**of, Type::Object(_)) => "A value in the map",
        Type::JsonString(of) if matches!(**of, Type::Object(_)) => "The JSON in the string",
        Type::List(_) | Type::Map(_) | Type::JsonString(_) => "Used in",
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::Object(_) | Type::File => "The value of",
    }
}
