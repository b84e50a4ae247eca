//! One typo is one error: a misspelt key in the real schemas is reported once, and its consequences are not.
//!
//! By default only some lines are tried, as many however many schemas there are: `CASCADE_LINES=100000 cargo test
//! --release -p tests --test schemas one_typo` tries all of them.

use codegen::{
    Source,
    diagnostic::{Code, Format, Texts, render},
    load,
    syntax::is_facts,
};
use tests::{Parts, is_page};

/// Keys of the language that begin a line of the schemas.
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

/// The lines of a file that begin with a key of the language.
fn lines_with_keys(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let errata = lines.iter().position(|line| *line == "errata:").unwrap_or(lines.len());
    let begins = |line: &usize| {
        let keys = if *line < errata { KEYS } else { KEYS_OF_ERRATA };
        let found = keys.iter().find_map(|key| lines[*line].trim_start().strip_prefix(&format!("{key}:")));
        found.is_some_and(|value| !is_member(value, lines.get(line + 1).copied().unwrap_or_default()))
    };
    (0..lines.len()).filter(begins).collect()
}

/// Whether a line that begins with the name of a key is a member of an object, judged by its value or by the next line:
/// `required: { type: bool }`.
fn is_member(value: &str, next: &str) -> bool {
    let first = if value.is_empty() { next.trim_start() } else { value.trim_start_matches([' ', '{']) };
    ["type:", "label:", "doc:", "object:", "objects:", "required:"].iter().any(|key| first.starts_with(key))
}

#[test]
fn one_typo_is_one_error() {
    let wanted = std::env::var("CASCADE_LINES").ok().map_or(50, |lines| lines.parse().expect("it is a number"));
    let schemas = tests::sources(&tests::workspace("schemas"));
    let parts = Parts::new(&schemas);
    let mut places = Vec::new();
    for file in schemas.iter().filter(|source| source.path.ends_with(".yaml") && !is_facts(&source.path)) {
        let text = String::from_utf8_lossy(&file.bytes);
        places.extend(lines_with_keys(&text).into_iter().map(|line| (file.path.as_str(), line)));
    }
    assert!(places.len() > 500, "only {} lines have keys", places.len());
    for (path, line) in places.iter().copied().step_by((places.len() / wanted).max(1)) {
        // What a page declares is used by its part alone. What a vendor or an area declares is used by pages.
        let mut sources = if is_page(path) { parts.part(path) } else { parts.users(path) };
        let file = sources.iter_mut().find(|source| source.path == path).expect("it is among them");
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let misspell = |(n, text): (usize, &str)| if n == line { text.replacen(':', "x:", 1) } else { text.to_owned() };
        let edited: Vec<String> = text.lines().enumerate().map(misspell).collect();
        file.bytes = edited.join("\n").into_bytes();
        check(&sources, path, line + 1);
    }
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
