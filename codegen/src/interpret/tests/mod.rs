//! Findings in documents, by type and by rule.

mod documents;
mod files;
mod models;
mod shapes;

use serde_json::json;

use super::*;
use crate::model::*;
use models::*;

use Primitive::{Bool, Float, Int32, Int64, String as Str, Timestamp, TimestampMs, Uint32, Uint64};

fn run(model: &Model, kind: MessageKind, value: &Value) -> Vec<Finding> {
    let messages = model.endpoints["v.e"].messages();
    let message = messages.into_iter().find(|message| message.kind == kind).expect("it has both");
    check(model, &model.vendors["v"], message, value)
}

fn brief(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {:?} {}", f.pointer, f.class, f.rule)).collect()
}

/// The findings in a request with this object.
fn findings(object: Object, value: &Value) -> Vec<Finding> {
    run(&model(object, self::object(Role::Received, vec![]), None), MessageKind::Request, value)
}

fn found(object: Object, value: &Value) -> Vec<String> {
    brief(&findings(object, value))
}

/// The findings in a request with one optional field `x`.
fn of(ty: Type, value: Value) -> Vec<String> {
    found(object(Role::Sent, vec![field("x", ty)]), &json!({ "x": value }))
}

fn reply(response: Object, data: Option<&str>, value: &Value) -> Vec<String> {
    brief(&run(&model(object(Role::Sent, vec![]), response, data), MessageKind::Response, value))
}

const FAULT: [&str; 1] = ["/x Fault type"];
const COERCED: [&str; 1] = ["/x Deviation coerced"];
const NONE: [&str; 0] = [];

#[test]
fn each_type_reads_its_own_and_its_lenient_forms() {
    for (primitive, own, coerced, fault) in [
        (Str, json!(["", "a"]), json!([1, -1.5]), json!([true, [], {}])),
        (
            Int32,
            json!([1, -2147483648_i64]),
            json!(["7", "+7", 7.0, -0.0, true, false, "7.0", " 7 ", "1e3", "true", "-0"]),
            json!([2147483648_i64, 7.5, "7.5", "0x10", "1,000", "truth", [], {}]),
        ),
        (
            Int64,
            json!([i64::MIN]),
            json!([9007199254740991.0, true, "9007199254740993"]),
            json!([u64::MAX, 9007199254740992.0, 1e300, "9223372036854775808", "9007199254740993.0"]),
        ),
        (Uint32, json!([u32::MAX]), json!(["0", false, -0.0]), json!([-1, 4294967296_i64, [], {}])),
        (Timestamp, json!([1700000000]), json!(["1700000000", true, 1.7e9]), json!(["today", "2024-01-01"])),
        (
            Float,
            json!([1, 1.5]),
            json!(["1e3", "-.5", " 1 ", true, "false"]),
            json!(["inf", "NaN", "1e999", "x", [], {}]),
        ),
        (
            Bool,
            json!([true, false]),
            json!([0, 1, 1.0, -0.0, "0", "1", "true", "false", "1.0", " 1 "]),
            json!([2, 0.5, "2", "yes", "TRUE", [], {}]),
        ),
        (Primitive::Json, json!([1, "", [], { "a": null }]), json!([]), json!([])),
    ] {
        let each = |values: Value, expected: &[&str]| {
            for value in values.as_array().expect("an array") {
                assert_eq!(of(ty(primitive), value.clone()), expected, "{primitive:?} {value}");
            }
        };
        each(own, &NONE);
        each(coerced, &COERCED);
        each(fault, &FAULT);
    }
}

#[test]
fn numbered_bools_and_known_types_are_as_documented() {
    let numbered = Field { bool_as_int: true, ..field("x", ty(Bool)) };
    let either = Field { also_types: vec![JsonType::Bool], ..numbered.clone() };
    let count = Field { also_types: vec![JsonType::Bool], ..field("x", ty(Int32)) };
    let texts = Field { also_types: vec![JsonType::Number], ..field("x", list(ty(Str))) };
    let ask = |field: &Field, x: Value| found(object(Role::Sent, vec![field.clone()]), &json!({ "x": x }));
    assert_eq!(ask(&numbered, json!(1)), NONE);
    assert_eq!(ask(&numbered, json!(true)), COERCED);
    assert_eq!(ask(&either, json!(true)), NONE);
    assert_eq!(ask(&either, json!("1")), COERCED);
    assert_eq!(ask(&count, json!(true)), NONE);
    assert_eq!(ask(&count, json!("1")), COERCED);
    assert_eq!(ask(&texts, json!(["a", 1])), NONE);
}

#[test]
fn lists_maps_and_objects_are_read_to_the_bottom() {
    assert_eq!(of(list(ty(Int32)), json!([1, "x", "2"])), ["/x/1 Fault type", "/x/2 Deviation coerced"]);
    assert_eq!(of(Type::Scalar(named("Count")), json!(true)), COERCED);
    assert_eq!(of(list(list(ty(Int32))), json!([null])), ["/x/0 Deviation coerced"]);
    assert_eq!(of(map(ty(Str)), json!({ "a/b~c": true })), ["/x/a~1b~0c Fault type"]);
    assert_eq!(of(list(ty(Str)), json!({ "a": "b" })), FAULT);
    assert_eq!(of(map(ty(Str)), json!(["a"])), FAULT);
    assert_eq!(
        of(Type::Object(named("Inner")), json!({ "name": 5 })),
        ["/x/id Fault required", "/x/name Deviation coerced", "/x/name Violation pattern"]
    );
    assert_eq!(of(Type::Object(named("Inner")), json!("a")), FAULT);
    assert_eq!(found(object(Role::Sent, vec![]), &json!([])), [" Fault type"]);
}

#[test]
fn what_is_required_depends_on_the_role() {
    let types = || [ty(Str), list(ty(Str)), ty(Primitive::Json)];
    let ask = |role, value: Value| types().map(|ty| found(object(role, vec![required("x", ty)]), &value).concat());
    assert_eq!(ask(Role::Sent, json!({})), ["/x Fault required"; 3]);
    assert_eq!(ask(Role::Received, json!({})), ["/x Fault required"; 3]);
    assert_eq!(ask(Role::Both, json!({})), ["/x Violation required"; 3]);
    assert_eq!(ask(Role::Sent, json!({ "x": null })), ["/x Fault type", "/x Deviation coerced", ""]);
    assert_eq!(ask(Role::Both, json!({ "x": null })), ["/x Violation required"; 3]);
    for ty in types() {
        assert_eq!(of(ty, Value::Null), NONE);
    }
}

#[test]
fn another_name_is_read_where_its_own_is_absent() {
    let fields = || vec![Field { also_names: vec!["y".into(), "z".into()], ..required("x", ty(Int32)) }];
    let ask = |value| found(object(Role::Sent, fields()), &value);
    assert_eq!(ask(json!({ "z": "1" })), ["/z Deviation coerced"]);
    assert_eq!(ask(json!({ "x": 1, "y": "2" })), NONE);
    assert_eq!(ask(json!({ "x": 1, "y": [] })), ["/y Fault type"]);
    assert_eq!(ask(json!({ "z": 1, "y": null })), ["/y Fault type"]);
    assert_eq!(ask(json!({})), ["/x Fault required"]);
}

#[test]
fn unknown_members_come_last_and_with_a_guess() {
    let fields = vec![field("user_id", ty(Str)), field("x", ty(Int32))];
    let found = findings(object(Role::Sent, fields), &json!({ "userid": 1, "zzzzzz": 2, "x": [] }));
    assert_eq!(
        brief(&found),
        ["/x Fault type", "/userid Deviation unknown_member", "/zzzzzz Deviation unknown_member"]
    );
    assert_eq!(found[1].message, "the schema has no member of this name; did you mean `user_id`?");
    assert_eq!(found[2].to_string(), "/zzzzzz: the schema has no member of this name [unknown_member]");
}

#[test]
fn unlisted_values_break_a_rule_only_where_a_closed_enum_is_sent() {
    let [open, closed] = ["Open", "Closed"].map(|name| Type::Enum(named(name)));
    assert_eq!(of(open.clone(), json!("2")), COERCED);
    assert_eq!(of(open.clone(), json!(true)), COERCED);
    assert_eq!(of(open.clone(), json!(false)), ["/x Deviation coerced", "/x Deviation unlisted_value"]);
    assert_eq!(of(open.clone(), json!(-9)), ["/x Deviation unlisted_value"]);
    assert_eq!(of(open, json!("two")), FAULT);
    assert_eq!(of(list(closed.clone()), json!(["x", "y"])), ["/x/1 Violation enum"]);
    let response = object(Role::Received, vec![field("x", closed)]);
    assert_eq!(found(response, &json!({ "x": "y" })), ["/x Deviation unlisted_value"]);
}

#[test]
fn limits_are_of_the_value_as_read() {
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let ask =
        |ty, limits, value: Value| found(object(Role::Both, vec![limited("x", ty, limits)]), &json!({ "x": value }));
    let both = limits(|l| (l.chars, l.bytes) = (up_to(2), up_to(5)));
    assert_eq!(ask(ty(Str), both.clone(), json!("客户")), ["/x Violation bytes"]);
    assert_eq!(ask(ty(Str), both, json!(123)), ["/x Deviation coerced", "/x Violation chars"]);
    let range = limits(|l| l.range = Some(Range::Int { min: Some(1), max: None }));
    assert_eq!(ask(ty(Int32), range, json!("0")), ["/x Deviation coerced", "/x Violation range"]);
    let range = limits(|l| l.range = Some(Range::Float { min: None, max: Some(0.5) }));
    assert_eq!(ask(ty(Float), range, json!(1)), ["/x Violation range"]);
    let pattern = limits(|l| l.pattern = Some("a|b".into()));
    assert_eq!(ask(ty(Str), pattern, json!("ab")), ["/x Violation pattern"]);
    let items = limits(|l| l.items = up_to(1));
    assert_eq!(ask(map(ty(Str)), items.clone(), json!({})), ["/x Violation items"]);
    let short = list(Type::Scalar(named("Short")));
    assert_eq!(ask(short, items, json!(["a", "long"])), ["/x Violation items", "/x/1 Violation chars"]);
}

#[test]
fn duplicates_are_reported_once_each_and_only_within_the_limit_of_items() {
    let limits = Limits { items: up_to(4), unique: true, ..Limits::default() };
    let fields = |ty| vec![limited("x", list(ty), limits.clone())];
    let ints = json!({ "x": [1, true, "x", 1, 1] });
    assert_eq!(
        found(object(Role::Sent, fields(ty(Int32))), &ints),
        [
            "/x Violation items",
            "/x/1 Violation unique",
            "/x/3 Violation unique",
            "/x/1 Deviation coerced",
            "/x/2 Fault type"
        ]
    );
    let objects = json!({ "x": [{ "id": 1, "name": null }, { "id": "1", "new": 2 }, { "id": [] }, { "id": [] }] });
    let found = found(object(Role::Sent, fields(Type::Object(named("Inner")))), &objects);
    assert_eq!(found[0], "/x/1 Violation unique");
    assert!(found[1..].iter().all(|finding| !finding.ends_with("unique")), "{found:?}");
}

#[test]
fn conditions_ask_for_siblings_as_read() {
    let two = Literal::Enum { name: "two".into(), wire: WireValue::Int(2) };
    let fields = || {
        vec![
            dependent(field("a", ty(Str)), REQUIRED_IF, "kind", vec![two.clone()]),
            dependent(field("b", ty(Str)), FORBIDDEN_UNLESS, "list", vec![]),
            field("kind", Type::Enum(named("Open"))),
            field("list", list(ty(Str))),
        ]
    };
    let ask = |value| found(object(Role::Sent, fields()), &value);
    assert_eq!(ask(json!({ "kind": "2", "a": "" })), ["/a Violation required_if", "/kind Deviation coerced"]);
    assert_eq!(ask(json!({ "kind": 1, "b": "b", "list": [] })), ["/b Violation forbidden_unless"]);
    assert_eq!(ask(json!({ "kind": 2, "a": 0, "b": "b", "list": ["l"] })), ["/a Deviation coerced"]);
    assert_eq!(ask(json!({ "kind": [], "list": [], "b": "" })), ["/kind Fault type"]);
    assert_eq!(ask(json!({ "b": "b", "list": 1 })), ["/list Fault type"]);
}

#[test]
fn groups_count_what_is_given() {
    let ask = |rule, value| {
        let fields = vec![field("a", ty(Str)), field("b", ty(Bool)), field("c", ty(Primitive::Json))];
        let groups = vec![Group { rule, fields: ["a", "b", "c"].map(str::to_owned).to_vec() }];
        found(Object { groups, ..object(Role::Sent, fields) }, &value)
    };
    let (least, exactly) = (GroupRule::AtLeastOneOf, GroupRule::ExactlyOneOf);
    assert_eq!(ask(least, json!({ "a": "", "b": null })), [" Violation at_least_one_of"]);
    assert_eq!(ask(least, json!({ "b": false })), NONE);
    assert_eq!(ask(least, json!({ "b": [] })), ["/b Fault type"]);
    assert_eq!(ask(exactly, json!({ "a": "a", "c": 0 })), [" Violation exactly_one_of"]);
    assert_eq!(ask(exactly, json!({ "a": "", "c": 0 })), NONE);
    assert_eq!(ask(exactly, json!({ "a": "a", "c": "" })), NONE);
}

#[test]
fn a_choice_looks_at_what_its_tag_selects() {
    let ask = |role, need, value| found(Object { members: vec![choice(need)], ..object(role, vec![]) }, &value);
    let both = |value| ask(Role::Both, true, value);
    assert_eq!(both(json!({ "kind": 2, "b": "long" })), ["/b Violation chars"]);
    assert_eq!(both(json!({ "kind": "3" })), ["/kind Deviation coerced"]);
    assert_eq!(both(json!({ "kind": true, "a": { "id": 1 } })), ["/kind Deviation coerced"]);
    assert_eq!(
        both(json!({ "kind": 3, "a": {}, "b": "long" })),
        ["/a Deviation stray_member", "/b Deviation stray_member"]
    );
    assert_eq!(both(json!({ "kind": 1, "a": null, "b": "long", "c": 1 })), ["/a Violation choice"]);
    assert_eq!(both(json!({ "kind": 9, "b": 1234, "c": 1 })), ["/kind Violation choice"]);
    assert_eq!(both(json!({ "kind": {}, "b": [] })), ["/kind Fault type"]);
    assert_eq!(both(json!({ "b": "long", "c": 1 })), ["/kind Violation choice", "/c Deviation unknown_member"]);
    assert_eq!(both(json!({ "kind": null })), ["/kind Violation required"]);
    assert_eq!(ask(Role::Sent, true, json!({ "b": "b" })), ["/kind Fault required"]);
    assert_eq!(ask(Role::Received, false, json!({ "b": "b" })), ["/kind Deviation choice"]);
    assert_eq!(ask(Role::Received, false, json!({})), NONE);
}

#[test]
fn a_flat_reply_is_read_unless_its_code_is_an_error() {
    let ask = |value| reply(object(Role::Received, vec![required("x", ty(Str))]), None, &value);
    assert_eq!(ask(json!({ "errcode": 0, "errmsg": "ok", "hint": null, "x": "" })), NONE);
    assert_eq!(
        ask(json!({ "errcode": "0", "errmsg": [], "hint": 1 })),
        ["/errcode Deviation coerced", "/errmsg Deviation type", "/hint Deviation coerced", "/x Fault required"]
    );
    assert_eq!(ask(json!({ "errcode": 40001, "y": 1 })), NONE);
    assert_eq!(ask(json!({ "errcode": 40002, "y": 1 })), ["/errcode Deviation unlisted_value"]);
    assert_eq!(ask(json!({ "errcode": false })), ["/errcode Deviation coerced", "/x Fault required"]);
    assert_eq!(ask(json!({ "x": "" })), ["/errcode Fault required"]);
    assert_eq!(ask(json!({ "errcode": null, "x": "" })), ["/errcode Fault type"]);
    assert_eq!(ask(json!("ok")), [" Fault type"]);
}

#[test]
fn a_wrapped_reply_has_its_payload_below_its_name() {
    let ask = |fields, value| reply(object(Role::Received, fields), Some("data"), &value);
    let need = || vec![required("x", ty(Str))];
    assert_eq!(
        ask(need(), json!({ "errcode": 0, "data": { "x": 1 }, "more": 1 })),
        ["/data/x Deviation coerced", "/more Deviation unknown_member"]
    );
    assert_eq!(ask(need(), json!({ "errcode": 0 })), ["/data Fault required"]);
    assert_eq!(ask(need(), json!({ "errcode": 0, "data": null })), ["/data Fault required"]);
    assert_eq!(ask(need(), json!({ "errcode": 0, "data": [] })), ["/data Fault type"]);
    assert_eq!(ask(need(), json!({ "errcode": 40001, "data": [] })), NONE);
    let rule = dependent(field("x", ty(Str)), REQUIRED_IF, "y", vec![]);
    assert_eq!(ask(vec![rule], json!({ "errcode": 0, "data": null })), NONE);
}

#[test]
fn nothing_is_read_below_the_deepest_level() {
    let deep = |levels: usize, wrap: fn(Value) -> Value| (1..levels).fold(json!({}), |inner, _| wrap(inner));
    let tree = |levels| {
        let fields = vec![field("of", list(Type::Object(named("Tree"))))];
        findings(object(Role::Both, fields), &deep(levels, |inner| json!({ "of": [inner] })))
    };
    assert_eq!(brief(&tree(64)), NONE);
    let found = tree(65);
    assert_eq!((found.len(), found[0].rule, found[0].pointer.len()), (1, "depth", "/of/0".len() * 64));
    let json = |levels| of(ty(Primitive::Json), deep(levels, |inner| json!([inner])));
    assert_eq!(json(127), NONE);
    assert_eq!(json(128), [format!("/x{} Fault depth", "/0".repeat(127))]);
    assert_eq!(json(400).len(), 1);
}

#[test]
fn messages_show_short_values_and_no_secrets() {
    let said = |ty, value: Value| {
        let object = object(Role::Sent, vec![field("x", ty)]);
        findings(object, &json!({ "x": value })).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let long = "客".repeat(41);
    assert_eq!(said(ty(Int64), json!("abc")), ["/x: expected an integer, found the string \"abc\" [type]"]);
    assert_eq!(
        said(ty(Int64), json!(long)),
        [format!("/x: expected an integer, found the string \"{}…\" [type]", "客".repeat(40))]
    );
    let short = said(Type::Scalar(named("Short")), json!("ABCD"));
    assert_eq!(short[0], "/x: expected 1 to 3 characters, found 4 [chars]");
    assert_eq!(short[1], "/x: expected a string that matches `[a-z]*`, found \"ABCD\" [pattern]");
    let secret = Type::Scalar(named("Secret"));
    for said in
        [said(secret.clone(), json!("ABCD")), said(secret.clone(), json!(4321)), said(list(secret), json!("ABCD"))]
    {
        assert!(!said.is_empty() && !said.concat().contains("ABCD") && !said.concat().contains("4321"), "{said:?}");
    }
    let root = Finding { pointer: String::new(), class: Class::Fault, rule: "type", message: "m".into() };
    assert_eq!(root.to_string(), "the document: m [type]");
}

#[test]
fn milliseconds_of_this_century_in_another_unit_are_reported() {
    for (time, found) in [
        (json!(1_700_000_000_000_i64), &NONE[..]),
        (json!(0), &NONE),
        (json!(-1_700_000_000), &NONE),
        (json!(1_700_000_000), &["/x Deviation unit"]),
        (json!("1700000000"), &["/x Deviation coerced", "/x Deviation unit"]),
        (json!(1_700_000_000_000_000_i64), &["/x Deviation unit"]),
    ] {
        assert_eq!(of(Type::Primitive(TimestampMs), time.clone()), found, "{time}");
    }
}

#[test]
fn a_uint64_has_all_64_bits() {
    for (value, found) in [
        (json!(u64::MAX), &NONE[..]),
        (json!(0), &NONE),
        (json!("18446744073709551615"), &["/x Deviation coerced"]),
        (json!("18446744073709551616"), &["/x Fault type"]),
        (json!(-1), &["/x Fault type"]),
        (json!(1.0e19), &["/x Fault type"]),
        (json!(7.0), &["/x Deviation coerced"]),
    ] {
        assert_eq!(of(Type::Primitive(Uint64), value.clone()), found, "{value}");
    }
    assert_eq!(of(Type::Primitive(Int64), json!(u64::MAX)), ["/x Fault type"]);
}

#[test]
fn a_time_of_this_century_in_another_unit_is_reported() {
    for (time, found) in [
        (json!(1_700_000_000), &NONE[..]),
        (json!(0), &NONE),
        (json!(5), &NONE),
        (json!(-1_700_000_000_000_i64), &NONE),
        (json!(i64::MAX), &NONE),
        (json!(1_700_000_000_000_i64), &["/x Deviation unit"]),
        (json!("1700000000123"), &["/x Deviation coerced", "/x Deviation unit"]),
        (json!(1_700_000), &["/x Deviation unit"]),
    ] {
        assert_eq!(of(Type::Primitive(Timestamp), time.clone()), found, "{time}");
        assert_eq!(
            of(Type::Primitive(Int64), time),
            found.iter().filter(|f| f.ends_with("coerced")).copied().collect::<Vec<_>>()
        );
    }
}
