//! Measures reading and writing replies of three sizes.

use anyhow::{Context, Result, ensure};
use generated::{Reply, http, wecom::externalcontact::get::Response};
use measure::{Goal, INSTRUCTIONS, OURS, TIME, Table, Work};
use payload::{
    counting::Counting,
    followers::{self, SIZES},
    handwritten,
    peers::{HANDWRITTEN, IGNORED, TYPIFY, VALUE},
    report::{ALLOCATIONS, Case, Prepared, report},
    typified,
};
use serde::{Serialize, de::IgnoredAny};
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Our type as serde reads it, without checking the envelope.
const BARE: &str = "generated, from_slice";

fn main() -> Result<()> {
    let mut table = Table::new("decode", "Decode and encode replies");
    notes(&mut table);
    goals(&mut table);
    let cases = ["decode", "encode"].into_iter().flat_map(|what| {
        SIZES.into_iter().map(move |(name, size)| Case {
            name: format!("{what}, {name}"),
            times: [(1_000, 200), (100_000, 5)].into_iter().find_map(|(of, times)| (of == size).then_some(times)),
            prepare: Box::new(move || prepare(what, followers::reply(size))),
        })
    });
    report(table, &cases.collect::<Vec<_>>())
}

fn notes(table: &mut Table) {
    table.note(
        "Replies of `externalcontact/get` with one follower and more, compact JSON with the members of the docs' example in \
         its order, most of the texts Chinese. Time includes freeing what was made.",
    );
    table.note(
        "Decode: `generated` is `Reply::from_http`, which users call: it checks the status and the code of the \
         envelope, skips the message, accepts other forms of a value, and keeps open enums and choices. \
         `generated, from_slice` is `serde_json::from_slice` into the same type, without the envelope. The \
         handwritten structs have the two members of the envelope, and check the code; enums are integers, and \
         choices are optional members. The types of typify 0.8 are generated from the schema that `gen` exports, \
         without lengths (it would check them while reading) and with choices as optional members. \
         `serde_json::Value` and `IgnoredAny` are the extremes: keeping everything, and keeping nothing.",
    );
    table.note(
        "Encode: `serde_json::to_vec` of the decoded values, without the envelope. All write the same JSON, except \
         for the order of members. Rates of encode are relative to the size of the complete reply.",
    );
    table.note(
        "Allocations are those of one run, counted by the global allocator: the number of allocations and \
         reallocations, their bytes, and the peak of bytes held in addition to those from before. While it does not \
         count, the allocator only checks a flag. Instructions are those of one run, counted by Callgrind as the \
         difference between N and 2N runs.",
    );
    if serde_json::to_string(&serde_json::json!({"b": 1, "a": 1})).is_ok_and(|text| text.starts_with(r#"{"b"#)) {
        table.note("`serde_json` is built with `preserve_order`: its `Value` has hash maps.");
    }
}

fn goals(table: &mut Table) {
    for (name, size) in SIZES {
        // Instructions are the same in each run. They are not counted for the largest replies.
        let measure = if size < 1_000_000 { INSTRUCTIONS } else { TIME };
        let (decode, encode) = (format!("decode, {name}"), format!("encode, {name}"));
        table.goals.extend([
            Goal::ratio(
                &format!("decoding {name}, divided by handwritten structs: {}", measure.name),
                &decode,
                measure.name,
                (OURS, HANDWRITTEN),
                0.7,
            ),
            Goal::ratio(
                &format!(
                    "decoding {name} with `serde_json::from_slice`, divided by handwritten structs: {}",
                    measure.name
                ),
                &decode,
                measure.name,
                (BARE, HANDWRITTEN),
                1.0,
            ),
            Goal::ratio(
                &format!("allocations of decoding {name}, divided by theirs"),
                &decode,
                ALLOCATIONS.name,
                (OURS, HANDWRITTEN),
                1.0,
            ),
            Goal::ratio(
                &format!("encoding {name}, divided by handwritten structs"),
                &encode,
                "time",
                (OURS, HANDWRITTEN),
                1.0,
            ),
        ]);
    }
}

fn prepare(what: &str, json: String) -> Result<Prepared> {
    agree(&json)?;
    let bytes = Some(json.len());
    Ok(Prepared { bytes, works: if what == "decode" { decoding(json) } else { encoding(&json)? } })
}

fn ours(json: &[u8]) -> Option<Response> {
    Response::from_http(http::Response::new(json)).ok()
}

fn decoding(json: String) -> Vec<Work<'static>> {
    // Leaked, because the readers borrow from it.
    let json: &'static [u8] = json.leak().as_bytes();
    vec![
        Work::new(OURS, move || ours(json)),
        Work::new(BARE, move || serde_json::from_slice::<Response>(json)),
        Work::new(HANDWRITTEN, move || handwritten::read(json)),
        Work::new(TYPIFY, move || serde_json::from_slice::<typified::Reply>(json)),
        Work::new(VALUE, move || serde_json::from_slice::<Value>(json)),
        Work::new(IGNORED, move || serde_json::from_slice::<IgnoredAny>(json)),
    ]
}

fn encoding(json: &str) -> Result<Vec<Work<'static>>> {
    let payload = Payload::of(json)?;
    let Payload { ours, handwritten, typified, value } = payload;
    Ok(vec![
        Work::new(OURS, move || serde_json::to_vec(&ours)),
        Work::new(HANDWRITTEN, move || serde_json::to_vec(&handwritten)),
        Work::new(TYPIFY, move || serde_json::to_vec(&typified)),
        Work::new(VALUE, move || serde_json::to_vec(&value)),
    ])
}

/// A reply as each contestant reads it, without its envelope.
struct Payload {
    ours: Response,
    handwritten: handwritten::Reply,
    typified: typified::Reply,
    value: Value,
}

impl Payload {
    fn of(json: &str) -> Result<Self> {
        let ours = ours(json.as_bytes()).context("ours cannot read it")?;
        let handwritten = handwritten::Reply { errcode: None, errmsg: None, ..handwritten::read(json.as_bytes())? };
        let mut typified: typified::Reply = serde_json::from_str(json)?;
        (typified.errcode, typified.errmsg) = (None, None);
        let mut value: Value = serde_json::from_str(json)?;
        let members = value.as_object_mut().context("a reply is an object")?;
        let envelope = ["errcode", "errmsg"].map(|name| members.remove(name));
        ensure!(envelope.iter().all(Option::is_some), "a reply has an envelope");
        Ok(Self { ours, handwritten, typified, value })
    }
}

/// Checks that all contestants read the complete reply: they write what they read, with the same length.
fn agree(json: &str) -> Result<()> {
    fn written(value: &impl Serialize) -> Result<(usize, Value)> {
        let text = serde_json::to_vec(value)?;
        Ok((text.len(), serde_json::from_slice(&text)?))
    }
    let Payload { ours, handwritten, typified, value } = Payload::of(json)?;
    let expected = written(&value)?;
    ensure!(expected.1 == value && json.len() - expected.0 < 30, "the payload is not all of the reply");
    let all = [
        (OURS, written(&ours)?),
        (BARE, written(&serde_json::from_str::<Response>(json)?)?),
        (HANDWRITTEN, written(&handwritten)?),
        (TYPIFY, written(&typified)?),
    ];
    for (name, written) in all {
        ensure!(written == expected, "{name} writes something else than it has read");
    }
    Ok(())
}
