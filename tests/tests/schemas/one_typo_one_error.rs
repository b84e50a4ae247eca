//! One typo is one error: a misspelt key in the real schemas is reported once, and its consequences are not.
//!
//! By default only some lines are tried: `CASCADE_STEP=1 cargo test --release -p tests --test schemas one_typo` tries
//! all of them.

use codegen::{
    Source,
    diagnostic::{Code, Format, Texts, render},
    load,
};

/// Keys of the language that begin a line of the schemas, and that no vendor uses as a name.
const KEYS: &[&str] = &[
    "page",
    "updated",
    "sources",
    "endpoints",
    "route",
    "summary",
    "doc",
    "permissions",
    "query",
    "body",
    "response",
    "paging",
    "examples",
    "object",
    "objects",
    "choice",
    "required",
    "items",
    "wire",
    "values",
    "scalars",
    "enums",
    "types",
    "vendor",
    "base_url",
    "credential",
    "envelope",
    "errors",
    "default",
    "$name",
    "$at_least_one_of",
];

/// Keys of errata; their other keys are free names.
const KEYS_OF_ERRATA: &[&str] = &["because", "use", "says", "decision", "also_accept"];

#[test]
fn one_typo_is_one_error() {
    let step = std::env::var("CASCADE_STEP").ok().map_or(11, |step| step.parse().expect("CASCADE_STEP is a number"));
    let schemas = tests::sources(&tests::workspace("schemas"));
    let mut tried = 0;
    for at in 0..schemas.len() {
        let text = String::from_utf8_lossy(&schemas[at].bytes).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let errata = lines.iter().position(|line| *line == "errata:").unwrap_or(lines.len());
        let begins = |line: usize| {
            let keys = if line < errata { KEYS } else { KEYS_OF_ERRATA };
            keys.iter().any(|key| lines[line].trim_start().starts_with(&format!("{key}:")))
        };
        let places = (0..lines.len()).filter(|line| schemas[at].path.ends_with(".yaml") && begins(*line));
        for line in places.step_by(step) {
            let misspelt = lines[line].replacen(':', "x:", 1);
            let edited: Vec<&str> = (0..lines.len()).map(|n| if n == line { &misspelt } else { lines[n] }).collect();
            let mut sources: Vec<Source> = schemas.clone();
            sources[at].bytes = edited.join("\n").into_bytes();
            check(&sources, &schemas[at].path, line + 1);
            tried += 1;
        }
    }
    assert!(tried > 50, "only {tried} lines were tried");
}

/// Checks that schemas with one misspelt key have one error, at that key.
fn check(sources: &[Source], file: &str, line: usize) {
    let faults = load(sources).diagnostics;
    let texts = Texts::new("", sources);
    let shown: Vec<String> = faults.iter().map(|fault| render(fault, &texts, Format::Short)).collect();
    let [fault] = &faults[..] else { panic!("{file}:{line}: one error, not {}:\n{}", faults.len(), shown.join("\n")) };
    assert_eq!((fault.code, fault.file.as_str()), (Code::UnknownKey, file), "{}", shown[0]);
    assert!(shown[0].starts_with(&format!("{file}:{line}:")) && shown[0].contains("did you mean"), "{}", shown[0]);
}
