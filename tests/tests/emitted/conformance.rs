//! The published examples, checked by the interpreter and by the generated types.
//!
//! A published example must be decoded, violate no rule, and be written unchanged but for what readers forgive.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    interpret::{self, Class},
    model::{Advice, Endpoint as Page, Example, Message, MessageKind, Model, WireValue},
};
use generated::{
    Endpoint, EndpointInfo, ErrorCode, FromHttpResponseError, Reply, Vendor, http,
    serde_json::{self, Value, json},
};

/// The generated code's treatment of the examples of one endpoint.
struct Conformance {
    info: EndpointInfo,
    /// Reads, validates and writes a request.
    request: fn(&Value) -> Value,
    /// Reads, validates and writes a reply with its envelope.
    reply: fn(&Value) -> Value,
}

impl Conformance {
    fn of<E: Endpoint>() -> Self {
        Self { info: E::INFO, request: request_again::<E>, reply: reply_again::<E::Response> }
    }
}

/// Every endpoint of the generated crate, by name.
fn table() -> BTreeMap<&'static str, Conformance> {
    BTreeMap::from(generated_endpoints!(E => Conformance::of::<E>()))
}

fn request_again<E: Endpoint>(example: &Value) -> Value {
    let request: E = tests::read(example).unwrap_or_else(|error| panic!("{}: {error}", E::INFO.name));
    request.validate().unwrap_or_else(|violations| panic!("{}: {violations}", E::INFO.name));
    tests::written(&request)
}

fn reply_again<R: Reply>(example: &Value) -> Value {
    let envelope = <R::Vendor as Vendor>::ENVELOPE;
    // Nested, so that the compiler leaves the call out where the reply is no file.
    #[expect(clippy::collapsible_if, reason = "see above")]
    if const { R::FILE.is_some() } {
        if example.get(envelope.code).is_none() {
            return file_again::<R>(example);
        }
    }
    let reply = match R::from_http(http::Response::new(example.to_string())) {
        Ok(reply) => reply,
        // A page may publish an error.
        Err(FromHttpResponseError::Api(error)) => {
            assert_eq!(example.get(envelope.code), Some(&json!(error.code().code())), "{error}");
            return example.clone();
        }
        Err(error) => panic!("{error}"),
    };
    reply.validate().unwrap_or_else(|violations| panic!("{violations}"));
    let mut written: Value = serde_json::from_slice(reply.to_http().body()).expect("a reply is JSON");
    // Message and trace belong to the envelope, and are not part of the payload.
    for name in [Some(envelope.message), envelope.trace].into_iter().flatten() {
        match example.get(name) {
            Some(words) => written[name] = words.clone(),
            None => drop(written.as_object_mut().and_then(|members| members.remove(name))),
        }
    }
    // So does the code, which such a reply may leave out.
    if R::ABSENT_IS_SUCCESS && example.get(envelope.code).is_none() {
        let code = written.as_object_mut().and_then(|members| members.remove(envelope.code));
        assert_eq!(code, Some(json!(envelope.success)), "the code is that of success");
    }
    written
}

/// Reads the JSON that stands for a reply which is a file, sends the reply, and writes what arrives.
fn file_again<R: Reply>(example: &Value) -> Value {
    let reply: R = tests::read(example).unwrap_or_else(|error| panic!("{error}"));
    reply.validate().unwrap_or_else(|violations| panic!("{violations}"));
    let arrived = R::from_http(reply.to_http()).unwrap_or_else(|error| panic!("{error}"));
    tests::written(&arrived)
}

/// Asserts that an example was written as it is published, but for what readers forgive: a number in a text or a text that is a
/// number, and empty members, which are not written. The interpreter accepts the example, so an erratum allows the former.
fn assert_same(file: &str, at: &str, written: &Value, published: &Value) {
    match (written, published) {
        (Value::Object(written), Value::Object(published)) => {
            for name in written.keys().chain(published.keys()) {
                let at = format!("{at}/{name}");
                match (written.get(name), published.get(name)) {
                    (Some(written), Some(published)) => assert_same(file, &at, written, published),
                    (None, Some(published)) => assert!(is_empty(published), "{file}: {at} is not written"),
                    (made, _) => {
                        assert!(
                            made.is_some_and(is_empty),
                            "{file}: {at} is written though it is not published: {made:?}"
                        );
                    }
                }
            }
        }
        (Value::Array(written), Value::Array(published)) => {
            assert_eq!(written.len(), published.len(), "{file}: {at}");
            for (index, (written, published)) in written.iter().zip(published).enumerate() {
                assert_same(file, &format!("{at}/{index}"), written, published);
            }
        }
        (Value::String(text), Value::Number(number)) | (Value::Number(number), Value::String(text)) => {
            assert_eq!(number.to_string(), *text, "{file}: {at}");
        }
        _ => assert_eq!(written, published, "{file}: {at}"),
    }
}

/// Whether a value is empty. Readers may take it for an absent one.
fn is_empty(value: &Value) -> bool {
    [json!(null), json!(""), json!([]), json!({})].contains(value)
}

/// A value in which `17.0` is `17`: examples have floats without a fraction, which are written with one.
fn by_value(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15);
            whole.map_or(Value::Number(number), |float| json!(float as i64))
        }
        Value::Array(elements) => elements.into_iter().map(by_value).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, by_value(value))).collect(),
        other => other,
    }
}

#[test]
fn the_interpreter_accepts_every_example() {
    let model = tests::model();
    let mut ignored = String::new();
    for endpoint in model.endpoints.values() {
        for (message, example) in examples(endpoint) {
            let findings = interpret::check(model, model.vendor_of(endpoint), message, &example.value);
            let (warnings, others): (Vec<_>, Vec<_>) =
                findings.into_iter().partition(|finding| finding.class == Class::Warning);
            assert!(others.is_empty(), "{}: {others:#?}", example.file);
            let warned = warnings.iter().map(|finding| format!("{} {}\n", example.file, finding.pointer));
            ignored.extend(warned.collect::<BTreeSet<_>>());
        }
    }
    // Pages that show all members at once.
    insta::assert_snapshot!("members_of_examples_that_the_server_ignores", ignored);
}

#[test]
fn every_example_is_read_valid_and_written_unchanged() {
    let table = table();
    for (name, endpoint) in &tests::model().endpoints {
        let conformance = &table[name.as_str()];
        for (message, example) in examples(endpoint) {
            let written = match message.kind {
                MessageKind::Request => (conformance.request)(&example.value),
                MessageKind::Response => (conformance.reply)(&example.value),
                MessageKind::Event => unreachable!("endpoints have none"),
            };
            assert_same(&example.file, "", &by_value(written), &by_value(example.value.clone()));
        }
    }
}

#[test]
fn endpoints_without_a_right_reply() {
    let model = tests::model();
    let without = model.endpoints.iter().filter(|(_, endpoint)| endpoint.response.examples.is_empty());
    let names: Vec<&str> = without.map(|(name, _)| name.as_str()).collect();
    insta::assert_snapshot!("endpoints_without_a_right_reply", names.join("\n"));
}

#[test]
fn every_endpoint_of_the_model_is_generated_once() {
    let table: Vec<&str> = table().keys().copied().collect();
    let generated: BTreeSet<&str> = generated::endpoints().map(|info| info.name).collect();
    let model = tests::model();
    assert_eq!(table, generated.iter().copied().collect::<Vec<_>>());
    assert_eq!(table, model.endpoints.keys().collect::<Vec<_>>());
    assert_eq!(generated::endpoints().count(), generated.len(), "no endpoint is listed twice");
}

#[test]
fn endpoint_info_matches_the_schema() {
    let model = tests::model();
    for info in generated::endpoints() {
        let endpoint = &model.endpoints[info.name];
        let name = info.name;
        assert_eq!(info.method.as_str(), endpoint.method.as_str(), "{name}");
        assert_eq!(info.path, endpoint.path, "{name}");
        assert_eq!(info.summary, endpoint.summary, "{name}");
        assert_eq!(info.title, endpoint.page.title, "{name}");
        assert_eq!(info.url, endpoint.page.url, "{name}");
        assert_eq!(info.updated, endpoint.page.updated.as_deref(), "{name}");
        assert_eq!(info.paged, endpoint.paging.is_some(), "{name}");
        let deprecated = info.deprecated.map(|deprecation| (deprecation.replacement, deprecation.note));
        let said = endpoint.deprecated.as_ref();
        let said = said.map(|said| (said.replacement.as_str(), said.note.as_deref().unwrap_or_default()));
        assert_eq!(deprecated, said, "{name}");
    }
}

#[test]
fn the_info_of_a_request_is_in_the_list() {
    let table = table();
    for info in generated::endpoints() {
        assert_eq!(table[info.name].info, *info);
    }
}

/// The wire form and the label of each value, in the order of the schema.
type Values = Vec<(String, Option<String>)>;

#[test]
fn every_enum_has_the_values_and_labels_of_its_schema() {
    let generated = generated_enums!(T => T::ALL.iter().map(|value| {
        (value.wire().to_string(), value.label().map(str::to_owned))
    }).collect::<Values>());
    let model = tests::model().enums.iter().map(|(name, decl)| {
        let values = decl.values.iter().map(|value| match &value.wire {
            WireValue::Int(wire) => (wire.to_string(), value.label.clone()),
            WireValue::Text(wire) => (wire.clone(), value.label.clone()),
        });
        (name.to_string(), values.collect::<Values>())
    });
    let generated: BTreeMap<String, Values> =
        generated.into_iter().map(|(name, values)| (name.to_owned(), values)).collect();
    assert_eq!(generated, model.collect());
}

#[test]
fn every_error_code_has_the_name_and_advice_of_its_schema() {
    let model = tests::model();
    let generated = BTreeMap::from(generated_error_codes!(T => codes_of(T::ALL)));
    assert_eq!(generated.len(), model.vendors.len(), "every vendor has error codes");
    for (name, codes) in generated {
        let vendor = name.strip_suffix(".ErrorCode").unwrap_or(name);
        assert_eq!(codes, codes_in(model, vendor), "{vendor}");
    }
}

/// Code, name, advice and whether it means too many calls; and the code as it is displayed.
type Codes = Vec<(i64, Option<String>, Option<String>, bool, String)>;

fn codes_of<C: ErrorCode>(all: &[C]) -> Codes {
    let advice = |code: &C| code.advice().map(|advice| format!("{advice:?}"));
    let row =
        |code: &C| (code.code(), code.name().map(str::to_owned), advice(code), code.is_rate_limit(), code.to_string());
    all.iter().map(row).collect()
}

fn codes_in(model: &Model, vendor: &str) -> Codes {
    let advice = |code: &codegen::model::ErrorCode| match code.advice {
        // A rate limit has no advice of its own.
        Some(Advice::SlowDown) => Some("RetryLater".to_owned()),
        advice => advice.map(|advice| format!("{advice:?}")),
    };
    let row = |(wire, code): (&i64, &codegen::model::ErrorCode)| {
        let label = code.label.as_ref().map(|label| format!(", {label}")).unwrap_or_default();
        let shown = format!("{wire} ({}{label})", code.name);
        (*wire, Some(code.name.clone()), advice(code), code.advice == Some(Advice::SlowDown), shown)
    };
    model.vendors[vendor].errors.iter().map(row).collect()
}

fn examples(endpoint: &Page) -> impl Iterator<Item = (&Message, &Example)> {
    let messages = endpoint.messages().into_iter();
    messages.flat_map(|message| message.examples.iter().map(move |example| (message, example)))
}
