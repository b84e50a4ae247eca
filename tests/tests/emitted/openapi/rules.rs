//! Rules between members, and the two kinds of reply: a payload or an error.

use codegen::Source;
use serde_json::json;
use tests::{
    fixture_model,
    openapi::{apis, media},
};

use super::{fits, fixture};

#[test]
fn rules_are_conditions_of_json_schema() {
    let apis = fixture();
    let schema = apis["acme"].schemas("acme.zoo.add").body.expect("it has a body");
    let model = fixture_model();
    let good = &model.endpoints["acme.zoo.add"].request.examples[0].value;
    fits(&schema, good, "the example");
    let changes = [
        ("required_if", json!({ "trained": 1 })),
        ("forbidden_unless", json!({ "show": "s" })),
        ("at_least_one_of", json!({ "remark": "", "nicknames": [] })),
        ("exactly_one_of, both", json!({ "meadow": "m" })),
        ("exactly_one_of, none", json!({ "cage": null })),
        ("a tag that is not listed", json!({ "kind": "grass" })),
        ("a member that the tag does not select", json!({ "hay": { "weight": 1 } })),
        ("the member that the tag selects is missing", json!({ "meat": null })),
        ("closed enum", json!({ "sex": 3 })),
        ("unique", json!({ "nicknames": ["a", "a"] })),
        ("pattern, only a part matches", json!({ "code": "xAB" })),
        ("32 bits", json!({ "big_show": 2_147_483_648_u64, "size": "l" })),
    ];
    for (rule, change) in changes {
        let mut bad = good.clone();
        for (name, value) in change.as_object().expect("an object") {
            bad[name] = value.clone();
        }
        assert!(!schema.is_valid(&bad), "{rule}: {change} is accepted");
    }
    for fix in
        [json!({ "trained": 1, "trainer": "t", "show": "s", "trick": "k" }), json!({ "cage": null, "meadow": "m" })]
    {
        let mut changed = good.clone();
        for (name, value) in fix.as_object().expect("an object") {
            changed[name] = value.clone();
        }
        fits(&schema, &changed, &fix.to_string());
    }
}

/// A page whose rules are between parameters, and between a parameter and the body.
const RULES: &str = r"
page: { title: T, url: https://a.example/t, updated: 2026-01-01, documents: 2 }
endpoints:
  find:
    route: POST /find
    summary: Find.
    query:
      $at_least_one_of: [[name, id]]
      name: { type: string }
      id: { type: string }
    body:
      depth: { type: int32, required_if: name }
      width: { type: int32, required_if: depth }
  seek:
    route: POST /find
    summary: Seek.
    body:
      height: { type: int32 }
";

#[test]
fn rules_between_parameters_are_described_in_words() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let vendor = "vendor: { title: A, url: https://a.example, base_url: given, credential: { header: T }, envelope: { code: c, message: m } }\n";
    let outcome = codegen::load(&[source("a/vendor.yaml", vendor), source("a/find.yaml", RULES)]);
    let model = outcome.model.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
    let apis = apis(&model);
    let words = apis["a"].operation("a.find")["description"].as_str().expect("a description").to_owned();
    assert!(words.contains("- At least one of `name`, `id` must be given."), "{words}");
    assert!(words.contains("- `depth` is required if `name` is given."), "{words}");
    assert!(!words.contains("width"), "{words}");
    let body = &apis["a"].0["components"]["schemas"]["FindRequest"];
    assert_eq!(body["allOf"].as_array().map(Vec::len), Some(1), "{body}");
    // Two endpoints with one route are two operations.
    assert_eq!(apis["a"].operations().map(|(path, ..)| path).collect::<Vec<_>>(), ["/find", "/find#a.seek"]);
}

/// A page whose reply depends on a tag.
const TAGGED: &str = r"
page: { title: T, url: https://a.example/t, updated: 2026-01-01 }
endpoints:
  find:
    route: GET /find
    summary: Find.
    response:
      id: { type: string, required: true }
      found:
        choice: { tag: kind, wire: string }
        of:
          cat: { field: cat, type: Cat }
          none: { name: nothing }
types:
  Cat: { name: { type: string } }
";

/// Clients do not check a code that may be absent, so a reply without one is another schema.
#[test]
fn a_success_without_a_code_is_another_schema() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let vendor = "vendor: { title: A, url: https://a.example, base_url: given, credential: { header: T }, envelope: { code: c, message: m, absent: success } }\n";
    let outcome = codegen::load(&[source("a/vendor.yaml", vendor), source("a/find.yaml", TAGGED)]);
    let apis = apis(&outcome.model.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics)));
    let reply = apis["a"].schemas("a.find").reply;
    for (document, expected) in [
        (json!({ "c": 0, "id": "i" }), true),
        (json!({ "id": "i", "kind": "cat", "cat": {} }), true),
        (json!({ "c": null, "id": "i", "kind": "none" }), true),
        (json!({ "c": null, "id": "i", "kind": "dog" }), true),
        (json!({ "id": "i", "kind": "cat" }), false),
        (json!({ "c": null }), false),
        (json!({ "c": 7 }), true),
        (json!({ "c": "0", "id": "i" }), false),
    ] {
        assert_eq!(reply.is_valid(&document), expected, "{document}");
    }
    let ways = &media(&apis["a"].operation("a.find")["responses"]["200"])["schema"]["oneOf"];
    let names: Vec<&str> = ways.as_array().expect("a list").iter().filter_map(|way| way["$ref"].as_str()).collect();
    let expected =
        ["FindResponse", "Error", "FindResponseWithoutCode"].map(|name| format!("#/components/schemas/{name}"));
    assert_eq!(names, expected);
}

#[test]
fn a_reply_is_a_payload_or_an_error() {
    let apis = fixture();
    let inline = apis["acme"].schemas("acme.zoo.add").reply;
    let nested = apis["other"].schemas("other.mix").reply;
    let optional = apis["other"].schemas("other.clean").reply;
    let cases = [
        (&inline, json!({ "errcode": 0, "id": "cat1" }), true),
        (&inline, json!({ "errcode": 0 }), false),
        (&inline, json!({ "errcode": 40001, "errmsg": "no" }), true),
        (&inline, json!({ "errcode": 77777 }), true),
        (&inline, json!({ "id": "cat1" }), false),
        (&nested, json!({ "code": 200, "data": { "colour": 1 } }), true),
        (&nested, json!({ "code": 200, "data": null }), false),
        (&nested, json!({ "code": 200 }), false),
        (&nested, json!({ "code": 401, "data": null, "request_id": "r" }), true),
        (&optional, json!({ "code": 200 }), true),
        (&optional, json!({ "code": 200, "data": null }), true),
        (&optional, json!({ "code": 200, "data": { "done": "yes" } }), false),
    ];
    for (schema, reply, expected) in cases {
        assert_eq!(schema.is_valid(&reply), expected, "{reply}");
    }
    let code = &apis["acme"].0["components"]["schemas"]["Error"]["properties"]["errcode"];
    assert_eq!(code["x-extensible-enum"], json!([-1, 40001, 40082, 42009, 45009]));
    assert_eq!(
        code["x-enum-varnames"],
        json!(["busy", "bad_token", "bad_keeper_token", "keeper_token_expired", "rate_limited"])
    );
    let reply = &apis["acme"].operation("acme.zoo.add")["responses"]["200"];
    assert_eq!(reply["x-errors"], json!([40001, -1]));
    assert!(reply["description"].as_str().is_some_and(|words| words.contains("`40001` (bad_token)")), "{reply}");
    assert_eq!(media(reply)["examples"]["bad_token"]["value"]["errcode"], 40001);
}
