//! Components: a schema for each declaration, one for errors, and the credential.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    describe::{self, description},
    json::Members,
    literal::wire,
    names::{ERROR, SuccessCode, with_code},
    reply,
    types::{bare, primitive},
    vendor::Vendor,
    way::{Way, ways},
};
use crate::model::{
    Credential, Declaration, Encoding, Endpoint, Enum, Location, Member, MessageKind, Object, Scalar, TypeName,
};

/// The name of the security scheme.
pub(super) const CREDENTIAL: &str = "credential";

/// Whether an enum accepts values that the docs do not list.
#[derive(Clone, Copy, PartialEq)]
enum Listed {
    Only,
    Known,
}

/// The source of a schema.
#[derive(Clone, Copy)]
enum Schema<'m> {
    Object(&'m TypeName, &'m Object, SuccessCode),
    /// An alternative of an object whose members depend on a tag.
    Alternative(&'m TypeName, &'m Object, Way<'m>, SuccessCode),
    /// The envelope of a reply in which the payload is nested.
    Envelope(&'m Endpoint, SuccessCode),
    Enum(&'m Enum, Listed),
    Scalar(&'m Scalar),
    Error,
}

/// The components of a description.
pub(super) struct Components<'v, 'm>(pub(super) &'v Vendor<'m>);

impl Serialize for Components<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let schemas = Schemas(self.0, self.0.schemas());
        if !schemas.1.is_empty() {
            map.serialize_entry("schemas", &schemas)?;
        }
        let vendor = self.0.vendor;
        let kinds = vendor.credentials.iter().map(|(name, kind)| {
            let described = description(kind.doc.as_deref(), kind.label.as_deref());
            (scheme(Some(name)), credential(&kind.place).maybe("description", described))
        });
        let schemes = Members::new().with(CREDENTIAL, credential(&vendor.credential)).and(kinds.collect());
        map.serialize_entry("securitySchemes", &schemes)?;
        map.end()
    }
}

/// The schemas by name; each is created when it is written.
struct Schemas<'v, 'm>(&'v Vendor<'m>, BTreeMap<String, Schema<'m>>);

impl Serialize for Schemas<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.1.iter().map(|(name, schema)| (name, self.0.schema(*schema))))
    }
}

impl<'m> Vendor<'m> {
    fn schemas(&self) -> BTreeMap<String, Schema<'m>> {
        let mut schemas = BTreeMap::new();
        let mut add = |name: String, schema| {
            schemas.insert(name, schema);
        };
        self.model.visit(&self.roots, &mut |declaration| match declaration {
            Declaration::Object(name, object) if self.is_without_body(name, object) || !self.names.has(name) => {}
            Declaration::Object(name, object) => {
                let flat = self.flat_reply(name);
                let codes = flat.map_or(&[SuccessCode::Given][..], |endpoint| self.success_codes(endpoint));
                for &code in codes {
                    add(with_code(self.names.of(name), code), Schema::Object(name, object, code));
                    let ways = object.choice().into_iter().flat_map(|choice| ways(object.role, choice));
                    for (own, way) in self.names.alternatives(name).iter().zip(ways) {
                        add(with_code(own, code), Schema::Alternative(name, object, way, code));
                    }
                }
            }
            Declaration::Enum(name, decl) => {
                self.enums(name, decl).into_iter().for_each(|(name, listed)| add(name, Schema::Enum(decl, listed)));
            }
            Declaration::Scalar(name, scalar) => add(self.names.of(name).to_owned(), Schema::Scalar(scalar)),
        });
        let enveloped = self.endpoints.iter().filter(|(_, endpoint)| endpoint.response.encoding != Encoding::File);
        for (_, endpoint) in enveloped.filter(|_| self.vendor.envelope.data.is_some()) {
            for &code in self.success_codes(endpoint) {
                add(with_code(&self.success_name(endpoint), code), Schema::Envelope(endpoint, code));
            }
        }
        if !self.endpoints.is_empty() {
            add(ERROR.to_owned(), Schema::Error);
        }
        schemas
    }

    fn schema(&self, schema: Schema<'m>) -> Members<'m> {
        match schema {
            Schema::Object(name, object, code) => self.object(name, object, code),
            Schema::Alternative(name, object, way, code) => self.alternative(name, object, way, code),
            Schema::Envelope(endpoint, code) => self.nesting(endpoint, code),
            Schema::Enum(decl, listed) => enumeration(decl, listed),
            Schema::Scalar(scalar) => self::scalar(scalar),
            Schema::Error => reply::error(self.vendor),
        }
    }

    /// How successful replies of an endpoint show that they are.
    fn success_codes(&self, endpoint: &Endpoint) -> &'static [SuccessCode] {
        match self.is_absent_success(endpoint) {
            true => &[SuccessCode::Given, SuccessCode::Absent],
            false => &[SuccessCode::Given],
        }
    }

    /// Whether an object is a request without a body, or a reply that is a file.
    fn is_without_body(&self, name: &TypeName, object: &Object) -> bool {
        match self.model.message_of(name).map(|(_, message)| (message.kind, message.encoding)) {
            Some((_, Encoding::File)) => true,
            Some((MessageKind::Request, _)) => !has_body(object),
            Some((MessageKind::Response | MessageKind::Event, _)) | None => false,
        }
    }

    /// The schemas of an enum. A closed enum is open where it is received, so it has two, unless only one is used.
    fn enums(&self, name: &TypeName, decl: &Enum) -> Vec<(String, Listed)> {
        let own = self.names.of(name).to_owned();
        if !decl.closed {
            return vec![(own, Listed::Known)];
        }
        let mut made = Vec::new();
        if self.sent.contains(name) {
            made.push((own, Listed::Only));
        }
        if self.received.contains(name) {
            made.push((self.names.received(name), Listed::Known));
        }
        made
    }
}

/// Whether a request has members in its body.
pub(super) fn has_body(request: &Object) -> bool {
    request.members.iter().any(|member| match member {
        Member::Field(field) => field.location == Location::Body,
        Member::Choice(_) => true,
    })
}

fn scalar<'m>(scalar: &'m Scalar) -> Members<'m> {
    let limits = describe::limits(&scalar.limits);
    let words = describe::paragraphs([scalar.doc.as_deref(), scalar.label.as_deref(), limits.as_deref()]);
    primitive(scalar.wire, &scalar.limits)
        .maybe("format", scalar.secret.then_some("password"))
        .maybe("description", words)
        .and(describe::facts(scalar.label.as_deref(), &scalar.errata))
}

fn enumeration<'m>(decl: &'m Enum, listed: Listed) -> Members<'m> {
    let key = if listed == Listed::Only { "enum" } else { "x-extensible-enum" };
    let texts = decl.values.iter().map(|value| {
        let words: Vec<&str> = [value.label.as_deref(), value.doc.as_deref()].into_iter().flatten().collect();
        if words.is_empty() { value.name.clone() } else { words.join(": ").trim().to_owned() }
    });
    let errata = decl.values.iter().flat_map(|value| &value.errata);
    let errata = decl.errata.iter().chain(errata);
    // Mock servers know `enum`, but not `x-extensible-enum`: they answer with the example.
    let example = decl.values.first().filter(|_| listed == Listed::Known).map(|value| vec![wire(&value.wire)]);
    bare(decl.wire)
        .maybe("description", description(decl.doc.as_deref(), decl.label.as_deref()))
        .with(key, decl.values.iter().map(|value| wire(&value.wire)).collect::<Vec<_>>())
        .with("x-enum-varnames", decl.values.iter().map(|value| &value.name).collect::<Vec<_>>())
        .with("x-enum-descriptions", texts.collect::<Vec<_>>())
        .maybe("examples", example)
        .and(describe::facts(decl.label.as_deref(), errata))
}

/// The name of the security scheme for a kind of credential.
pub(super) fn scheme(kind: Option<&str>) -> String {
    kind.map_or_else(|| CREDENTIAL.to_owned(), |kind| format!("{kind}_{CREDENTIAL}"))
}

fn credential<'m>(credential: &'m Credential) -> Members<'m> {
    let (place, name) = match credential {
        Credential::Query(name) => ("query", name),
        Credential::Header(name) => ("header", name),
    };
    Members::new().with("type", "apiKey").with("in", place).with("name", name)
}
