//! What servers send in place of optional members, at every place of every reply.

use std::collections::BTreeMap;

use codegen::model::{Encoding, Member, Model, Object, Primitive, Role, Type};
use generated::{Endpoint, FromHttpResponseError, Reply, http, serde_json};
use serde_json::{Map, Value, json};
use tests::fixture_model;

/// Reads a reply; the result is the payload as JSON, or the place of the error.
type Read = fn(&Value) -> Result<Value, String>;

fn read<E: Endpoint>(reply: &Value) -> Result<Value, String> {
    match E::Response::from_http(http::Response::new(reply.to_string())) {
        Ok(payload) => Ok(tests::written(&payload)),
        Err(FromHttpResponseError::Decode(error)) => Err(error.pointer().to_owned()),
        Err(error) => panic!("{}: {error}\n{reply}", E::INFO.name),
    }
}

/// A member or an element in a document.
struct Place<'m> {
    pointer: String,
    ty: &'m Type,
    is_required: bool,
    is_element: bool,
}

/// Finds the places in a document that the model describes.
struct Places<'m> {
    model: &'m Model,
    found: Vec<Place<'m>>,
}

impl<'m> Places<'m> {
    fn of(model: &'m Model, endpoint: &str, document: &Value) -> Vec<Place<'m>> {
        let endpoint = &model.endpoints[endpoint];
        let mut places = Self { model, found: Vec::new() };
        let object = &model.objects[&endpoint.response.object];
        match &model.vendor_of(endpoint).envelope.data {
            None => places.object(object, document, ""),
            Some(data) => places.object(object, &document[data], &format!("/{data}")),
        }
        places.found
    }

    fn object(&mut self, object: &'m Object, value: &Value, pointer: &str) {
        for member in &object.members {
            match member {
                Member::Field(field) => {
                    let is_required = field.required && object.role != Role::Both;
                    self.place(&field.ty, value, (pointer, &field.wire), is_required, false);
                }
                Member::Choice(choice) => {
                    let tag = &value[&choice.tag];
                    let selected = choice.variants.iter().find(|variant| json!(variant.tag) == *tag);
                    if let Some(field) = selected.and_then(|variant| variant.field.as_ref()) {
                        self.place(&field.ty, value, (pointer, &field.wire), false, false);
                    }
                }
            }
        }
    }

    fn place(
        &mut self,
        ty: &'m Type,
        parent: &Value,
        (above, name): (&str, &str),
        is_required: bool,
        is_element: bool,
    ) {
        let value = match parent {
            Value::Array(values) => name.parse().ok().and_then(|at: usize| values.get(at)),
            parent => parent.get(name),
        };
        let Some(value) = value.filter(|value| !value.is_null()) else { return };
        let pointer = format!("{above}/{}", name.replace('~', "~0").replace('/', "~1"));
        match (ty, value) {
            (Type::Object(of), Value::Object(_)) => self.object(&self.model.objects[of], value, &pointer),
            (Type::List(of), Value::Array(values)) => {
                for at in 0..values.len() {
                    self.place(of, value, (&pointer, &at.to_string()), false, true);
                }
            }
            (Type::Map(of), Value::Object(values)) => {
                for name in values.keys() {
                    self.place(of, value, (&pointer, name), false, true);
                }
            }
            _ => {}
        }
        self.found.push(Place { pointer, ty, is_required, is_element });
    }
}

/// The values other than null that count as absent.
fn absent(model: &Model, ty: &Type) -> Vec<Value> {
    match (ty, model.primitive(ty)) {
        (_, Some(Primitive::String | Primitive::Json)) => vec![],
        (_, Some(_)) => vec![json!(""), json!(" \n")],
        (Type::List(_), None) => vec![json!(""), json!(" "), json!(false)],
        (_, None) => vec![json!(""), json!(" "), json!(false), json!([])],
    }
}

/// The same list or object in other forms.
fn recoded(ty: &Type, value: &Value) -> Vec<Value> {
    let keyed = |values: &[Value], name: fn(usize) -> usize| {
        let members = values.iter().enumerate().map(|(at, value)| (name(at).to_string(), value.clone()));
        Value::Object(members.collect())
    };
    match (ty, value) {
        (Type::List(_), Value::Array(values)) => {
            let with_null = [&[Value::Null][..], values, &[Value::Null]].concat();
            vec![
                json!(value.to_string()),
                json!(format!(" {value:#} ")),
                keyed(values, |at| at),
                keyed(values, |at| 3 * at + 1),
                keyed(&with_null, |at| at),
                json!(with_null),
                json!(json!(with_null).to_string()),
            ]
        }
        (Type::Object(_) | Type::Map(_), Value::Object(_)) => {
            vec![json!(value.to_string()), json!(format!("\n{value:#} "))]
        }
        _ => vec![],
    }
}

fn with(document: &Value, pointer: &str, value: Value) -> Value {
    let mut document = document.clone();
    *document.pointer_mut(pointer).expect("the place exists") = value;
    document
}

fn without(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let (parent, name) = pointer.rsplit_once('/').expect("a member");
    match document.pointer_mut(parent).expect("the parent exists") {
        Value::Array(values) => drop(values.remove(name.parse().expect("an index"))),
        Value::Object(members) => drop(members.remove(&name.replace("~1", "/").replace("~0", "~"))),
        _ => panic!("{pointer} has no parent"),
    }
    document
}

/// The depth of nested lists and objects.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Sends every shape at every place of a reply. Returns how many of them were absent, decoded and refused.
fn check(model: &Model, endpoint: &str, read: Read, document: &Value) -> [u32; 3] {
    let mut counts = [0; 3];
    let whole = read(document).unwrap_or_else(|place| panic!("{endpoint}: {place}\n{document}"));
    for place in Places::of(model, endpoint, document) {
        let Place { pointer, ty, is_required, is_element } = place;
        let nulls = if is_element && *ty == Type::Primitive(Primitive::Json) { vec![] } else { vec![Value::Null] };
        for shape in absent(model, ty).into_iter().chain(nulls) {
            let found = read(&with(document, &pointer, shape.clone()));
            if is_required {
                let may_be_null =
                    shape.is_null() && matches!(ty, Type::List(_) | Type::Map(_) | Type::Primitive(Primitive::Json));
                assert!(may_be_null || found == Err(pointer.clone()), "{endpoint} {pointer} {shape}: {found:?}");
                counts[2] += 1;
            } else {
                assert_eq!(found, read(&without(document, &pointer)), "{endpoint} {pointer} {shape}");
                counts[0] += 1;
            }
        }
        let value = document.pointer(&pointer).expect("the place exists");
        for shape in recoded(ty, value) {
            let found = read(&with(document, &pointer, shape.clone()));
            let is_list_with_null = shape.as_array().is_some_and(|values| values.contains(&Value::Null));
            let keeps_null = *ty == Type::List(Box::new(Type::Primitive(Primitive::Json)));
            if keeps_null && shape.to_string().contains("null") {
                continue;
            }
            if is_required && !is_list_with_null {
                assert_eq!(found, Err(pointer.clone()), "{endpoint} {shape}");
                counts[2] += 1;
            } else if !shape.is_string() || depth(value) <= 8 {
                assert_eq!(found, Ok(whole.clone()), "{endpoint} {pointer} {shape}");
                counts[1] += 1;
            }
        }
    }
    counts
}

fn check_all(model: &Model, reads: BTreeMap<&str, Read>) -> [u32; 3] {
    let mut counts = [0; 3];
    for (endpoint, read) in reads {
        // A file is no JSON.
        let response = &model.endpoints[endpoint].response;
        let envelope = &model.vendor_of(&model.endpoints[endpoint]).envelope;
        // A reply that reports an error has no payload.
        let is_error = |reply: &Value| reply[&envelope.code].as_i64().is_some_and(|code| code != envelope.success);
        let examples = response.examples.iter().filter(|example| !is_error(&example.value));
        for example in examples.filter(|_| response.encoding == Encoding::Json) {
            let found = check(model, endpoint, read, &example.value);
            counts.iter_mut().zip(found).for_each(|(count, more)| *count += more);
        }
    }
    counts
}

#[test]
fn every_optional_member_of_every_reply_may_have_them() {
    let reads = BTreeMap::from(sampled_endpoints!(E => read::<E> as Read));
    let [absent, decoded, refused] = check_all(tests::model(), reads);
    assert!(absent > 500 && decoded > 200 && refused > 20, "{absent} {decoded} {refused}");
}

#[test]
fn every_optional_member_of_the_fixture_may_have_them() {
    let reads = BTreeMap::from(fixture_endpoints!(E => read::<E> as Read));
    let [absent, decoded, refused] = check_all(fixture_model(), reads);
    assert!(absent > 1000 && decoded > 300 && refused > 5, "{absent} {decoded} {refused}");
}

/// The payload of a nested envelope, at every endpoint.
#[test]
fn an_empty_payload_may_be_an_empty_list() {
    for (model, reads) in [
        (tests::model(), BTreeMap::from(sampled_endpoints!(E => read::<E> as Read))),
        (fixture_model(), BTreeMap::from(fixture_endpoints!(E => read::<E> as Read))),
    ] {
        for (endpoint, read) in reads {
            let page = &model.endpoints[endpoint];
            let envelope = &model.vendor_of(page).envelope;
            let Some(data) = &envelope.data else { continue };
            let reply = |payload: Value| {
                let members = [(envelope.code.clone(), json!(envelope.success)), (data.clone(), payload)];
                Value::Object(Map::from_iter(members))
            };
            let empty = read(&reply(json!({})));
            for shape in [json!([]), json!(""), json!(false), json!("{}")] {
                match &empty {
                    Ok(empty) => assert_eq!(read(&reply(shape)), Ok(empty.clone()), "{endpoint}"),
                    Err(_) => assert_eq!(read(&reply(shape)), Err(format!("/{data}")), "{endpoint}"),
                }
            }
            assert_eq!(read(&reply(json!([1]))), Err(format!("/{data}")), "{endpoint}");
        }
    }
}
