//! Unusual files, such as empty, huge or deeply nested ones, are accepted or refused within a time limit.

use std::time::{Duration, Instant};

use codegen::{
    Outcome, Source,
    diagnostic::{Code, Format, Severity, Texts, render},
    emit,
};
use tests::minimal::{PAGE, VENDOR};

/// The time limit for a file, in an unoptimised build on a busy machine. A quadratic algorithm would take hours.
const LONGEST: Duration = Duration::from_secs(30);

/// A small page with a doc of two lines and a string field.
fn page() -> String {
    let documented = PAGE.replace("    body:\n", "    doc: |\n      Two lines\n      of text.\n    body:\n");
    documented + "      name: { type: string }\n"
}

/// Loads a page and its vendor within the time limit.
fn load(page: impl Into<Vec<u8>>) -> Outcome {
    let source = |path: &str, bytes: Vec<u8>| Source { path: path.to_owned(), bytes };
    let sources = [source("acme/vendor.yaml", VENDOR.into()), source("acme/feed.yaml", page.into())];
    let started = Instant::now();
    let outcome = codegen::load(&sources);
    let taken = started.elapsed();
    eprintln!("{} bytes: {taken:?}, {} faults", sources[1].bytes.len(), outcome.diagnostics.len());
    assert!(taken < LONGEST, "it took {taken:?}");
    for found in outcome.diagnostics.iter().take(3) {
        assert!(sources.iter().any(|source| source.path == found.file), "an error names an existing file");
        assert!(!render(found, &Texts::new("", &sources), Format::Human).is_empty());
    }
    outcome
}

/// The error codes of a page, which must be refused.
fn codes(page: impl Into<Vec<u8>>) -> Vec<Code> {
    let outcome = load(page);
    assert!(outcome.model.is_none(), "the page is accepted");
    let errors = outcome.diagnostics.iter().filter(|found| found.code.severity() == Severity::Error);
    let mut codes: Vec<Code> = errors.map(|found| found.code).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The files emitted for a page, which must be accepted.
fn made(page: impl Into<Vec<u8>>) -> Vec<emit::File> {
    let outcome = load(page);
    emit::files(&outcome.model.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics)))
}

#[test]
fn line_endings_and_a_byte_order_mark_change_nothing() {
    let plain = made(page());
    assert!(made(page().replace('\n', "\r\n")) == plain, "CRLF");
    assert!(made(format!("\u{feff}{}", page())) == plain, "BOM");
    assert!(made(format!("\u{feff}{}", page()).replace('\n', "\r\n")) == plain, "both");
}

#[test]
fn files_without_a_schema() {
    assert_eq!(codes(""), [Code::Yaml], "empty");
    assert_eq!(codes("\u{feff}"), [Code::Yaml], "a BOM alone");
    assert_eq!(codes(" \n\t\n"), [Code::Yaml], "white space");
    assert_eq!(codes("# a comment\n# another\n"), [Code::Yaml], "comments");
    assert_eq!(codes("---\n...\n"), [Code::WrongType], "an empty document");
    assert_eq!(codes(b"page: \xff\xfe".to_vec()), [Code::NotUtf8], "not UTF-8");
    assert_eq!(codes("page".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()), [Code::Yaml], "UTF-16");
    assert_eq!(codes("\0"), [Code::Yaml], "NUL alone");
    assert_eq!(codes(page().replace("Feed an", "Fe\0ed an")), [Code::Yaml], "NUL within");
}

#[test]
fn aliases_merge_keys_and_tags() {
    let merge = page().replace("type: int32", "<<: { type: int32 }");
    assert_eq!(codes(merge), [Code::YamlFeature], "a merge key");
    let alias = page().replace("grams: {", "grams: &a {") + "      other: { <<: *a }\n";
    assert_eq!(codes(alias), [Code::YamlFeature], "a merge key with an alias");
    let laughs: String =
        (1..30).map(|at| format!("a{at}: &a{at} [{}]\n", format!("*a{}, ", at - 1).repeat(10))).collect();
    assert_eq!(codes(format!("a0: &a0 lol\n{laughs}")), [Code::YamlFeature], "billions of laughs");
    assert_eq!(codes(page().replace("type: int32", "type: !!str int32")), [Code::YamlFeature], "a tag");
    assert_eq!(codes(page().replace("type: int32", "type: !ruby/object:X int32")), [Code::YamlFeature], "a local tag");
}

#[test]
fn deep_nesting() {
    let block = |depth: usize| (0..depth).map(|at| format!("{}a:\n", " ".repeat(at))).collect::<String>();
    assert_eq!(codes(block(100)), [Code::TooDeep], "maps in blocks");
    assert_eq!(codes(block(1_000)), [Code::TooDeep], "many maps in blocks");
    assert_eq!(codes("- ".repeat(100_000)), [Code::TooDeep], "lists in blocks");
    for open in ["[", "{", "[{a: ", "{? ", "[[],"] {
        let found = codes(open.repeat(100_000));
        assert!(matches!(found[..], [Code::TooDeep] | [Code::Yaml]), "100,000 {open}: {found:?}");
    }
    let types = page().replace("type: string", &format!("type: {}string{}", "[".repeat(31), "]".repeat(31)));
    assert!(!made(types).is_empty(), "a type of 31 lists");
    let deep = page().replace("type: string", &format!("type: {}string{}", "[".repeat(64), "]".repeat(64)));
    assert_eq!(codes(deep), [Code::TooDeep], "a type of 64 lists");
}

#[test]
fn large_scalars() {
    let words = |bytes: usize| "0123456 89abcde\n      ".repeat(bytes / 22);
    assert!(!made(page().replace("Two lines", &words(1_000_000))).is_empty(), "1 MB of docs");
    assert_eq!(codes(page().replace("Two lines", &words(10_000_000))), [Code::TooLarge], "10 MB of docs");
    let word = "x".repeat(1_000_000);
    assert_eq!(codes(word.clone()), [Code::WrongType], "one word");
    assert_eq!(codes(page().replace("POST /feed", &word)), [Code::BadRoute], "a route");
    assert_eq!(codes(page().replace("type: string", &format!("type: {word}"))), [Code::UnknownType], "a type");
    assert_eq!(codes(page().replace("type: string", &format!("{word}: string"))), [Code::Yaml], "a key");
}

#[test]
fn many_keys() {
    let keys =
        |count: usize, value: &str| (0..count).map(|at| format!("      key_{at}: {value}\n")).collect::<String>();
    assert_eq!(codes(format!("{}{}", page(), keys(10_000, "{ type: string }"))), [Code::TooManyMembers], "many fields");
    assert_eq!(codes(keys(8_000, "1")), [Code::UnknownKey, Code::MissingKey], "many unknown keys");
    assert_eq!(codes("      a: 1\n".repeat(25_000)), [Code::DuplicateKey], "one key again and again");
    let values = format!(
        "{}enums:\n  Way:\n    wire: int32\n    values:\n{}",
        page(),
        (0..10_000).map(|at| format!("      v{at}: {{ value: {at} }}\n")).collect::<String>()
    );
    assert!(load(values).model.is_some(), "an enum of 10,000 values, which nothing uses");
}
