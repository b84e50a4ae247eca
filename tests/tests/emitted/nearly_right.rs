//! Replies that are nearly right: the shapes, numbers and characters that servers send by mistake, anywhere in a valid reply.
//! The interpreter, the fast reader and the one over serde_json must agree on what they are.
//!
//! `NEARLY_RIGHT_CASES=1000000 NEARLY_RIGHT_SEED=1 cargo test --release -p tests --test emitted nearly_right -- --nocapture`
//! runs longer than the default, and prints how many replies of each kind there were.

use std::collections::BTreeMap;

use codegen::{
    interpret,
    model::{Encoding, MessageKind, Model},
};
use generated::{Endpoint, Reply, http, serde_json};
use serde_json::{Value, json};
use tests::{
    fixture_model,
    mutate::{Changer, pick, seeds},
    random::Random,
};

use crate::verdict::{Verdict, agree, aliases, by_own_names, interpreted, of_reply};

/// What a string may contain although JSON does not allow it.
const CHARACTERS: &[&[u8]] = &[
    b"\n",
    b"\r",
    b"\t",
    b"\0",
    b"\x1b[0m",
    b"\x1f",
    b"\xff",
    b"\x80",
    // GBK, 汉 without its last byte, a surrogate in UTF-8, and an overlong form.
    b"\xb5\xfc",
    b"\xe6\xb1",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    br"\ud83d",
    br"\ude00",
    br"\ud83d\ud83d\ude00",
    br"\x41",
    br"\'",
    br"\u00",
    br"\u+123",
    // These two are right.
    br"\ud83d\ude00",
    "\u{feff}\u{2028}".as_bytes(),
];

/// Values that servers send in place of others.
fn shapes() -> Vec<Value> {
    vec![
        json!(null),
        json!([]),
        json!({}),
        json!(""),
        json!(" "),
        json!(false),
        json!(true),
        json!(0),
        json!(1),
        json!("[]"),
        json!("{}"),
        json!("null"),
        json!("[\"a\"]"),
        json!("[1,\"2\",null]"),
        json!({ "0": {} }),
        json!({ "0": "a", "1": "b" }),
        json!({ "1": 1 }),
        json!([null]),
        json!([[]]),
        json!([""]),
        json!([false]),
        json!("0"),
        json!("1"),
        json!("12.0"),
        json!(" 12 "),
        json!("+5"),
        json!("-0"),
        json!("1e3"),
        json!("true"),
        json!("True"),
        json!("false"),
        json!("12abc"),
        json!(12.0),
        json!(-0.0),
        json!(1e3),
        json!(0.5),
        json!(1_700_000_000_000_i64),
        json!("1700000000"),
        json!("12345678901234567890123"),
    ]
}

/// The verdict on a reply, and its payload in an envelope if it has one.
type Received = (Option<Verdict>, Option<Vec<u8>>);

/// An endpoint of a generated crate.
struct Subject {
    name: &'static str,
    receive: fn(&[u8]) -> Received,
    /// The payload in an envelope, read by serde_json.
    load: fn(&[u8]) -> Result<Vec<u8>, String>,
}

fn subject<E: Endpoint>() -> Subject {
    Subject {
        name: E::INFO.name,
        receive: |body| {
            let reply = E::Response::from_http(http::Response::new(body));
            (of_reply(&reply), reply.ok().map(|payload| payload.to_http().into_body()))
        },
        load: |payload| {
            let payload: Result<E::Response, _> = serde_json::from_slice(payload);
            payload.map(|payload| payload.to_http().into_body()).map_err(|error| error.to_string())
        },
    }
}

/// Writes a document as a text that is nearly JSON.
struct Writer<'r> {
    random: &'r mut Random,
    text: Vec<u8>,
    /// How many strings, numbers and members in a thousand are odd.
    odd: usize,
}

impl Writer<'_> {
    fn is_odd(&mut self) -> bool {
        self.random.below(1000) < self.odd
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.string(text),
            Value::Number(number) => self.number(number),
            Value::Array(values) => {
                self.text.push(b'[');
                for (at, value) in values.iter().enumerate() {
                    self.text.extend((at > 0).then_some(b','));
                    self.value(value);
                }
                self.text.push(b']');
            }
            Value::Object(members) => {
                self.text.push(b'{');
                for (at, (name, value)) in members.iter().enumerate() {
                    self.text.extend((at > 0).then_some(b','));
                    if self.is_odd() {
                        // The same twice: of two values, the interpreter sees only the second one.
                        let member = format!("{}:{value}", json!(name));
                        self.text.extend(format!("{member},{member}").bytes());
                        continue;
                    }
                    self.string(name);
                    self.text.push(b':');
                    self.value(value);
                }
                self.text.push(b'}');
            }
            other => self.text.extend(other.to_string().bytes()),
        }
    }

    fn string(&mut self, text: &str) {
        let place = self.is_odd().then(|| self.random.below(text.chars().count() + 1));
        let odd = self.random.pick(CHARACTERS);
        self.text.push(b'"');
        for (at, character) in text.chars().chain(['"']).enumerate() {
            if place == Some(at) {
                self.text.extend(odd);
            }
            if at < text.chars().count() {
                let escaped = json!(character.to_string()).to_string();
                self.text.extend(escaped[1..escaped.len() - 1].bytes());
            }
        }
        self.text.push(b'"');
    }

    fn number(&mut self, number: &serde_json::Number) {
        let plain = number.to_string();
        let odd = [
            format!("{plain}.0"),
            format!("{plain}e0"),
            format!("{plain}00"),
            format!("{plain}.50"),
            format!("-{plain}"),
            "1e400".to_owned(),
            "-1e400".to_owned(),
            "12345678901234567890123".to_owned(),
            "1.50".to_owned(),
            "-0".to_owned(),
        ];
        // What is not a number any more is left as it is.
        let odd = Some(&odd[self.random.below(odd.len())]).filter(|_| self.is_odd());
        let odd = odd.filter(|odd| interpret::read(odd.as_bytes()).is_ok());
        self.text.extend(odd.unwrap_or(&plain).bytes());
    }
}

/// Makes the JSON text in a string odd.
fn within(node: &mut Value, random: &mut Random) {
    let held = node.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    if let Some(held) = held.filter(|held| held.is_object() || held.is_array()) {
        let mut writer = Writer { text: Vec::new(), odd: 100, random };
        writer.value(&held);
        *node = json!(String::from_utf8_lossy(&writer.text));
    }
}

/// How many replies there were of each kind.
#[derive(Debug, Default)]
struct Tally {
    unreadable: u64,
    failed: u64,
    clean: u64,
    broken: u64,
    /// Those with characters or members that JSON does not allow.
    odd: u64,
}

struct Comparison<'m> {
    model: &'m Model,
    aliases: BTreeMap<&'m str, &'m str>,
    subjects: Vec<Subject>,
    changer: Changer,
    shapes: Vec<Value>,
    /// A subject, a reply, and whether it is large.
    starts: Vec<(usize, Value, bool)>,
    tally: Tally,
}

impl<'m> Comparison<'m> {
    fn new(model: &'m Model, subjects: Vec<Subject>) -> Self {
        // A file is no JSON.
        let is_json = |name: &str| model.endpoints[name].response.encoding == Encoding::Json;
        let replies = |name| {
            let seeds = seeds(model, name).into_iter().filter(|(kind, _)| *kind == MessageKind::Response);
            seeds.filter(move |_| is_json(name))
        };
        let starts = subjects.iter().enumerate().flat_map(|(at, subject)| {
            replies(subject.name).map(move |(_, reply)| (at, reply.clone(), reply.to_string().len() > 3_000))
        });
        let starts = starts.collect();
        Self {
            model,
            aliases: aliases(model),
            subjects,
            changer: Changer::new(model),
            shapes: shapes(),
            starts,
            tally: Tally::default(),
        }
    }

    /// A text that is nearly a reply of a subject.
    fn reply(&self, random: &mut Random) -> (usize, Vec<u8>) {
        let mut start = &self.starts[random.below(self.starts.len())];
        // Large replies are slow, and say no more than others.
        while start.2 && !random.chance(5) {
            start = &self.starts[random.below(self.starts.len())];
        }
        let (subject, mut document, _) = start.clone();
        for _ in 0..random.below(4) {
            let node = pick(&mut document, random.below(usize::MAX));
            *node = self.shapes[random.below(self.shapes.len())].clone();
        }
        if random.chance(20) {
            let [place, what, name] = [0; 3].map(|_| random.below(usize::MAX));
            self.changer.apply(&mut document, (place, u8::try_from(random.below(256)).unwrap_or_default(), what, name));
        }
        if random.chance(20) {
            let node = pick(&mut document, random.below(usize::MAX));
            within(node, random);
        }
        let odd = [0, 10, 100][random.below(3)];
        let mut writer = Writer { text: Vec::new(), odd, random };
        if writer.is_odd() {
            writer.text.extend("\u{feff}".bytes());
        }
        writer.value(&document);
        (subject, writer.text)
    }

    fn compare(&mut self, random: &mut Random) -> Result<(), String> {
        let (subject, text) = self.reply(random);
        let subject = &self.subjects[subject];
        let shown = || format!("{}\n{}", subject.name, text.escape_ascii());
        let document = interpret::read(&text).map_err(|error| format!("{}\n{error}", shown()))?;
        let (Some(fast), written) = (subject.receive)(&text) else { return Ok(()) };
        let fast = by_own_names(fast, &self.aliases);
        let expected = interpreted(self.model, subject.name, MessageKind::Response, &document);
        let expected = by_own_names(expected, &self.aliases);
        match &expected {
            Verdict::NotJson | Verdict::Unreadable(_) => self.tally.unreadable += 1,
            Verdict::Failed => self.tally.failed += 1,
            Verdict::Read(rules) if rules.is_empty() => self.tally.clean += 1,
            Verdict::Read(_) => self.tally.broken += 1,
        }
        self.tally.odd += u64::from(!document.findings.is_empty());
        if !agree(&fast, &expected) {
            return Err(format!("{}\ngenerated: {fast:?}\ninterpreter: {expected:?}", shown()));
        }
        if let Some(slow) = self.slowed(subject, &text, &document.value) {
            let (slow, slow_written) = (subject.receive)(&slow);
            if slow.as_ref().map(|slow| by_own_names(slow.clone(), &self.aliases)) != Some(fast)
                || slow_written != written
            {
                return Err(format!("{}\nserde_json: {slow:?}", shown()));
            }
        }
        // The same value as a text without oddities, which serde_json alone can read.
        let (_, written) = (subject.receive)(document.value.to_string().as_bytes());
        if let Some((stored, written)) = self.payload(subject, &document.value).zip(written) {
            let loaded = (subject.load)(stored.to_string().as_bytes());
            if loaded.as_ref() != Ok(&written) {
                return Err(format!(
                    "{}\nserde_json alone: {:?}",
                    shown(),
                    loaded.map(|json| json.escape_ascii().to_string())
                ));
            }
        }
        Ok(())
    }

    /// The same reply for the slower reader: with an unknown member that the fast one does not read.
    fn slowed(&self, subject: &Subject, text: &[u8], value: &Value) -> Option<Vec<u8>> {
        let endpoint = &self.model.endpoints[subject.name];
        let is_kept = self.model.vendor_of(endpoint).envelope.data.is_none()
            && self.model.objects[&endpoint.response.object].choice().is_some();
        value.as_object().filter(|members| !members.is_empty() && !is_kept)?;
        let start = text.iter().position(|byte| *byte == b'{')? + 1;
        Some([&text[..start], br#""too great":1e400,"#, &text[start..]].concat())
    }

    /// The payload in a reply.
    fn payload<'v>(&self, subject: &Subject, reply: &'v Value) -> Option<&'v Value> {
        let endpoint = &self.model.endpoints[subject.name];
        match &self.model.vendor_of(endpoint).envelope.data {
            Some(data) => reply.get(data).filter(|data| data.is_object()),
            None => Some(reply),
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn run(model: &Model, subjects: Vec<Subject>) {
    let (cases, seed) = (setting("NEARLY_RIGHT_CASES", 2_000), setting("NEARLY_RIGHT_SEED", 13));
    let mut comparison = Comparison::new(model, subjects);
    for case in 0..cases {
        if let Err(problem) = comparison.compare(&mut Random::new(seed, case)) {
            panic!("case {case} of seed {seed}: {problem}");
        }
    }
    let tally = comparison.tally;
    eprintln!("{cases} cases, seed {seed}: {tally:?}");
    let least = cases / 200;
    let is_rare = [tally.unreadable, tally.clean, tally.odd].into_iter().any(|count| count <= least);
    assert!(!is_rare && tally.failed > 0 && tally.broken > 0, "a kind of reply is too rare: {tally:?}");
}

#[test]
fn all_readers_agree_on_the_project_s_vendors() {
    run(tests::model(), sampled_endpoints!(E => subject::<E>()).map(|(_, subject)| subject).into());
}

#[test]
fn all_readers_agree_on_the_fixture_with_every_feature() {
    run(fixture_model(), fixture_endpoints!(E => subject::<E>()).map(|(_, subject)| subject).into());
}
