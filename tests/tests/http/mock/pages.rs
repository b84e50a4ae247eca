//! The pages of an example end, however they follow each other.

use fixture::{
    Paged, Reply,
    acme::{Acme, zoo},
};

use super::client;

/// The cursors of the requests for all pages of the example, at most five.
fn cursors<E: Paged<Vendor = Acme, Credential = fixture::Secret>>(first: E) -> Vec<Option<E::Cursor>> {
    let server = fixture::mock::start().expect("a mock starts");
    let mut next = Some(first);
    let mut cursors = Vec::new();
    while let Some(request) = next.filter(|_| cursors.len() < 5) {
        cursors.push(request.cursor());
        let message = request.to_http(&server.vendor::<Acme>(), &"t".into()).expect("a good request");
        let reply = client::send(&message).expect("an answer");
        next = request.next_page(&E::Response::from_http(reply).expect("a good reply"));
    }
    cursors
}

#[test]
fn pages_with_cursors_end() {
    assert_eq!(cursors(zoo::list_news::Request::new()), [None, Some("t1".into())]);
}

#[test]
fn pages_with_offsets_end() {
    assert_eq!(cursors(zoo::list_visitors::Request::new()), [None, Some(2)]);
    assert_eq!(cursors(zoo::list_cages::Request::new()), [None, Some(2)]);
    assert_eq!(cursors(zoo::list_doors::Request::new(0, 1)), [Some(0), Some(1)]);
}

/// For clients that follow offsets by hand.
#[test]
fn the_page_after_the_last_is_empty() {
    let server = fixture::mock::start().expect("a mock starts");
    let request = zoo::list_visitors::Request::new().offset(2);
    let message = fixture::Endpoint::to_http(&request, &server.vendor::<Acme>(), &"t".into()).expect("a good request");
    let reply = zoo::list_visitors::Response::from_http(client::send(&message).expect("an answer"));
    assert_eq!(reply.expect("a good reply").visitors, Vec::<String>::new());
}
