//! The mock records what a server would ignore or change.

use fixture::{
    acme::{Acme, zoo::visit},
    mock,
};
use generated::{Endpoint, Secret, http::StatusCode};

use super::client;

#[test]
fn warnings_are_recorded_and_do_not_refuse() {
    let server = mock::start().expect("a mock starts");
    let vendor = server.vendor::<Acme>();
    let request = visit::Request::new().dog("d").film("f").hours(10);
    for request in [request, visit::Request::new().dog("d")] {
        let message = request.to_http(&vendor, &Secret::new("T")).expect("a good request");
        let answer = client::send(&message).expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
    }
    let found: Vec<Option<String>> =
        server.calls::<visit::Request>().into_iter().map(|call| call.record.warnings().map(str::to_owned)).collect();
    let expected = "/film is ignored by the server unless `pay` is `card` [ignored_unless]; \
                    /hours exceeds 9, and the server uses its default, has 10 [range]";
    assert_eq!(found, [Some(expected.to_owned()), None]);
    assert!(server.refused().is_empty());
}
