//! Calls without types, and the JSON of replies.

use std::time::Duration;

use generated::{
    DecodeError, FromHttpResponseError, Json, Method,
    client::{CallError, Client, Limits, RawRequest, Retry, TransportError, TransportFault},
    http::{Response, StatusCode},
    mock::{self, Answer as Reply},
    serde_json::json,
    wecom::{ErrorCode, Wecom, kf::customer::batchget},
};
use tracing_subscriber::filter::LevelFilter;

use super::{
    log::Log,
    scripted::{Answer, Scripted, nothing, ok, refused, token},
};

const PATH: &str = "/cgi-bin/user/get";

#[tokio::test]
async fn a_raw_call_has_a_token_and_all_of_the_reply() {
    let reply = Response::builder().status(201).header("X-Id", "7");
    let reply =
        reply.body(br#"{"errcode": 0, "errmsg": "ok", "name": "a", "new": {"n": [12345678901234567890123]}}"#.to_vec());
    let transport = Scripted::new([token("t1", 7200), Answer::Reply(reply.expect("a reply"))]);
    let client = transport.app();
    let reply =
        client.send_raw(Method::Post, "/cgi-bin/user/get?debug=1", json!({"userid": "客"})).await.expect("a reply");
    assert_eq!(transport.sent()[1], "user/get?debug=1&access_token=t1");
    assert_eq!(transport.body(), r#"{"userid":"客"}"#);
    assert_eq!((reply.status(), &reply.headers()["x-id"]), (StatusCode::CREATED, &"7".parse().expect("a header")));
    assert_eq!(reply.json()["name"], "a");
    let written = generated::serde_json::to_string(reply.json()).expect("JSON");
    assert!(written.contains(r#""new": {"n": [12345678901234567890123]}"#), "{written}");
    #[derive(serde::Deserialize)]
    struct Name {
        name: String,
    }
    assert_eq!(reply.deserialize::<Name>().expect("a name").name, "a");
    let error: DecodeError = reply.deserialize::<std::collections::BTreeMap<String, i32>>().expect_err("texts");
    assert_eq!(error.pointer(), "/errmsg");
}

#[tokio::test]
async fn parameters_of_get_are_in_the_query() {
    let transport = Scripted::new([nothing(), nothing(), nothing()]);
    let client = transport.client().with_credential("t0ken");
    let parameters = json!({"b": 1, "a": "x&y", "none": null, "list": [1]});
    client.send_raw(Method::Get, PATH, parameters).await.expect("a reply");
    client.send_raw(Method::Get, "/a?x=1", ()).await.expect("a reply");
    client.call_raw(&RawRequest::new(Method::Post, "/a")).await.expect("a reply");
    assert_eq!(
        transport.sent(),
        ["user/get?a=x%26y&b=1&list=%5B1%5D&access_token=t0ken", "/a?x=1&access_token=t0ken", "/a?access_token=t0ken"]
    );
    assert_eq!(transport.body(), "{}");
}

#[tokio::test(start_paused = true)]
async fn a_raw_call_is_retried_and_logged_as_any_other() {
    let log = Log::of(LevelFilter::DEBUG);
    let transport = Scripted::new([
        token("t1", 7200),
        refused(42001),
        token("t2", 7200),
        refused(45009),
        Answer::Fault(TransportError::new(TransportFault::Broken)),
    ]);
    let client = transport.app().with_retry(Retry::times(3));
    let error = client.send_raw(Method::Post, PATH, ()).await.expect_err("it may have been executed");
    assert!(matches!(error, CallError::Transport(_)), "{error}");
    assert_eq!(transport.fetches(), 2);
    let events = log.events();
    let last = events.last().expect("an event");
    assert!(last.contains("WARN call{endpoint=\"/cgi-bin/user/get\"") && last.contains("attempts=3"), "{last}");

    transport.then(Answer::Fault(TransportError::new(TransportFault::Broken)));
    transport.then(nothing());
    client.call_raw(&RawRequest::new(Method::Post, PATH).reads()).await.expect("repeated, because it reads");
    transport.then(refused(40058));
    let error = client.send_raw(Method::Post, PATH, ()).await.expect_err("a code");
    assert_eq!(error.code(), Some(ErrorCode::INVALID_PARAMETER));
}

#[tokio::test(start_paused = true)]
async fn a_raw_call_has_the_limits_of_the_client() {
    let transport = Scripted::new([nothing(), nothing(), ok(" ".repeat(100) + "{}")]).slow(Duration::from_secs(5));
    let client = transport.client().with_credential("t0ken");
    let limits = Limits { timeout: Duration::from_secs(1), max_reply: 50, ..Limits::default() };
    let error = client.clone().with_limits(limits).send_raw(Method::Get, PATH, ()).await.expect_err("late");
    assert!(error.is_timeout(), "{error}");
    let hasty = client.clone().with_deadline(Duration::from_secs(2));
    let error = hasty.send_raw(Method::Get, PATH, ()).await.expect_err("late");
    assert!(matches!(error, CallError::Deadline(_)), "{error}");
    let small = client.with_limits(Limits { max_reply: 50, ..Limits::default() });
    let error = small.send_raw(Method::Get, PATH, ()).await.expect_err("too large");
    assert!(matches!(&error, CallError::Transport(error) if error.fault() == TransportFault::TooLarge(50)), "{error}");
}

#[tokio::test]
async fn what_is_no_success_is_an_error() {
    let bad = |status: u16, body: &str| Answer::Body(StatusCode::from_u16(status).expect("a status"), body.to_owned());
    let transport = Scripted::new([
        ok("<html>"),
        bad(500, r#"{"errcode": 0}"#),
        bad(200, r#"{"errcode": "x"}"#),
        bad(500, r#"{"errcode": 45009}"#),
        ok(r#"{"ip_list": []}"#),
        ok("[1]"),
        ok("\u{feff}{\"errcode\": null, \"text\": \"a\u{1}b\"}"),
    ]);
    let client = transport.client().with_credential("t0ken");
    let mut errors = Vec::new();
    for _ in 0..4 {
        errors.push(client.send_raw(Method::Get, PATH, ()).await.expect_err("an error"));
    }
    assert!(matches!(&errors[0], CallError::Reply(FromHttpResponseError::NotJson { .. })), "{}", errors[0]);
    assert_eq!(errors[1].http_status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(errors[2].to_string(), "unexpected reply: /errcode: expected an integer");
    assert!(errors[3].is_rate_limited(), "{}", errors[3]);
    assert_eq!(*client.send_raw(Method::Get, PATH, ()).await.expect("no code").json(), json!({"ip_list": []}));
    assert_eq!(*client.send_raw(Method::Get, PATH, ()).await.expect("no object").json(), json!([1]));
    let repaired = client.send_raw(Method::Get, PATH, ()).await.expect("a repaired text");
    assert_eq!(repaired.into_json(), Json::from(json!({"errcode": null, "text": "a\u{1}b"})));
}

/// A path that does not begin with a slash could continue the host: `http://wecom.test@evil.test/`.
#[tokio::test]
async fn a_path_that_is_not_valid_is_not_sent() {
    let transport = Scripted::new([]);
    let client = transport.app();
    for path in [
        "",
        "*",
        "?a=b",
        "@evil.test/",
        ".evil.test/",
        "cgi-bin/user/get",
        "/a b",
        "/a#b",
        "/a\r\nb",
        "http://evil.test/",
    ] {
        let error = client.send_raw(Method::Post, path, ()).await.expect_err("a bad path");
        assert!(error.to_string().contains("must begin with `/`"), "{path}: {error}");
    }
    let lists = client.send_raw(Method::Get, PATH, json!([1])).await.expect_err("no object");
    assert!(lists.to_string().contains("an object"), "{lists}");
    let keys = std::collections::BTreeMap::from([((1, 2), 3)]);
    let error = client.send_raw(Method::Post, PATH, keys).await.expect_err("keys that are no strings");
    assert!(matches!(error, CallError::Request(_)), "{error}");
    assert_eq!(transport.sent(), [""; 0]);
    let away = client.with_credential("t0ken");
    transport.then(nothing());
    away.send_raw(Method::Get, "//evil.test/../x", ()).await.expect("the host is that of the vendor");
}

#[tokio::test]
async fn secrets_of_raw_calls_appear_nowhere() {
    let log = Log::of(LevelFilter::TRACE);
    let hint = |secrets: &str| ok(format!(r#"{{"errcode": 40058, "errmsg": "bad {secrets}"}}"#));
    let transport = Scripted::new([
        hint("t0ken"),
        hint("s3cr3t corp-s3cr3t"),
        Answer::Body(StatusCode::BAD_GATEWAY, "s3cr3t".to_owned()),
        nothing(),
    ]);
    let client = transport.client().with_credential("t0ken");
    let error = client.send_raw(Method::Post, PATH, ()).await.expect_err("a code");
    assert!(!error.to_string().contains("t0ken") && !format!("{error:?}").contains("t0ken"), "{error}");

    let grant = RawRequest::new(Method::Post, "/cgi-bin/service/get_suite_token?key=s3cr3t").without_credential();
    let grant = grant.json(json!({"suite_id": "id1", "list": [{"suite_secret": "corp-s3cr3t"}]}));
    for _ in 0..2 {
        let error = client.call_raw(&grant).await.expect_err("an error");
        assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error} {error:?}");
    }
    let reply = client.call_raw(&grant).await.expect("a reply");
    assert!(!format!("{grant:?} {reply:?}").contains("s3cr3t"), "{grant:?}");
    assert_eq!(format!("{grant:?}"), "RawRequest(POST /cgi-bin/service/get_suite_token)");
    assert!(!transport.sent()[1].contains("access_token"), "{:?}", transport.sent());
    let text = log.text();
    assert!(text.contains("get_suite_token") && !text.contains("s3cr3t") && !text.contains("t0ken"), "{text}");
}

#[tokio::test]
async fn a_typed_reply_comes_with_its_json() {
    let server = mock::start().expect("a mock");
    let known = json!({"customer_list": [{"nickname": "a", "new": 1.50}], "errcode": 0, "errmsg": "ok"});
    server.on::<batchget::Request>().once(Reply::json(known.clone()).expect("an object"));
    let client = Client::new(server.vendor::<Wecom>()).expect("TLS").with_credential("any");
    let (reply, raw) = client.call_with_raw(&batchget::Request::new(["wm1"])).await.expect("a reply");
    assert_eq!(reply.customer_list[0].nickname.as_deref(), Some("a"));
    assert_eq!(raw.json()["customer_list"][0]["new"], 1.50);
    assert_eq!(server.calls::<batchget::Request>().len(), 1);

    let raw = client.send_raw(Method::Post, "/cgi-bin/kf/customer/batchget", json!({"external_userid_list": ["wm2"]}));
    assert_eq!(raw.await.expect("the example").json()["invalid_external_userid"][0], "zhangsan");
    assert_eq!(server.calls::<batchget::Request>()[1].request.external_userid_list[0].as_str(), "wm2");
    server.on::<batchget::Request>().once(Reply::error(ErrorCode::RATE_LIMITED));
    let error = client.call_with_raw(&batchget::Request::new(["wm1"])).await.expect_err("a code");
    assert_eq!(error.code(), Some(ErrorCode::RATE_LIMITED));
}
