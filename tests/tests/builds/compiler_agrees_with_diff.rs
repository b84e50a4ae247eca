//! Code for old schemas fails to compile against the new ones exactly if `diff` reports that Rust code breaks.

use std::path::Path;

use codegen::diff::{Rule, Rust, compare};
use tests::{
    change::Case,
    downstream::{Versions, broken},
    template::schemas,
};

fn versions(name: &str, old: &[(&str, &str)], new: &[(&str, &str)]) -> Versions {
    Versions { name: name.to_owned(), old: schemas(old), new: schemas(new) }
}

#[test]
fn code_that_does_not_compile_is_found() {
    let note = ("response", "note: { type: string, doc: What it says. }");
    let cases = [
        ("nothing", versions("nothing", &[], &[]), false),
        ("field-added", versions("field-added", &[], &[note]), false),
        ("field-removed", versions("field-removed", &[note], &[]), true),
        (
            "field-retyped",
            versions("field-retyped", &[note], &[("response", "note: { type: int32, doc: What it says. }")]),
            true,
        ),
        (
            "constructor",
            versions("constructor", &[], &[DOSED, ("body", "dose: { type: int32, required: true, doc: Grams. }")]),
            true,
        ),
        ("setter", versions("setter", &[("body", "dose: { type: int32, doc: Grams. }")], &[]), true),
        ("value-added", versions("value-added", &[USED, ("enums", KIND)], &[USED, ("enums", KIND_AND_MORE)]), false),
        ("value-removed", versions("value-removed", &[USED, ("enums", KIND_AND_MORE)], &[USED, ("enums", KIND)]), true),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("breakage");
    let all: Vec<Versions> = cases.iter().map(|(_, versions, _)| versions.clone()).collect();
    let found = broken(&folder, &all);
    for (name, _, breaks) in &cases {
        assert_eq!(found.contains(*name), *breaks, "{name}");
    }
}

/// Compiles the case of each rule, and compares the result with the effects in the catalogue.
#[test]
fn the_compiler_agrees_with_the_catalogue() {
    let cases = Rule::ALL.iter().map(|rule| {
        let [old, new] = Case::of(*rule).unwrap_or_else(|| panic!("{rule} has no case")).sources();
        Versions { name: rule.id().to_owned(), old, new }
    });
    let cases: Vec<Versions> = cases.collect();
    let found = broken(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("catalogue"), &cases);
    let model = |sources| codegen::load(sources).model.unwrap_or_else(|| panic!("a case has errors"));
    let wrong = cases.iter().filter_map(|case| {
        let changes = compare(&model(&case.old), &model(&case.new));
        let reported = changes.iter().any(|change| change.effects().rust == Rust::Breaks);
        let fails = found.contains(&case.name);
        let rules: Vec<&str> = changes.iter().map(|change| change.rule.id()).collect();
        (reported != fails)
            .then(|| format!("{}: reported to break: {reported}, breaks: {fails} ({})", case.name, rules.join(", ")))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} rules have the wrong effect:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

const KIND: &str = "Kind: { wire: string, doc: A kind, values: { dry: { value: d } } }";
const KIND_AND_MORE: &str = "Kind: { wire: string, doc: A kind, values: { dry: { value: d }, wet: { value: w } } }";
const DOSED: (&str, &str) = ("file:feed/request.json", r#"{"animal": "a1", "dose": 2}"#);
const USED: (&str, &str) = ("response", "kind: { type: Kind, doc: Which. }");
