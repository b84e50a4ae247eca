//! The messages of call errors, and the advice they carry.

use std::{error::Error, io};

use generated::{
    Advice, ApiError, DecodeError, FromHttpResponseError, Violations,
    client::{CallError, Client, TransportError, TransportFault},
    crates::reqwest,
    http::{Response, StatusCode},
    wecom::{
        ErrorCode, Wecom,
        kf::customer::{batchget, get_upgrade_service_config::Request},
    },
};

use super::scripted::{Answer, Scripted, ok, refused};

async fn error(answer: Answer) -> CallError<ErrorCode> {
    let transport = Scripted::new([answer]);
    transport.client().with_credential("t0ken").call(&Request::new()).await.expect_err("an error")
}

fn typed(content_type: &str, body: &str) -> Answer {
    let reply = Response::builder().header("Content-Type", content_type);
    Answer::Reply(reply.body(body.as_bytes().to_vec()).expect("a reply"))
}

#[tokio::test]
async fn each_error_code_has_its_advice() {
    let cases = [
        (40014, "the credential is rejected: error 40014 (invalid_access_token): no; get a new token and retry once"),
        (45009, "the vendor asks to retry later: error 45009 (rate_limited): no; retry later"),
        (-1, "the vendor asks to retry later: error -1 (busy): no; retry later"),
        (40058, "error 40058 (invalid_parameter): no; fix the request"),
        (48002, "error 48002 (api_forbidden): no; ask for the permission in the vendor's console"),
        (123_456, "error 123456: no"),
    ];
    for (code, message) in cases {
        assert_eq!(error(refused(code)).await.to_string(), message);
    }
}

#[tokio::test]
async fn a_request_that_breaks_a_rule_names_it() {
    let none: [&str; 0] = [];
    let transport = Scripted::new([]);
    let error =
        transport.client().with_credential("t0ken").call(&batchget::Request::new(none)).await.expect_err("a rule");
    assert!(error.to_string().contains("/external_userid_list"), "{error}");
}

#[tokio::test]
async fn a_token_fetch_with_a_wrong_secret_is_not_repeated() {
    let transport = Scripted::new([refused(40001)]);
    let error = transport.app().call(&Request::new()).await.expect_err("no token");
    assert_eq!(error.to_string(), "no token could be fetched: error 40001 (invalid_credential): no; fix the request");
    assert_eq!((error.advice(), transport.sent().len()), (Some(Advice::FixRequest), 1));
    let CallError::Token(error) = error else { panic!("{error}") };
    assert!(error.cause().downcast_ref::<CallError<ErrorCode>>().is_some());
}

#[tokio::test]
async fn an_html_page_of_a_proxy_is_not_invalid_json() {
    let html = error(typed("text/html; charset=utf-8", "<html>log in first</html>")).await;
    assert_eq!(
        html.to_string(),
        "the reply is not JSON: it begins with `<html>log in first</html>`, its type is text/html; charset=utf-8: the \
         document: expected value (line 1, column 1)"
    );
    let cut = error(typed("application/json", "{\"errcode\": 0, \"errm")).await;
    assert!(cut.to_string().starts_with("the reply is not JSON: it begins with `{\"errcode\": 0, \"errm`"), "{cut}");
    assert!(cut.to_string().ends_with("the document: EOF while parsing a string (line 1, column 20)"), "{cut}");
    let empty = error(typed("application/json", "")).await;
    assert!(matches!(empty, CallError::Reply(_)), "{empty}");
    assert_eq!(empty.to_string(), "the reply is empty, not JSON");
    // JSON with another content type is read.
    let transport = Scripted::new([typed("text/plain", r#"{"errcode": 0}"#)]);
    transport.client().with_credential("t0ken").call(&Request::new()).await.expect("a reply");
}

#[tokio::test]
async fn a_code_may_be_a_string_and_is_required() {
    let transport = Scripted::new([ok(r#"{"errcode": "0"}"#)]);
    transport.client().with_credential("t0ken").call(&Request::new()).await.expect("a reply");
    assert_eq!(error(ok(r#"{"errcode": "45009"}"#)).await.code().map(i64::from_code), Some(45009));
    assert_eq!(
        error(ok("{}")).await.to_string(),
        "unexpected reply: the document: missing `errcode` (line 1, column 2)"
    );
    assert_eq!(
        error(ok(r#"{"errcode": "none"}"#)).await.to_string(),
        "unexpected reply: /errcode: expected an integer, found string \"none\" (line 1, column 18)"
    );
}

/// The number of a code.
trait FromCode {
    fn from_code<C: generated::ErrorCode>(code: C) -> i64;
}

impl FromCode for i64 {
    fn from_code<C: generated::ErrorCode>(code: C) -> i64 {
        code.code()
    }
}

#[tokio::test]
async fn the_status_counts_if_there_is_no_code() {
    let body = |status, body: &str| Answer::Body(status, body.to_owned());
    let error_502 = error(body(StatusCode::BAD_GATEWAY, "upstream down")).await;
    assert_eq!(error_502.to_string(), "HTTP status 502 Bad Gateway: upstream down");
    let limited = error(body(StatusCode::TOO_MANY_REQUESTS, "")).await;
    assert!(matches!(limited, CallError::RetryLater(_)), "{limited}");
    let coded = error(body(StatusCode::INTERNAL_SERVER_ERROR, r#"{"errcode": 40058, "errmsg": "no"}"#)).await;
    assert_eq!(coded.to_string(), "error 40058 (invalid_parameter): no; fix the request");
    let redirect = error(body(StatusCode::FOUND, "")).await;
    assert!(matches!(redirect, CallError::Reply(_)), "{redirect}");
}

#[tokio::test]
async fn transport_errors_have_advice() {
    let cases = [
        (TransportFault::Connect, Some(Advice::RetryLater), true),
        (TransportFault::Broken, Some(Advice::RetryLater), false),
        (TransportFault::TooLarge(9), None, false),
    ];
    for (fault, advice, nothing_was_sent) in cases {
        let error = error(Answer::Fault(TransportError::new(fault))).await;
        assert_eq!(error.advice(), advice);
        let CallError::Transport(error) = error else { panic!("{error}") };
        assert_eq!((error.fault(), error.nothing_was_sent()), (fault, nothing_was_sent));
    }
}

/// The first error of this type among an error's sources.
fn source<T: Error + 'static>(error: &dyn Error) -> Option<&T> {
    sources(error).find_map(|error| error.downcast_ref())
}

fn sources(error: &dyn Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |error: &&(dyn Error + 'static)| (*error).source())
}

#[tokio::test]
async fn sources_lead_to_the_error_code_and_to_the_place_in_the_reply() {
    for code in [40014, 45009, 40058] {
        let error = error(refused(code)).await;
        assert_eq!(source::<ApiError<ErrorCode>>(&error).map(|error| error.code().wire()), Some(code));
    }
    let misread = error(ok(r#"{"errcode": "none"}"#)).await;
    assert_eq!(source::<DecodeError>(&misread).map(DecodeError::pointer), Some("/errcode"));
    let html = error(typed("text/html", "<html>")).await;
    let reply = source::<FromHttpResponseError<ErrorCode>>(&html);
    assert!(matches!(reply, Some(FromHttpResponseError::NotJson { .. })), "{html:?}");

    let (none, transport): ([&str; 0], _) = ([], Scripted::new([refused(40001)]));
    let client = transport.client().with_credential("t0ken");
    let invalid = client.call(&batchget::Request::new(none)).await.expect_err("a rule");
    assert_eq!(source::<Violations>(&invalid).map(|violations| violations.len()), Some(1));
    let untokened = transport.app().call(&Request::new()).await.expect_err("no token");
    assert_eq!(source::<ApiError<ErrorCode>>(&untokened).map(|error| error.code().wire()), Some(40001));
    assert_eq!(
        (untokened.code(), untokened.http_status()),
        (Some(ErrorCode::INVALID_CREDENTIAL), Some(StatusCode::OK))
    );
}

#[tokio::test]
async fn sources_lead_to_the_error_of_the_operating_system() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let vendor = Wecom::at(generated::BaseUrl::new(format!("http://{port}")).expect("a base URL"));
    let client = Client::new(vendor).expect("TLS").with_credential("t0ken");
    let error = client.call(&Request::new()).await.expect_err("nothing listens there");
    assert!(source::<reqwest::Error>(&error).is_some_and(reqwest::Error::is_connect), "{error:?}");
    assert_eq!(source::<io::Error>(&error).map(io::Error::kind), Some(io::ErrorKind::ConnectionRefused));
    assert!(error.to_string().starts_with("no connection: client error (Connect): "), "{error}");
    assert!(!error.is_timeout(), "{error}");
}

#[tokio::test]
async fn statuses_and_timeouts_need_no_match() {
    let bad_gateway = error(Answer::Body(StatusCode::BAD_GATEWAY, String::new())).await;
    assert_eq!((bad_gateway.http_status(), bad_gateway.is_timeout()), (Some(StatusCode::BAD_GATEWAY), false));
    let limited = error(Answer::Body(StatusCode::TOO_MANY_REQUESTS, String::new())).await;
    assert_eq!(limited.http_status(), Some(StatusCode::TOO_MANY_REQUESTS));
    let late = || Answer::Fault(TransportError::new(TransportFault::Timeout(std::time::Duration::from_secs(1))));
    let error = error(late()).await;
    assert_eq!((error.http_status(), error.is_timeout()), (None, true));
    // It took too long to get a token.
    let error = Scripted::new([late()]).app().call(&Request::new()).await.expect_err("no token");
    assert!(error.is_timeout(), "{error}");
}

/// Line feeds could fake an entry of a log, escapes control a terminal, and U+202E reverses the text after it.
#[tokio::test]
async fn no_message_has_a_control_character_of_the_vendor() {
    let harmful = r"a\nb\u001b[31m\u0007\u202e\u0085";
    let raw: String = generated::serde_json::from_str(&format!("\"{harmful}\"")).expect("JSON");
    let is_harmful = |c: char| c.is_control() || c == '\u{202e}';
    let answers = [
        ok(format!(r#"{{"errcode": 40058, "errmsg": "{harmful}"}}"#)),
        ok(format!(r#"{{"errcode": 40014, "errmsg": "{harmful}"}}"#)),
        ok(format!(r#"{{"errcode": 45009, "errmsg": "{harmful}"}}"#)),
        ok(format!(r#"{{"errcode": "{harmful}"}}"#)),
        ok(format!(r#"{{"errcode": 0, "member_range": {{"userid_list": {{"{harmful}": 1}}}}}}"#)),
        typed("text/html\tx", &format!("<html>\r\n{raw}</html>")),
        Answer::Body(StatusCode::BAD_GATEWAY, raw.clone()),
        Answer::Fault(TransportError::because(TransportFault::Broken, raw.clone())),
    ];
    for answer in answers {
        let error = error(answer).await;
        assert!(!format!("{error} {error:?}").contains(is_harmful), "{error:?}");
        // The cause of a broken connection is not ours.
        let mut ours = sources(&error).filter(|source| source.to_string() != raw);
        assert!(!ours.any(|source| source.to_string().contains(is_harmful)), "{error:?}");
    }
    let app = Scripted::new([]).client().with_tokens(move || std::future::ready(Err(raw.clone())));
    let error = app.call(&Request::new()).await.expect_err("no token");
    assert!(error.to_string().contains("a\\nb"), "{error}");
    assert!(!error.to_string().contains(is_harmful), "{error:?}");
}
