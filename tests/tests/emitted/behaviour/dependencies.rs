//! Conditions under which a field must or must not be given: negations, tags of choices, and defaults.

use fixture::acme::zoo::visit::{Request, Response};
use generated::serde_json::json;

use super::{received, taken, violations};

#[test]
fn an_absent_field_has_its_default_in_conditions() {
    for (case, body, expected) in [
        ("all defaults", json!({ "dog": "d" }), vec![]),
        ("the default is written", json!({ "dog": "d", "size": "s" }), vec![]),
        ("another value", json!({ "dog": "d", "size": "l", "guests": 3 }), vec!["#/guide required_unless -"]),
        (
            "two defaults of which one is tested",
            json!({ "dog": "d", "size": "l", "guide": "g" }),
            vec!["#/dog forbidden_if -"],
        ),
        ("a null is absent", json!({ "dog": "d", "size": null, "guests": null }), vec![]),
    ] {
        assert_eq!(violations(&taken::<Request>(&body)), expected, "{case}");
    }
}

#[test]
fn negations_hold_where_the_condition_does_not() {
    for (case, body, expected) in [
        ("neither", json!({}), vec!["#/ticket required_unless -"]),
        ("both", json!({ "dog": "d", "ticket": "t" }), vec!["#/ticket forbidden_if -"]),
        ("an empty text is not given", json!({ "dog": "", "ticket": "t" }), vec![]),
    ] {
        assert_eq!(violations(&taken::<Request>(&body)), expected, "{case}");
    }
}

#[test]
fn conditions_test_the_tag_even_of_an_unknown_choice() {
    for (case, body, expected) in [
        ("no choice", json!({ "dog": "d", "stamp": 1 }), vec![]),
        ("card", json!({ "dog": "d", "pay": "card", "card": "c" }), vec!["#/receipt required_if -"]),
        ("cash", json!({ "dog": "d", "pay": "cash", "cash": 1, "stamp": 1 }), vec!["#/stamp forbidden_if -"]),
        ("a tag without a member", json!({ "dog": "d", "pay": "free", "stamp": 1 }), vec!["#/stamp forbidden_if -"]),
        (
            "a tag whose member is missing",
            json!({ "dog": "d", "pay": "cash", "stamp": 1 }),
            vec!["#/stamp forbidden_if -", "#/cash choice -"],
        ),
        ("an unlisted tag", json!({ "dog": "d", "pay": "gold", "stamp": 1 }), vec!["#/pay choice -"]),
    ] {
        assert_eq!(violations(&taken::<Request>(&body)), expected, "{case}");
    }
}

#[test]
fn replies_have_conditions_too() {
    for (case, body, expected) in [
        ("the default", json!({ "errcode": 0, "number": "n", "reason": "r" }), vec!["#/reason forbidden_if -"]),
        ("refused", json!({ "errcode": 0, "state": "refused", "reason": "r" }), vec![]),
        ("a tag", json!({ "errcode": 0, "number": "n", "means": 1, "train": "t" }), vec!["#/late required_if -"]),
        ("a tag in a string", json!({ "errcode": 0, "number": "n", "means": "1" }), vec!["#/late required_if -"]),
        ("an unlisted tag", json!({ "errcode": 0, "number": "n", "means": 3 }), vec![]),
    ] {
        assert_eq!(violations(&received::<Response>(&body)), expected, "{case}");
    }
}
