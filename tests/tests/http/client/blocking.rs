//! The client for programs without an async runtime, against the mock.

use generated::{
    client::{CallError, Client},
    mock::{self, Answer},
    serde_json::json,
    wecom::{ErrorCode, Wecom, externalcontact::get, gettoken, kf::customer::batchget},
};

fn page(userid: &str, next: &str) -> Answer<get::Request> {
    let reply = json!({"external_contact": {}, "follow_user": [{"userid": userid}], "next_cursor": next});
    Answer::json(reply).expect("an object")
}

#[test]
fn a_program_without_a_runtime_fetches_tokens_and_pages() {
    let server = mock::start().expect("a mock");
    let client = Client::new(server.vendor::<Wecom>()).expect("TLS").with_tokens_from(crate::login("ww1", "s3cr3t"));
    let client = client.blocking().expect("a thread");
    let reply = client.call(&batchget::Request::new(["wm1"])).expect("the example");
    assert_eq!(reply.customer_list.len(), 1);

    server.on::<get::Request>().once(page("a", "2")).once(Answer::error(ErrorCode::BUSY)).once(page("b", ""));
    let mut pages = client.pages(get::Request::new("wm1"));
    assert!(pages.next().is_some_and(|page| page.is_ok()));
    assert_eq!(pages.cursor().map(String::as_str), Some("2"));
    assert!(matches!(pages.next(), Some(Err(CallError::RetryLater(_)))));
    assert!(pages.next().is_none());
    pages.resume();
    assert_eq!(pages.filter_map(Result::ok).count(), 1);
    server.expire_all::<Wecom>();
    client.call(&batchget::Request::new(["wm1"])).expect("a new token");
    assert_eq!(server.calls::<gettoken::Request>().len(), 2);
}
