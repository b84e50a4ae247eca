//! Answers that depend on the request.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use generated::{
    Endpoint, Reply,
    http::StatusCode,
    mock::{Answer, Server},
    wecom::{ErrorCode, Wecom, kf::customer::batchget},
};

use super::{call, client, started, token};

type Batchget = batchget::Request;

/// The nickname in the reply to a request for one id, or its error code.
fn nickname(server: &Server, id: &str) -> Result<String, Option<ErrorCode>> {
    let message = Batchget::new([id]).to_http(&server.vendor::<Wecom>(), &token()).expect("a good request");
    let answer = client::send(&message).expect("an answer");
    let reply = batchget::Response::from_http(answer).map_err(|error| error.code())?;
    Ok(reply.customer_list.into_iter().next().and_then(|customer| customer.nickname).unwrap_or_default())
}

fn named(name: &str) -> Answer<Batchget> {
    let mut customer = batchget::Customer::default();
    customer.nickname = Some(name.to_owned());
    let mut reply = batchget::Response::default();
    reply.customer_list = vec![customer];
    Answer::reply(&reply)
}

fn asks_for(id: &'static str) -> impl Fn(&Batchget) -> bool + Send + Sync + 'static {
    move |request| request.external_userid_list.iter().any(|other| other.as_str() == id)
}

#[test]
fn a_closure_answers_with_the_request() {
    let server = started();
    server.on::<Batchget>().respond(|call| {
        let credential = call.credential.as_ref().expect("there is one").expose();
        named(&format!("{} of {credential}", call.request.external_userid_list[0]))
    });
    assert_eq!(nickname(&server, "wm1"), Ok("wm1 of TOKEN".to_owned()));
    assert_eq!(nickname(&server, "wm2"), Ok("wm2 of TOKEN".to_owned()));
    assert!(server.refused().is_empty());
}

#[test]
fn conditions_select_the_answer() {
    let server = started();
    server
        .on::<Batchget>()
        .always(named("anybody"))
        .when(asks_for("wm1"))
        .always(named("first"))
        .when(asks_for("wm2"))
        .once(Answer::error(ErrorCode::BUSY))
        .respond(|_| named("second"));
    assert_eq!(nickname(&server, "wm1"), Ok("first".to_owned()));
    assert_eq!(nickname(&server, "wm3"), Ok("anybody".to_owned()));
    assert_eq!(nickname(&server, "wm2"), Err(Some(ErrorCode::BUSY)));
    assert_eq!(nickname(&server, "wm2"), Ok("second".to_owned()));
    // The first of two that match applies; one without a condition replaces the other one.
    server.on::<Batchget>().always(named("somebody")).when(|_| true).always(named("late"));
    assert_eq!(nickname(&server, "wm1"), Ok("first".to_owned()));
    assert_eq!(nickname(&server, "wm3"), Ok("late".to_owned()));
    server.on::<Batchget>().reset();
    assert_eq!(nickname(&server, "wm1"), Ok("张三".to_owned()));
}

/// Refused requests use up no answer, and no closure sees them.
#[test]
fn closures_see_only_valid_requests() {
    let server = started();
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = seen.clone();
    server.on::<Batchget>().respond(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Answer::example()
    });
    let mut message = super::message(&server);
    *message.body_mut() = br#"{"external_userid_list":["a"],"x":1}"#.to_vec();
    client::send(&message).expect("an answer");
    assert_eq!(seen.load(Ordering::Relaxed), 0);
    call(&server).expect("a good call");
    assert_eq!(seen.load(Ordering::Relaxed), 1);
}

#[test]
fn a_panic_in_a_closure_is_an_answer() {
    let server = started();
    server.on::<Batchget>().when(asks_for("wm7")).respond(|_| panic!("a bug of the test"));
    let message = Batchget::new(["wm7"]).to_http(&server.vendor::<Wecom>(), &token()).expect("a good request");
    let answer = client::send(&message).expect("an answer");
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(server.refused()[0].refusal(), Some("a closure of the test panicked"));
    call(&server).expect("the server goes on");
}

/// Closures run without the server's lock.
#[test]
fn closures_may_use_the_server() {
    let server = Arc::new(started());
    let used = Arc::downgrade(&server);
    server.on::<Batchget>().respond(move |_| {
        let server = used.upgrade().expect("it is running");
        let before = server.calls::<Batchget>().len();
        server.on::<Batchget>().once(named("planned"));
        named(&format!("{before} calls"))
    });
    assert_eq!(nickname(&server, "wm1"), Ok("0 calls".to_owned()));
    assert_eq!(nickname(&server, "wm1"), Ok("planned".to_owned()));
    assert_eq!(nickname(&server, "wm1"), Ok("2 calls".to_owned()));
}
