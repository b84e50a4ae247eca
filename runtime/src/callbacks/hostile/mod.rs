//! The inbox against what is hostile.
//!
//! `CALLBACK_CASES=1000000 cargo test --release -p social-crm-runtime --features callbacks hostile -- --nocapture` mutates more
//! deliveries than the default.

mod mutants;

use std::time::{Duration, Instant};

use http::{Request, StatusCode};
use serde_json::json;

use self::mutants::number;
use super::{
    MAX_BODY, ReceiveError, SealError,
    tests::{RECEIVER, URL, changed, delivery, error, inbox, keys, seal_of, sender, signed},
};

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
        ReceiveError::Event { name: "zoo.changed", error } => assert_eq!(error.pointer(), "/Count"),
        other => panic!("{other:?}"),
    }
    let twice = found(&format!("<xml>{head}<ChatId>a</ChatId><ChatId>b</ChatId></xml>"));
    assert!(twice.to_string().starts_with("zoo.changed: /ChatId: expected a string, found"), "{twice}");
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
