//! The interpreter against the generated code, on mutated documents: they must agree on which can be decoded, which
//! rules are violated, and where.
//!
//! `DIFFERENTIAL_CASES=200000 cargo test --release -p tests --test emitted differential` runs longer than the default.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    interpret::{Class, check},
    model::{MessageKind, Model},
};
use generated::{Endpoint, FromHttpResponseError, Reply, Validate, http, serde_json};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::Value;
use tests::{
    fixture_model,
    held::Held,
    mutate::{Changer, seeds},
};

/// The verdict of one side on a document.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It cannot be decoded. Generated code reports the first place, and the interpreter all of them.
    Unreadable(BTreeSet<String>),
    /// A reply with an error code.
    Failed,
    /// It can be decoded and violates these rules at these places.
    Read(BTreeSet<(String, String)>),
}

/// An endpoint of a generated crate.
struct Subject {
    name: &'static str,
    request: fn(&Value) -> Option<Verdict>,
    response: fn(&Value) -> Option<Verdict>,
}

fn subject<E: Endpoint>() -> Subject {
    Subject {
        name: E::INFO.name,
        request: |value| match serde_json::from_value::<E>(value.clone()) {
            Ok(request) => rules(&request),
            Err(_) => Some(Verdict::Unreadable(BTreeSet::new())),
        },
        response: |value| match E::Response::from_http(http::Response::new(value.to_string())) {
            Ok(response) => rules(&response),
            Err(FromHttpResponseError::Api(_)) => Some(Verdict::Failed),
            Err(FromHttpResponseError::Decode(error)) => {
                let missing = error.message().strip_prefix("missing ").unwrap_or_default();
                let missing = missing.split(", ").map(|name| name.trim_matches('`')).filter(|name| !name.is_empty());
                let mut places: BTreeSet<String> = missing.map(|name| format!("{}/{name}", error.pointer())).collect();
                if places.is_empty() {
                    places.insert(error.pointer().to_owned());
                }
                Some(Verdict::Unreadable(places))
            }
            Err(error) => panic!("unexpected: {error}"),
        },
    }
}

/// The rules that a value violates. `None` if the list is truncated.
fn rules(value: &impl Validate) -> Option<Verdict> {
    match value.validate() {
        Ok(()) => Some(Verdict::Read(BTreeSet::new())),
        Err(violations) if violations.is_truncated() => None,
        Err(violations) => Some(Verdict::Read(
            violations.into_iter().map(|found| (found.pointer, found.rule.id().to_owned())).collect(),
        )),
    }
}

fn subjects() -> Vec<Subject> {
    generated_endpoints!(E => subject::<E>()).map(|(_, subject)| subject).into()
}

fn fixture_subjects() -> Vec<Subject> {
    fixture_endpoints!(E => subject::<E>()).map(|(_, subject)| subject).into()
}

/// A verdict with aliases replaced by names: after decoding, generated code only knows the name.
fn by_own_names(verdict: Verdict, aliases: &BTreeMap<&str, &str>) -> Verdict {
    let own = |pointer: &str| {
        let segments = pointer.split('/').map(|segment| *aliases.get(segment).unwrap_or(&segment));
        segments.collect::<Vec<_>>().join("/")
    };
    match verdict {
        Verdict::Read(rules) => Verdict::Read(rules.into_iter().map(|(place, rule)| (own(&place), rule)).collect()),
        other => other,
    }
}

/// The names of members by alias.
fn aliases(model: &Model) -> BTreeMap<&str, &str> {
    let fields = model.objects.values().flat_map(|object| object.fields());
    fields.flat_map(|field| field.also_names.iter().map(|alias| (alias.as_str(), field.wire.as_str()))).collect()
}

/// The verdict of the interpreter on a document.
fn interpreted(model: &Model, endpoint: &str, kind: MessageKind, value: &Value) -> Verdict {
    let endpoint = &model.endpoints[endpoint];
    let findings = check(model, model.vendor_of(endpoint), endpoint.message(kind), value);
    let faults: BTreeSet<String> =
        findings.iter().filter(|found| found.class == Class::Fault).map(|found| found.pointer.clone()).collect();
    let envelope = &model.vendor_of(endpoint).envelope;
    let code = &value[&envelope.code];
    let code = number(code).or((code.is_null() && envelope.absent_is_success).then_some(envelope.success));
    if kind == MessageKind::Response && faults.is_empty() && code != Some(envelope.success) {
        return Verdict::Failed;
    }
    if !faults.is_empty() {
        return Verdict::Unreadable(faults);
    }
    let held = Held::new(value, &findings);
    let broken = findings.iter().filter(|found| found.class == Class::Violation);
    Verdict::Read(broken.map(|found| (held.place(&found.pointer), found.rule.to_owned())).collect())
}

/// An error code that can be read.
fn number(code: &Value) -> Option<i64> {
    match code {
        Value::Bool(truth) => Some(i64::from(*truth)),
        Value::Number(number) => number.as_i64().or(number.as_f64().and_then(whole)),
        Value::String(text) => match text.trim() {
            "true" => Some(1),
            "false" => Some(0),
            text => text.parse().ok().or(text.parse().ok().and_then(whole)),
        },
        _ => None,
    }
}

fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "as the readers do")]
    (number.fract() == 0.0).then_some(number as i64)
}

/// Whether the verdicts agree.
fn agree(generated: &Verdict, interpreted: &Verdict) -> bool {
    match (generated, interpreted) {
        (Verdict::Unreadable(one), Verdict::Unreadable(all)) => one.is_subset(all),
        (generated, interpreted) => generated == interpreted,
    }
}

fn compare(model: &Model, subjects: &[Subject], cases: u32) {
    let aliases = aliases(model);
    let changer = Changer::new(model);
    let starts: Vec<(&Subject, MessageKind, Value)> = subjects
        .iter()
        .flat_map(|subject| seeds(model, subject.name).into_iter().map(move |(half, value)| (subject, half, value)))
        .collect();
    let config = Config { cases, rng_seed: RngSeed::Fixed(20), failure_persistence: None, ..Config::default() };
    let change = (any::<usize>(), any::<u8>(), any::<usize>(), any::<usize>());
    let strategy = (any::<usize>(), prop::collection::vec(change, 0..5));
    let tallies = std::cell::RefCell::new([0_u32; 4]);
    let done = TestRunner::new(config).run(&strategy, |(start, changes)| {
        let (subject, kind, mut document) = starts[start % starts.len()].clone();
        for change in changes {
            changer.apply(&mut document, change);
        }
        let half = match kind {
            MessageKind::Request => subject.request,
            MessageKind::Response => subject.response,
        };
        let Some(found) = half(&document) else { return Ok(()) };
        let found = by_own_names(found, &aliases);
        let expected = by_own_names(interpreted(model, subject.name, kind, &document), &aliases);
        let tally = match &expected {
            Verdict::Unreadable(_) => 0,
            Verdict::Failed => 1,
            Verdict::Read(rules) => 2 + usize::from(!rules.is_empty()),
        };
        tallies.borrow_mut()[tally] += 1;
        prop_assert!(
            agree(&found, &expected),
            "{} {kind:?}\n{document}\ngenerated: {found:?}\ninterpreter: {expected:?}",
            subject.name
        );
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let [unreadable, failed, clean, broken] = tallies.into_inner();
    let least = cases / 200;
    assert!(
        unreadable > least && failed > 0 && clean > least && broken > least,
        "a kind of document is too rare: {unreadable} unreadable, {failed} failed, {clean} clean, {broken} broken"
    );
}

fn cases() -> u32 {
    std::env::var("DIFFERENTIAL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(8_000)
}

#[test]
fn every_endpoint_takes_part() {
    let names =
        |subjects: Vec<Subject>| subjects.iter().map(|subject| subject.name.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(names(subjects()), tests::model().endpoints.into_keys().collect());
    assert_eq!(names(fixture_subjects()), fixture_model().endpoints.into_keys().collect());
}

#[test]
fn the_interpreter_and_the_generated_code_agree() {
    compare(&tests::model(), &subjects(), cases());
}

#[test]
fn they_agree_on_the_fixture_with_every_feature() {
    compare(&fixture_model(), &fixture_subjects(), cases());
}
