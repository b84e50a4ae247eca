//! What an empty value means, and empty strings in place of ids.

use fixture::acme::zoo::{
    Owner,
    tidy::{Request, Response},
};
use generated::{
    Validate,
    serde_json::{self, Value, json},
};

use super::{received, violations};

fn sent(body: &Value) -> Request {
    serde_json::from_value(body.clone()).unwrap_or_else(|error| panic!("{error}\nin {body:#}"))
}

#[test]
fn a_value_that_clears_counts_as_given_even_if_it_is_empty() {
    for (case, body, expected) in [
        ("nothing", json!({}), vec!["# at_least_one_of 0"]),
        ("null", json!({ "tools": null }), vec!["# at_least_one_of 0"]),
        ("an empty list that clears", json!({ "tools": [] }), vec![]),
        ("an empty map that counts as absent", json!({ "rooms": {} }), vec!["# at_least_one_of 0"]),
        ("an empty text that clears, in a condition", json!({ "note": "" }), vec!["#/reason required_if"]),
        ("a text that counts as absent is required", json!({ "note": "", "reason": "" }), vec!["#/reason required_if"]),
        ("a condition on a map that counts as absent", json!({ "tools": [], "rooms": {}, "since": 1 }), vec![]),
        ("a condition on a map", json!({ "rooms": { "a": 1 }, "since": 1 }), vec!["#/since forbidden_if"]),
    ] {
        assert_eq!(violations(&sent(&body)), expected, "{case}");
    }
}

#[test]
fn a_value_that_clears_is_written_and_read() {
    let none: [&str; 0] = [];
    let request = Request::new().tools(none).reason("r").note("");
    let body = serde_json::to_value(&request).expect("it can be written");
    assert_eq!(body, json!({ "tools": [], "note": "", "reason": "r" }));
    assert_eq!(sent(&body), request);
}

#[test]
fn warnings_take_a_value_that_clears_for_one_that_is_given() {
    let warnings = |body: Value| sent(&body).warnings().to_string();
    assert_eq!(
        warnings(json!({ "tools": [], "note": "", "reason": "r", "since": 1 })),
        "/since is ignored by the server when `tools` is given [ignored_if]; \
         /note is ignored by the server, which takes the first of `tools`, `note` [first_of]"
    );
    let mut owner = Owner::default();
    owner.pets = Some(vec![]);
    assert_eq!(owner.warnings().to_string(), "/pets is ignored by the server: only replies have it [only]");
}

#[test]
fn an_empty_string_in_place_of_an_optional_id_is_none() {
    let response: Response = received(&json!({
        "errcode": 0, "plate": "", "spare": "s", "code": "", "key": "", "weight": "", "owner": { "plate": "" }
    }));
    assert_eq!((&response.plate, &response.code, &response.key), (&None, &None, &None));
    assert_eq!(response.weight.map(|weight| weight.as_str().to_owned()), Some(String::new()));
    assert_eq!(response.owner.expect("an owner").plate, None);
}

/// Nothing says that an element is absent, so it is one that breaks its limit.
#[test]
fn an_empty_string_in_a_list_or_a_map_is_an_element() {
    let response: Response = received(&json!({
        "errcode": 0, "spare": "s", "plates": ["", "a"], "shelves": { "x": "", "y": "b" }
    }));
    assert_eq!(response.plates.len(), 2);
    assert_eq!(violations(&response), ["#/plates/0 chars 0", "#/shelves/x chars 0"]);
}

#[test]
fn an_empty_string_in_place_of_a_required_id_breaks_its_limit() {
    let response: Response = received(&json!({ "errcode": 0, "spare": "" }));
    assert_eq!(violations(&response), ["#/spare chars 0"]);
}
