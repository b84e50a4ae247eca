//! Conditions under which a field must or must not be given: negations, tags of choices, and defaults. Warnings about what
//! a server ignores, cuts off or replaces.

use fixture::acme::zoo::visit::{Request, Response};
use generated::{
    Validate,
    serde_json::{self, Value, json},
};

use super::{received, violations};

/// A request as it is read from JSON.
fn sent(body: &Value) -> Request {
    serde_json::from_value(body.clone()).unwrap_or_else(|error| panic!("{error}\nin {body:#}"))
}

#[test]
fn an_absent_field_has_its_default_in_conditions() {
    for (case, body, expected) in [
        ("all defaults", json!({ "dog": "d" }), vec![]),
        ("the default is written", json!({ "dog": "d", "size": "s" }), vec![]),
        ("another value", json!({ "dog": "d", "size": "l", "guests": 3 }), vec!["#/guide required_unless"]),
        (
            "two defaults of which one is tested",
            json!({ "dog": "d", "size": "l", "guide": "g" }),
            vec!["#/dog forbidden_if"],
        ),
        ("a null is absent", json!({ "dog": "d", "size": null, "guests": null }), vec![]),
    ] {
        assert_eq!(violations(&sent(&body)), expected, "{case}");
    }
}

#[test]
fn negations_hold_where_the_condition_does_not() {
    for (case, body, expected) in [
        ("neither", json!({}), vec!["#/ticket required_unless"]),
        ("both", json!({ "dog": "d", "ticket": "t" }), vec!["#/ticket forbidden_if"]),
        ("an empty text is not given", json!({ "dog": "", "ticket": "t" }), vec![]),
    ] {
        assert_eq!(violations(&sent(&body)), expected, "{case}");
    }
}

#[test]
fn conditions_test_the_tag_even_of_an_unknown_choice() {
    for (case, body, expected) in [
        ("no choice", json!({ "dog": "d", "stamp": 1 }), vec![]),
        ("card", json!({ "dog": "d", "pay": "card", "card": "c" }), vec!["#/receipt required_if"]),
        ("cash", json!({ "dog": "d", "pay": "cash", "cash": 1, "stamp": 1 }), vec!["#/stamp forbidden_if"]),
        ("a tag without a member", json!({ "dog": "d", "pay": "free", "stamp": 1 }), vec!["#/stamp forbidden_if"]),
        (
            "a tag whose member is missing",
            json!({ "dog": "d", "pay": "cash", "stamp": 1 }),
            vec!["#/stamp forbidden_if", "#/cash choice"],
        ),
        ("an unlisted tag", json!({ "dog": "d", "pay": "gold", "stamp": 1 }), vec!["#/pay choice"]),
    ] {
        assert_eq!(violations(&sent(&body)), expected, "{case}");
    }
}

#[test]
fn replies_have_conditions_too() {
    for (case, body, expected) in [
        ("the default", json!({ "errcode": 0, "number": "n", "reason": "r" }), vec!["#/reason forbidden_if"]),
        ("refused", json!({ "errcode": 0, "state": "refused", "reason": "r" }), vec![]),
        (
            "a tag",
            json!({ "errcode": 0, "number": "n", "trip": { "means": 1, "train": "t" } }),
            vec!["#/trip/late required_if"],
        ),
        (
            "a tag in a string",
            json!({ "errcode": 0, "number": "n", "trip": { "means": "1" } }),
            vec!["#/trip/late required_if"],
        ),
        ("an unlisted tag", json!({ "errcode": 0, "number": "n", "trip": { "means": 3 } }), vec![]),
    ] {
        assert_eq!(violations(&received::<Response>(&body)), expected, "{case}");
    }
}

/// The warnings about a request with a dog that breaks no rule.
fn warnings(mut body: Value) -> Vec<String> {
    body["dog"] = json!("d");
    let request = sent(&body);
    assert_eq!(violations(&request), [""; 0], "{body}");
    request.warnings().into_iter().map(|warning| warning.to_string()).collect()
}

#[test]
fn what_a_server_ignores_is_a_warning() {
    for (case, body, expected) in [
        ("nothing", json!({ "tour": "t" }), vec![]),
        (
            "not if",
            json!({ "tour": "t", "size": "l", "guests": 5, "guide": "g" }),
            vec!["/tour is ignored by the server when `size` is `large` [ignored_if]"],
        ),
        (
            "unless",
            json!({ "film": "f" }),
            vec!["/film is ignored by the server unless `pay` is `card` [ignored_unless]"],
        ),
        ("the tag", json!({ "film": "f", "pay": "card", "card": "c", "receipt": "r" }), vec![]),
        ("an empty text is not given", json!({ "film": "" }), vec![]),
        ("the first of a group", json!({ "caption": ["c"] }), vec![]),
        (
            "all of a group",
            json!({ "picture": "pp", "drawing": "d", "caption": ["c"] }),
            vec![
                "/drawing is ignored by the server, which takes the first of `picture`, `drawing`, `caption` [first_of]",
                "/caption is ignored by the server, which takes the first of `picture`, `drawing`, `caption` [first_of]",
            ],
        ),
    ] {
        assert_eq!(warnings(body), expected, "{case}");
    }
}

#[test]
fn what_a_server_cuts_or_replaces_is_a_warning() {
    for (body, expected) in [
        (json!({ "picture": "猫猫猫猫猫", "hours": 9, "speed": 9.5, "seats": 50, "price": 5 }), vec![]),
        (
            json!({ "picture": "猫猫猫猫猫猫" }),
            vec!["/picture exceeds 5 characters, and the server cuts off the rest, has 6 [chars]"],
        ),
        (
            json!({ "drawing": "猫猫猫" }),
            vec!["/drawing exceeds 6 bytes, and the server cuts off the rest, has 9 [bytes]"],
        ),
        (
            json!({ "caption": ["a", "b", "c"] }),
            vec!["/caption exceeds 2 elements, and the server cuts off the rest, has 3 [items]"],
        ),
        (json!({ "hours": 10 }), vec!["/hours exceeds 9, and the server uses its default, has 10 [range]"]),
        (json!({ "speed": 10 }), vec!["/speed exceeds 9.5, and the server uses the maximum, has 10 [range]"]),
        (json!({ "seats": 51 }), vec!["/seats exceeds 50, and the server uses the maximum, has 51 [range]"]),
        (json!({ "price": 5.5 }), vec!["/price exceeds 5, and the server uses its default, has 5.5 [range]"]),
    ] {
        assert_eq!(warnings(body), expected);
    }
}

#[test]
fn the_other_end_of_a_limit_is_enforced() {
    assert_eq!(
        violations(&sent(&json!({ "dog": "d", "picture": "p", "hours": 0 }))),
        ["#/picture chars 1", "#/hours range 0"]
    );
}

#[test]
fn at_most_one_of_a_group_may_be_given() {
    for (body, expected) in [
        (json!({ "dog": "d" }), vec![]),
        (json!({ "dog": "d", "tour": "t", "film": "" }), vec![]),
        (json!({ "dog": "d", "tour": "t", "film": "f" }), vec!["# at_most_one_of 2"]),
    ] {
        assert_eq!(violations(&sent(&body)), expected, "{body}");
    }
}

#[test]
fn members_depend_on_the_direction() {
    let badge = |badge: Value| {
        let request = sent(&json!({ "dog": "d", "badge": badge }));
        (violations(&request), request.warnings().into_iter().map(|found| found.to_string()).collect::<Vec<_>>())
    };
    let all = json!({ "photo": "p", "number": 1, "issued": "i", "hue": "c", "holder": "h", "secret": "s" });
    let ignored = "is ignored by the server: only replies have it [only]";
    let warned = vec![format!("/badge/number {ignored}"), format!("/badge/issued {ignored}")];
    assert_eq!(badge(all.clone()), (vec![], warned));
    let missing = ["#/badge/photo required", "#/badge/hue required"].map(str::to_owned);
    assert_eq!(badge(json!({})), (missing.into(), vec![]));

    let reply = |badge| received::<Response>(&json!({ "errcode": 0, "number": "n", "badges": [badge] }));
    assert_eq!(violations(&reply(all.clone())), [""; 0]);
    assert_eq!(violations(&reply(json!({}))), ["#/badges/0/number required", "#/badges/0/holder required"]);
    assert!(reply(all).warnings().is_empty());

    // A value that is validated alone counts as sent.
    let alone = reply(json!({})).badges.remove(0);
    assert_eq!(violations(&alone), ["#/photo required", "#/hue required"]);
}
