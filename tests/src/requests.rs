//! Valid requests of endpoints whose pages publish none.

use codegen::{
    interpret::{Class, check},
    model::{Choice, Endpoint, Field, Limits, Member, Model, Primitive, Type, TypeName, WireValue},
};
use serde_json::{Map, Value, json};

/// The first request that the page publishes, or else one that is made from the model: what is required, and as much else as
/// the rules ask for. The interpreter accepts it.
///
/// # Panics
/// If none can be made.
#[must_use]
pub fn request(model: &Model, name: &str) -> Value {
    let endpoint = &model.endpoints[name];
    let published = endpoint.request.examples.iter().map(|example| example.value.clone());
    published.chain(made(model, endpoint)).find(|value| faults(model, endpoint, value) == 0).unwrap_or_else(|| {
        let tried = made(model, endpoint);
        let findings = tried.iter().flat_map(|value| check(model, model.vendor_of(endpoint), &endpoint.request, value));
        panic!("{name}: no valid request was made: {tried:?}\n{:#?}", findings.collect::<Vec<_>>())
    })
}

/// The number of findings that refuse a request.
fn faults(model: &Model, endpoint: &Endpoint, request: &Value) -> usize {
    let found = check(model, model.vendor_of(endpoint), &endpoint.request, request);
    found.iter().filter(|finding| finding.class != Class::Warning).count()
}

/// A request with what is required, and with one more optional member at a time as long as that helps.
fn made(model: &Model, endpoint: &Endpoint) -> Option<Value> {
    let object = &endpoint.request.object;
    let mut made = object_of(model, object, 0);
    loop {
        let now = faults(model, endpoint, &Value::Object(made.clone()));
        if now == 0 {
            return Some(Value::Object(made));
        }
        let more = model.objects[object].members.iter().flat_map(|member| members(model, member, 0));
        let better = more.filter(|(name, _)| !made.contains_key(name)).find_map(|(name, value)| {
            let mut tried = made.clone();
            tried.insert(name, value);
            (faults(model, endpoint, &Value::Object(tried.clone())) < now).then_some(tried)
        });
        match better {
            Some(better) => made = better,
            None => return Some(Value::Object(made)),
        }
    }
}

fn object_of(model: &Model, name: &TypeName, depth: usize) -> Map<String, Value> {
    let is_required = |member: &&Member| match member {
        Member::Field(field) => field.required,
        Member::Choice(choice) => choice.required,
    };
    let object = &model.objects[name];
    let required = object.members.iter().filter(is_required);
    required.flat_map(|member| members(model, member, depth)).collect()
}

/// What a member is on the wire: a name and a value, or the tag and what it selects.
fn members(model: &Model, member: &Member, depth: usize) -> Vec<(String, Value)> {
    match member {
        _ if depth > 8 => Vec::new(),
        Member::Field(field) => vec![(field.wire.clone(), field_value(model, field, depth))],
        Member::Choice(choice) => chosen(model, choice, depth),
    }
}

fn chosen(model: &Model, choice: &Choice, depth: usize) -> Vec<(String, Value)> {
    let Some(variant) = choice.variants.first() else { return Vec::new() };
    let tag = wire_value(&variant.tag);
    let slot = match (&variant.field, &variant.flat) {
        (Some(field), _) => vec![(field.wire.clone(), value(model, &field.ty, &Limits::default(), depth + 1))],
        (None, Some(Type::Object(name))) => object_of(model, name, depth + 1).into_iter().collect(),
        (None, _) => Vec::new(),
    };
    [(choice.tag.clone(), tag)].into_iter().chain(slot).collect()
}

fn field_value(model: &Model, field: &Field, depth: usize) -> Value {
    match value(model, &field.ty, &field.limits, depth) {
        Value::Bool(value) if field.bool_as_int => json!(i64::from(value)),
        value => value,
    }
}

fn value(model: &Model, ty: &Type, limits: &Limits, depth: usize) -> Value {
    match ty {
        Type::Primitive(primitive) => primitive_value(*primitive, limits),
        Type::Scalar(name) => primitive_value(model.scalars[name].wire, limits),
        Type::Enum(name) => model.enums[name].values.first().map_or(Value::Null, |value| wire_value(&value.wire)),
        Type::Object(name) => Value::Object(object_of(model, name, depth + 1)),
        Type::List(of) => json!([value(model, of, limits, depth + 1)]),
        Type::Map(of) => json!({ "a": value(model, of, limits, depth + 1) }),
        Type::JsonString(of) => json!(value(model, of, limits, depth + 1).to_string()),
        Type::File => json!({ "filename": "a.png", "content_type": "image/png", "content": "content" }),
    }
}

fn wire_value(value: &WireValue) -> Value {
    match value {
        WireValue::Int(wire) => json!(wire),
        WireValue::Text(wire) => json!(wire),
    }
}

fn primitive_value(primitive: Primitive, limits: &Limits) -> Value {
    match primitive {
        Primitive::String => {
            let least = [&limits.chars, &limits.bytes].into_iter().flatten().filter_map(|limit| limit.min).max();
            json!("a".repeat(usize::try_from(least.unwrap_or(1).max(1)).unwrap_or(1)))
        }
        Primitive::Bool => json!(true),
        Primitive::Float => json!(1.5),
        Primitive::Timestamp => json!(1_700_000_000),
        Primitive::TimestampMs => json!(1_700_000_000_000_i64),
        Primitive::Json => json!({}),
        Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Uint64 | Primitive::ErrorCode => json!(1),
    }
}
