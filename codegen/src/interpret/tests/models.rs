//! Models with one endpoint, built by hand, so that these tests do not depend on parsing and lowering.

use std::collections::BTreeMap;

use super::*;

pub(super) fn ty(primitive: Primitive) -> Type {
    Type::Primitive(primitive)
}

pub(super) fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

pub(super) fn map(of: Type) -> Type {
    Type::Map(Box::new(of))
}

pub(super) fn named(name: &str) -> TypeName {
    TypeName::new("v.e", name)
}

pub(super) fn field(wire: &str, ty: Type) -> Field {
    Field {
        wire: wire.into(),
        name: wire.into(),
        ty,
        required: false,
        required_in: None,
        empty: None,
        limits_if: vec![],
        only: None,
        location: Location::Body,
        bool_as_int: false,
        item: None,
        length: None,
        boxed: false,
        doc: None,
        label: None,
        default: None,
        deprecated: None,
        limits: Limits::default(),
        depends: Vec::new(),
        also_names: vec![],
        also_types: vec![],
        errata: vec![],
    }
}

pub(super) fn required(wire: &str, ty: Type) -> Field {
    Field { required: true, ..field(wire, ty) }
}

pub(super) fn limited(wire: &str, ty: Type, limits: Limits) -> Field {
    Field { limits, ..field(wire, ty) }
}

pub(super) fn up_to(max: u64) -> Option<Limit> {
    Some(Limit { min: Some(1), max: Some(max) })
}

/// A field that depends on the test of another one.
pub(super) fn dependent(of: Field, (effect, when): (Effect, When), test: &str, values: Vec<Literal>) -> Field {
    let condition = Condition { tests: vec![Test { field: test.into(), values }] };
    Field { depends: vec![Dependency { effect, when, condition }], ..of }
}

pub(super) const REQUIRED_IF: (Effect, When) = (Effect::Required, When::If);
pub(super) const FORBIDDEN_UNLESS: (Effect, When) = (Effect::Forbidden, When::Unless);

pub(super) fn object(role: Role, fields: Vec<Field>) -> Object {
    let members = fields.into_iter().map(Member::Field).collect();
    let (file, at) = (String::new(), String::new());
    Object {
        file,
        at,
        role,
        doc: None,
        label: None,
        from: None,
        members,
        origins: [].into(),
        groups: vec![],
        examples: vec![],
        wrong_examples: vec![],
        errata: vec![],
    }
}

fn enumeration(wire: Primitive, closed: bool, values: &[WireValue]) -> Enum {
    let value = |wire: &WireValue| EnumValue {
        name: format!("name_{wire}"),
        wire: wire.clone(),
        label: None,
        doc: None,
        errata: vec![],
    };
    let values = values.iter().map(value).collect();
    Enum { file: String::new(), doc: None, label: None, wire, closed, from: None, values, errata: vec![] }
}

fn message(kind: MessageKind, object: &str) -> Message {
    Message { kind, object: named(object), encoding: Encoding::Json, examples: vec![], wrong_examples: vec![] }
}

fn scalar(wire: Primitive, limits: Limits, secret: bool) -> Scalar {
    Scalar { file: String::new(), doc: None, label: None, wire, limits, secret, errata: vec![] }
}

/// A choice whose tag `kind` selects `a` (1), `b` (2) or nothing (3).
pub(super) fn choice(required: bool) -> Member {
    let variant = |tag, field: Option<(&str, Type)>| Variant {
        tag: WireValue::Int(tag),
        name: format!("variant_{tag}"),
        field: field.map(|(wire, ty)| VariantField { wire: wire.into(), ty, item: None }),
        flat: None,
        doc: None,
        label: None,
        errata: vec![],
    };
    Member::Choice(Choice {
        key: String::new(),
        name: "choice".into(),
        type_name: "Choice".into(),
        tag: "kind".into(),
        wire: TagWire::Int,
        required,
        doc: None,
        label: None,
        variants: vec![
            variant(1, Some(("a", Type::Object(named("Inner"))))),
            variant(2, Some(("b", Type::Scalar(named("Short"))))),
            variant(3, None),
        ],
        errata: vec![],
    })
}

fn envelope(data: Option<&str>) -> Envelope {
    let data = data.map(str::to_owned);
    Envelope {
        code: "errcode".into(),
        message: "errmsg".into(),
        data,
        trace: Some("hint".into()),
        success: 0,
        absent_is_success: false,
    }
}

pub(super) fn model(request: Object, response: Object, data: Option<&str>) -> Model {
    let error = ErrorCode {
        file: String::new(),
        name: "bad_token".into(),
        label: None,
        doc: None,
        advice: None,
        errata: vec![],
    };
    let vendor = Vendor {
        file: String::new(),
        title: String::new(),
        doc: None,
        url: String::new(),
        base_url: None,
        credential: Credential::Query("token".into()),
        credentials: BTreeMap::new(),
        envelope: envelope(data),
        refusals: Refusals { credential: -1, expired: -1, request: -1 },
        callbacks: None,
        errors: BTreeMap::from([(40001, error)]),
        errors_source: None,
        errata: vec![],
    };
    let page =
        Page { title: String::new(), url: String::new(), updated: None, read: None, sources: vec![], errata: vec![] };
    let endpoint = Endpoint {
        file: String::new(),
        vendor: "v".into(),
        area: vec![],
        name: "e".into(),
        method: Method::Post,
        path: "/e".into(),
        summary: String::new(),
        doc: None,
        label: None,
        page,
        permissions: vec![],
        notes: vec![],
        deprecated: None,
        request: message(MessageKind::Request, "Request"),
        response: message(MessageKind::Response, "Response"),
        paging: None,
        credential: None,
        grants: None,
        absent_is_success: None,
        reads: false,
        errors: vec![],
        errata: vec![],
    };
    let numbers = [WireValue::Int(1), WireValue::Int(2)];
    let words = [WireValue::Text("x".into())];
    let short = Limits { chars: up_to(3), pattern: Some("[a-z]*".into()), ..Limits::default() };
    let inner = object(Role::Received, vec![required("id", ty(Int32)), limited("name", ty(Str), short.clone())]);
    Model {
        vendors: [("v".to_owned(), vendor)].into(),
        areas: [].into(),
        events: BTreeMap::new(),
        endpoints: [("v.e".to_owned(), endpoint)].into(),
        objects: [
            (named("Request"), request),
            (named("Response"), response),
            (named("Inner"), inner),
            (named("Tree"), object(Role::Both, vec![field("of", list(Type::Object(named("Tree"))))])),
        ]
        .into(),
        enums: [
            (named("Open"), enumeration(Uint32, false, &numbers)),
            (named("Closed"), enumeration(Str, true, &words)),
        ]
        .into(),
        scalars: [
            (named("Short"), scalar(Str, short.clone(), false)),
            (named("Secret"), scalar(Str, short, true)),
            (named("Count"), scalar(Uint32, Limits::default(), false)),
        ]
        .into(),
    }
}
