//! Components: a schema for each declaration, one for errors, and the credential.

use super::{
    Vendor,
    describe::{self, description},
    json::{Json, Members},
    literal::wire,
    names::ERROR,
    reply,
    types::{bare, primitive},
};
use crate::model::{self, Credential, Declaration, Enum, Location, Member, Object, Primitive, Scalar, TypeName};

/// The name of the security scheme.
pub(super) const CREDENTIAL: &str = "credential";

/// Whether an enum takes values that the docs do not list.
#[derive(Clone, Copy, PartialEq)]
enum Listed {
    Only,
    Known,
}

impl<'m> Vendor<'m> {
    pub(super) fn components(&self) -> Members {
        let mut schemas: Vec<(String, Members)> = Vec::new();
        self.model.visit(&self.roots, &mut |declaration| match declaration {
            Declaration::Object(name, object) if self.is_without_body(name, object) => {}
            Declaration::Object(name, object) => schemas.push((self.names.of(name).to_owned(), self.object(object))),
            Declaration::Enum(name, decl) => schemas.append(&mut self.enums(name, decl)),
            Declaration::Scalar(name, scalar) => schemas.push((self.names.of(name).to_owned(), self::scalar(scalar))),
        });
        if !self.endpoints.is_empty() {
            schemas.push((ERROR.to_owned(), reply::error(self.vendor)));
        }
        schemas.sort_by(|a, b| a.0.cmp(&b.0));
        Members::new()
            .object("schemas", schemas.into_iter().collect())
            .with("securitySchemes", Members::new().with(CREDENTIAL, credential(&self.vendor.credential)))
    }

    /// Whether an object is a request that has parameters only.
    fn is_without_body(&self, name: &TypeName, object: &Object) -> bool {
        let is_request = self.endpoints.iter().any(|(_, endpoint)| endpoint.request == *name);
        is_request && !has_body(object)
    }

    /// A closed enum is open where it is received: then there are two, unless only one is used.
    fn enums(&self, name: &TypeName, decl: &Enum) -> Vec<(String, Members)> {
        let own = self.names.of(name).to_owned();
        if !decl.closed {
            return vec![(own, enumeration(decl, Listed::Known))];
        }
        let mut made = Vec::new();
        if self.is_used(name, model::Role::sent) {
            made.push((own, enumeration(decl, Listed::Only)));
        }
        if self.is_used(name, |role| !role.sent()) {
            made.push((self.names.received(name), enumeration(decl, Listed::Known)));
        }
        made
    }

    /// Whether one of the objects with such a role names the declaration.
    fn is_used(&self, name: &TypeName, by: impl Fn(model::Role) -> bool) -> bool {
        let mut used = false;
        self.model.visit(&self.roots, &mut |declaration| {
            if let Declaration::Object(_, object) = declaration {
                used |= by(object.role) && object.types().any(|ty| ty.named() == Some(name));
            }
        });
        used
    }

    /// Whether the values of a type must not be seen.
    pub(super) fn is_secret(&self, ty: &model::Type) -> bool {
        ty.named().and_then(|name| self.model.scalars.get(name)).is_some_and(|scalar| scalar.secret)
    }
}

/// Whether a request has members in its body.
pub(super) fn has_body(request: &Object) -> bool {
    request.members.iter().any(|member| match member {
        Member::Field(field) => field.location == Location::Body,
        Member::Choice(_) => true,
    })
}

fn scalar(scalar: &Scalar) -> Members {
    let bytes = scalar.limits.bytes.map(describe::bytes);
    let words = describe::paragraphs([scalar.doc.as_deref(), scalar.label.as_deref(), bytes.as_deref()]);
    primitive(scalar.wire, &scalar.limits)
        .maybe("format", scalar.secret.then_some("password"))
        .maybe("description", words)
        .and(describe::facts(scalar.label.as_deref(), &scalar.errata))
}

fn enumeration(decl: &Enum, listed: Listed) -> Members {
    let key = if listed == Listed::Only { "enum" } else { "x-extensible-enum" };
    let texts = decl.values.iter().map(|value| {
        let words: Vec<&str> = [value.label.as_deref(), value.doc.as_deref()].into_iter().flatten().collect();
        if words.is_empty() { value.name.clone() } else { words.join(": ").trim().to_owned() }
    });
    let errata = decl.values.iter().flat_map(|value| &value.errata);
    let errata: Vec<_> = decl.errata.iter().chain(errata).cloned().collect();
    bare(if decl.wire == Primitive::String { Primitive::String } else { decl.wire })
        .maybe("description", description(decl.doc.as_deref(), decl.label.as_deref()))
        .with(key, decl.values.iter().map(|value| wire(&value.wire)).collect::<Vec<_>>())
        .with("x-enum-varnames", decl.values.iter().map(|value| &value.name).collect::<Vec<_>>())
        .with("x-enum-descriptions", texts.collect::<Vec<_>>())
        .and(describe::facts(decl.label.as_deref(), &errata))
}

fn credential(credential: &Credential) -> Json {
    let (place, name) = match credential {
        Credential::Query(name) => ("query", name),
        Credential::Header(name) => ("header", name),
    };
    Members::new().with("type", "apiKey").with("in", place).with("name", name).into()
}
