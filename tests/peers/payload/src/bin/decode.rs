//! Reading and writing replies of three sizes.

use anyhow::{Context, Result, ensure};
use generated::{Reply, http, wecom::externalcontact::get::Response};
use measure::{Goal, OURS, Table, Work};
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

/// Our type as serde reads it, without looking at the envelope.
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
        "Decode: `generated` is `Reply::from_http`, what users call: it looks at the status and at the envelope's code, \
         skips the message, takes other forms of a value, and keeps enums open and choices apart. `generated, from_slice` is \
         `serde_json::from_slice` into the same type: no envelope. The handwritten structs have the envelope's two members, \
         and its code is looked at; enums are integers and choices are optional members. The types of typify 0.8 are made of \
         the schema that `gen` exports, without lengths (it would check them while reading) and with choices as optional \
         members. `serde_json::Value` and `IgnoredAny` are the ends of what a parser can be asked for.",
    );
    table.note(
        "Encode: the decoded values, without envelope, by `serde_json::to_vec`: the same JSON for all, byte for byte but \
         for the order of members. Rates of encode are of the size of the whole reply.",
    );
    table.note(
        "Allocations are of one time, by a counting global allocator: how often memory was asked for, new or more of it; how \
         much; and how much was held at the most, beyond what was there before. It costs a look at a flag where it does not \
         count. Instructions are Callgrind's, of one time, as the difference of a run that does the work N times and one \
         that does it twice as often.",
    );
    if serde_json::to_string(&serde_json::json!({"b": 1, "a": 1})).is_ok_and(|text| text.starts_with(r#"{"b"#)) {
        table.note("`serde_json` is built with `preserve_order`: its `Value` has hash maps.");
    }
}

fn goals(table: &mut Table) {
    for (name, _) in SIZES {
        let (decode, encode) = (format!("decode, {name}"), format!("encode, {name}"));
        table.goals.extend([
            Goal::ratio(
                &format!("decoding {name}, divided by handwritten structs"),
                &decode,
                "time",
                (OURS, HANDWRITTEN),
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
    // As long as the program: those who read borrow from it.
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

/// A reply as everybody has it, without its envelope.
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

/// All have read all of it: what they write is what they read, and as much.
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
