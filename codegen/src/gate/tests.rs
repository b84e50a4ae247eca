//! What the comparison finds, one diagnostic on a line: `E053 zoo.body.weight: …`.

use crate::{Source, load};

const VENDOR: &str = "\
vendor:
  title: Acme
  url: https://acme.example
  base_url: https://api.acme.example
  credential: { query: access_token }
  envelope: { code: errcode, message: errmsg, success: 0 }
errors:
  40014: { name: invalid_access_token, advice: refresh_token }
";

/// A page; `<errata>` and `<head>` are places for more.
const PAGE: &str = "\
page:
  title: Zoo
  url: https://acme.example/zoo
  updated: 2026-01-02
  <head>
endpoints:
  feed:
    route: POST /zoo/feed
    summary: Feed an animal.
    permissions: [{ app: keeper, supported: true }]
    body:
      animal: { type: string, required: true, chars: { max: 9 } }
      meals: { type: [string], items: { min: 1, max: 3 } }
      limit: { type: int32, default: 10, range: { max: 100 } }
      origin: { type: Origin }
      what:
        choice: { tag: kind, wire: string }
        of:
          plant: { field: plant, object: { grams: { type: int32 } } }
          meat: { object: { cut: { type: string } } }
    response:
      fed: { type: bool, wire: int }
      tree: { type: Tree }
      notes: { type: { string: string } }
      extra: { type: json }
    examples: { response: [ok.json] }
enums:
  Origin: { wire: int32, values: { farm: { value: 1 }, wild: { value: 2 } } }
types:
  Tree: { name: { type: string }, children: { type: [Tree] } }
errata:
  <errata>
";

const FACTS: &str = r#"
page: { updated: "2026-01-02", digest: "5d6e7f80", reader: 3 }
parts:
- part: { method: POST, path: /zoo/feed, query: [access_token], line: 3 }
  permissions:
  - { app: keeper, text: "0a000001", line: 5 }
  request:
  - { path: access_token, type: string, required: 是, text: "0a000002", line: 9 }
  - { path: animal, type: string, required: 是, chars: "..9", examples: [string], text: "0a000003", line: 10 }
  - { path: meals, type: array, required: 否, items: "1..3", examples: [list], text: "0a000004", line: 11 }
  - { path: limit, type: uint32, required: 否, range: "..100", default: "10", text: "0a000005", line: 12 }
  - { path: origin, type: int, values: ["1", "2"], text: "0a000006", line: 13 }
  - { path: kind, type: string, text: "0a000007", line: 14 }
  - { path: plant, type: obj, required: 否, text: "0a000008", line: 15 }
  - { path: plant.grams, type: int, text: "0a000009", line: 16 }
  - { path: cut, type: string, text: "0a00000a", line: 17 }
  reply:
  - { path: errcode, type: int, text: "0a00000b", line: 20 }
  - { path: fed, type: uint32, examples: [integer], text: "0a00000c", line: 21 }
  - { path: tree, type: obj, text: "0a00000d", line: 22 }
  - { path: tree.name, type: string, text: "0a00000e", line: 23 }
  - { path: tree.children, type: "obj[]", text: "0a00000f", line: 24 }
  - { path: tree.children.name, type: string, text: "0a000010", line: 25 }
  - { path: notes, type: obj, text: "0a000011", line: 26 }
  - { path: notes.someone, type: string, text: "0a000012", line: 27 }
  - { path: extra, type: obj, text: "0a000013", line: 28 }
  - { path: extra.anything, type: string, text: "0a000014", line: 29 }
"#;

/// Replaces texts of the page and of the facts, and lists what is found then.
fn found(page: &[(&str, &str)], facts: &[(&str, &str)]) -> Vec<String> {
    let mut texts = [PAGE.to_owned(), FACTS.to_owned()];
    for (text, edits) in texts.iter_mut().zip([page, facts]) {
        for (old, new) in edits {
            assert!(text.contains(old), "`{old}` is not in the text");
            *text = text.replacen(old, new, 1);
        }
        *text = text.replace("  <head>\n", "").replace("errata:\n  <errata>\n", "");
    }
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources = [
        source("acme/vendor.yaml", VENDOR),
        source("acme/zoo.yaml", &texts[0]),
        source("acme/zoo/facts.yaml", &texts[1]),
        source("acme/zoo/ok.json", r#"{"errcode": 0, "errmsg": "ok", "fed": 1}"#),
    ];
    let outcome = load(&sources);
    assert_eq!(outcome.model.is_some(), outcome.diagnostics.iter().all(|found| !found.is_error()));
    let errors = outcome.diagnostics.iter().filter(|found| found.is_error());
    let line = |at: usize| texts[0][..at].rsplit('\n').next().map_or(0, |_| texts[0][..at].matches('\n').count() + 1);
    errors.map(|found| format!("{} {}: {}", found.code, line(found.span.start), found.message)).collect()
}

/// The diagnostics without their lines.
fn messages(page: &[(&str, &str)], facts: &[(&str, &str)]) -> Vec<String> {
    let without_line = |found: String| {
        let (code, rest) = found.split_once(' ').unwrap_or_default();
        format!("{code} {}", rest.split_once(": ").unwrap_or_default().1)
    };
    found(page, facts).into_iter().map(without_line).collect()
}

const ERRATUM: &str = "errata:\n  <errata>\n";

/// An erratum about a place, with a fact.
fn erratum(at: &str, keys: &str) -> String {
    format!("errata:\n- {{ at: {at}, {keys}, says: {{ a: b, c: d }}, decision: As it is., because: it is }}\n")
}

#[test]
fn a_schema_that_says_what_its_page_says_has_no_finding() {
    assert_eq!(found(&[], &[]), Vec::<String>::new());
}

#[test]
fn what_rows_say_is_compared() {
    for (old, new, message) in [
        (
            "animal, type: string",
            "animal, type: uint32",
            "E053 the type of `animal` is `uint32` on the page and `string` here",
        ),
        (
            "animal, type: string",
            "animal, type: strange",
            "E053 the page has an unknown word for the type of `animal`: `strange`",
        ),
        (
            "meals, type: array",
            "meals, type: string",
            "E053 the type of `meals` is `string` on the page and `[string]` here",
        ),
        (
            "array, required: 否",
            "array, required: 是",
            "E053 the page requires `meals` (`是`), and the schema does not",
        ),
        (
            "string, required: 是, chars",
            "string, required: 否, chars",
            "E053 the page says that `animal` is optional (`否`), and the schema requires it",
        ),
        (
            "chars: \"..9\"",
            "chars: \"..8\"",
            "E053 the page says `..8` for the characters of `animal`, and the schema does not",
        ),
        (
            "chars: \"..9\"",
            "bytes: \"..9\"",
            "E053 the page says `..9` for the bytes of `animal`, and the schema does not",
        ),
        (
            "items: \"1..3\"",
            "items: \"2..3\"",
            "E053 the page says `2..3` for the elements of `meals`, and the schema does not",
        ),
        (
            "range: \"..100\"",
            "range: \"1..100\"",
            "E053 the page says `1..100` for the value of `limit`, and the schema does not",
        ),
        (
            "default: \"10\"",
            "default: \"20\"",
            "E053 the default of `limit` is `20` on the page, and the schema does not say so",
        ),
        (
            "kind, type: string",
            "kind, type: string, fixed: fish",
            "E053 `kind` is always `fish` on the page, and the schema does not say so",
        ),
        (
            "values: [\"1\", \"2\"]",
            "values: [\"1\", \"2\", \"3\", \"4\"]",
            "E053 the page lists `3` and `4` for `origin`, which the schema does not have",
        ),
        (
            "values: [\"1\", \"2\"]",
            "values: [\"1\"]",
            "E055 the page lists the values of `origin`, and `2` is not among them",
        ),
        (
            "examples: [list]",
            "examples: [list, string]",
            "E053 `meals` is a string in an example on the page and `[string]` here",
        ),
        ("\"2026-01-02\"", "\"2026-03-04\"", "E053 the page is of 2026-03-04, and the schema of 2026-01-02"),
        ("method: POST", "method: GET", "E053 the route is `POST /zoo/feed` here and `GET /zoo/feed` on the page"),
    ] {
        assert_eq!(messages(&[], &[(old, new)]), [message], "{new}");
    }
}

#[test]
fn a_fixed_value_may_be_a_pattern() {
    let facts = [("chars: \"..9\"", "fixed: cat")];
    assert_eq!(messages(&[("chars: { max: 9 }", "pattern: cat")], &facts), Vec::<String>::new());
    assert_eq!(messages(&[], &facts).len(), 1);
}

#[test]
fn a_text_that_is_not_empty_has_one_byte() {
    let facts = [("chars: \"..9\"", "bytes: \"1..\"")];
    let page = [("chars: { max: 9 }", "chars: { min: 1 }")];
    assert_eq!(messages(&page, &facts), Vec::<String>::new());
    assert_eq!(messages(&[], &facts).len(), 1);
}

#[test]
fn what_only_one_of_the_two_has_is_found() {
    for (old, new, message) in [
        ("path: cut,", "path: part,", "E055 neither a table nor an example of the request on the page has `cut`"),
        (
            "path: plant.grams,",
            "path: plant.pounds,",
            "E054 the page lists `pounds` in `plant`, which the schema does not have",
        ),
        (
            "text: \"0a00000a\", line: 17 }",
            "text: \"0a00000a\", line: 17 }\n  - { path: a, line: 18 }\n  - { path: b.c, line: 19 }\n  - { path: b, line: 18 }",
            "E054 an example on the page has `a` and `b`, which the schema does not have",
        ),
        (
            "path: /zoo/feed",
            "path: /zoo/find",
            "E054 the page documents `POST /zoo/find`, which the schema does not have",
        ),
        (
            "query: [access_token]",
            "query: [access_token, debug]",
            "E054 the address on the page has `debug`, and the schema has no such parameter",
        ),
        ("app: keeper", "app: visitor", "E054 the page says what `visitor` needs, and `permissions` does not"),
        (
            "  reply:\n",
            "  examples:\n  - { of: reply, digest: c0ffee01, line: 40 }\n  reply:\n",
            "E054 no file of `acme/zoo/` is the reply that the page shows at line 40",
        ),
    ] {
        let found = messages(&[], &[(old, new)]);
        assert!(found.iter().any(|found| found == message), "{new}: {found:#?}");
        assert!(found.len() <= 2, "{new}: {found:#?}");
    }
}

#[test]
fn the_example_of_the_page_is_found_in_any_layout() {
    let digest = facts::text::digest_of_json(&serde_json::json!({"fed": 1, "errmsg": "ok", "errcode": 0}));
    let example = format!("  examples:\n  - {{ of: reply, digest: {digest:?}, line: 40 }}\n  reply:\n");
    assert_eq!(messages(&[], &[("  reply:\n", &example)]), Vec::<String>::new());
}

#[test]
fn facts_with_nothing_in_them_are_a_finding() {
    let reply = FACTS.find("  reply:\n").expect("it has a reply");
    assert_eq!(
        messages(&[], &[(&FACTS[reply..], "")]),
        ["E055 the facts have no member of the reply, and the schema has 6"]
    );
    let parts = FACTS.find("parts:\n").expect("it has parts");
    assert_eq!(
        messages(&[], &[(&FACTS[parts..], "parts: []\n")]),
        ["E055 the facts of the page have nothing about `POST /zoo/feed`"]
    );
    assert_eq!(messages(&[], &[("line: 9", "line: nine")]).len(), 1);
}

#[test]
fn an_erratum_takes_back_the_finding_that_it_quotes() {
    let cases = [
        (("animal, type: string", "animal, type: uint32"), "feed.body.animal", "fact: { type: uint32 }"),
        (("array, required: 否", "array, required: 是"), "feed.body.meals", "fact: { required: 是 }"),
        (("chars: \"..9\"", "bytes: \"..64\""), "feed.body.animal", "fact: { bytes: ..64 }"),
        (
            ("values: [\"1\", \"2\"]", "values: [\"1\", \"2\", \"3\", \"4\"]"),
            "feed.body.origin",
            "fact: { values: [3, 4] }",
        ),
        (("values: [\"1\", \"2\"]", "values: [\"1\", \"2\", \"3\"]"), "Origin", "fact: { values: 3 }"),
        (("values: [\"1\", \"2\"]", "values: [\"1\"]"), "Origin.wild", "fact: { values: absent }"),
        (("path: cut,", "path: kind,"), "feed.body.what.meat.cut", "fact: { member: absent }"),
        (("path: cut,", "path: kind,"), "feed.body.what.meat.cut", "fact: { member: absent }, kind: server"),
        (
            ("  reply:\n", "  - { path: colour, text: \"0b000001\", line: 18 }\n  reply:\n"),
            "feed.body",
            "fact: { path: colour, member: table }",
        ),
        (
            ("  reply:\n", "  - { path: plant.colour, line: 18 }\n  reply:\n"),
            "feed.body.what.plant.grams",
            "fact: { path: plant.colour, member: example }",
        ),
        (("\"2026-01-02\"", "\"2026-03-04\""), "page", "fact: { updated: 2026-03-04 }"),
        (("query: [access_token]", "query: [debug]"), "feed", "fact: { query: debug }"),
    ];
    for (facts, at, keys) in cases {
        assert!(!messages(&[], &[facts]).is_empty(), "{facts:?}");
        assert_eq!(messages(&[(ERRATUM, &erratum(at, keys))], &[facts]), Vec::<String>::new(), "{at} {keys}");
    }
    let example = erratum("feed.body.limit", "fact: { member: example }");
    let only_example = [(r#"uint32, required: 否, range: "..100", default: "10", text: "0a000005""#, "uint32")];
    assert_eq!(messages(&[(ERRATUM, &example)], &only_example), Vec::<String>::new());
    // The description is quoted without a contradiction.
    let text = erratum("feed.body.limit", "fact: { text: 0a000005 }");
    assert_eq!(messages(&[(ERRATUM, &text)], &[]), Vec::<String>::new());
}

#[test]
fn an_erratum_that_corrects_nothing_is_stale() {
    let stale = |keys: &str| messages(&[(ERRATUM, &erratum("feed.body.limit", keys))], &[]);
    assert_eq!(
        stale("fact: { type: string }"),
        ["E058 the page does not say `type: string` here: it says `uint32` (line 12)"]
    );
    assert_eq!(stale("fact: { bytes: ..9 }"), ["E058 the page does not say `bytes: ..9` here: it has no `bytes` here"]);
    assert_eq!(
        stale("fact: { member: absent }"),
        ["E058 the page does not say `member: absent` here: it says `table` (line 12)"]
    );
    assert_eq!(
        stale("fact: { type: uint32 }"),
        ["E058 the schema agrees with the page about `type: uint32`, so there is nothing to correct"]
    );
    assert_eq!(
        stale("fact: { text: 0a0000ff }"),
        ["E058 the page does not say `text: 0a0000ff` here: it says `0a000005` (line 12)"]
    );
    let without = messages(
        &[(
            ERRATUM,
            "errata:\n- { at: feed.body.limit, says: { a: b, c: d }, decision: D., because: e }\n- { at: page, says: { a: b, c: d }, decision: D., because: e }\n",
        )],
        &[],
    );
    assert_eq!(without, ["E057 2 errata do not say which facts of the page they correct"]);
    assert_eq!(messages(&[(ERRATUM, &erratum("feed.body.limit", "kind: pages"))], &[]), Vec::<String>::new());
}

#[test]
fn sentences_are_acknowledged_once() {
    let unread = ("page: {", "unclaimed:\n- { text: 12345678, line: 31 }\n- { text: c0ffee01, line: 33 }\npage: {");
    let unread = (unread.0, &*unread.1.replace("12345678", "\"12345678\""));
    assert_eq!(
        messages(&[], &[unread]),
        ["E056 the page has 2 sentences with the marks of rules that no pattern understands, the first in line 31"]
    );
    let both = "  sentences: { 12345678: the doc of `limit`, c0ffee01: nothing }\n";
    assert_eq!(messages(&[("  <head>\n", both)], &[unread]), Vec::<String>::new());
    assert_eq!(
        messages(&[("  <head>\n", both)], &[]),
        ["E056 the page has no unread sentence `12345678`", "E056 the page has no unread sentence `c0ffee01`"]
    );
}

#[test]
fn a_type_apart_from_endpoints_is_found_where_it_is_used() {
    let ty = |rows: &str| format!("- part: {{ heading: Tree, line: 50 }}\n  event:\n{rows}");
    let with = |rows: &str| {
        messages(
            &[],
            &[("text: \"0a000014\", line: 29 }\n", &format!("text: \"0a000014\", line: 29 }}\n{}", ty(rows)))],
        )
    };
    let known = "  - { path: name, type: string, text: \"0c000001\", line: 51 }\n  - { path: children, type: array, text: \"0c000002\", line: 52 }\n";
    assert_eq!(with(known), Vec::<String>::new());
    let more = format!("{known}  - {{ path: height, type: int, text: \"0c000003\", line: 53 }}\n");
    assert_eq!(with(&more), ["E054 the page lists `height` in `tree`, which the schema does not have"]);
    assert_eq!(
        with(&known.replace("type: string", "type: int")),
        ["E053 the type of `tree.name` is `int` on the page and `string` here"]
    );
    let other = "  - { path: a, text: \"0c000001\", line: 51 }\n";
    assert_eq!(with(other), ["E054 the page documents `Tree`, which the schema does not have"]);
}

#[test]
fn a_manual_of_functions_names_endpoints_without_routes() {
    let named = [("method: POST, path: /zoo/feed, query: [access_token]", "heading: feed")];
    assert_eq!(messages(&[], &named), Vec::<String>::new());
    let other = [("method: POST, path: /zoo/feed, query: [access_token]", "heading: seed")];
    assert!(
        messages(&[], &other).contains(&"E055 the facts of the page have nothing about `POST /zoo/feed`".to_owned())
    );
}

#[test]
fn what_is_still_to_be_decided_is_an_error() {
    for (old, new) in [
        ("summary: Feed an animal.", "summary: TODO"),
        ("summary: Feed an animal.", "summary: 'TODO: in English'"),
        ("farm: {", "TODO: {"),
        ("wild: {", "TODO_2: {"),
        ("updated: 2026-01-02", "updated: TODO"),
        ("default: 10", "default: TODO"),
    ] {
        let found = messages(&[(old, new)], &[]);
        assert!(found.len() == 1 && found[0].starts_with("E059"), "{new}: {found:#?}");
    }
    assert_eq!(messages(&[("Feed an animal.", "TODOs are fed.")], &[]), Vec::<String>::new());
}

#[test]
fn the_range_of_a_type_needs_no_limit() {
    let range = |ty: &str, range: &str| {
        let page = format!("limit: {{ type: {ty}, default: 10 }}");
        let facts = format!("range: \"{range}\", default: \"10\"");
        messages(
            &[("limit: { type: int32, default: 10, range: { max: 100 } }", &page)],
            &[("range: \"..100\", default: \"10\"", &facts)],
        )
    };
    assert_eq!(range("uint32", "0..4294967295"), [""; 0]);
    assert_eq!(range("uint32", "0.."), [""; 0]);
    for (ty, stated) in [("uint32", "1..4294967295"), ("uint64", "0..4294967295"), ("int32", "0..")] {
        assert_eq!(range(ty, stated).len(), 1, "{ty} {stated}");
    }
}

#[test]
fn a_page_may_state_once_what_all_of_its_endpoints_need() {
    let other = "- part: { method: POST, path: /zoo/water, line: 40 }\n  permissions:\n  - { app: owner, text: \"0a000015\", line: 41 }\n";
    let facts = format!("{FACTS}{other}");
    let page = PAGE.replace(
        "{ app: keeper, supported: true }",
        "{ app: keeper, supported: true }, { app: owner, supported: true }",
    );
    let page = page.replace("enums:\n", "  water:\n    route: POST /zoo/water\n    summary: Water an animal.\n    permissions: [{ app: owner, supported: true }]\nenums:\n");
    assert_eq!(messages(&[(PAGE, &page)], &[(FACTS, &facts)]), [""; 0]);
    // Nobody states it.
    let facts = facts.replace("app: owner", "app: keeper");
    assert!(messages(&[(PAGE, &page)], &[(FACTS, &facts)]).iter().any(|found| found.contains("`owner`")));
}
