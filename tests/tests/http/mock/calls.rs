//! The record of received calls.

use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use generated::{
    Secret,
    http::StatusCode,
    mock::{self, Answer},
    wecom::{ErrorCode, Wecom, externalcontact, kf::customer::batchget},
};

use super::{call, call_with, client, good, message, started, token};

#[test]
fn calls_have_their_request_and_their_credential() {
    let server = started();
    call(&server).expect("a good call");
    call_with(&server, &Secret::new("OTHER")).expect("a good call");
    let calls = server.calls::<batchget::Request>();
    assert_eq!(calls.iter().map(|call| &call.request).collect::<Vec<_>>(), [&good(), &good()]);
    assert_eq!(calls[0].credential, Some(token()));
    assert_eq!(calls[1].credential, Some(Secret::new("OTHER")));
    let record = &calls[0].record;
    assert_eq!((record.status(), record.code(), record.refusal()), (Some(StatusCode::OK), Some(0), None));
    assert_eq!(record.endpoint(), Some("wecom.kf.customer.batchget"));
    assert_eq!((record.method(), record.path()), ("POST", "/wecom/cgi-bin/kf/customer/batchget"));
    assert_eq!(record.to_string(), "200 wecom.kf.customer.batchget errcode 0 ok");
    assert!(server.calls::<externalcontact::get::Request>().is_empty());
    assert!(server.refused().is_empty());
}

#[test]
fn refused_calls_are_recorded_if_they_can_be_read() {
    let server = started();
    server.expire(&token());
    drop(call(&server));
    let mut unreadable = message(&server);
    *unreadable.body_mut() = b"{".to_vec();
    client::send(&unreadable).expect("an answer");
    let calls = server.calls::<batchget::Request>();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].record.code(), Some(42001));
    assert_eq!(calls[0].record.refusal(), Some("the credential has expired"));
    assert_eq!(server.refused().len(), 2);
}

#[test]
fn an_error_that_the_test_set_is_not_a_refusal() {
    let server = started();
    server.on::<batchget::Request>().once(Answer::error(ErrorCode::BUSY));
    drop(call(&server));
    let calls = server.calls::<batchget::Request>();
    assert_eq!((calls[0].record.code(), calls[0].record.refusal()), (Some(-1), None));
    assert!(server.refused().is_empty());
}

#[test]
fn a_log_has_a_line_per_request() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let written = lines.clone();
    let log = move |record: &mock::Record| written.lock().expect("no panic").push(record.to_string());
    let server = mock::builder().log(log).start().expect("a mock starts");
    call(&server).expect("a good call");
    client::raw(server.address(), b"this is not http\r\n\r\n").expect("an answer");
    // Text that is not a request is recorded when its connection ends, shortly after the answer.
    while lines.lock().expect("no panic").len() < 2 {
        thread::sleep(Duration::from_millis(5));
    }
    let lines = lines.lock().expect("no panic");
    assert_eq!(lines[0], "200 wecom.kf.customer.batchget errcode 0 ok");
    assert!(lines[1].starts_with("---: not HTTP: "), "{lines:?}");
    assert_eq!((server.refused()[0].method(), server.refused()[0].path()), ("", ""));
}

/// The record of calls is bounded.
#[test]
fn only_the_last_calls_are_kept() {
    let server = started();
    let vendor = server.vendor::<Wecom>();
    let mut message = generated::Endpoint::to_http(&good(), &vendor, &token()).expect("a good request");
    let filling = "x".repeat(1_000_000);
    for number in 0..70 {
        *message.body_mut() = format!(r#"{{"external_userid_list":["wm{number}"],"x":"{filling}"}}"#).into();
        client::send(&message).expect("an answer");
    }
    let calls = server.calls::<batchget::Request>();
    assert_eq!(calls.len(), 67, "64 MiB of them");
    assert_eq!(calls[66].request, batchget::Request::new(["wm69"]));
    assert_eq!(server.refused().len(), 67, "the filling is no member");
}

#[test]
fn reset_forgets_calls_answers_and_credentials() {
    let server = started();
    server.expire(&token());
    server.on::<batchget::Request>().always(Answer::error(ErrorCode::BUSY));
    drop(call(&server));
    server.reset();
    assert!(server.refused().is_empty() && server.calls::<batchget::Request>().is_empty());
    call(&server).expect("a good call");
}
