//! Replies with a choice on the first level, beside the members of the envelope.

use fixture::acme::zoo::{last_move, mood};
use generated::{
    Reply, http,
    serde_json::{self, Value, json},
};

/// A reply as it is read from HTTP and from a stored text, and as it is written in its envelope.
fn read<R: Reply>(reply: &Value) -> (R, R, String) {
    let received = R::from_http(http::Response::new(reply.to_string())).expect("it can be read");
    let stored: R = serde_json::from_value(reply.clone()).expect("it can be read");
    let written = String::from_utf8(stored.to_http().into_body()).expect("JSON is UTF-8");
    (received, stored, written)
}

#[test]
fn an_unlisted_tag_does_not_keep_the_envelope() {
    let reply = json!({ "errcode": 0, "errmsg": "ok", "mood": "sad", "since": 1 });
    let (received, stored, written) = read::<mood::Response>(&reply);
    let mood::Mood::Unknown(unknown) = &stored.mood else { panic!("{stored:?}") };
    assert_eq!(unknown.members().keys().collect::<Vec<_>>(), ["since"]);
    assert_eq!(received, stored);
    assert_eq!(written, reply.to_string());

    let reply = json!({ "errcode": 0, "errmsg": "ok", "at": 5, "step": 7, "by": "cat", "seen": true });
    let (received, stored, written) = read::<last_move::Response>(&reply);
    assert_eq!(received, stored);
    assert_eq!(written.matches("errcode").count(), 1, "{written}");
    assert_eq!(serde_json::from_str::<Value>(&written).expect("JSON"), reply);
}

#[test]
fn members_beside_a_tag_on_the_first_level_are_read() {
    let reply = json!({ "errcode": 0, "errmsg": "ok", "mood": "angry", "at": "dog", "bites": true });
    let (received, _, written) = read::<mood::Response>(&reply);
    let mood::Mood::Angry(angry) = received.mood else { panic!("{received:?}") };
    assert!(angry.bites && angry.at.is_some_and(|at| at.as_str() == "dog"));
    assert_eq!(serde_json::from_str::<Value>(&written).expect("JSON"), reply);
}
