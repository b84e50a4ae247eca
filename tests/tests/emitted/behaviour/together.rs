//! Limits of several fields together.

use fixture::acme::zoo::count_visits::{Request, Response};
use generated::{
    Validate,
    serde_json::{self, Value, json},
};

use super::{received, violations};

fn found(mut body: Value) -> Vec<String> {
    body.as_object_mut().expect("an object").entry("start").or_insert(json!(0));
    let request: Request = serde_json::from_value(body.clone()).unwrap_or_else(|error| panic!("{error}\nin {body:#}"));
    violations(&request)
}

#[test]
fn numbers_have_a_greatest_sum_and_defaults_count() {
    for (case, body, expected) in [
        ("the default alone", json!({}), vec![]),
        ("at the limit, with the default", json!({ "offset": 30 }), vec![]),
        ("beyond it, with the default", json!({ "offset": 31 }), vec!["# together 51"]),
        ("a value in place of the default", json!({ "offset": 31, "limit": 19 }), vec![]),
        ("a parameter counts", json!({ "offset": 30, "page": 1 }), vec!["# together 51"]),
        ("a negative number", json!({ "offset": 60, "limit": -10 }), vec![]),
        ("more than 64 bits with a sign", json!({ "offset": u64::MAX }), vec!["# together 9223372036854775807"]),
        ("more than 64 bits", json!({ "offset": u64::MAX, "limit": -1 }), vec!["# together 9223372036854775807"]),
    ] {
        assert_eq!(found(body), expected, "{case}");
    }
}

#[test]
fn lists_and_maps_have_a_greatest_number_of_elements() {
    for (case, body, expected) in [
        ("three", json!({ "keepers": ["a"], "animals": ["b"], "rooms": { "c": 1 } }), vec![]),
        ("four", json!({ "keepers": ["a", "a"], "animals": ["b"], "rooms": { "c": 1 } }), vec!["# together 4"]),
        ("own limits hold, too", json!({ "keepers": [], "rooms": { "a": 1, "b": 2 } }), vec!["#/keepers items 0"]),
    ] {
        assert_eq!(found(body), expected, "{case}");
    }
    let nine = vec!["a"; 9];
    let reply: Response = received(&json!({ "errcode": 0, "young": nine, "old": {} }));
    assert_eq!(violations(&reply), [""; 0]);
    let reply: Response = received(&json!({ "errcode": 0, "young": nine, "old": { "a": 1 } }));
    assert_eq!(violations(&reply), ["# together 10"]);
}

#[test]
fn a_span_has_an_order_and_a_greatest_length() {
    let day = 86_400;
    for (case, body, expected) in [
        ("one end", json!({ "begun": 5 }), vec![]),
        ("no length", json!({ "end": 0 }), vec![]),
        ("at the limit", json!({ "end": 2 * day }), vec![]),
        ("beyond it", json!({ "end": 2 * day + 1 }), vec!["# together"]),
        ("the wrong order", json!({ "start": 1, "end": 0 }), vec!["# together"]),
        ("milliseconds", json!({ "begun": 0, "ended": day * 1000 }), vec![]),
        ("too many milliseconds", json!({ "begun": 0, "ended": day * 1000 + 1 }), vec!["# together"]),
        ("no greatest length", json!({ "latest": i64::MAX }), vec![]),
        ("the greatest distance", json!({ "start": i64::MIN, "latest": i64::MAX }), vec![]),
        ("the wrong order without a length", json!({ "start": 1, "latest": 0 }), vec!["# together"]),
    ] {
        assert_eq!(found(body), expected, "{case}");
    }
}

#[test]
fn an_inherited_limit_holds_and_messages_say_what_must_hold() {
    let period = |from: i64| json!({ "from": from, "to": 5, "days": [{ "from": from, "to": 5, "count": 1 }] });
    let reply: Response = received(&json!({ "errcode": 0, "period": period(5) }));
    assert!(reply.validate().is_ok());
    let reply: Response = received(&json!({ "errcode": 0, "period": period(6) }));
    assert_eq!(violations(&reply), ["#/period/days/0 together", "#/period together"]);
    let violations = reply.validate().expect_err("the wrong order");
    assert_eq!(violations[1].to_string(), "/period must be such that `to` is not before `from` [together]");
}
