//! The replies that a test sets.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use generated::{
    Endpoint, ErrorCode as _, FromHttpResponseError, Reply,
    http::{Response, StatusCode},
    mock::{Answer, Cut, Server},
    serde_json::json,
    wecom::{ErrorCode, kf::customer::batchget},
    weiling,
};

use super::{Tested, call, client, code, goes_on, message, started, token};

type Batchget = batchget::Request;

/// The answer to one call.
fn reply_to(answer: Answer<Batchget>) -> std::io::Result<Response<Vec<u8>>> {
    let server = started();
    server.on::<Batchget>().once(answer);
    let response = client::send(&message(&server));
    goes_on(&server);
    response
}

fn named(name: &str) -> batchget::Response {
    let mut customer = batchget::Customer::default();
    customer.nickname = Some(name.to_owned());
    let mut reply = batchget::Response::default();
    reply.customer_list = vec![customer];
    reply
}

fn first_name(server: &Server) -> Option<String> {
    call(server).expect("a good reply").customer_list.remove(0).nickname
}

#[test]
fn a_payload_is_sent() -> Tested {
    let answer = reply_to(Answer::reply(&named("李四")))?;
    assert_eq!(batchget::Response::from_http(answer)?, named("李四"));
    Ok(())
}

/// This holds even if only a lenient client can decode it.
#[test]
fn a_json_payload_is_sent_unchanged() -> Tested {
    let answer = reply_to(Answer::json(json!({"customer_list": [{"gender": "2"}], "new": 1}))?)?;
    let text = client::text(&answer);
    assert!(
        text.contains(r#""gender":"2""#) && text.contains(r#""new":1"#) && text.contains(r#""errcode":0"#),
        "{text}"
    );
    let reply = batchget::Response::from_http(answer)?;
    assert_eq!(reply.customer_list[0].gender, Some(generated::wecom::Gender::Female));
    Ok(())
}

#[test]
fn json_that_is_not_a_payload_is_refused_at_once() {
    let error = Answer::<Batchget>::json(json!({"customer_list": [{"gender": []}]})).expect_err("no gender");
    assert_eq!(error.pointer(), "/customer_list/0/gender");
    assert!(Answer::<Batchget>::json(json!([])).is_err());
    let error = Answer::<weiling::customer::batch::Request>::json(json!({})).expect_err("a member is missing");
    assert!(error.message().contains("customer_list"), "{error}");
}

#[test]
fn a_payload_is_nested_in_the_envelope_of_its_vendor() -> Tested {
    let server = started();
    let answer = Answer::json(json!({"customer_list": []}))?;
    server.on::<weiling::customer::batch::Request>().once(answer);
    let request = weiling::customer::batch::Request::new(["c1"]);
    let answer = client::send(&request.to_http(&server.vendor::<weiling::Weiling>(), &token())?)?;
    let text = client::text(&answer);
    assert!(text.contains(r#""data":{"customer_list":[]}"#), "{text}");
    weiling::customer::batch::Response::from_http(answer)?;
    Ok(())
}

#[test]
fn an_error_code_is_sent_with_its_name_or_a_message() -> Tested {
    let answer = reply_to(Answer::error(ErrorCode::RATE_LIMITED))?;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(client::text(&answer), r#"{"errcode":45009,"errmsg":"rate_limited"}"#);
    let answer = reply_to(Answer::error_with(ErrorCode::from_code(7), "太多"))?;
    assert_eq!(client::text(&answer), r#"{"errcode":7,"errmsg":"太多"}"#);
    Ok(())
}

#[test]
fn a_status_is_sent() -> Tested {
    let error = batchget::Response::from_http(reply_to(Answer::status(StatusCode::BAD_GATEWAY))?);
    assert!(matches!(error, Err(FromHttpResponseError::Status { status: StatusCode::BAD_GATEWAY, .. })), "{error:?}");
    for status in 200..=999 {
        let status = StatusCode::from_u16(status)?;
        if [204, 304].contains(&status.as_u16()) || status.as_u16() % 97 == 3 {
            assert_eq!(reply_to(Answer::status(status))?.status(), status);
        }
    }
    // These are not final replies, but the server must keep working.
    drop(reply_to(Answer::status(StatusCode::CONTINUE)));
    drop(reply_to(Answer::status(StatusCode::SWITCHING_PROTOCOLS)));
    Ok(())
}

#[test]
fn raw_messages_are_sent_unchanged() -> Tested {
    let html = Response::builder().header("content-type", "text/html").body(b"<html>".to_vec())?;
    let answer = reply_to(Answer::raw(html))?;
    assert_eq!((answer.headers()["content-type"].as_bytes(), &*client::text(&answer)), (&b"text/html"[..], "<html>"));
    for body in [&b"{\"errcode\":"[..], b"", b"\xff\xfe", b"null"] {
        assert_eq!(reply_to(Answer::raw(Response::new(body.to_vec())))?.body(), body);
    }
    let gzip = Response::builder().header("content-encoding", "gzip").body(b"\x1f\x8b\x08".to_vec())?;
    assert_eq!(reply_to(Answer::raw(gzip))?.headers()["content-encoding"], "gzip");
    Ok(())
}

/// A wrong `Content-Length` is sent unchanged, and the connection is closed.
#[test]
fn a_wrong_content_length_is_sent() -> Tested {
    let announcing = |length: &str| Response::builder().header("content-length", length).body(b"{}\n".to_vec());
    assert_eq!(reply_to(Answer::raw(announcing("1")?))?.body(), b"{");
    let server = started();
    server.on::<Batchget>().once(Answer::raw(announcing("9")?));
    let answer = client::raw(server.address(), &client::bytes(&message(&server), "close"))?;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.contains("content-length: 9\r\n") && answer.len() < 500, "{answer}");
    goes_on(&server);
    let strange = Response::builder().header("transfer-encoding", "gzip").body(b"{}\n".to_vec())?;
    drop(reply_to(Answer::raw(strange)));
    Ok(())
}

#[test]
fn a_reply_is_cut_before_the_headers_or_within_the_body() -> Tested {
    let server = started();
    server.on::<Batchget>().once(Answer::cut(Cut::BeforeHeaders)).once(Answer::cut(Cut::WithinBody));
    let bytes = client::bytes(&message(&server), "close");
    assert_eq!(client::raw(server.address(), &bytes)?, b"");
    let half = client::raw(server.address(), &bytes)?;
    let text = String::from_utf8_lossy(&half);
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("{\n  \"errcode\": 0"), "{text}");
    assert!(client::parse(&half).is_err(), "the body is shorter than its Content-Length");
    let lines: Vec<String> = server.calls::<Batchget>().iter().map(|call| call.record.to_string()).collect();
    assert_eq!(lines, ["--- wecom.kf.customer.batchget cut", "--- wecom.kf.customer.batchget cut"]);
    goes_on(&server);
    Ok(())
}

#[test]
fn an_endless_body_is_sent() -> Tested {
    let server = started();
    server.on::<Batchget>().once(Answer::endless());
    let mut stream = client::connect(&server.address().to_string())?;
    std::io::Write::write_all(&mut stream, &client::bytes(&message(&server), "close"))?;
    let mut taken = vec![0; 8 << 20];
    stream.read_exact(&mut taken)?;
    drop(stream);
    goes_on(&server);
    Ok(())
}

#[test]
fn an_answer_is_delayed() -> Tested {
    let server = started();
    let delay = Duration::from_millis(300);
    server.on::<Batchget>().once(Answer::example().after(delay)).once(Answer::error(ErrorCode::BUSY).after(delay));
    for expected in [None, Some(ErrorCode::BUSY)] {
        let begun = Instant::now();
        assert_eq!(code(call(&server)), expected);
        assert!(begun.elapsed() >= delay);
    }
    goes_on(&server);
    Ok(())
}

/// A slow reply does not delay other calls.
#[test]
fn a_delay_affects_only_its_call() {
    let server = started();
    server.on::<Batchget>().once(Answer::example().after(Duration::from_secs(60)));
    let slow = client::bytes(&message(&server), "close");
    let mut stream = client::connect(&server.address().to_string()).expect("a connection");
    std::io::Write::write_all(&mut stream, &slow).expect("a request is written");
    while server.calls::<Batchget>().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    goes_on(&server);
}

#[test]
fn answers_are_used_in_order_and_then_the_default() {
    let server = started();
    let script = server.on::<Batchget>();
    script.once(Answer::reply(&named("a"))).once(Answer::reply(&named("b"))).once(Answer::example());
    let names: Vec<Option<String>> = (0..4).map(|_| first_name(&server)).collect();
    let names: Vec<Option<&str>> = names.iter().map(Option::as_deref).collect();
    assert_eq!(names, [Some("a"), Some("b"), Some("张三"), Some("张三")]);
}

#[test]
fn the_default_answer_can_be_changed_and_reset() {
    let server = started();
    server.on::<Batchget>().always(Answer::reply(&named("a"))).once(Answer::reply(&named("b")));
    assert_eq!(
        [first_name(&server), first_name(&server), first_name(&server)].map(Option::unwrap_or_default),
        ["b", "a", "a"]
    );
    server.on::<Batchget>().reset();
    assert_eq!(first_name(&server).as_deref(), Some("张三"));
}

#[test]
fn an_invalid_request_consumes_no_answer() {
    let server = started();
    server.on::<Batchget>().once(Answer::reply(&named("a")));
    let mut wrong = message(&server);
    *wrong.body_mut() = b"{}".to_vec();
    client::send(&wrong).expect("an answer");
    assert_eq!(first_name(&server).as_deref(), Some("a"));
}

#[test]
fn an_answer_affects_only_its_endpoint() -> Tested {
    let server = started();
    server.on::<generated::wecom::externalcontact::get::Request>().always(Answer::error(ErrorCode::BUSY));
    goes_on(&server);
    Ok(())
}
