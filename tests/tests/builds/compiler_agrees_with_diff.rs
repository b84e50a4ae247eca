//! Where `diff` says that code breaks, code for the old schemas does not compile against the new ones, and elsewhere it does.

use std::path::Path;

use codegen::diff::{Rule, Rust, compare};
use tests::{
    change::Case,
    downstream::{Versions, broken},
    template::schemas,
};

fn versions(name: &str, before: &[(&str, &str)], after: &[(&str, &str)]) -> Versions {
    Versions { name: name.to_owned(), before: schemas(before), after: schemas(after) }
}

#[test]
fn broken_code_is_found() {
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

/// The catalogue says of each rule whether code breaks; its case is built, and used.
#[test]
fn the_catalogue_agrees_with_the_compiler() {
    let cases = Rule::ALL.iter().map(|rule| {
        let [before, after] = Case::of(*rule).unwrap_or_else(|| panic!("{rule} has no case")).sources();
        Versions { name: rule.id().to_owned(), before, after }
    });
    let cases: Vec<Versions> = cases.collect();
    let found = broken(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("catalogue"), &cases);
    let model = |sources| codegen::load(sources).model.unwrap_or_else(|| panic!("a case has faults"));
    let wrong = cases.iter().filter_map(|case| {
        let changes = compare(&model(&case.before), &model(&case.after));
        let said = changes.iter().any(|change| change.effects().rust == Rust::Breaks);
        let is = found.contains(&case.name);
        let rules: Vec<&str> = changes.iter().map(|change| change.rule.id()).collect();
        (said != is).then(|| format!("{}: said to break: {said}, breaks: {is} ({})", case.name, rules.join(", ")))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

const KIND: &str = "Kind: { wire: string, doc: A kind, values: { dry: { value: d } } }";
const KIND_AND_MORE: &str = "Kind: { wire: string, doc: A kind, values: { dry: { value: d }, wet: { value: w } } }";
const DOSED: (&str, &str) = ("file:feed/request.json", r#"{"animal": "a1", "dose": 2}"#);
const USED: (&str, &str) = ("response", "kind: { type: Kind, doc: Which. }");
