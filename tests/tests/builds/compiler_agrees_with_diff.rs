//! Code for old schemas fails to compile against the new ones exactly if `diff` reports that Rust code breaks.

use std::path::Path;

use codegen::{
    Source,
    diff::{Rule, Rust, compare},
};
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
/// One case in this many is compiled, or all of them if the variable `CATALOGUE_ALL` is set: do that after a change of `diff`,
/// of the emitter or of the runtime's macros. The catalogue's own tests look at every rule.
const SAMPLED: usize = 4;

#[test]
fn the_compiler_agrees_with_the_catalogue() {
    let cases = Rule::ALL.iter().map(|rule| {
        let [old, new] = Case::of(*rule).unwrap_or_else(|| panic!("{rule} has no case")).sources();
        Versions { name: rule.id().to_owned(), old, new }
    });
    let further = Case::further().into_iter().map(|(name, case)| {
        let [old, new] = case.sources();
        Versions { name, old, new }
    });
    let step = if std::env::var_os("CATALOGUE_ALL").is_some() { 1 } else { SAMPLED };
    let cases: Vec<Versions> = cases.chain(further).chain(further_cases()).step_by(step).collect();
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

/// Other ways in which rules apply.
fn further_cases() -> Vec<Versions> {
    let (inline, named) = (("response", INLINE_CONTACT), ("response", NAMED_CONTACT));
    let (in_zoo, declared) = (("file:zoo/call.yaml", CALL), format!("{CALL}types:\n  {CONTACT}\n"));
    let in_zoo_declared = ("file:zoo/call.yaml", declared.as_str());
    let wash = |body: &str| format!("wash:\n  route: POST /wash\n  summary: Wash an animal.\n  body:\n{body}");
    let old = wash(&[WHO, HELPER, HOW].concat());
    let swapped = |name, order: [&str; 3]| {
        let new = wash(&order.concat());
        versions(name, &[("endpoints", &old)], &[("endpoints", &new)])
    };
    vec![
        versions("inline-type-to-vendor", &[inline], &[named, ("vendor_types", CONTACT)]),
        versions("vendor-type-to-inline", &[named, ("vendor_types", CONTACT)], &[inline]),
        versions("inline-type-to-types", &[inline], &[named, ("types", CONTACT)]),
        versions("types-to-inline-type", &[named, ("types", CONTACT)], &[inline]),
        versions("types-to-vendor", &[named, ("types", CONTACT)], &[named, ("vendor_types", CONTACT)]),
        versions("area-to-vendor", &[in_zoo, ("file:zoo/area.yaml", ZOO)], &[in_zoo, ("vendor_types", CONTACT)]),
        versions("page-to-area", &[in_zoo_declared], &[in_zoo, ("file:zoo/area.yaml", ZOO)]),
        swapped("ids-swapped", [HELPER, WHO, HOW]),
        swapped("other-types-swapped", [WHO, HOW, HELPER]),
        swapped("both-swapped", [HOW, HELPER, WHO]),
    ]
}

/// The reports of the further cases name what moved and what was swapped.
#[test]
fn moves_and_swaps_are_named() {
    let model = |sources: &[Source]| codegen::load(sources).model.unwrap_or_else(|| panic!("a case has errors"));
    let reported = further_cases().into_iter().map(|case| {
        let changes = compare(&model(&case.old), &model(&case.new)).into_iter();
        let lines: Vec<String> = changes
            .map(|change| {
                format!("{} {} -> {}", change.rule, change.old.unwrap_or_default(), change.new.unwrap_or_default())
            })
            .collect();
        (case.name, lines.join("; "))
    });
    let expected = [
        ("inline-type-to-vendor", "type-moved-up acme.feed.Contact -> acme.Contact"),
        ("vendor-type-to-inline", "type-moved-down acme.Contact -> acme.feed.Contact"),
        ("inline-type-to-types", "type-moved-up acme.feed.Contact -> acme.Contact"),
        ("types-to-inline-type", "type-moved-down acme.Contact -> acme.feed.Contact"),
        ("types-to-vendor", ""),
        ("area-to-vendor", "type-moved acme.zoo.Contact -> acme.Contact"),
        ("page-to-area", ""),
        ("ids-swapped", "type-constructor-swapped [animal, helper] -> [helper, animal]"),
        ("other-types-swapped", "type-constructor-changed [animal, helper, with] -> [animal, with, helper]"),
        (
            "both-swapped",
            "type-constructor-changed [animal, helper, with] -> [with, helper, animal]; \
             type-constructor-swapped [animal, helper] -> [helper, animal]",
        ),
    ];
    let expected = expected.map(|(name, lines)| (name.to_owned(), lines.to_owned()));
    assert_eq!(reported.collect::<Vec<_>>(), expected);
}

const INLINE_CONTACT: &str =
    "contact: { object: { $name: Contact, phone: { type: string, doc: A number. } }, doc: Whom to call. }";
const NAMED_CONTACT: &str = "contact: { type: Contact, doc: Whom to call. }";
const CONTACT: &str = "Contact: { phone: { type: string, doc: A number. } }";
const ZOO: &str = "area: {}\ntypes:\n  Contact: { phone: { type: string, doc: A number. } }\n";
const CALL: &str = "\
page: { title: Calls, url: https://acme.example/call, updated: 2026-01-01 }
endpoints:
  call:
    route: POST /call
    summary: Call somebody.
    response: { contact: { type: Contact, doc: Whom to call. } }
";
const WHO: &str = "    animal: { type: AnimalId, required: true, doc: The animal. }\n";
const HELPER: &str = "    helper: { type: AnimalId, required: true, doc: Who helps. }\n";
const HOW: &str = "    with: { type: string, required: true, doc: The means. }\n";
const KIND: &str = "Kind: { wire: string, doc: A kind, values: { dry: { value: d } } }";
const KIND_AND_MORE: &str = "Kind: { wire: string, doc: A kind, values: { dry: { value: d }, wet: { value: w } } }";
const DOSED: (&str, &str) = ("file:feed/request.json", r#"{"animal": "a1", "dose": 2}"#);
const USED: (&str, &str) = ("response", "kind: { type: Kind, doc: Which. }");
