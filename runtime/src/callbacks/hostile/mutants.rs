//! Deliveries that are changed at random, in each of their layers.

use std::{
    collections::BTreeMap,
    env,
    time::{Duration, Instant},
};

use http::Request;
use serde_json::json;
use sha1::{Digest, Sha1};

use super::super::{
    ReceiveError, Received, SealError,
    outer::ECHO,
    seal::hex,
    tests::{RECEIVER, URL, ZooEvent, changed, inbox, keys, sender},
};
use crate::query;

/// A number in an environment variable.
pub(super) fn number(variable: &str) -> Option<usize> {
    env::var(variable).ok()?.parse().ok()
}

/// Random numbers, the same in each run (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Whether something happens that happens once in `of` times.
    fn once_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }
}

/// Parts of texts that parsers treat specially.
const PARTS: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<xml>",
    "</xml>",
    "&",
    ";",
    "&lt;",
    "&#0;",
    "&#x10ffff;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "<Encrypt>",
    "</Encrypt>",
    "<Event>change</Event>",
    "<ChangeType>update</ChangeType>",
    "<MsgType>event</MsgType>",
    "<ChatId>",
    "<Members>",
    "<Item>",
    "</Item>",
    "<a:b>",
    " xmlns=\"x\"",
    " a=\"b\"",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "1e999",
    "99999999999999999999",
    "-1",
    "\u{0}",
    "\u{feff}",
    "猫",
    "\u{202e}",
    "=",
    "==",
    "%",
    "%00",
    "%zz",
    "+",
    "&nonce=1",
    "?",
    "#",
    "\r\n",
    " ",
];

/// Changes a text or bytes in one place.
fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    let (at, other) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
    let (start, end) = (at.min(other), at.max(other));
    match random.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 if at < bytes.len() => drop(bytes.remove(at)),
        2 => bytes.insert(at, u8::try_from(random.below(256)).unwrap_or(0)),
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(start..end.min(start + 20))),
        5 => {
            let copy = bytes[start..end.min(start + 60)].to_vec();
            bytes.splice(at..at, copy);
        }
        _ => drop(bytes.splice(at..at, random.pick(PARTS).bytes())),
    }
}

fn mutate_text(random: &mut Random, text: &mut String) {
    let mut bytes = std::mem::take(text).into_bytes();
    mutate(random, &mut bytes);
    *text = String::from_utf8_lossy(&bytes).into_owned();
}

/// A delivery that may have been changed in each of its layers.
struct Mutant {
    request: Request<Vec<u8>>,
    /// The message that was sealed and signed, if the plaintext has one.
    message: Option<Vec<u8>>,
    /// Whether the signature was replaced by another one.
    is_forged: bool,
}

fn seeds() -> [String; 8] {
    let head = "<MsgType>event</MsgType><Event>change</Event><ChangeType>update</ChangeType>";
    [
        sender().written(&changed()).expect("it can be written"),
        format!("<xml>{head}<ChatId>a</ChatId><Count>7</Count></xml>"),
        format!("<xml>{head}<ChatId><![CDATA[a]]></ChatId><Members><Item>b</Item><Item/></Members></xml>"),
        format!("<xml>{head}<ChatId>a</ChatId><Count>many</Count></xml>"),
        format!("<xml>{head}<ChatId>a</ChatId><ChatId>b</ChatId></xml>"),
        "<xml><MsgType>text</MsgType><A>1</A><A>2</A></xml>".to_owned(),
        json!({ "MsgType": "event", "Event": "change", "ChangeType": "update", "ChatId": "a", "Count": "7",
            "Members": ["b"] })
        .to_string(),
        json!({ "MsgType": "event", "Event": "other", "Deep": [{ "a": [1, null, 2.5] }] }).to_string(),
    ]
}

impl Mutant {
    fn new(random: &mut Random, seeds: &[String]) -> Option<Self> {
        let mut message = random.pick(seeds).clone().into_bytes();
        (0..random.below(3)).for_each(|_| mutate(random, &mut message));
        let plain = Self::plaintext(random, &message);
        // What a receiver must find in it, if anything.
        let length = plain.get(16..20).and_then(|length| length.try_into().ok()).map(u32::from_be_bytes)?;
        let found = usize::try_from(length).ok().and_then(|length| plain.get(20..)?.get(..length)).map(<[u8]>::to_vec);
        let mut ciphertext = keys().close_bytes(&plain);
        if random.once_in(6) {
            // Signed by the vendor, so that it is decrypted all the same.
            mutate_text(random, &mut ciphertext);
            return Self::sent(random, &ciphertext, None);
        }
        Self::sent(random, &ciphertext, Some(found))
    }

    /// The plaintext of a message: whole blocks.
    fn plaintext(random: &mut Random, message: &[u8]) -> Vec<u8> {
        let mut plain = vec![7; 16];
        plain.extend(u32::try_from(message.len()).unwrap_or(0).to_be_bytes());
        plain.extend(message);
        plain.extend(RECEIVER.bytes());
        let missing = 32 - plain.len() % 32;
        plain.resize(plain.len() + missing, u8::try_from(missing).unwrap_or(0));
        if random.once_in(4) {
            mutate(random, &mut plain);
            plain.resize(plain.len().next_multiple_of(16), *plain.last().unwrap_or(&1));
        }
        plain
    }

    /// `message` is that of the plaintext, `None` if nobody knows what the ciphertext says.
    fn sent(random: &mut Random, ciphertext: &str, message: Option<Option<Vec<u8>>>) -> Option<Self> {
        let signature = keys().sign("1409659813", "1372623149", ciphertext);
        let is_forged = random.once_in(5);
        let signature = if is_forged { hex(&Sha1::digest(&signature)) } else { signature };
        let mut url = format!("{URL}?msg_signature={signature}&timestamp=1409659813&nonce=1372623149");
        let mut body = match random.below(2) {
            0 => json!({ "encrypt": ciphertext }).to_string(),
            _ => format!("<xml><ToUserName>a</ToUserName><Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>"),
        };
        if random.once_in(3) {
            mutate_text(random, &mut body);
        }
        if random.once_in(4) {
            mutate_text(random, &mut url);
        }
        let message = message.flatten();
        let request = if random.once_in(6) {
            query::push(&mut url, ECHO, ciphertext);
            Request::get(url).body(Vec::new()).ok()?
        } else {
            Request::post(url).body(body.into_bytes()).ok()?
        };
        Some(Self { request, message, is_forged })
    }

    /// Delivers it; returns the outcome in a word.
    fn deliver(&self) -> &'static str {
        match inbox().receive(&self.request) {
            Ok(Received::Event(delivery)) => {
                assert!(!self.is_forged, "a forged delivery is accepted: {:?}", self.request);
                if let Some(message) = &self.message {
                    let expected = hex(&Sha1::digest(&*String::from_utf8_lossy(message)));
                    assert_eq!(delivery.digest(), expected, "another message than the one that was signed");
                }
                match delivery.event {
                    ZooEvent::Changed(_) => "event",
                    ZooEvent::Unknown(_) => "unknown event",
                }
            }
            Ok(Received::Probe(answer)) => {
                assert!(!self.is_forged, "a forged probe is answered: {:?}", self.request);
                if let Some(message) = &self.message {
                    assert_eq!(answer.body(), String::from_utf8_lossy(message).as_bytes());
                }
                "probe"
            }
            Err(error) => {
                let early =
                    matches!(error, ReceiveError::Parameter(_) | ReceiveError::Body(_) | ReceiveError::Signature);
                assert!(early || !self.is_forged, "a forged delivery is decrypted: {error}");
                assert!(error.response().body().is_empty());
                kind(&error)
            }
        }
    }
}

fn kind(error: &ReceiveError) -> &'static str {
    match error {
        ReceiveError::Method => "method",
        ReceiveError::Parameter(_) => "parameter",
        ReceiveError::TooLarge => "too large",
        ReceiveError::Body(_) => "body",
        ReceiveError::Signature => "signature",
        ReceiveError::Stale => "stale",
        ReceiveError::Seal(SealError::Base64) => "base64",
        ReceiveError::Seal(SealError::Length) => "length",
        ReceiveError::Seal(SealError::Padding) => "padding",
        ReceiveError::Seal(SealError::Random) => "random",
        ReceiveError::Receiver(_) => "receiver",
        ReceiveError::Document(_) => "document",
        ReceiveError::Event { .. } => "unreadable event",
    }
}

/// Whatever is changed in whatever layer: no panic, an event as it was signed or a typed error.
#[test]
fn mutated_deliveries_are_read_as_signed_or_refused() {
    let cases = number("CALLBACK_CASES").unwrap_or(3_000);
    let (mut random, seeds) = (Random(0x9e37_79b9_7f4a_7c15), seeds());
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    let mut slowest = Duration::ZERO;
    let mut delivered = 0;
    while delivered < cases {
        // A URL that is no URL never arrives.
        let Some(mutant) = Mutant::new(&mut random, &seeds) else { continue };
        delivered += 1;
        let begun = Instant::now();
        *tally.entry(mutant.deliver()).or_default() += 1;
        slowest = slowest.max(begun.elapsed());
    }
    eprintln!("{delivered} mutated deliveries, the slowest took {slowest:?}: {tally:?}");
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    for wanted in [
        "event",
        "unknown event",
        "probe",
        "parameter",
        "body",
        "signature",
        "base64",
        "length",
        "padding",
        "receiver",
        "document",
        "unreadable event",
    ] {
        assert!(tally.get(wanted).is_some_and(|count| *count >= cases / 1000), "{wanted} is too rare: {tally:?}");
    }
}
