//! Compares the reader with `serde_json`.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

use super::*;

fn read(text: &str) -> Option<Value> {
    let mut reader = Reader::new(text);
    let value = Value::deserialize(&mut reader).ok()?;
    reader.end().ok().map(|()| value)
}

/// Whether the reader fails, or reads the same value as `serde_json`. The values are compared as texts, too, because
/// `0.0` equals `-0.0`.
fn agrees(text: &str) -> bool {
    match (read(text), serde_json::from_str::<Value>(text)) {
        (Some(ours), Ok(theirs)) => {
            let [ours_again, theirs_again] = [&ours, &theirs].map(Value::to_string);
            ours == theirs && ours_again == theirs_again
        }
        (Some(_), Err(_)) => false,
        (None, _) => true,
    }
}

/// Texts with every construct of JSON.
const TEXTS: &[&str] = &[
    r#"{"a":1,"b":[true,false,null],"c":{"d":"e","f":[]},"g":{}}"#,
    " [ 0 , -0 , -1 , 10 , 1.5 , -2.25e-3 , 1E9 , 123456789012345678 , 1234567890123456789 , 18446744073709551615 ] ",
    "[-9223372036854775808,9223372036854775808,18446744073709551616,0.1,5e-324,1.7976931348623157e308]",
    r#"["","short","just sixteen byt","a string of more than sixteen bytes","汉字和更多的汉字","汉字\n与\"转义\"\\"]"#,
    r#"["\"\\\/\b\f\n\r\t","\u0000\u00e9\u6c49","\ud83d\ude00","😀","a\u0041b"]"#,
    "{\r\n\t\"a\" : [ ] , \"b\" : { } }\n",
    "null",
    "\"text\"",
    "-7",
];

/// Texts that are not JSON.
const BAD: &[&str] = &[
    "",
    " ",
    "[",
    "]",
    "{",
    "}",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{\"a\":1,}",
    "{\"a\"}",
    "{\"a\":}",
    "{a:1}",
    "{1:1}",
    "01",
    "-",
    "-01",
    "1.",
    ".5",
    "1e",
    "1e999",
    "+1",
    "nul",
    "nulll",
    "tru",
    "truefalse",
    "\"",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\ud800\"",
    "\"\\ud800\\u0041\"",
    "\"\\udc00\"",
    "\"a\nb\"",
    "\"\u{1f}\"",
    "[1]]",
    "{}{}",
    "1 1",
    "[\u{a0}1]",
    "\"0123456789abcdef\u{7}\"",
    "\"\\u+123\"",
];

#[test]
fn json_is_read_as_by_serde_json() {
    for text in TEXTS {
        assert!(read(text).is_some(), "gave up on {text}");
        assert!(agrees(text), "{text}");
    }
}

#[test]
fn invalid_json_is_rejected() {
    for text in BAD {
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?} is JSON");
        assert!(read(text).is_none(), "{text:?} was read");
    }
}

#[test]
fn nesting_is_limited_as_in_serde_json() {
    for depth in 126..130 {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(read(&text), serde_json::from_str(&text).ok(), "{depth}");
    }
}

/// The variants of the texts in which one character was left out, replaced, or has another one before it, and the beginnings
/// of the texts.
fn changed() -> impl Iterator<Item = String> {
    let pieces =
        ["", "\"", "\\", "0", "9", "-", ".", "e", "[", "]", "{", "}", ",", ":", " ", "n", "u", "汉", "\n", "\u{1}"];
    TEXTS.iter().flat_map(move |text| {
        text.char_indices().flat_map(move |(at, old)| {
            let (before, after) = (&text[..at], &text[at + old.len_utf8()..]);
            let changes = move |piece| [format!("{before}{piece}{after}"), format!("{before}{piece}{old}{after}")];
            pieces.into_iter().flat_map(changes).chain([before.to_owned()])
        })
    })
}

#[test]
fn changed_texts_are_read_as_by_serde_json() {
    for text in changed() {
        assert!(agrees(&text), "{text:?}");
    }
}

#[test]
fn values_are_skipped_as_by_serde_json() {
    let odd = ["1e999".to_owned(), "[1e999, 12345678901234567890123]".to_owned(), "[".repeat(500) + &"]".repeat(500)];
    let fixed = TEXTS.iter().chain(BAD).map(|text| (*text).to_owned());
    for text in fixed.chain(odd).chain(changed()) {
        let mut reader = Reader::new(&text);
        let ours = IgnoredAny::deserialize(&mut reader).and_then(|_| reader.end());
        let theirs = serde_json::from_str::<IgnoredAny>(&text);
        // `serde_json` does not look at surrogates that it skips.
        assert!(ours.is_ok() == theirs.is_ok() || text.contains("\\ud"), "{text:?}: {ours:?}, {theirs:?}");
    }
}

/// Reads pairs of numbers, two levels deep, and shows the error: the steps to the value, and what was read of the text.
fn error(text: &str) -> (String, &str) {
    type Pairs = BTreeMap<String, BTreeMap<String, Vec<(u8, u8)>>>;
    let mut reader = Reader::new(text);
    let error = Pairs::deserialize(&mut reader).expect_err("not read");
    let path: Vec<String> = error.path().map(|step| format!("{step:?}")).collect();
    (path.join(" "), &text[..error.place()])
}

#[test]
fn errors_know_their_places() {
    for (text, path, read) in [
        (r#"{"a": {"\n\"": [[1, 2], [3, "x"]]}}"#, r#"Member("a") Member("\n\"") Element(1) Element(1)"#, "\"x\""),
        (r#"{"a": {"b": [[1, 256]]}}"#, r#"Member("a") Member("b") Element(0) Element(1)"#, "256"),
        (r#"{"a": {"b": [[1]]}}"#, r#"Member("a") Member("b") Element(0)"#, "[[1]"),
        (r#"{"a": {"b": [[1, 2] [3]]}}"#, r#"Member("a") Member("b")"#, "[[1, 2] "),
        (r#"{"a": {"b": []}, "c": 1}"#, r#"Member("c")"#, "1"),
    ] {
        let found = match error(text) {
            (found, before) if before.ends_with(read) => found,
            (_, before) => panic!("{text}: {before}"),
        };
        assert_eq!(found, path, "{text}");
    }
}

#[test]
fn what_is_skipped_may_be_nested_deeply_but_not_within_a_string() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Reader::new(&nested(200)).skip().is_ok());
    assert!(Reader::new("1e400").skip().is_ok());
    assert!(Reader::within_string(&nested(8)).skip().is_ok());
    assert!(Reader::within_string(&nested(9)).skip().is_err());
    assert!(Reader::within_string("[1e400]").skip().is_err());
}
