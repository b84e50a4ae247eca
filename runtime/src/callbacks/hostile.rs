//! The inbox against what is hostile.
//!
//! `CALLBACK_CASES=1000000 cargo test --release -p runtime --features callbacks hostile -- --nocapture` mutates more
//! deliveries than the default.

use std::{
    collections::BTreeMap,
    env,
    time::{Duration, Instant},
};

use http::{Request, StatusCode};
use serde_json::json;
use sha1::{Digest, Sha1};

use super::{
    MAX_BODY, ReceiveError, Received, SealError,
    outer::ECHO,
    seal::hex,
    tests::{AcmeEvent, RECEIVER, URL, changed, delivery, error, inbox, keys, seal_of, sender, signed},
};
use crate::query;

/// The plaintext of this length with this padding, sealed.
fn sealed_bytes(bytes: &[u8]) -> String {
    keys().close_bytes(bytes)
}

#[test]
fn every_padding_but_the_right_one_is_refused() {
    let message = b"<xml><MsgType>a</MsgType></xml>";
    let mut plain = vec![0; 16];
    plain.extend_from_slice(&u32::try_from(message.len()).unwrap_or_default().to_be_bytes());
    plain.extend_from_slice(message);
    plain.extend_from_slice(RECEIVER.as_bytes());
    for count in 0..=40_u8 {
        let mut bytes = plain.clone();
        // Fill the receiver up, so that the length is a multiple of a block.
        while !(bytes.len() + usize::from(count)).is_multiple_of(16) {
            bytes.push(b'x');
        }
        bytes.resize(bytes.len() + usize::from(count), count);
        let found = inbox().receive(&signed(&sealed_bytes(&bytes)));
        match count {
            1..=32 => assert!(matches!(found, Ok(_) | Err(ReceiveError::Receiver(_))), "{count}: {found:?}"),
            _ => assert!(matches!(found, Err(ReceiveError::Seal(SealError::Padding))), "{count}: {found:?}"),
        }
        if count > 1
            && let Some(byte) = bytes.iter_mut().nth_back(1)
        {
            *byte ^= 1;
            assert_eq!(error(&signed(&sealed_bytes(&bytes))), ReceiveError::Seal(SealError::Padding), "{count}");
        }
    }
}

#[test]
fn every_wrong_length_is_refused() {
    // The last characters are `=`, which may be left out.
    let ciphertext = seal_of("<xml/>");
    for end in 0..ciphertext.trim_end_matches('=').len() {
        let found = error(&signed(&ciphertext[..end]));
        let is_expected = matches!(found, ReceiveError::Seal(_) | ReceiveError::Receiver(_));
        assert!(is_expected, "{end}: {found:?}");
    }
    for length in [7, 8, 1000, u32::MAX - 20, u32::MAX] {
        let mut bytes = vec![0; 16];
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(b"<xml/>");
        bytes.resize(48, 22);
        let found = error(&signed(&sealed_bytes(&bytes)));
        assert_eq!(found, ReceiveError::Seal(SealError::Length), "{length}");
    }
}

#[test]
fn the_sender_cannot_tell_which_secret_is_wrong() {
    let refused = |error: ReceiveError| {
        let response = error.response();
        (response.status(), response.headers().len(), response.body().len())
    };
    let all = [
        ReceiveError::Signature,
        ReceiveError::Stale,
        ReceiveError::Seal(SealError::Padding),
        ReceiveError::Seal(SealError::Length),
        ReceiveError::Receiver("ww0".to_owned()),
    ];
    for error in all {
        assert_eq!(refused(error), (StatusCode::FORBIDDEN, 0, 0));
    }
}

#[test]
fn bodies_that_are_no_deliveries_are_refused() {
    let with = |body: &[u8]| {
        let url = format!("{URL}?msg_signature=0&timestamp=1&nonce=2");
        error(&Request::post(url).body(body.to_vec()).expect("the URL is valid"))
    };
    for body in [
        "",
        "x",
        "[]",
        "null",
        "<xml/>",
        "<xml><Encrypt/></xml>",
        "{\"encrypt\": 5}",
        "<xml><encrypt>a</encrypt></xml>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><xml><Encrypt>&a;</Encrypt></xml>",
        "<xml><Encrypt>a</Encrypt>",
    ] {
        assert!(matches!(with(body.as_bytes()), ReceiveError::Body(_)), "{body}");
    }
    assert!(matches!(with(b"<xml>\xff</xml>"), ReceiveError::Body(_)));
    assert_eq!(with(&vec![b' '; MAX_BODY + 1]), ReceiveError::TooLarge);
    assert_eq!(with(b"<xml><Encrypt>a</Encrypt></xml>"), ReceiveError::Signature);
}

#[test]
fn messages_without_a_head_or_with_odd_members_are_typed_errors() {
    let found = |message: &str| error(&sender().message(URL, message).expect("it can be sent"));
    for message in ["", "hello", "<xml/>", "<xml><Event>a</Event></xml>", "{}", "[1]"] {
        assert!(matches!(found(message), ReceiveError::Document(_)), "{message}");
    }
    let head = "<MsgType>event</MsgType><Event>change</Event><ChangeType>update</ChangeType>";
    match found(&format!("<xml>{head}<ChatId>a</ChatId><Count>many</Count></xml>")) {
        ReceiveError::Event { name: "acme.changed", error } => assert_eq!(error.pointer(), "/Count"),
        other => panic!("{other:?}"),
    }
    let twice = found(&format!("<xml>{head}<ChatId>a</ChatId><ChatId>b</ChatId></xml>"));
    assert!(twice.to_string().starts_with("acme.changed: /ChatId: expected a string, found"), "{twice}");
    let head = head.replace("<MsgType>", "<MsgType>x</MsgType><MsgType>");
    assert!(matches!(found(&format!("<xml>{head}</xml>")), ReceiveError::Document(_)));
}

#[test]
fn a_signature_of_another_length_is_wrong() {
    let request = sender().event(URL, &changed()).expect("it can be sent");
    let url = request.uri().to_string();
    let (before, rest) = url.split_once("msg_signature=").expect("it is there");
    let (signature, after) = rest.split_at(40);
    for length in (0..=80).filter(|length| *length != 40) {
        let other: String = signature.chars().cycle().take(length).collect();
        let url = format!("{before}msg_signature={other}{after}");
        let request = Request::post(url).body(request.body().clone()).expect("the URL is valid");
        assert_eq!(error(&request), ReceiveError::Signature, "{length}");
    }
    let url = format!("{before}msg_signature={}{after}", signature.to_uppercase());
    assert_eq!(error(&Request::post(url).body(request.body().clone()).expect("it is valid")), ReceiveError::Signature);
}

/// Whatever else is wrong, a delivery without the signature is refused for it: nothing else was looked at.
#[test]
fn the_signature_is_compared_before_anything_is_decrypted() {
    let long = keys().close(&"x".repeat(50_000), RECEIVER, [7; 16]).expect("it is short");
    for ciphertext in ["", "!", "AAAA", &seal_of("<xml/>"), &seal_of("<xml/>")[1..], &sealed_bytes(&[0; 32]), &long] {
        let url = format!("{URL}?msg_signature={}&timestamp=1&nonce=2", "0".repeat(40));
        let body = json!({ "encrypt": ciphertext }).to_string().into_bytes();
        let request = Request::post(&url).body(body).expect("the URL is valid");
        assert_eq!(error(&request), ReceiveError::Signature);
        let old = inbox().max_age(Duration::from_secs(1)).receive(&request);
        assert_eq!(old.err(), Some(ReceiveError::Signature));
    }
}

/// A delivery that comes again is the same event. The nonce of one delivery is worth nothing for another.
#[test]
fn a_replayed_delivery_has_the_digest_of_the_first() {
    let request = sender().event(URL, &changed()).expect("it can be sent");
    assert_eq!(delivery(&request).digest(), delivery(&request).digest());
    let other = sender().message(URL, "<xml><MsgType>a</MsgType></xml>").expect("it can be sent");
    let replayed = Request::post(request.uri()).body(other.into_body()).expect("the URL is valid");
    assert_eq!(error(&replayed), ReceiveError::Signature);
}

#[test]
fn what_occurs_twice_is_read_once_or_refused() {
    let request = sender().event(URL, &changed()).expect("it can be sent");
    let (url, body) = (request.uri().to_string(), String::from_utf8_lossy(request.body()).into_owned());
    let with = |url: String, body: String| Request::post(url).body(body.into_bytes()).expect("the URL is valid");
    // The first parameter counts, and members that nobody knows do not matter.
    assert!(inbox().receive(&with(format!("{url}&nonce=0&msg_signature=0"), body.clone())).is_ok());
    let first = url.replacen('?', "?msg_signature=0&", 1);
    assert_eq!(error(&with(first, body.clone())), ReceiveError::Signature);
    let other = body.replacen("<xml>", "<xml><Encrypt>AAAA</Encrypt>", 1);
    assert_eq!(error(&with(url.clone(), other)), ReceiveError::Body("it has no ciphertext".to_owned()));
    assert!(inbox().receive(&with(url, body.replacen("<xml>", "<xml><Other>1</Other><Other/>", 1))).is_ok());
}

/// The size of the documents that cost much, in bytes. `CALLBACK_BYTES=700000` with `--release` tests large ones.
fn size() -> usize {
    number("CALLBACK_BYTES").unwrap_or(16_000)
}

fn number(variable: &str) -> Option<usize> {
    env::var(variable).ok()?.parse().ok()
}

/// Documents that cost much to parse, if a parser lets them.
fn bombs() -> Vec<(&'static str, String)> {
    let full = |part: &str| part.repeat(size() / part.len());
    let numbered = |part: fn(usize) -> String| {
        let mut text = String::new();
        for part in (0..).map(part) {
            if text.len() + part.len() > size() {
                break;
            }
            text += &part;
        }
        text
    };
    let entities: String = (1..40).map(|n| format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1)).collect();
    let attributes = numbered(|n| format!(" a{n}=\"\""));
    let namespaces = numbered(|n| format!(" xmlns:a{n}=\"\""));
    vec![
        ("entities", format!("<!DOCTYPE x [<!ENTITY a0 \"aaaa\">{entities}]><xml><Encrypt>&a39;</Encrypt></xml>")),
        ("external entity", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml><Encrypt>a</Encrypt></xml>".to_owned()),
        ("deep elements", format!("<xml>{}", full("<a>"))),
        ("deep elements that end", format!("<xml>{}{}</xml>", "<a>".repeat(size() / 8), "</a>".repeat(size() / 8))),
        ("many elements", format!("<xml>{}</xml>", full("<a/>"))),
        ("many texts", format!("<xml><a>{}</a></xml>", full("<![CDATA[]]>x"))),
        ("many references", format!("<xml><a>{}</a></xml>", full("&lt;"))),
        ("many comments", format!("<xml>{}</xml>", full("<!---->"))),
        ("many instructions", format!("<xml>{}</xml>", full("<?a?>"))),
        ("many attributes", format!("<xml{attributes}/>")),
        ("many namespaces", format!("<xml{namespaces}/>")),
        (
            "namespaces and elements",
            format!(
                "<xml{}>{}</xml>",
                &namespaces[..namespaces.len() / 2].rsplit_once(' ').map_or("", |(all, _)| all),
                "<a/>".repeat(size() / 50)
            ),
        ),
        ("a long name", format!("<xml><{0}></{0}></xml>", full("a").split_off(size() / 2))),
        ("a long text", format!("<xml><MsgType>{}</MsgType></xml>", full("a"))),
        ("deep lists", full("[")),
        ("deep objects", full("{\"a\":")),
        ("many members", format!("{{{}\"a\":1}}", numbered(|n| format!("\"{n}\":1,")))),
        ("many numbers", format!("{{\"a\":[{}1]}}", full("1,"))),
        ("a long number", format!("{{\"a\":{}}}", full("1"))),
        ("control characters", full("\u{1}")),
        ("an end that never comes", format!("<xml><a>{}", full("]]"))),
    ]
}

/// A document that is not a delivery costs its sender more than the receiver, and one from the vendor is read in time.
#[test]
fn bombs_are_refused_in_time() {
    let mut slowest = (Duration::ZERO, "");
    for (name, bomb) in bombs() {
        assert!(bomb.len() < MAX_BODY, "{name}");
        let url = format!("{URL}?msg_signature=0&timestamp=1&nonce=2");
        let outer = Request::post(url).body(bomb.clone().into_bytes()).expect("the URL is valid");
        let begun = Instant::now();
        match error(&outer) {
            ReceiveError::Body(problem) if name.contains("attributes") || name.contains("namespaces") => {
                assert_eq!(problem, "it has more than 100 attributes", "{name}");
            }
            found => assert!(matches!(found, ReceiveError::Body(_)), "{name}: {found:?}"),
        }
        let inner = signed(&seal_of(&bomb));
        let found = inbox().receive(&inner);
        let is_expected = matches!(found, Err(ReceiveError::Document(_) | ReceiveError::TooLarge));
        assert!(is_expected || name == "a long text" && found.is_ok(), "{name}: {found:?}");
        let time = begun.elapsed();
        slowest = slowest.max((time, name));
        assert!(time < Duration::from_secs(5), "{name}: {time:?}");
    }
    eprintln!("documents of {} bytes, the slowest delivered twice in {slowest:?}", size());
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
                    AcmeEvent::Changed(_) => "event",
                    AcmeEvent::Unknown(_) => "unknown event",
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
