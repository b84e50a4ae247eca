//! The inbox against a sender, and against the vector that a vendor publishes.
#![expect(unreachable_pub, reason = "the macro makes public functions")]

use http::{Request, Response};
use serde_json::json;

use super::{
    Callbacks, Delivery, Event, EventInfo, Events, Format, HeadShape, Inbox, KeyError, List, ReceiveError, Received,
    Row, Scheme, Sender, UnknownEvent,
    seal::{Keys, Opened},
};
use crate::{emitted::*, file::tests::zoo::Zoo};

/// The vector of <https://developer.work.weixin.qq.com/document/path/90968>.
const TOKEN: &str = "QDG6eK";
const KEY: &str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
pub(super) const RECEIVER: &str = "wx5823bf96d3bd56c7";
const SIGNATURE: &str = "477715d11cdb4164915debcba66cb864d751f3e6";
const CIPHERTEXT: &str = "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";

pub(super) const URL: &str = "https://company.example/hook";

impl Callbacks for Zoo {
    type Event = ZooEvent;
    const SCHEME: &'static Scheme = &Scheme {
        sealed: &[(Format::Xml, "Encrypt"), (Format::Json, "encrypt")],
        heads: &[
            HeadShape {
                name: "own_app",
                within: None,
                tags: &["Event", "ChangeType"],
                receiver: Some("ToUserName"),
                time: Some("CreateTime"),
                millis: false,
                fixed: &[("MsgType", "event")],
            },
            HeadShape {
                name: "message",
                within: None,
                tags: &["MsgType"],
                receiver: Some("ToUserName"),
                time: Some("CreateTime"),
                millis: false,
                fixed: &[],
            },
        ],
        body: None,
        ack: "success",
        within: Some(5),
    };
}

#[derive(Debug)]
pub(crate) enum ZooEvent {
    Changed(Changed),
    Unknown(UnknownEvent),
}

impl Events for ZooEvent {
    const ROWS: &'static [Row<Self>] = &[Row::of::<Changed>()];

    fn unknown(event: UnknownEvent) -> Self {
        Self::Unknown(event)
    }
}

impl From<Changed> for ZooEvent {
    fn from(event: Changed) -> Self {
        Self::Changed(event)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Changed {
    chat_id: String,
    count: Option<i32>,
    members: Vec<String>,
}

object! { Changed: new {
    "ChatId" => chat_id: String;
    "Count" => count?: i32;
    "Members" => members as list;
} }

impl Event for Changed {
    type Vendor = Zoo;
    const INFO: EventInfo = EventInfo {
        name: "zoo.changed",
        tags: &["change", "update"],
        summary: "Something has changed.",
        title: "Changes",
        url: "https://zoo.example/changes",
        updated: None,
    };
    const LISTS: &'static [List] = &[List { path: "Members", item: Some("Item") }];
}

pub(super) fn inbox() -> Inbox<Zoo> {
    Inbox::new(TOKEN, KEY, RECEIVER).expect("the keys are right")
}

pub(super) fn sender() -> Sender<Zoo> {
    Sender::new(TOKEN, KEY, RECEIVER).expect("the keys are right")
}

pub(super) fn keys() -> Keys {
    Keys::new(TOKEN.to_owned(), KEY).expect("the keys are right")
}

pub(super) fn changed() -> Changed {
    let members = vec!["Jack".to_owned(), "罗斯".to_owned()];
    Changed { members, ..Changed::new("wr<1>".to_owned()).count(2) }
}

pub(super) fn delivery(request: &Request<Vec<u8>>) -> Delivery<Zoo> {
    match inbox().receive(request) {
        Ok(Received::Event(delivery)) => delivery,
        other => panic!("{other:?}"),
    }
}

/// A delivery of a ciphertext with the right signature.
pub(super) fn signed(ciphertext: &str) -> Request<Vec<u8>> {
    let signature = keys().sign("1", "2", ciphertext);
    let url = format!("{URL}?msg_signature={signature}&timestamp=1&nonce=2");
    Request::post(url).body(json!({ "encrypt": ciphertext }).to_string().into_bytes()).expect("the URL is valid")
}

#[test]
fn the_published_vector_is_opened() {
    assert_eq!(keys().sign("1409659813", "1372623149", CIPHERTEXT), SIGNATURE);
    let url = format!("{URL}?msg_signature={SIGNATURE}&timestamp=1409659813&nonce=1372623149");
    let bodies = [
        format!(
            "<xml>\n<ToUserName><![CDATA[{RECEIVER}]]></ToUserName>\n<Encrypt><![CDATA[{CIPHERTEXT}]]></Encrypt>\n<AgentID><![CDATA[218]]></AgentID>\n</xml>"
        ),
        json!({ "tousername": RECEIVER, "encrypt": CIPHERTEXT, "agentid": "218" }).to_string(),
    ];
    for body in bodies {
        let delivery = delivery(&Request::post(&url).body(body.into_bytes()).expect("the URL is valid"));
        assert_eq!(delivery.head.form(), "message");
        assert_eq!(delivery.head.tags(), ["text"]);
        assert_eq!(delivery.head.receiver(), Some(RECEIVER));
        assert_eq!(delivery.head.time().map(|time| time.as_secs()), Some(1_409_659_813));
        assert_eq!(delivery.head.get("AgentID").as_deref(), Some("218"));
        let ZooEvent::Unknown(event) = delivery.event else { panic!("{:?}", delivery.event) };
        assert_eq!(event.message["Content"], "hello");
        assert_eq!(event.message["MsgId"], "4561255354251345929");
    }
}

#[test]
fn an_event_arrives_as_it_was_sent() {
    let delivery = delivery(&sender().event(URL, &changed()).expect("it can be sent"));
    assert!(matches!(&delivery.event, ZooEvent::Changed(event) if *event == changed()), "{delivery:?}");
    assert_eq!((delivery.head.form(), delivery.head.receiver()), ("own_app", Some(RECEIVER)));
    assert_eq!(delivery.ack().body(), b"success");
    assert_eq!(delivery.digest().len(), 40);
}

#[test]
fn the_digest_is_that_of_the_message() {
    let message = "<xml><MsgType>event</MsgType><Event>other</Event></xml>";
    let digest = |message: &str| delivery(&sender().message(URL, message).expect("it can be sent")).digest().to_owned();
    assert_eq!(digest(message), digest(message));
    assert_ne!(digest(message), digest(&message.replace("other", "another")));
}

#[test]
fn a_probe_is_answered_with_its_text() {
    let probe = sender().probe(URL, "4821 猫").expect("it can be sent");
    match inbox().receive(&probe) {
        Ok(Received::Probe(answer)) => assert_eq!(answer.body(), "4821 猫".as_bytes()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reply_is_sealed_in_the_notation_of_the_delivery() {
    let (of_xml, of_json) =
        (sender().event(URL, &changed()).expect("it can be sent"), signed(&seal_of("<xml><MsgType>a</MsgType></xml>")));
    let opened = |response: &Response<Vec<u8>>, names: [&str; 4]| {
        let body = String::from_utf8_lossy(response.body()).into_owned();
        let (_, members) = super::outer::members(&body).expect("it is XML or JSON");
        let [ciphertext, signature, time, nonce] = names.map(|name| members[name].as_str().unwrap_or_default());
        assert!(keys().verify(signature, time, nonce, ciphertext));
        keys().open(ciphertext)
    };
    for (request, names) in [
        (of_xml, ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"]),
        (of_json, ["encrypt", "msgsignature", "timestamp", "nonce"]),
    ] {
        let response = inbox().reply(&delivery(&request), "<xml>hello</xml>").expect("it can be sealed");
        let expected = Opened { message: "<xml>hello</xml>".to_owned(), receiver: RECEIVER.to_owned() };
        assert_eq!(opened(&response, names), Ok(expected));
    }
}

pub(super) fn seal_of(message: &str) -> String {
    keys().close(message, RECEIVER, [7; 16]).expect("it is short")
}

pub(super) fn error(request: &Request<Vec<u8>>) -> ReceiveError {
    inbox().receive(request).map_or_else(|error| error, |received| panic!("{received:?}"))
}

#[test]
fn what_is_not_from_the_vendor_is_refused() {
    let request = sender().event(URL, &changed()).expect("it can be sent");
    let changed_in = |from: &str, to: &str| {
        let (mut parts, body) = request.clone().into_parts();
        parts.uri = parts.uri.to_string().replace(from, to).parse().expect("the URL is valid");
        Request::from_parts(parts, body)
    };
    assert_eq!(error(&changed_in("msg_signature=", "msg_signature=0")), ReceiveError::Signature);
    assert_eq!(error(&changed_in("timestamp=1", "timestamp=2")), ReceiveError::Signature);
    assert_eq!(error(&changed_in("nonce=", "nonce=0")), ReceiveError::Signature);
    assert_eq!(error(&changed_in("msg_signature=", "signature=")), ReceiveError::Parameter("msg_signature"));
    let other = Sender::<Zoo>::new(TOKEN, KEY, "ww0").expect("the keys are right");
    let other = other.event(URL, &changed()).expect("it can be sent");
    assert_eq!(error(&other), ReceiveError::Receiver("ww0".to_owned()));
    assert!(inbox().and_for("ww0").receive(&other).is_ok());
    assert!(inbox().for_everybody().receive(&other).is_ok());
    assert_eq!(error(&Request::put(URL).body(Vec::new()).expect("the URL is valid")), ReceiveError::Method);
}

#[test]
fn age_matters_only_if_asked_for() {
    let old = signed(&seal_of("<xml><MsgType>a</MsgType></xml>"));
    assert!(inbox().receive(&old).is_ok());
    let strict = inbox().max_age(std::time::Duration::from_secs(60));
    assert!(matches!(strict.receive(&old), Err(ReceiveError::Stale)));
    assert!(strict.receive(&sender().event(URL, &changed()).expect("it can be sent")).is_ok());
}

#[test]
fn keys_are_checked_and_never_shown() {
    let error = |token: &str, key: &str| Inbox::<Zoo>::new(token, key, RECEIVER).err();
    assert_eq!(error("", KEY), Some(KeyError::Token));
    assert_eq!(error(TOKEN, &KEY[1..]), Some(KeyError::Length(42)));
    assert_eq!(error(TOKEN, &KEY.replace('j', "-")), Some(KeyError::Base64));
    let shown = format!("{:?} {:?}", inbox(), sender());
    assert!(!shown.contains(TOKEN) && !shown.contains(&KEY[..8]), "{shown}");
}
