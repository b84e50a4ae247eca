//! For each lint, schemas that it warns of and similar ones that it accepts.
//!
//! The pages of `cargo xtask explain` show one case each, which `explain.rs` tests; the others are here.

use codegen::{Source, diagnostic::Code, load};
use tests::template::schemas;

/// The warnings about pieces of a schema, each with the text that it marks.
fn warned(pieces: &[(&str, &str)]) -> Vec<(String, String)> {
    let sources = schemas(pieces);
    let text = |file: &str| {
        let bytes = sources.iter().find(|source: &&Source| source.path == file).map(|source| source.bytes.clone());
        String::from_utf8(bytes.unwrap_or_default()).expect("schemas are texts")
    };
    let faults = load(&sources).diagnostics;
    faults
        .iter()
        .map(|fault| (fault.code.id().to_owned(), text(&fault.file)[fault.span.start..fault.span.end].to_owned()))
        .collect()
}

/// Checks the warnings about fields of the body.
#[track_caller]
fn body(members: &str, expected: &[(&str, &str)]) {
    check(&[("body", members)], expected);
}

#[track_caller]
fn check(pieces: &[(&str, &str)], expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(code, at)| ((*code).to_owned(), (*at).to_owned())).collect();
    assert_eq!(warned(pieces), expected, "{pieces:#?}");
}

#[test]
fn contradicting_limits() {
    let scalar = |limits: &str| format!("Word: {{ wire: string, doc: A word., {limits} }}");
    let number = |limits: &str| format!("Amount: {{ wire: int32, doc: An amount., {limits} }}");
    let text = |of_type: &str, own: &str, expected: &[(&str, &str)]| {
        let field = format!("word: {{ type: Word, {own} }}");
        check(&[("scalars", &scalar(of_type)), ("body", &field)], expected);
    };
    text("chars: { max: 5 }", "chars: { min: 6 }", &[("W003", "chars")]);
    text("chars: { max: 5 }", "chars: { min: 5 }", &[]);
    text("chars: { max: 5, beyond: truncated }", "chars: { min: 6 }", &[]);
    text("chars: { min: 3 }", "bytes: { max: 2, beyond: truncated }", &[]);
    text("chars: { min: 3 }", "bytes: { max: 2 }", &[("W003", "bytes")]);
    text("chars: { max: 2 }", "bytes: { min: 9 }", &[("W003", "bytes")]);
    text("chars: { max: 2 }", "bytes: { min: 8 }", &[]);
    text("chars: { min: 3 }", "pattern: \"[a-z]{1,2}\"", &[("W003", "\"[a-z]{1,2}\"")]);
    text("chars: { min: 3 }", "pattern: \"[a-z]{1,3}\"", &[]);
    body("mark: { type: string, doc: A mark., pattern: \"[^\\\\s\\\\S]\" }", &[("W003", "\"[^\\\\s\\\\S]\"")]);
    let amount = |of_type: &str, own: &str, expected: &[(&str, &str)]| {
        let field = format!("amount: {{ type: Amount, {own} }}");
        check(&[("scalars", &number(of_type)), ("body", &field)], expected);
    };
    amount("range: { max: 5 }", "range: { min: 6 }", &[("W003", "range")]);
    amount("range: { min: 1, max: 9 }", "range: { min: 2, max: 5 }", &[]);
    body("flags: { type: [bool], doc: Flags., unique: true, items: { min: 3, max: 9 } }", &[("W003", "3")]);
}

#[test]
fn limits_of_files() {
    let file = |limits: &str, expected: &[(&str, &str)]| {
        let body = format!("{{ photo: {{ type: file, required: true, doc: A photo., {limits} }} }}");
        let rest = "route: POST /add\n  summary: Add a photo.\n  errors: [40014]\n  body:";
        let allow = "- { lint: W010, at: add, because: the page shows none }";
        let endpoint = format!("add:\n  {rest} {body}");
        check(&[("head", "documents: 2"), ("endpoints", &endpoint), ("allow", allow)], expected);
    };
    file("bytes: { min: 1, max: 9 }, filename: { chars: { max: 9 } }", &[]);
    file("bytes: { min: 0, max: 9 }", &[("W006", "0")]);
    file("filename: { chars: { min: 0 } }", &[("W006", "0")]);
    file("filename: { chars: { max: 2 }, bytes: { min: 9 } }", &[("W003", "bytes")]);
    file("filename: { chars: { min: 3 }, pattern: a }", &[("W003", "a")]);
}

#[test]
fn limits_without_effect() {
    body("mark: { type: string, doc: A mark., chars: { min: 0 } }", &[("W006", "0")]);
    body("marks: { type: [string], doc: Marks., items: { min: 0, max: 3 } }", &[("W006", "0")]);
    body("marks: { type: [string], doc: Marks., items: { max: 1 }, unique: true }", &[("W006", "unique")]);
    body("grams: { type: int32, range: { max: 2147483647 } }", &[("W006", "2147483647")]);
    body("grams: { type: int32, range: { min: 0 } }", &[]);
    body("mark: { type: string, doc: A mark., pattern: \"[\\\\s\\\\S]*\" }", &[("W006", "\"[\\\\s\\\\S]*\"")]);
    body("mark: { type: string, doc: A mark., pattern: \".+\" }", &[]);
    // These two refuse line breaks and the comma.
    body("mark: { type: string, doc: A mark., pattern: \".*\" }", &[]);
    body("mark: { type: string, doc: A mark., pattern: \"[^,]*\" }", &[]);
    body("mark: { type: string, doc: A mark., chars: { max: 4 }, bytes: { max: 16 } }", &[("W006", "16")]);
    body("mark: { type: string, doc: A mark., chars: { max: 4 }, bytes: { max: 15 } }", &[]);
    body("mark: { type: string, doc: A mark., chars: { min: 4 }, bytes: { min: 4 } }", &[("W006", "4")]);
    let scalar = ("scalars", "Word: { wire: string, doc: A word., chars: { min: 1, max: 9 } }");
    check(&[scalar, ("body", "word: { type: Word, chars: { min: 1, max: 5 } }")], &[("W006", "1")]);
    check(&[scalar, ("body", "word: { type: Word, chars: { max: 9 } }")], &[("W006", "9")]);
    check(&[scalar, ("body", "word: { type: Word, chars: { min: 2 } }")], &[]);
}

#[test]
fn values_outside_limits() {
    body("mark: { type: string, doc: A mark., chars: { max: 2 }, default: long }", &[("W004", "long")]);
    body("mark: { type: string, doc: A mark., pattern: \"[a-z]\", default: A }", &[("W004", "A")]);
    body("mark: { type: string, doc: A mark., pattern: \"[a-z]\", default: a }", &[]);
    let tested = "grams: { type: int32, range: { max: 5 } }\nspoon: { type: bool, required_if: { grams: [5, 6] } }";
    body(tested, &[("W004", "6")]);
    let scalar = ("scalars", "Amount: { wire: int32, doc: An amount., range: { min: 1 } }");
    check(&[scalar, ("body", "amount: { type: Amount, default: 0 }")], &[("W004", "0")]);
}

#[test]
fn contradicting_rules() {
    // Each is forbidden without the other, which means both or neither.
    body("spoon: { type: bool, forbidden_unless: bowl }\nbowl: { type: bool, forbidden_unless: spoon }", &[]);
    body("spoon: { type: bool, required_if: bowl }\nbowl: { type: bool, required_if: spoon }", &[]);
    // A longer cycle means all or none.
    let circle = "spoon: { type: bool, forbidden_unless: { bowl: 1 } }\nbowl: { type: int32, forbidden_unless: { lid: 2 } }\n\
                  lid: { type: int32, range: { max: 9 }, forbidden_unless: { spoon: true } }";
    body(circle, &[]);
    // One condition forbids what the other requires.
    let never = "spoon: { type: bool, forbidden_unless: { bowl: 1 } }\nbowl: { type: int32, required_if: spoon }\n\
                 $exactly_one_of: [[spoon, bowl]]";
    let request = ("file:feed/request.json", r#"{"animal": "a1", "bowl": 1}"#);
    check(&[("body", never), request], &[("W005", "required_if")]);
    let required = "bowl: { type: int32 }\nspoon: { type: bool, required: true, forbidden_unless: bowl }";
    let request = ("file:feed/request.json", r#"{"animal": "a1", "bowl": 1, "spoon": true}"#);
    check(&[("body", required), request], &[("W005", "forbidden_unless")]);
    let group = "$exactly_one_of: [[spoon, bowl]]\nspoon: { type: bool, required: true }\nbowl: { type: bool }";
    let request = ("file:feed/request.json", r#"{"animal": "a1", "spoon": true}"#);
    check(&[("body", group), request], &[("W005", "spoon")]);
    // A list that is present may be empty, which counts as absent.
    let list = "$exactly_one_of: [[spoons, bowl]]\nspoons: { type: [bool], items: { min: 1 }, required_if: animal }\n\
                bowl: { type: bool }";
    let request = ("file:feed/request.json", r#"{"animal": "a1", "spoons": [true]}"#);
    check(&[("body", list), request], &[]);
}

#[test]
fn rules_without_effect() {
    let request = ("file:feed/request.json", r#"{"animal": "a1", "spoon": true}"#);
    let group = "$at_least_one_of: [[spoon, bowl]]\nspoon: { type: bool, required: true }\nbowl: { type: bool }";
    check(&[("body", group), request], &[("W007", "spoon")]);
    let always = "spoon: { type: bool, required: true }\nbowl: { type: bool, required_if: spoon }";
    let both = ("file:feed/request.json", r#"{"animal": "a1", "spoon": true, "bowl": true}"#);
    check(&[("body", always), both], &[("W007", "required_if")]);
    let erratum = "- at: feed.body.weight\n  says: { table: int, example: absent }\n  use: { type: int32 }\n  \
                   also_accept: { types: [number] }\n  because: tests";
    check(&[("errata", erratum)], &[("W007", "types")]);
    let reads = |route: &str, reads: bool| {
        format!("weigh:\n  route: {route} /weigh\n  summary: Weigh all animals.\n  reads: {reads}\n")
    };
    for method in ["GET", "POST"] {
        for value in [true, false] {
            let expected: &[(&str, &str)] = if value == (method == "GET") { &[("W007", "reads")] } else { &[] };
            check(&[("endpoints", &reads(method, value)), ("head", "documents: 2")], expected);
        }
    }
    check(&[("errata", &erratum.replace("[number]", "[string]"))], &[]);
}

#[test]
fn unused_declarations() {
    check(&[("vendor_scalars", "CageId: { wire: string, doc: A cage. }")], &[("W001", "CageId")]);
    let chain =
        "Base:\n  wire: int32\n  doc: A base.\n  values: { one: { value: 1 } }\nMeal: { from: Base, doc: A meal. }";
    check(&[("enums", chain), ("body", "meal: { type: Meal }")], &[]);
    check(&[("enums", chain)], &[("W001", "Base"), ("W001", "Meal")]);
    check(&[("errors", "45009: { name: rate_limited, advice: retry_later }")], &[]);
}

#[test]
fn closed_enums() {
    let closed = ("enums", "Mood:\n  wire: int32\n  closed: true\n  doc: A mood.\n  values: { calm: { value: 1 } }");
    check(&[closed, ("body", "mood: { type: Mood }")], &[]);
    check(&[closed, ("response", "mood: { type: Mood }")], &[("W009", "closed")]);
    check(&[closed, ("response", "mood: { type: Mood }"), ("body", "mood: { type: Mood }")], &[]);
}

#[test]
fn undocumented_fields() {
    body("type: { type: string }", &[("W013", "type")]);
    body("ext_info: { type: string }", &[("W013", "ext_info")]);
    body("type: { type: string, label: 类型 }", &[]);
    body("weight_limit: { type: string }", &[]);
    check(&[("scalars", "Kind: { wire: string, doc: A kind of food. }"), ("body", "type: { type: Kind }")], &[]);
    check(&[("scalars", "Kind: { wire: string }"), ("body", "type: { type: Kind }")], &[("W013", "type")]);
}

#[test]
fn members_that_no_example_shows() {
    let strict = |body: &str, request: &str, expected: &[(&str, &str)]| {
        let page = "# yaml-language-server: $schema=../schema.json\n\
            page: { title: 清洗, url: https://acme.example/wash, updated: 2026-01-01 }\n\
            endpoints:\n  wash:\n    route: POST /wash\n    summary: Wash an animal.\n    \
            examples: { request: [request.json] }\n    body:\n      animal: { type: AnimalId, required: true }\n";
        check(&[("page", &format!("{page}{body}")), ("file:feed/request.json", request)], expected);
    };
    let inner = "      cage:\n        object:\n          floor: { type: string }\n          door: { type: string }\n";
    strict(inner, r#"{"animal": "a1"}"#, &[("W014", "cage")]);
    strict(inner, r#"{"animal": "a1", "cage": {"floor": "f"}}"#, &[("W014", "door")]);
    strict(inner, r#"{"animal": "a1", "cage": {"floor": "f", "door": "d"}}"#, &[]);
    let choice = "      meal:\n        doc: What it eats.\n        choice: { tag: kind, wire: int }\n        of:\n          \
                  1: { field: hay, type: string }\n          2: { name: nothing }\n";
    strict(choice, r#"{"animal": "a1", "kind": 1, "hay": "h"}"#, &[("W014", "2")]);
    strict(choice, r#"{"animal": "a1", "kind": 2}"#, &[("W014", "1")]);
}

#[test]
fn duplicates() {
    let erratum = "- at: feed.body.weight\n  says: { table: a, example: b }\n  use: { type: int32 }\n  \
                   also_accept: { names: [mass, mass] }\n  because: tests";
    check(&[("errata", erratum)], &[("W015", "mass")]);
    let page = "# yaml-language-server: $schema=../schema.json\n\
        page: { title: 清洗, url: https://acme.example/wash, updated: 2026-01-01 }\n\
        endpoints:\n  wash:\n    route: POST /wash\n    summary: Wash an animal.\n    \
        body: { animal: { type: AnimalId, required: true } }\n    examples: { request: [request.json, again.json] }\n";
    let again = |request: &'static str| [("page", page), ("file:feed/again.json", request)];
    check(&again(r#"{ "animal": "a1" }"#), &[("W015", "again.json")]);
    check(&again(r#"{ "animal": "a2" }"#), &[]);
    check(&[("endpoint", "deprecated: { replacement: /feed }")], &[("W016", "/feed")]);
    check(&[("endpoint", "deprecated: { replacement: Feed }")], &[("W016", "Feed")]);
}

#[test]
fn similar_names() {
    body("cageid: { type: string }\ncage_id: { type: string }", &[("W017", "cage_id")]);
    body("cage_a: { type: string }\ncage_b: { type: string }", &[]);
    let values = "Meal:\n  wire: int32\n  doc: A meal.\n  values: { hay: { value: 1 }, live_hay: { value: 2 }, livehay: { value: 3 } }";
    check(&[("enums", values), ("body", "meal: { type: Meal }")], &[("W017", "livehay")]);
}

#[test]
fn allow_only_applies_to_its_path() {
    let member = ("body", "status: { type: int32 }");
    let allow = |at: &str| format!("- {{ lint: W013, at: {at}, because: tests }}");
    check(&[member, ("allow", &allow("feed.body.status"))], &[]);
    check(&[member, ("allow", &allow("feed"))], &[]);
    check(&[member, ("allow", &allow("feed.response"))], &[("W013", "status"), ("W018", "W013")]);
    check(&[member, ("allow", &allow("feed.body.state"))], &[("E028", "state")]);
    check(&[member, ("allow", &allow("feed").replace("W013", "W113"))], &[("E009", "W113")]);
}

#[test]
fn the_editor_line_must_name_schema_json() {
    let page = "page: { title: 清洗, url: https://acme.example/wash, updated: 2026-01-01 }\nendpoints: {}\n";
    let head = |path: &str| format!("# yaml-language-server: $schema={path}\n{page}");
    let of_page = |text: &str| -> Vec<String> {
        let warned = warned(&[("page", text)]).into_iter();
        warned.filter(|(code, _)| code == Code::EditorLine.id()).map(|(_, at)| at).collect()
    };
    assert_eq!(of_page(&head("../schema.json")), Vec::<String>::new());
    assert_eq!(of_page(&head("../../schema.json")), ["# yaml-language-server: $schema=../../schema.json"]);
    assert_eq!(of_page(page), [""]);
}

#[test]
fn required_lists_in_groups_may_be_empty() {
    let group = |rule: &str| {
        format!("${rule}: [[users, spoon]]\nusers: {{ type: [string], required: true }}\nspoon: {{ type: bool }}")
    };
    let request = ("file:feed/request.json", r#"{"animal": "a1", "users": [], "spoon": true}"#);
    check(&[("body", &group("at_least_one_of")), request], &[]);
    check(&[("body", &group("exactly_one_of")), request], &[]);
}

#[test]
fn each_contradiction_is_reported() {
    let contradiction =
        |n: u8| format!("spoon{n}: {{ type: bool, required_if: bowl{n} }}\nbowl{n}: {{ type: bool }}\n");
    let groups = "$exactly_one_of: [[spoon1, bowl1], [spoon2, bowl2]]\n";
    let both = format!("{groups}{}{}", contradiction(1), contradiction(2));
    let request = ("file:feed/request.json", r#"{"animal": "a1", "spoon1": true, "spoon2": true}"#);
    check(&[("body", &both), request], &[("W005", "required_if"), ("W005", "required_if")]);
    // Other fields and their rules do not hide a contradiction.
    let pairs: String =
        (3..20).map(|n| format!("lid{n}: {{ type: bool, required_if: pot{n} }}\npot{n}: {{ type: bool }}\n")).collect();
    check(&[("body", &format!("{both}{pairs}")), request], &[("W005", "required_if"), ("W005", "required_if")]);
    let allow = ("allow", "- { lint: W005, at: feed.body.spoon1, because: tests }");
    check(&[("body", &both), request, allow], &[("W005", "required_if")]);
}

#[test]
fn enum_values_that_rules_exclude() {
    let kinds = ("enums", "Kind:\n  wire: int32\n  doc: A kind.\n  values: { one: { value: 1 }, two: { value: 2 } }");
    let body = "kind: { type: Kind, required: true }\nspoon: { type: bool, required_if: { kind: [one, two] }, forbidden_unless: { kind: one } }";
    let request = ("file:feed/request.json", r#"{"animal": "a1", "kind": 1, "spoon": true}"#);
    check(&[kinds, ("body", body), request], &[("W005", "kind")]);
}

#[test]
fn contradicting_limits_of_a_scalar_are_reported_once() {
    let scalar = ("scalars", "Mark: { wire: string, doc: A mark., chars: { min: 10 }, bytes: { max: 5 } }");
    let body = ("body", "first: { type: Mark }\nsecond: { type: Mark }");
    check(&[scalar, body], &[("W003", "bytes")]);
    let pattern = ("scalars", "Mark: { wire: string, doc: A mark., pattern: \"1[0-9]{10}\" }");
    check(&[pattern, ("body", "mark: { type: Mark, chars: { max: 5 } }")], &[("W003", "chars")]);
    check(&[pattern, ("body", "mark: { type: Mark, bytes: { max: 5 } }")], &[("W003", "bytes")]);
    check(&[pattern, ("body", "mark: { type: Mark, chars: { max: 11 } }")], &[]);
}

#[test]
fn only_the_outermost_unused_type_is_reported() {
    let scalars = ("vendor_scalars", "CageId: { wire: string, doc: A cage. }");
    check(&[scalars, ("vendor_types", "Cage: { $doc: A cage., id: { type: CageId } }")], &[("W001", "Cage")]);
}

#[test]
fn replacements_of_deprecated_endpoints() {
    let other = |more: &str| format!("wash:\n  route: POST /v2/feed\n  summary: Wash an animal.\n{more}");
    check(&[("endpoint", "deprecated: { replacement: wash }"), ("endpoints", &other(""))], &[]);
    let back = other("  deprecated: { replacement: feed }");
    let circle = [("endpoint", "deprecated: { replacement: wash }"), ("endpoints", back.as_str())];
    check(&circle, &[("W016", "wash"), ("W016", "feed")]);
}

#[test]
fn examples_with_null_or_an_empty_list_do_not_show_a_member() {
    let page = "# yaml-language-server: $schema=../schema.json\n\
        page: { title: 清洗, url: https://acme.example/wash, updated: 2026-01-01 }\n\
        endpoints:\n  wash:\n    route: POST /wash\n    summary: Wash an animal.\n    \
        examples: { response: [ok.json] }\n    response:\n      animal: { type: AnimalId }\n      \
        cages: { objects: { floor: { type: string } } }\n      names: { type: [string] }\n";
    let reply = |more: &str| format!(r#"{{"errcode": 0, "errmsg": "ok", {more}}}"#);
    let shown = |more: &str, expected: &[(&str, &str)]| {
        check(&[("page", page), ("file:feed/ok.json", &reply(more))], expected);
    };
    shown(r#""animal": null, "cages": [], "names": []"#, &[("W014", "animal"), ("W014", "cages")]);
    shown(r#""animal": "a", "cages": [{"floor": "f"}], "names": []"#, &[]);
}

#[test]
fn derived_values_are_compared_with_those_of_the_base() {
    let derived = "Base:\n  wire: int32\n  doc: A base.\n  values: { early: { value: 1, label: 早 } }\nMeal:\n  from: Base\n  \
                   doc: A meal.\n  values: { morning: { value: 2, label: 早 }, ear_ly: { value: 3 } }";
    check(&[("enums", derived), ("body", "meal: { type: Meal }")], &[("W008", "早"), ("W017", "ear_ly")]);
}

#[test]
fn a_warning_about_an_erratum_marks_the_right_entry() {
    let errata = "- at: feed.body.openid\n  says: { a: a, b: b }\n  use: { type: int32 }\n  also_accept: { types: [string] }\n  \
                  because: tests\n- at: feed.body.id\n  says: { a: a, b: b }\n  use: { type: int32 }\n  \
                  also_accept: { types: [number] }\n  because: tests";
    let body = "openid: { type: int32, doc: One. }\nid: { type: int32, doc: Another. }";
    let sources = schemas(&[("body", body), ("errata", errata)]);
    let faults = load(&sources).diagnostics;
    let [fault] = &faults[..] else { panic!("one warning: {faults:#?}") };
    let page = sources.iter().find(|source| source.path == fault.file).expect("it is in a file");
    let before = String::from_utf8_lossy(&page.bytes[..fault.span.start]).into_owned();
    assert!(before.rfind("feed.body.id\n") > before.rfind("feed.body.openid\n"), "{before}");
}
