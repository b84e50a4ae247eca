//! The interpreter against the generated code, on mutated documents: they must agree on which can be decoded, which
//! rules are violated, and where.
//!
//! `DIFFERENTIAL_CASES=200000 cargo test --release -p tests --test emitted differential` runs longer than the default.

use std::collections::BTreeSet;

use codegen::{
    interpret::Document,
    model::{MessageKind, Model},
};
use generated::{Endpoint, FromHttpResponseError, Reply, Vendor, http, serde_json};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::Value;
use tests::{
    fixture_model,
    mutate::{Changer, seeds},
};

use crate::verdict::{Verdict, agree, aliases, by_own_names, interpreted, of_reply, rules, sent};

/// An endpoint of a generated crate.
struct Subject {
    name: &'static str,
    request: fn(&Value) -> Option<Verdict>,
    response: fn(&Value) -> Option<Verdict>,
}

fn subject<E: Endpoint>() -> Subject {
    Subject {
        name: E::INFO.name,
        request: |value| match tests::read::<E>(value) {
            Ok(request) => sent(&request),
            Err(_) => Some(Verdict::Unreadable(BTreeSet::new())),
        },
        response: |value| match const { E::Response::FILE.is_some() } {
            true => of_file::<E>(value),
            false => of_reply(&E::Response::from_http(http::Response::new(value.to_string()))),
        },
    }
}

/// The verdict on the JSON that stands for a reply which is a file. With a code, it is that of an error.
fn of_file<E: Endpoint>(value: &Value) -> Option<Verdict> {
    let code = <E::Vendor as Vendor>::ENVELOPE.code;
    if value.get(code).is_some_and(|code| !code.is_null()) {
        let reply = E::Response::from_http(http::Response::new(value.to_string()));
        return matches!(reply, Err(FromHttpResponseError::Api(_))).then_some(Verdict::Failed);
    }
    match tests::read::<E::Response>(value) {
        Ok(reply) => rules(&reply),
        Err(_) => Some(Verdict::Unreadable(BTreeSet::new())),
    }
}

fn subjects() -> Vec<Subject> {
    sampled_endpoints!(E => subject::<E>()).map(|(_, subject)| subject).into()
}

fn fixture_subjects() -> Vec<Subject> {
    fixture_endpoints!(E => subject::<E>()).map(|(_, subject)| subject).into()
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
            MessageKind::Event => unreachable!("endpoints have none"),
        };
        let Some(found) = half(&document) else { return Ok(()) };
        let found = by_own_names(found, &aliases);
        let expected = by_own_names(interpreted(model, subject.name, kind, &Document::from(&document)), &aliases);
        let tally = match &expected {
            Verdict::NotJson | Verdict::Unreadable(_) => 0,
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
    let sampled = names(subjects());
    assert!(sampled.len() > 50 && sampled.is_subset(&tests::model().endpoints.keys().cloned().collect()));
    assert_eq!(names(fixture_subjects()), fixture_model().endpoints.keys().cloned().collect());
}

#[test]
fn the_interpreter_and_the_generated_code_agree() {
    compare(tests::model(), &subjects(), cases());
}

#[test]
fn they_agree_on_the_fixture_with_every_feature() {
    compare(fixture_model(), &fixture_subjects(), cases());
}
