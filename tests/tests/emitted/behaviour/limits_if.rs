//! Limits that depend on other fields.

use fixture::acme::zoo::invite::{Request, Response};
use generated::{
    Validate,
    serde_json::{self, Value, json},
};

use super::{received, violations};

fn sent(body: &Value) -> Request {
    serde_json::from_value(body.clone()).unwrap_or_else(|error| panic!("{error}\nin {body:#}"))
}

#[test]
fn limits_hold_where_their_condition_does() {
    let five = || vec!["a"; 5];
    for (case, body, expected) in [
        ("the condition holds", json!({ "kind": 1, "guests": ["a", "b"] }), vec!["#/guests items 2"]),
        ("it does not", json!({ "kind": 2, "guests": ["a", "b"] }), vec![]),
        ("the field's own limits hold, too", json!({ "kind": 2, "guests": five() }), vec!["#/guests items 5"]),
        ("both limits are broken", json!({ "kind": 1, "guests": five() }), vec!["#/guests items 5"; 2]),
        ("a tag and a default", json!({ "way": "letter", "letter": "l", "guests": ["a"] }), vec!["#/guests items 1"]),
        ("another tag", json!({ "way": "call", "guests": ["a"] }), vec![]),
        ("a field that is given", json!({ "guests": ["a"], "note": "abcdef" }), vec!["#/note chars 6"]),
        ("a field that is not given", json!({ "guests": [], "note": "abcdef" }), vec![]),
        ("several limits", json!({ "kind": 2, "note": "ABCDE" }), vec!["#/note bytes 5", "#/note pattern"]),
        ("a range", json!({ "kind": 1, "hours": 1 }), vec!["#/hours range 1"]),
        ("beside the limits of a scalar", json!({ "note": "n", "host": "abcd" }), vec!["#/host chars 4"]),
        ("a map", json!({ "host": "a", "rooms": {} }), vec!["#/rooms items 0"]),
        ("an absent field", json!({ "kind": 1, "host": "a" }), vec![]),
    ] {
        assert_eq!(violations(&sent(&body)), expected, "{case}");
    }
}

#[test]
fn limits_that_are_not_enforced_are_warnings_under_the_same_condition() {
    let warnings = |body: Value| sent(&body).warnings().to_string();
    let hours = "/hours exceeds 8, and the server uses the maximum, has 9 [range]";
    assert_eq!(warnings(json!({ "kind": 1, "hours": 9 })), hours);
    assert_eq!(warnings(json!({ "kind": 2, "hours": 9 })), "");
    let guests = json!({ "way": "letter", "letter": "l", "guests": ["a", "b", "c", "d"] });
    assert_eq!(warnings(guests), "/guests exceeds 3 elements, and the server cuts off the rest, has 4 [items]");
}

#[test]
fn an_empty_list_of_a_reply_is_an_absent_one() {
    for (case, body, expected) in [
        ("absent", json!({ "errcode": 0, "state": "full" }), vec![]),
        ("empty", json!({ "errcode": 0, "state": "full", "places": [] }), vec![]),
        ("too short", json!({ "errcode": 0, "state": "full", "places": ["a"] }), vec!["#/places items 1"]),
        (
            "too little, under another name",
            json!({ "errcode": 0, "state": "full", "part": 0.25 }),
            vec!["#/share range 0.25"],
        ),
        ("another state", json!({ "errcode": 0, "state": "free", "places": ["a"], "part": 0.25 }), vec![]),
    ] {
        assert_eq!(violations(&received::<Response>(&body)), expected, "{case}");
    }
}
