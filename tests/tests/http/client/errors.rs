//! The messages of call errors, and the advice they carry.

use generated::{
    Advice,
    client::{CallError, TransportError, TransportFault},
    http::{Response, StatusCode},
    wecom::kf::customer::{batchget, get_upgrade_service_config::Request},
};

use super::scripted::{Answer, Scripted, ok, refused};

async fn error(answer: Answer) -> CallError<generated::wecom::ErrorCode> {
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
    assert!(error.cause().downcast_ref::<CallError<generated::wecom::ErrorCode>>().is_some());
}

#[tokio::test]
async fn an_html_page_of_a_proxy_is_not_invalid_json() {
    let html = error(typed("text/html; charset=utf-8", "<html>log in first</html>")).await;
    assert_eq!(html.to_string(), "the reply is text/html; charset=utf-8, not JSON: <html>log in first</html>");
    let cut = error(typed("application/json", "{\"errcode\": 0, \"errm")).await;
    assert!(cut.to_string().starts_with("unexpected reply: the document: EOF"), "{cut}");
    let empty = error(typed("application/json", "")).await;
    assert!(matches!(empty, CallError::Reply(_)), "{empty}");
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
