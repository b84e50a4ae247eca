//! Strings that hold JSON.

use fixture::acme::zoo::post_letter::{Kind, Letter, Request, Response, Stamp};
use generated::{
    JsonString, Reply, Validate, Violations, http,
    serde_json::{self, json},
};

fn received(reply: &serde_json::Value) -> Response {
    let mut reply = reply.clone();
    (reply["errcode"], reply["errmsg"]) = (json!(0), json!("ok"));
    Response::from_http(http::Response::new(reply.to_string())).expect("a reply")
}

fn rules(found: Result<(), Violations>) -> Vec<(String, &'static str)> {
    let list: Vec<_> = found.err().into_iter().flatten().collect();
    list.iter().map(|violation| (violation.pointer.clone(), violation.rule.id())).collect()
}

#[test]
fn a_value_is_written_and_read() {
    let letter = Letter::new("cat").text("hello").enclosed(&Letter::new("dog"));
    let request = Request::new(&letter).stamps(&vec![Stamp::new(5)]);
    assert_eq!(request.letter.as_str(), r#"{"to":"cat","text":"hello","enclosed":"{\"to\":\"dog\"}"}"#);
    assert_eq!(request.letter.decode(), Ok(letter.clone()));
    assert_eq!(JsonString::new(&letter), request.letter);
    assert_eq!(request.validate(), Ok(()));
    let body = serde_json::to_value(&request).expect("JSON");
    assert_eq!(body["letter"], json!(request.letter.as_str()));
    assert_eq!(body["stamps"], json!(r#"[{"value":5}]"#));
    assert_eq!(serde_json::from_value::<Request>(body).expect("a request"), request);
}

#[test]
fn the_value_is_checked_with_its_rules() {
    let inner = Letter::new("dog").text("much too long");
    let letter = Letter::default().enclosed(&inner);
    let request = Request::new(&letter).kind("boxed").stamps("[{\"value\":0}]");
    let expected = [
        ("/letter/to", "required"),
        ("/letter/enclosed/text", "chars"),
        ("/stamps/0/value", "range"),
        ("/kind", "holds"),
    ];
    assert_eq!(rules(request.validate()), expected.map(|(place, rule)| (place.to_owned(), rule)));
}

#[test]
fn another_text_is_a_violation_and_the_reply_is_read() {
    for text in ["", "hello", "[1]", "{\"to\": 1", "null"] {
        let reply = received(&json!({ "answer": text, "stamps": "[]" }));
        let answer = reply.answer.clone().expect("the text is kept");
        assert_eq!(answer.as_str(), text);
        assert!(answer.decode().is_err(), "{text}");
        assert_eq!(rules(reply.validate()), [("/answer".to_owned(), "holds")], "{text}");
        assert_eq!(serde_json::to_value(&reply).expect("JSON")["answer"], text);
    }
    let error =
        received(&json!({ "answer": "{\"enclosed\": []}", "stamps": "[]" })).answer.map(|answer| answer.decode());
    let error = error.expect("a text").expect_err("a list is no text");
    assert_eq!((error.pointer(), error.position()), ("/enclosed", Some((1, 15))));
}

#[test]
fn the_value_is_read_as_leniently_as_a_reply() {
    let reply =
        received(&json!({ "answer": "{\"to\": 1, \"text\": \"a\nb\", \"new\": 1}", "stamps": "[{\"value\": \"5\"}]" }));
    let letter = reply.answer.expect("a text").decode().expect("a letter");
    assert_eq!((letter.to.as_ref().map(|to| to.as_str()), letter.text.as_deref()), (Some("1"), Some("a\nb")));
    assert_eq!(reply.stamps.decode().map(|stamps| stamps.len()), Ok(1));
    let others =
        received(&json!({ "stamps": "[]", "others": [{ "kind": "{\"type\":\"boxed\",\"depth\":3}" }] })).others;
    let kind = others[0].kind.as_ref().map(JsonString::decode);
    assert!(matches!(kind, Some(Ok(Kind::Boxed(boxed))) if boxed.depth == Some(3)));
}

#[test]
fn debug_output_shows_the_value_and_no_secret() {
    let letter: JsonString<Letter> = r#"{ "text": "hello", "key": "hidden secret" }"#.into();
    let shown = format!("{letter:?}");
    assert!(shown.contains("hello") && !shown.contains("hidden secret"), "{shown}");
    let broken: JsonString<Letter> = r#"{ "key": "hidden secret" "#.into();
    assert_eq!(format!("{broken:?}"), "JsonString(<25 bytes of another text>)");
}

/// Each text within a text needs twice as many escapes. They are checked up to a depth, and never exhaust the stack.
#[test]
fn texts_within_texts_have_a_limit() {
    let within = |levels: usize| {
        let innermost = Letter::new("cat");
        (0..levels).fold(JsonString::new(&innermost), |inner, _| JsonString::new(&Letter::new("cat").enclosed(inner)))
    };
    assert_eq!(rules(Request::new(within(4)).validate()), []);
    let deep = rules(Request::new(within(8)).validate());
    assert_eq!(deep.last(), Some(&(format!("/letter{}", "/enclosed".repeat(8)), "holds")));
    assert_eq!(rules(Request::new(within(7)).validate()), [("/letter".to_owned(), "bytes")]);
}
