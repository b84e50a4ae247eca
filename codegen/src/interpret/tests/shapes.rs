//! What servers send in place of optional values.

use serde_json::json;

use super::*;

const ABSENT: [&str; 1] = COERCED;

/// The findings in a request with one required field `x`.
fn needed(ty: Type, value: Value) -> Vec<String> {
    found(object(Role::Sent, vec![required("x", ty)]), &json!({ "x": value }))
}

fn inner() -> Type {
    Type::Object(named("Inner"))
}

#[test]
fn an_empty_value_of_another_shape_counts_as_absent() {
    let blanks = || json!(["", " ", "\n"]);
    let cases = [
        (inner(), json!(["", " ", false, []]), json!([true, 0, [null], "null", "[]", "{"])),
        (map(ty(Str)), json!(["", " ", false, []]), json!([true, 0, [1], "x"])),
        (list(ty(Str)), json!(["", " ", false]), json!([true, 0, "x", "{}", "[1"])),
        (ty(Int32), blanks(), json!([[], {}, "[]"])),
        (ty(Float), blanks(), json!([[], {}])),
        (ty(Bool), blanks(), json!([[], {}])),
        (ty(Timestamp), blanks(), json!([[], {}])),
        (Type::Enum(named("Open")), blanks(), json!([[], {}])),
        (Type::Scalar(named("Count")), blanks(), json!([[], {}])),
        (ty(Str), json!([]), json!([false, [], {}])),
    ];
    for (ty, absent, faults) in cases {
        for value in absent.as_array().expect("a list") {
            assert_eq!(of(ty.clone(), value.clone()), ABSENT, "{ty:?} {value}");
            assert_eq!(needed(ty.clone(), value.clone()), FAULT, "{ty:?} {value}");
        }
        for value in faults.as_array().expect("a list") {
            assert_eq!(of(ty.clone(), value.clone()), FAULT, "{ty:?} {value}");
            assert_eq!(needed(ty.clone(), value.clone()), FAULT, "{ty:?} {value}");
        }
    }
    assert_eq!(of(ty(Str), json!("")), NONE);
    assert_eq!(of(ty(Primitive::Json), json!("")), NONE);
}

#[test]
fn an_absent_value_meets_no_limits_and_counts_as_missing() {
    let fields = || {
        let limits = Limits { items: Some(Limit { min: Some(1), max: None }), ..Limits::default() };
        vec![
            dependent(field("a", ty(Int32)), REQUIRED_IF, "n", vec![]),
            limited("n", list(ty(Str)), limits),
            field("b", inner()),
        ]
    };
    let ask = |role, value| found(object(role, fields()), &value);
    assert_eq!(
        ask(Role::Sent, json!({ "a": "", "n": ["x"], "b": [] })),
        ["/a Deviation coerced", "/a Violation required_if", "/b Deviation coerced"]
    );
    assert_eq!(ask(Role::Sent, json!({ "n": "" })), ["/n Deviation coerced"]);
    assert_eq!(ask(Role::Sent, json!({ "n": "[]" })), ["/n Deviation coerced", "/n Violation items"]);
    assert_eq!(ask(Role::Received, json!({ "n": "[]" })), ["/n Deviation coerced"]);
    assert_eq!(ask(Role::Received, json!({ "n": [null] })), ["/n/0 Deviation coerced"]);
    let both = object(Role::Both, vec![required("x", inner())]);
    assert_eq!(found(both, &json!({ "x": [] })), ["/x Deviation coerced", "/x Violation required"]);
}

#[test]
fn a_list_may_be_in_a_string_or_in_an_object() {
    assert_eq!(of(list(ty(Str)), json!("[]")), COERCED);
    assert_eq!(of(list(ty(Str)), json!(" [\"a\", 1] ")), ["/x Deviation coerced", "/x/1 Deviation coerced"]);
    assert_eq!(of(list(ty(Str)), json!("[\"a\", true]")), FAULT);
    assert_eq!(of(list(ty(Str)), json!("[\"a\nb\"]")), ["/x Deviation coerced", "/x/0 Deviation character"]);
    assert_eq!(of(list(ty(Int32)), json!({ "0": 1, "1": "2" })), ["/x Deviation coerced", "/x/1 Deviation coerced"]);
    assert_eq!(of(list(ty(Int32)), json!({ "3": 1, "10": [] })), ["/x Deviation coerced", "/x/10 Fault type"]);
    assert_eq!(of(list(ty(Int32)), json!({})), COERCED);
    for names in [json!({ "00": 1 }), json!({ "-1": 1 }), json!({ "+1": 1 }), json!({ "0": 1, "a": 2 })] {
        assert_eq!(of(list(ty(Int32)), names.clone()), FAULT, "{names}");
    }
    for value in [json!("[1]"), json!({ "0": 1 }), json!({})] {
        assert_eq!(needed(list(ty(Int32)), value), FAULT);
    }
    let unique = Limits { items: up_to(4), unique: true, ..Limits::default() };
    let found =
        findings(object(Role::Sent, vec![limited("x", list(ty(Int32)), unique)]), &json!({ "x": { "10": 1, "9": 1 } }));
    assert_eq!(brief(&found), ["/x Deviation coerced", "/x/10 Violation unique"]);
    assert_eq!(found[1].message, "expected no duplicates, found the element at index 9 again");
}

#[test]
fn an_object_may_be_in_a_string() {
    assert_eq!(of(inner(), json!("{\"id\": 1}")), COERCED);
    assert_eq!(of(inner(), json!("{}")), FAULT);
    assert_eq!(of(map(ty(Str)), json!("{\"a\": 1}")), ["/x Deviation coerced", "/x/a Deviation coerced"]);
    assert_eq!(of(list(inner()), json!("[\"{\\\"id\\\": 1}\", null]")).len(), 3);
    let nested = |levels| json!(format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
    let deep = (0..9).fold(ty(Str), |of, _| list(of));
    assert_eq!(of(deep.clone(), nested(8)), COERCED);
    assert_eq!(of(deep, nested(9)), FAULT);
    let huge = json!("{\"id\": 1, \"new\": 1e400}");
    assert_eq!(of(inner(), huge), FAULT);
}

#[test]
fn empty_elements_are_left_out() {
    assert_eq!(
        of(list(ty(Int32)), json!([1, null, "", "2"])),
        ["/x/1 Deviation coerced", "/x/2 Deviation coerced", "/x/3 Deviation coerced"]
    );
    assert_eq!(
        of(list(inner()), json!([null, [], false, {}])).last().map(String::as_str),
        Some("/x/3/id Fault required")
    );
    assert_eq!(of(list(ty(Str)), json!(["", null])), ["/x/1 Deviation coerced"]);
    assert_eq!(of(map(ty(Str)), json!({ "a": null, "b": "" })), ["/x/a Deviation coerced"]);
    assert_eq!(of(list(ty(Primitive::Json)), json!([null, ""])), NONE);
    assert_eq!(needed(list(ty(Int32)), json!([null])), ["/x/0 Deviation coerced"]);
    let limits = Limits { items: up_to(2), unique: true, ..Limits::default() };
    let fields = vec![limited("x", list(ty(Str)), limits)];
    assert_eq!(
        found(object(Role::Sent, fields), &json!({ "x": ["a", null, "a"] })),
        ["/x/2 Violation unique", "/x/1 Deviation coerced"]
    );
}

#[test]
fn a_choice_needs_only_the_member_that_its_tag_selects() {
    let ask = |role, need, value| found(Object { members: vec![choice(need)], ..object(role, vec![]) }, &value);
    assert_eq!(ask(Role::Sent, true, json!({ "kind": 2, "b": "b", "a": [1] })), ["/a Deviation stray_member"]);
    assert_eq!(
        ask(Role::Sent, true, json!({ "kind": 3, "a": "x", "b": {} })),
        ["/a Deviation stray_member", "/b Deviation stray_member"]
    );
    assert_eq!(ask(Role::Received, false, json!({ "kind": 9, "a": "x", "b": {} })), ["/kind Deviation choice"]);
    assert_eq!(ask(Role::Received, false, json!({ "a": "x" })), ["/kind Deviation choice"]);
    assert_eq!(
        ask(Role::Received, false, json!({ "kind": 1, "a": [] })),
        ["/a Deviation choice", "/a Deviation coerced"]
    );
    assert_eq!(ask(Role::Received, false, json!({ "kind": 1, "a": [1] })), ["/a Fault type"]);
    assert_eq!(ask(Role::Received, false, json!({ "kind": 1, "a": "{\"id\": 1}" })), ["/a Deviation coerced"]);
    assert_eq!(ask(Role::Received, false, json!({ "kind": "" })), ["/kind Deviation coerced"]);
    assert_eq!(ask(Role::Sent, true, json!({ "kind": "" })), ["/kind Fault type"]);
}

#[test]
fn a_payload_without_required_members_may_be_empty() {
    let ask = |fields, value: Value| {
        reply(object(Role::Received, fields), Some("data"), &json!({ "errcode": 0, "data": value }))
    };
    for value in [json!([]), json!(""), json!(false)] {
        assert_eq!(ask(vec![field("x", ty(Str))], value.clone()), ["/data Deviation coerced"], "{value}");
        assert_eq!(ask(vec![required("x", ty(Str))], value.clone()), ["/data Fault type"], "{value}");
    }
    assert_eq!(
        ask(vec![field("x", ty(Str))], json!("{\"x\": 1}")),
        ["/data Deviation coerced", "/data/x Deviation coerced"]
    );
    assert_eq!(ask(vec![field("x", ty(Str))], json!([1])), ["/data Fault type"]);
    let code = |code: Value| reply(object(Role::Received, vec![]), None, &json!({ "errcode": code }));
    assert_eq!(code(json!("")), ["/errcode Fault type"]);
    assert_eq!(code(json!(" 0.0 ")), ["/errcode Deviation coerced"]);
}
