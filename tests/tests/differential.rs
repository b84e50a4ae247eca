//! The interpreter against the generated code, on documents near the valid: they must agree on what can be read, on
//! which rules are broken, and where.
//!
//! `DIFFERENTIAL_CASES=200000 cargo test --release -p tests --test differential` runs longer than the default.

use std::collections::{BTreeMap, BTreeSet};

use codegen::{
    interpret::{Class, Direction, check},
    model::Model,
};
use generated::{Endpoint, FromHttpResponseError, Reply, Validate, http, serde_json};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use serde_json::{Map, Value, json};

/// What one side makes of a document.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It cannot be read. Generated code stops at the first place; the interpreter knows them all.
    Unreadable(BTreeSet<String>),
    /// A reply with an error code.
    Failed,
    /// It can be read and breaks these rules at these places.
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

/// The rules that a value breaks; nothing to compare with if there are too many to list.
fn rules(value: &impl Validate) -> Option<Verdict> {
    match value.validate() {
        Ok(()) => Some(Verdict::Read(BTreeSet::new())),
        Err(violations) if violations.is_truncated() => None,
        Err(violations) => Some(Verdict::Read(
            violations.into_iter().map(|found| (found.pointer, found.rule.id().to_owned())).collect(),
        )),
    }
}

#[expect(deprecated, reason = "deprecated endpoints are generated as well")]
fn subjects() -> Vec<Subject> {
    use generated::{wecom, weiling, xunjinet};
    vec![
        subject::<wecom::gettoken::Request>(),
        subject::<wecom::externalcontact::get::Request>(),
        subject::<wecom::kf::customer::batchget::Request>(),
        subject::<wecom::kf::customer::get_upgrade_service_config::Request>(),
        subject::<wecom::kf::customer::upgrade_service::Request>(),
        subject::<wecom::kf::customer::cancel_upgrade_service::Request>(),
        subject::<weiling::contact::batch::Request>(),
        subject::<weiling::customer::batch::Request>(),
        subject::<xunjinet::robot::customer::get_robot_account_by_ids::Request>(),
    ]
}

#[expect(deprecated, reason = "deprecated endpoints are generated as well")]
fn fixture_subjects() -> Vec<Subject> {
    use fixture::{acme, other};
    vec![
        subject::<acme::zoo::add::Request>(),
        subject::<acme::zoo::list::Request>(),
        subject::<acme::zoo::r#match::Request>(),
        subject::<other::login::Request>(),
        subject::<other::mix::Request>(),
        subject::<other::clean::Request>(),
    ]
}

/// A verdict with every other name of a member as its own: after reading, generated code knows the own name alone.
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

/// The other names of members.
fn aliases(model: &Model) -> BTreeMap<&str, &str> {
    let fields = model.objects.values().flat_map(|object| object.fields());
    fields.flat_map(|field| field.also_names.iter().map(|alias| (alias.as_str(), field.wire.as_str()))).collect()
}

/// What the interpreter makes of a document.
fn interpreted(model: &Model, endpoint: &str, direction: Direction, value: &Value) -> Verdict {
    let endpoint = &model.endpoints[endpoint];
    let findings = check(model, endpoint, direction, value);
    let faults: BTreeSet<String> =
        findings.iter().filter(|found| found.class == Class::Fault).map(|found| found.pointer.clone()).collect();
    let envelope = &model.vendor_of(endpoint).envelope;
    let code = &value[&envelope.code];
    let code = match code {
        Value::String(text) => text.parse::<i64>().ok(),
        Value::Bool(truth) => Some(i64::from(*truth)),
        #[expect(clippy::cast_possible_truncation, reason = "as the readers do")]
        Value::Number(number) => number.as_i64().or(number.as_f64().filter(|f| f.fract() == 0.0).map(|f| f as i64)),
        _ => None,
    };
    if direction == Direction::Response && faults.is_empty() && code != Some(envelope.success) {
        return Verdict::Failed;
    }
    if !faults.is_empty() {
        return Verdict::Unreadable(faults);
    }
    let broken = findings.into_iter().filter(|found| found.class == Class::Violation);
    Verdict::Read(broken.map(|found| (found.pointer, found.rule.to_owned())).collect())
}

/// Values near the borders of what schemas ask for.
fn pool(model: &Model) -> Vec<Value> {
    let mut pool = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(-3),
        json!(-1),
        json!(0),
        json!(1),
        json!(2),
        json!(3),
        json!(4),
        json!(5),
        json!(6),
        json!(7),
        json!(9),
        json!(10),
        json!(11),
        json!(50),
        json!(51),
        json!(99),
        json!(100),
        json!(2_147_483_647),
        json!(2_147_483_648_i64),
        json!(4_294_967_295_u32),
        json!(4_294_967_296_i64),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1.0),
        json!(0.5),
        json!(0.49),
        json!(1.5),
        json!(900.5),
        json!(1e300),
        json!(-0.0),
        json!(9_007_199_254_740_992.0),
        json!(9_007_199_254_740_994.0),
        json!(""),
        json!("0"),
        json!("1"),
        json!("-3"),
        json!("+3"),
        json!(" 1"),
        json!("1.0"),
        json!("1.5"),
        json!("1e2"),
        json!("nan"),
        json!("inf"),
        json!("true"),
        json!("false"),
        json!("a"),
        json!("ab"),
        json!("AB"),
        json!("ABC"),
        json!("cat12"),
        json!("abcdefgh"),
        json!("abcdefghi"),
        json!("猫"),
        json!("猫猫"),
        json!("猫猫猫猫猫"),
        json!("a\nb"),
        json!([]),
        json!({}),
        json!(["a"]),
        json!(["a", "a"]),
        json!([1, "1"]),
        json!([1, 2, 3, 4]),
        json!([[1]]),
        json!({"a": 1}),
        json!([null]),
        json!([{}]),
        json!({"name": "n", "title": 5}),
        json!({"grams": 1}),
        json!((0..101).map(|at| format!("id{at}")).collect::<Vec<_>>()),
    ];
    for decl in model.enums.values() {
        pool.extend(decl.values.iter().take(3).map(|value| serde_json::to_value(&value.wire).unwrap_or_default()));
    }
    for choice in model.objects.values().filter_map(|object| object.choice()) {
        pool.extend(choice.variants.iter().map(|variant| serde_json::to_value(&variant.tag).unwrap_or_default()));
    }
    pool
}

/// Every name that a member can have, and one that none has.
fn names(model: &Model) -> Vec<String> {
    let mut names: BTreeSet<String> = ["zzz".to_owned()].into();
    for object in model.objects.values() {
        names.extend(object.wire_names().into_iter().map(str::to_owned));
        names.extend(object.fields().flat_map(|field| field.also_names.iter().cloned()));
    }
    for vendor in model.vendors.values() {
        let envelope = &vendor.envelope;
        names.extend(
            [&envelope.code, &envelope.message].into_iter().chain(&envelope.data).chain(&envelope.trace).cloned(),
        );
    }
    names.into_iter().collect()
}

/// One change of a document: where, how, and with what.
type Change = (usize, u8, usize, usize);

struct Changer {
    pool: Vec<Value>,
    names: Vec<String>,
}

impl Changer {
    fn apply(&self, document: &mut Value, (place, how, what, name): Change) {
        let other = pick(document, what).clone();
        let value = self.pool[what % self.pool.len()].clone();
        let name = self.names[name % self.names.len()].clone();
        let node = pick(document, place);
        match (how % 10, node) {
            (0, Value::Object(members)) => {
                let key = members.keys().nth(what % members.len().max(1)).cloned();
                key.map(|key| members.remove(&key));
            }
            (0, Value::Array(elements)) if !elements.is_empty() => drop(elements.remove(what % elements.len())),
            (1, Value::Object(members)) => drop(members.insert(name, value)),
            (2, Value::Object(members)) => drop(members.insert(name, other)),
            (3, Value::Object(members)) => rename(members, what, name),
            (1 | 2, Value::Array(elements)) => elements.push(value),
            (3, Value::Array(elements)) => elements.extend(elements.clone().into_iter().take(3)),
            (4, node @ Value::Number(_)) => *node = json!(node.to_string()),
            (5, node) => *node = json!([node.clone()]),
            (6, node) => *node = json!(null),
            (_, node) => *node = value,
        }
    }
}

fn rename(members: &mut Map<String, Value>, at: usize, name: String) {
    let key = members.keys().nth(at % members.len().max(1)).cloned();
    if let Some(value) = key.and_then(|key| members.remove(&key)) {
        members.insert(name, value);
    }
}

/// The node of this number, counted from the document down.
fn pick(document: &mut Value, number: usize) -> &mut Value {
    let count = count(document);
    nth(document, &mut (number % count)).unwrap_or_else(|| panic!("there are {count} nodes"))
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(elements) => elements.iter().map(count).sum::<usize>(),
        _ => 0,
    }
}

fn nth<'v>(value: &'v mut Value, number: &mut usize) -> Option<&'v mut Value> {
    if *number == 0 {
        return Some(value);
    }
    *number -= 1;
    match value {
        Value::Object(members) => members.values_mut().find_map(|value| nth(value, number)),
        Value::Array(elements) => elements.iter_mut().find_map(|value| nth(value, number)),
        _ => None,
    }
}

/// Documents to begin with: the examples, and the least that an endpoint can send and answer.
fn seeds(model: &Model, name: &str) -> Vec<(Direction, Value)> {
    let endpoint = &model.endpoints[name];
    let envelope = &model.vendor_of(endpoint).envelope;
    let mut answer = Map::new();
    answer.insert(envelope.code.clone(), json!(envelope.success));
    answer.extend(envelope.data.iter().map(|data| (data.clone(), json!({}))));
    let mut seeds = vec![(Direction::Request, json!({})), (Direction::Response, Value::Object(answer))];
    for _ in 0..3 {
        seeds.extend(endpoint.examples.request.iter().map(|example| (Direction::Request, example.value.clone())));
        seeds.extend(endpoint.examples.response.iter().map(|example| (Direction::Response, example.value.clone())));
    }
    seeds
}

/// Whether the two verdicts are one.
fn agree(generated: &Verdict, interpreted: &Verdict) -> bool {
    match (generated, interpreted) {
        (Verdict::Unreadable(one), Verdict::Unreadable(all)) => one.is_subset(all),
        (generated, interpreted) => generated == interpreted,
    }
}

fn compare(model: &Model, subjects: &[Subject], cases: u32) {
    let aliases = aliases(model);
    let changer = Changer { pool: pool(model), names: names(model) };
    let starts: Vec<(&Subject, Direction, Value)> = subjects
        .iter()
        .flat_map(|subject| seeds(model, subject.name).into_iter().map(move |(half, value)| (subject, half, value)))
        .collect();
    let config = Config { cases, rng_seed: RngSeed::Fixed(20), failure_persistence: None, ..Config::default() };
    let change = (any::<usize>(), any::<u8>(), any::<usize>(), any::<usize>());
    let strategy = (any::<usize>(), prop::collection::vec(change, 0..5));
    let tallies = std::cell::RefCell::new([0_u32; 4]);
    let done = TestRunner::new(config).run(&strategy, |(start, changes)| {
        let (subject, direction, mut document) = starts[start % starts.len()].clone();
        for change in changes {
            changer.apply(&mut document, change);
        }
        let half = if direction == Direction::Request { subject.request } else { subject.response };
        let Some(found) = half(&document) else { return Ok(()) };
        let found = by_own_names(found, &aliases);
        let expected = by_own_names(interpreted(model, subject.name, direction, &document), &aliases);
        let kind = match &expected {
            Verdict::Unreadable(_) => 0,
            Verdict::Failed => 1,
            Verdict::Read(rules) => 2 + usize::from(!rules.is_empty()),
        };
        tallies.borrow_mut()[kind] += 1;
        prop_assert!(
            agree(&found, &expected),
            "{} {direction:?}\n{document}\ngenerated: {found:?}\ninterpreter: {expected:?}",
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
        "the documents are of all kinds: {unreadable} unreadable, {failed} failed, {clean} clean, {broken} broken"
    );
}

fn cases() -> u32 {
    std::env::var("DIFFERENTIAL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(8_000)
}

/// The model of the fixture, which uses every feature of the language.
fn fixture_model() -> Model {
    let outcome = codegen::load(&tests::sources(&tests::workspace("tests/fixture/schemas")));
    outcome.model.unwrap_or_else(|| panic!("the fixture has faults: {:#?}", outcome.diagnostics))
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
fn they_agree_on_every_feature_of_the_language() {
    compare(&fixture_model(), &fixture_subjects(), cases());
}
