//! Measures validating requests and replies, valid and invalid ones.

use anyhow::{Context, Result, ensure};
use generated::{Reply, Violations, http, wecom::externalcontact::get::Response};
use measure::{Goal, OURS, Table, Work};
use payload::{
    counting::Counting,
    followers::{self, SIZES},
    handwritten,
    peers::{GARDE, GARDE_BYTES, JSONSCHEMA, VALIDATOR},
    places,
    report::{ALLOCATIONS, Case, Prepared, report},
    requests,
};
use serde_json::{Value, json};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const EXPORTED: &str = include_str!("../../../../../generated/openapi/wecom.json");
/// The sizes of requests: the number of ids that make 1 kB, and the maximum.
const COUNTS: [(&str, usize); 2] = [("1 kB", 28), ("100 ids", 100)];

/// Whether the input keeps the rules or breaks them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Valid,
    AllWrong,
}

const KINDS: [(&str, Kind); 2] = [("valid", Kind::Valid), ("all wrong", Kind::AllWrong)];

fn main() -> Result<()> {
    let mut table = Table::new("validate", "Validate requests and replies");
    notes(&mut table);
    let mut cases = Vec::new();
    for (verdict, kind) in KINDS {
        for (size, count) in COUNTS {
            let prepare = Box::new(move || request(count, kind));
            cases.push(Case { name: format!("request, {size}, {verdict}"), times: Some(200), prepare });
        }
        for (size, bytes) in SIZES {
            let times = [(1_000, 200), (100_000, 5)].into_iter().find_map(|(of, times)| (of == bytes).then_some(times));
            let prepare = Box::new(move || reply(bytes, kind));
            cases.push(Case { name: format!("reply, {size}, {verdict}"), times, prepare });
        }
    }
    goals(&mut table, &cases);
    report(table, &cases)
}

fn notes(table: &mut Table) {
    table.note(
        "The requests are those of `kf/customer/batchget`: a list of 1 to 100 ids, each with at least one character. \
         A valid request has at most 100 ids (3.5 kB), so 100 kB and 10 MB are replies of `externalcontact/get`, \
         whose six kinds of ids have at least one character. All wrong: the same with every id empty; the size is \
         that of the valid one. The input is in memory, and the time includes freeing the violations.",
    );
    table.note(
        "`generated` is `Validate::validate`. `garde` and `validator` have derives on handwritten structs, with the \
         docs' rule: at least one character, in `garde` `length(chars, min = 1)`. `garde, bytes` counts bytes, which \
         is equivalent for a minimum of one, and less work. `validator` has no rules for elements of a list of \
         strings, so the elements are structs. `jsonschema` has the schema that `gen` exports, compiled once, and \
         validates a parsed `serde_json::Value`. The choices between a value and what counts as none, which is null \
         or an empty id, are removed from the schema: it would report the choice instead of the violation, or accept the \
         empty id. It also checks types and choices, \
         which the others check while reading. For valid input it runs `is_valid`, for invalid input it collects all \
         errors.",
    );
    table.note(&format!(
        "`generated` stops at {} violations; the others collect all. All-wrong requests, and replies of 1 kB, do not \
         have more: for these the benchmark checks that all four find the same number at the same places. For larger \
         replies, ours does less work by design.",
        Violations::MAX
    ));
    table.note(
        "Allocations are those of one run, counted by the global allocator. Instructions are those of one run, \
         counted by Callgrind as the difference between N and 2N runs.",
    );
}

fn goals(table: &mut Table, cases: &[Case]) {
    for Case { name, .. } in cases {
        let limit = if name.ends_with("valid") { 0.2 } else { 0.5 };
        table.goals.push(Goal::ratio(&format!("{name}, divided by garde"), name, "time", (OURS, GARDE), limit));
        if name.ends_with("valid") {
            table.goals.push(Goal::figure(&format!("{name}: allocations"), name, ALLOCATIONS.name, OURS, 0.0));
        }
    }
}

fn request(count: usize, kind: Kind) -> Result<Prepared> {
    let ids = if kind == Kind::Valid { requests::ids(count) } else { requests::wrong_ids(count) };
    let (ours, garde, validator) = (requests::generated(&ids), requests::garde(&ids), requests::validator(&ids));
    let value = requests::value(&ids);
    ensure!(value == serde_json::to_value(&ours)?, "the requests differ");
    let bytes = requests::garde_bytes(&ids);
    ensure!(places::garde(&bytes) == places::garde(&garde), "garde finds something else where it counts bytes");
    let mut prepared = works("BatchgetRequest", ours, garde, validator, value, kind)?;
    prepared.works.insert(2, Work::new(GARDE_BYTES, move || garde::Validate::validate(&bytes)));
    Ok(prepared)
}

fn reply(bytes: usize, kind: Kind) -> Result<Prepared> {
    let mut value: Value = serde_json::from_str(&followers::reply(bytes))?;
    if kind == Kind::AllWrong {
        value = followers::all_wrong(value);
    }
    let json = followers::reply(bytes).into_bytes();
    let mut ours = Response::from_http(http::Response::new(&json)).map_err(anyhow::Error::from)?;
    if kind == Kind::AllWrong {
        // A reader takes an empty id of a reply for none, so ids are emptied after reading.
        followers::empty_all_ids(&mut ours);
    }
    let handwritten: handwritten::Reply = serde_json::from_value(value.clone())?;
    works("ExternalcontactGetResponse", ours, handwritten.clone(), handwritten, value, kind)
}

fn works(
    schema: &str,
    ours: impl generated::Validate + 'static,
    garde: impl garde::Validate<Context = ()> + 'static,
    validator: impl validator::Validate + 'static,
    value: Value,
    kind: Kind,
) -> Result<Prepared> {
    let schema = compiled(schema)?;
    let all = [
        (OURS, places::generated(&ours)),
        (GARDE, places::garde(&garde)),
        (VALIDATOR, places::validator(&validator)),
        (JSONSCHEMA, places::jsonschema(&schema, &value)),
    ];
    agree(&all, kind)?;
    let by_schema = match kind {
        Kind::Valid => Work::new(JSONSCHEMA, move || schema.is_valid(&value)),
        Kind::AllWrong => Work::new(JSONSCHEMA, move || schema.iter_errors(&value).count()),
    };
    let works = vec![
        Work::new(OURS, move || ours.validate()),
        Work::new(GARDE, move || garde.validate()),
        Work::new(VALIDATOR, move || validator.validate()),
        by_schema,
    ];
    Ok(Prepared { bytes: None, works })
}

fn compiled(name: &str) -> Result<jsonschema::Validator> {
    let exported: Value = serde_json::from_str(EXPORTED)?;
    let components = without_null(&exported["components"]);
    let schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": components});
    jsonschema::draft202012::new(&schema).context("jsonschema cannot compile the schema")
}

/// Whether a schema is what counts as absent: null, or an empty id in a reply.
fn is_absent(schema: &Value) -> bool {
    *schema == json!({"type": "null"}) || *schema == json!({"type": "string", "maxLength": 0})
}

/// Removes the choice between a value and what counts as absent, so that violations are reported inside the value and not
/// at the choice.
fn without_null(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => match members.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
            Some([value, absent @ ..]) if absent.iter().all(is_absent) => without_null(value),
            _ => Value::Object(members.iter().map(|(name, value)| (name.clone(), without_null(value))).collect()),
        },
        Value::Array(list) => list.iter().map(without_null).collect(),
        other => other.clone(),
    }
}

/// Checks that all contestants find the same violations, up to our limit, and except where a choice hides those inside
/// it.
fn agree(all: &[(&str, Vec<String>); 4], kind: Kind) -> Result<()> {
    let [(_, ours), (_, garde), (_, validator), (_, jsonschema)] = all;
    ensure!(ours.is_empty() == (kind == Kind::Valid), "ours finds {} violations", ours.len());
    ensure!(garde == validator, "validator finds something else than garde");
    if garde.len() <= Violations::MAX {
        ensure!(ours == garde, "ours finds something else than garde: {} and {}", ours.len(), garde.len());
        ensure!(jsonschema == garde, "jsonschema finds something else than garde");
    } else {
        ensure!(ours.len() == Violations::MAX, "ours stops too early: {}", ours.len());
        ensure!(ours.iter().all(|place| garde.binary_search(place).is_ok()), "ours finds something else than garde");
        let covered = garde.iter().filter(|place| is_in(place, jsonschema)).count();
        ensure!(covered == garde.len(), "jsonschema finds {covered} of {} only", garde.len());
    }
    Ok(())
}

/// Whether a sorted list has a place or one around it.
fn is_in(place: &str, list: &[String]) -> bool {
    let around = place.match_indices('/').skip(1).map(|(at, _)| &place[..at]).chain([place]);
    around.into_iter().any(|place| list.binary_search_by(|other| other.as_str().cmp(place)).is_ok())
}
