//! Bodies that are not JSON: the error begins with what they are.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use generated::{FromHttpResponseError, wecom::externalcontact::get};

use super::receive;

/// The message for a body without a content type.
fn message(body: impl AsRef<[u8]>) -> String {
    let error = receive::<get::Response>(body.as_ref()).expect_err("not JSON");
    assert!(matches!(error, FromHttpResponseError::NotJson { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn a_page_is_shown_without_a_content_type() {
    assert_eq!(
        message("<!DOCTYPE html>\n<html><title>502</title>\u{1b}[0m"),
        "the reply is not JSON: it begins with `<!DOCTYPE html>\\n<html><title>502</title>\\u{1b}[0m`: the document: \
         expected value (line 1, column 1)"
    );
    let long = message("很".repeat(1000));
    assert!(long.contains(&format!("{}…`", "很".repeat(200))) && !long.contains(&"很".repeat(201)), "{long}");
}

#[test]
fn an_empty_body_is_called_empty() {
    for body in ["", " ", "\r\n"] {
        assert_eq!(message(body), "the reply is empty, not JSON");
    }
}

#[test]
fn gzip_that_no_header_announces_is_recognized() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(br#"{"errcode":0,"errmsg":"ok"}"#).expect("it is compressed");
    let message = message(gzip.finish().expect("it is compressed"));
    assert!(message.starts_with("the reply is not JSON: it begins with `\\u{1f}\u{fffd}\\u{8}\\u{0}"), "{message}");
    assert!(message.ends_with("`, and it looks like gzip that no header announced"), "{message}");
    assert!(!message.chars().any(char::is_control), "{message}");
}

#[test]
fn json_that_is_cut_off_or_followed_by_text_is_shown_with_the_place() {
    assert_eq!(
        message(r#"{"errcode":0,"follow_user":[{"userid":"zh"#),
        r#"the reply is not JSON: it begins with `{"errcode":0,"follow_user":[{"userid":"zh`: /follow_user/0/userid: EOF while parsing a string (line 1, column 41)"#
    );
    assert!(
        message(r#"{"errcode":0}{"errcode":0}"#).ends_with("the document: trailing characters (line 1, column 14)")
    );
    assert!(message("<br />\n<b>Warning</b>: x {\"errcode\":0}").contains("`<br />\\n<b>Warning</b>"));
    assert!(message("errcode=0").contains("it begins with `errcode=0`"));
}

#[test]
fn json_of_another_type_is_not_called_something_else() {
    for body in ["[]", "null", "\"<html>\"", r#"{"errcode":0,"follow_user":1e400}"#, "{\"errcode\":\"a\nb\"}"] {
        let error = receive::<get::Response>(body).expect_err("another type");
        assert!(matches!(error, FromHttpResponseError::Decode(_)), "{body}: {error}");
    }
}
