//! JSON texts, compared with serde_json where that can read them.

use serde_json::{Value, json};

use super::super::{Document, read};

fn document(text: &[u8]) -> Document {
    read(text).unwrap_or_else(|error| panic!("{}: {error}", text.escape_ascii()))
}

/// The place and the rule of each finding in a text.
fn found(text: &[u8]) -> Vec<String> {
    document(text).findings.iter().map(|finding| format!("{} {}", finding.pointer, finding.rule)).collect()
}

const TEXTS: &[&str] = &[
    r#"{"a":1,"b":[true,false,null],"c":{"d":"e","f":[]},"g":{}}"#,
    " [ 0 , -0 , -1 , 10 , 1.5 , -2.25e-3 , 1E9 , 123456789012345678 , 18446744073709551615 , 1e+2 ] ",
    "[-9223372036854775808,18446744073709551616,0.1,5e-324,1.7976931348623157e308]",
    r#"["","汉字\n与\"转义\"\\","\"\\\/\b\f\n\r\t","\u0000\u00e9\u6c49","\ud83d\ude00"]"#,
    "{\r\n\t\"a\" : [ ] , \"b\" : { } }\n",
    "null",
];

/// Compares a text with serde_json's view of it. Only a text with findings may be JSON here alone.
fn assert_as_serde_json(text: &str) {
    match (read(text.as_bytes()), serde_json::from_str::<Value>(text)) {
        (Ok(document), Ok(value)) => assert_eq!(document.value, value, "{text}"),
        (Ok(document), Err(_)) => {
            let tolerated = !document.findings.is_empty() || !document.beyond.is_empty();
            assert!(tolerated, "{text:?} is not JSON");
        }
        (Err(error), Ok(_)) => panic!("{text}: {error}"),
        (Err(error), Err(_)) => assert!(error.line > 0 && error.column > 0, "{text}: {error}"),
    }
}

#[test]
fn texts_are_read_as_by_serde_json() {
    let pieces =
        ["", "\"", "\\", "0", "9", "-", ".", "e", "[", "]", "{", "}", ",", ":", " ", "n", "u", "汉", "\n", "\u{1}"];
    for text in TEXTS {
        assert_as_serde_json(text);
        assert_eq!(document(text.as_bytes()).findings, [], "{text}");
        for (at, old) in text.char_indices() {
            let (before, after) = (&text[..at], &text[at + old.len_utf8()..]);
            for piece in pieces {
                assert_as_serde_json(&format!("{before}{piece}{after}"));
                assert_as_serde_json(&format!("{before}{piece}{old}{after}"));
            }
            assert_as_serde_json(before);
        }
    }
}

#[test]
fn odd_characters_are_kept_and_reported() {
    for (text, value) in [
        (&b"\"a\nb\""[..], "a\nb"),
        (b"\"\0\x1f\"", "\0\u{1f}"),
        (b"\"\xb5\xfc\xe6\xb1\"", "\u{fffd}\u{fffd}\u{fffd}"),
        (b"\"\xed\xa0\x80\"", "\u{fffd}\u{fffd}\u{fffd}"),
        (br#""\ud800\u0041""#, "\u{fffd}A"),
        (br#""\ude00\ud83d\ude00""#, "\u{fffd}😀"),
        (br#""\x41\u+123""#, r"\x41\u+123"),
    ] {
        let document = document(text);
        assert_eq!(document.value, json!(value), "{}", text.escape_ascii());
        assert_eq!(found(text), [" character"], "{}", text.escape_ascii());
    }
    let text = b"{\"ok\":\"\\n\",\"a/b\":[1,{\"x\":\"\t\x01\"}],\"\xff\":{\"y\":\"\\udfff\"}}";
    assert_eq!(found(text), ["/a~1b/1/x character", "/\u{fffd} character", "/\u{fffd}/y character"]);
    let message = &document(text).findings[0].message;
    assert_eq!(
        message,
        "expected characters that JSON allows in a string, found the control character U+0009, and 1 more"
    );
}

#[test]
fn repeated_members_and_a_byte_order_mark_are_reported() {
    let text = "\u{feff}{\"a\":1,\"b\":{\"c\":1,\"c\":2},\"a\":[{\"d\":1,\"d\":2,\"d\":3}]}".as_bytes();
    assert_eq!(
        found(text),
        [
            " byte_order_mark",
            "/b/c duplicate_member",
            "/a/0/d duplicate_member",
            "/a/0/d duplicate_member",
            "/a duplicate_member"
        ]
    );
    assert_eq!(document(text).value, json!({ "a": [{ "d": 3 }], "b": { "c": 2 } }));
}

#[test]
fn numbers_beyond_every_float_are_kept_as_their_digits() {
    let document = document(br#"{"a":[1e400,1],"b":-1e999,"c":1e308,"d":12345678901234567890123}"#);
    let beyond: Vec<(&str, &str)> =
        document.beyond.iter().map(|(place, digits)| (place.as_str(), digits.as_str())).collect();
    assert_eq!(beyond, [("/a/0", "1e400"), ("/b", "-1e999")]);
    assert_eq!(document.value["a"][1], 1);
}

#[test]
fn what_is_not_json_has_a_place() {
    for (text, expected) in [
        ("", "the document: not JSON: expected a value, found the end of the text (line 1, column 1)"),
        ("{\"a\":[1,\n tru]}", "/a/1: not JSON: expected a value (line 2, column 2)"),
        ("{\"a\":1 \"b\":2}", "the document: not JSON: expected `,` or `}` (line 1, column 8)"),
        ("{\"a\":01}", "/a: not JSON: expected no digit after a leading zero (line 1, column 7)"),
        ("{} {}", "the document: not JSON: expected the end of the text (line 1, column 4)"),
        ("\u{feff}\u{feff}{}", "the document: not JSON: expected a value (line 1, column 4)"),
    ] {
        assert_eq!(read(text.as_bytes()).expect_err(text).to_string(), expected);
    }
}

#[test]
fn nesting_has_no_limit() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
        assert_eq!(document(text.as_bytes()).findings, []);
        read(&text.as_bytes()[..text.len() - 1]).expect_err("one bracket is missing");
    }
}
