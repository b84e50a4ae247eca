//! Wrong requests are refused in the vendor's envelope, with the place of each error.

use fixture::other;
use generated::{
    Secret,
    http::{Request, StatusCode, header::ALLOW},
    wecom::Wecom,
};

use super::{client, goes_on, good, message, started};

/// The reply to a changed message, and the line that the server logs.
fn refused(change: impl Fn(&mut Request<Vec<u8>>)) -> (StatusCode, String, String) {
    let server = started();
    let mut message = message(&server);
    change(&mut message);
    let answer = client::send(&message).expect("an answer");
    let refused = server.refused();
    assert_eq!(refused.len(), 1, "{refused:?}");
    goes_on(&server);
    (answer.status(), client::text(&answer), refused[0].to_string())
}

fn with_uri(message: &mut Request<Vec<u8>>, from: &str, to: &str) {
    *message.uri_mut() = message.uri().to_string().replace(from, to).parse().expect("a URI");
}

#[test]
fn an_unknown_path_lists_similar_endpoints() {
    let (status, text, line) = refused(|message| with_uri(message, "/wecom/cgi-bin/kf", "/cgi-bin/kf"));
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(text.contains("similar: POST /wecom/cgi-bin/kf/customer/batchget"), "{text}");
    assert!(line.starts_with("404 POST /cgi-bin/kf/customer/batchget: unknown path"), "{line}");
    let (_, text, _) = refused(|message| with_uri(message, "batchget", "batch_get"));
    assert!(text.contains("similar: POST /wecom/cgi-bin/kf/customer/batchget"), "{text}");
}

#[test]
fn a_query_is_not_shown() {
    let (.., line) = refused(|message| with_uri(message, "batchget?", "nothing?corpsecret=s3cr3t&"));
    assert!(!line.contains("s3cr3t") && !line.contains("TOKEN"), "{line}");
}

#[test]
fn a_line_has_no_control_character_of_the_request() {
    let body = r#"{"external_userid_list": ["wm1"], "a\nb\u001b[31m\u202e": 1}"#;
    let (.., line) = refused(|message| *message.body_mut() = body.into());
    assert!(line.contains(r"a\nb\u{1b}[31m\u{202e}"), "{line}");
    assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'), "{line}");
}

#[test]
fn an_unsupported_method() {
    let server = started();
    for method in ["GET", "PUT", "OPTIONS", "DELETE", "PATCH", "TRACE", "BREW"] {
        let mut message = message(&server);
        *message.method_mut() = method.parse().expect("a method");
        let answer = client::send(&message).expect("an answer");
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.headers().get(ALLOW).map(|allow| allow.as_bytes()), Some(&b"POST"[..]), "{method}");
    }
    assert_eq!(server.refused()[0].method(), "GET");
    goes_on(&server);
}

#[test]
fn a_missing_credential() {
    for to in ["x=1", "access_token=", "access_token=&access_token=T"] {
        let (status, text, line) = refused(|message| with_uri(message, "access_token=TOKEN", to));
        assert_eq!((status, &*text), (StatusCode::OK, r#"{"errcode":40014,"errmsg":"the credential is missing"}"#));
        assert_eq!(line, "200 wecom.kf.customer.batchget errcode 40014: the credential is missing");
    }
}

#[test]
fn a_missing_credential_of_a_vendor_with_headers() {
    let server = fixture::mock::start().expect("a mock starts");
    let request: other::mix::Request = generated::serde_json::from_str(r#"{"colours": [1]}"#).expect("a request");
    let vendor = server.vendor::<other::Other>();
    let mut message = generated::Endpoint::to_http(&request, &vendor, &Secret::new("T")).expect("a good request");
    message.headers_mut().remove("X-Token");
    let answer = client::send(&message).expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let text = client::text(&answer);
    assert!(text.contains(r#""code":401"#) && text.contains(r#""request_id""#), "{text}");
    assert_eq!(server.refused()[0].to_string(), "200 other.mix code 401: the credential is missing");
}

#[test]
fn a_body_that_is_not_json() {
    for body in
        ["", "{", "external_userid_list=wm1", "\u{feff}", "[1]", "null", "{} {}", "\u{0}", "{\"a\":\"\\ud800\"}"]
    {
        let (status, text, line) = refused(|message| *message.body_mut() = body.into());
        assert_eq!(status, StatusCode::OK, "{body:?}");
        assert!(text.starts_with(r#"{"errcode":40058,"errmsg":"#), "{body:?}: {text}");
        assert!(line.starts_with("200 wecom.kf.customer.batchget errcode 40058: "), "{line}");
    }
}

#[test]
fn a_member_that_cannot_be_read_or_is_missing() {
    let (_, _, line) = refused(|message| *message.body_mut() = br#"{"external_userid_list":["a",{}]}"#.to_vec());
    assert!(line.contains("40058: /external_userid_list/1: expected"), "{line}");
    let (_, _, line) = refused(|message| *message.body_mut() = b"{}".to_vec());
    assert!(line.contains("40058: the document: missing `external_userid_list`"), "{line}");
}

#[test]
fn broken_rules() {
    let (status, text, line) = refused(|message| *message.body_mut() = br#"{"external_userid_list":[]}"#.to_vec());
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("/external_userid_list ") && text.contains("[items]"), "{text}");
    assert!(line.contains("errcode 40058: /external_userid_list ") && line.contains("[items]"), "{line}");
    let (_, text, _) = refused(|message| *message.body_mut() = br#"{"external_userid_list":["a", "", ""]}"#.to_vec());
    assert!(text.contains("/external_userid_list/1 ") && text.contains("/external_userid_list/2 "), "{text}");
}

/// A log line shortens text from the client and escapes control characters.
#[test]
fn log_lines_are_short_and_escaped() {
    let body = format!(r#"{{"external_userid_list":[],"need_enter_session_context":"\u001b[2J{}"}}"#, "x".repeat(9000));
    let (.., line) = refused(|message| *message.body_mut() = body.clone().into());
    assert!(line.len() < 3000 && !line.chars().any(char::is_control), "{line}");
    let (.., line) = refused(|message| with_uri(message, "batchget", &"x".repeat(9000)));
    assert!(line.len() < 3000, "{line}");
}

#[test]
fn the_credential_is_checked_before_the_body() {
    let server = started();
    server.expire(&super::token());
    let mut message = message(&server);
    *message.body_mut() = b"{".to_vec();
    let text = client::text(&client::send(&message).expect("an answer"));
    assert!(text.contains("42001"), "{text}");
}

#[test]
fn nothing_shows_a_credential() {
    let server = started();
    let vendor = server.vendor::<Wecom>();
    let login = crate::login("corp", "s3cr3t");
    for change in ["?", "?x=", "s?"] {
        let mut message = generated::Endpoint::to_http(&login, &vendor, &generated::NoCredential).expect("a request");
        with_uri(&mut message, "?", change);
        client::send(&message).expect("an answer");
    }
    let message = generated::Endpoint::to_http(&good(), &vendor, &Secret::new("s3cr3t")).expect("a request");
    client::send(&message).expect("an answer");
    let calls = server.calls::<generated::wecom::kf::customer::batchget::Request>();
    let logins = server.calls::<generated::wecom::gettoken::Request>();
    assert!(!calls.is_empty() && !logins.is_empty());
    let lines: String = server.refused().iter().map(ToString::to_string).collect();
    let shown = format!("{server:?} {calls:?} {logins:?} {:?} {lines}", server.refused());
    assert!(!shown.contains("s3cr3t"), "{shown}");
}
