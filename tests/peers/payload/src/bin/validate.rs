//! Validating requests and replies, valid ones and some that are wrong all over.

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
/// The sizes of requests: how many ids make 1 kB, and how many are allowed.
const COUNTS: [(&str, usize); 2] = [("1 kB", 28), ("100 ids", 100)];

/// Whether the rules are kept or broken.
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
    for (told, kind) in KINDS {
        for (size, count) in COUNTS {
            let prepare = Box::new(move || request(count, kind));
            cases.push(Case { name: format!("request, {size}, {told}"), times: Some(200), prepare });
        }
        for (size, bytes) in SIZES {
            let times = [(1_000, 200), (100_000, 5)].into_iter().find_map(|(of, times)| (of == bytes).then_some(times));
            let prepare = Box::new(move || reply(bytes, kind));
            cases.push(Case { name: format!("reply, {size}, {told}"), times, prepare });
        }
    }
    goals(&mut table, &cases);
    report(table, &cases)
}

fn notes(table: &mut Table) {
    table.note(
        "Requests of `kf/customer/batchget`: a list of 1 to 100 ids, each of at least one character. No valid one is larger \
         than 100 ids (3.5 kB), so 100 kB and 10 MB are replies of `externalcontact/get`, whose six kinds of ids have at \
         least one character. All wrong: the same with nothing in any id; sizes are those of the valid ones. What is \
         validated is in memory, and what is found is freed within the time.",
    );
    table.note(
        "`generated` is `Validate::validate`. `garde` and `validator` have derives on handwritten structs, with \
         the docs' rule: one character at least, which `garde` calls `length(chars, min = 1)`. Where it is told to count \
         bytes, which for one is the same and less work, it is `garde, bytes`. `validator` has no rules for the elements of a list of strings, so they are structs for it. \
         `jsonschema` has the schema that `gen` exports, without the choices between an object and null (it would \
         report the choice instead of what is wrong in the object), compiled once, and a parsed `serde_json::Value`; it checks types \
         and choices as well, which the others have done by reading. It answers `is_valid` where all is valid, and goes \
         through all errors where it is not.",
    );
    table.note(&format!(
        "`generated` stops at {} violations, as if to say that there are more; the others collect all. All-wrong requests, \
         and replies of 1 kB, have no more than that: there all four find the same, which the bench checks, by number and \
         place. Of larger replies ours does less work than the others by design.",
        Violations::MAX
    ));
    table.note(
        "Allocations are of one time, by a counting global allocator. Instructions are Callgrind's, of one time, as the \
         difference of a run that does the work N times and one that does it twice as often.",
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
    let json = serde_json::to_vec(&value)?;
    let ours = Response::from_http(http::Response::new(&json)).map_err(anyhow::Error::from)?;
    let handwritten = handwritten::read(&json)?;
    works("GetResponse", ours, handwritten.clone(), handwritten, value, kind)
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

/// A schema without the choice between an object and null: what is wrong within is found there, and not at the choice.
fn without_null(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => match members.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
            Some([object, null]) if *null == json!({"type": "null"}) => without_null(object),
            _ => Value::Object(members.iter().map(|(name, value)| (name.clone(), without_null(value))).collect()),
        },
        Value::Array(list) => list.iter().map(without_null).collect(),
        other => other.clone(),
    }
}

/// All find the same, as far as ours goes on, and as far as a choice of the schema does not stand for what is within.
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

/// Whether a place, or one around it, is in a sorted list.
fn is_in(place: &str, list: &[String]) -> bool {
    let around = place.match_indices('/').skip(1).map(|(at, _)| &place[..at]).chain([place]);
    around.into_iter().any(|place| list.binary_search_by(|other| other.as_str().cmp(place)).is_ok())
}
