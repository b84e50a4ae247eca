//! The call in the docs of each endpoint compiles, is valid, and sends what the page's example has.

#![allow(
    clippy::print_stdout,
    dead_code,
    deprecated,
    unreachable_pub,
    unused_mut,
    unused_variables,
    reason = "the calls are those of the docs"
)]

use std::{error::Error, io};

use generated::{
    Endpoint, Examples, Violations,
    client::{Client, Transport},
    serde_json::{self, Value},
};
use serde::Serialize;

/// Checks a call, and tells whether its request is the whole example; `None` if the page has none.
type Check = fn() -> Result<Option<bool>, Box<dyn Error>>;

include!(concat!(env!("OUT_DIR"), "/calls.rs"));

/// Checks a request that was written for an example: it breaks no rule, and all that it has is in the example.
fn check<R: Endpoint + Serialize>(request: &R) -> Result<Option<bool>, Box<dyn Error>> {
    compare(request.validate(), &tests::written(request), R::EXAMPLES)
}

fn compare(valid: Result<(), Violations>, sent: &Value, examples: Examples) -> Result<Option<bool>, Box<dyn Error>> {
    valid?;
    let Some(example) = examples.request.first() else { return Ok(None) };
    let published: Value = serde_json::from_str(example.json)?;
    match is_part(sent, &published) {
        true => Ok(Some(is_part(&published, sent))),
        false => Err(format!("{sent} is not part of {published}").into()),
    }
}

/// Whether a value is another one, or one with fewer members and shorter lists. A number may be a text, and 1 may be `true`.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(name, value)| whole.get(name).is_some_and(|other| is_part(value, other)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() <= whole.len() && part.iter().zip(whole).all(|(one, other)| is_part(one, other))
        }
        (part, whole) => part == whole || (plain(part).is_some() && plain(part) == plain(whole)),
    }
}

/// A value that is no object and no list, as a text.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(i32::from(*value).to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(value) => Some(value.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[test]
fn the_call_in_the_docs_of_each_endpoint_is_that_of_its_example() {
    let model = tests::model();
    let names: Vec<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    let mut endpoints: Vec<&str> = model.endpoints.keys().map(String::as_str).collect();
    endpoints.sort_by_key(|name| name.split('.').collect::<Vec<_>>());
    assert_eq!(names, endpoints);
    // The calls of uploads open a file that does not exist here.
    let is_absent = |error: &(dyn Error + 'static)| {
        error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
    };
    let whole: Vec<bool> = CALLS.iter().filter_map(|(_, check)| check().ok()?).collect();
    // The others begin at the first page, or are too long to be shown whole.
    let count = whole.iter().filter(|whole| **whole).count();
    assert!(count * 5 >= whole.len() * 4, "{count} of {} calls have all of their example", whole.len());
    let errors = CALLS.iter().filter_map(|(name, check)| Some((name, check().err()?)));
    let wrong: Vec<String> =
        errors.filter(|(_, error)| !is_absent(&**error)).map(|(name, error)| format!("{name}: {error}")).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CALLS.len(), wrong.join("\n"));
}
