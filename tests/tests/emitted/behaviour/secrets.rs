//! Credentials: where they are sent, and where they never appear.

#![expect(deprecated, reason = "the endpoint with a credential in a header is deprecated")]

use std::error::Error;

use generated::{
    BaseUrl, Endpoint, FromHttpRequestError, Secret, ToHttpError, http,
    wecom::{Wecom, kf::customer::batchget},
    weiling::{Weiling, customer::batch},
    xunjinet::{Xunjinet, robot::customer::get_robot_account_by_ids},
};

const VALUE: &str = "s3cr3t-token";

fn xunjinet() -> Xunjinet {
    Xunjinet::at(BaseUrl::new("https://robots.example").expect("a base URL"))
}

fn to_xunjinet(credential: &Secret) -> Result<http::Request<Vec<u8>>, ToHttpError> {
    get_robot_account_by_ids::Request::new("robot").account_id_list(["a"]).to_http(&xunjinet(), credential)
}

fn to_wecom(credential: &Secret) -> Result<http::Request<Vec<u8>>, ToHttpError> {
    batchget::Request::new(["wm1"]).to_http(&Wecom::new(), credential)
}

fn to_weiling(credential: &Secret) -> Result<http::Request<Vec<u8>>, ToHttpError> {
    batch::Request::new(["c1"]).to_http(&Weiling::new(), credential)
}

/// The messages of an error and its sources.
fn said(error: &dyn Error) -> String {
    let source = error.source().map(said).unwrap_or_default();
    format!("{error} {error:?} {source}")
}

#[test]
fn debug_output_does_not_show_a_secret() {
    assert_eq!(format!("{:?}", Secret::new(VALUE)), "Secret(…)");
    assert_eq!(format!("{:#?}", Some(Secret::from(VALUE))), "Some(\n    Secret(…),\n)");
}

#[test]
fn expose_returns_the_secret() {
    assert_eq!(Secret::new(VALUE).expose(), VALUE);
    assert_eq!(Secret::from(VALUE), Secret::from(VALUE.to_owned()));
    assert_ne!(Secret::from(VALUE), Secret::from("other"));
}

#[test]
fn a_header_carries_the_credential_marked_as_sensitive() {
    let message = to_xunjinet(&VALUE.into()).expect("a good request");
    let header = message.headers().get("Token").expect("the header");
    assert_eq!(header, VALUE);
    assert!(header.is_sensitive());
    assert!(!format!("{message:?}").contains(VALUE));
    assert!(!message.uri().to_string().contains(VALUE));
}

#[test]
fn a_query_carries_the_credential_encoded() {
    let credential = Secret::new("a b&c=d+é/?#");
    for message in [to_wecom(&credential), to_weiling(&credential)] {
        let message = message.expect("a good request");
        assert_eq!(message.uri().query(), Some("access_token=a%20b%26c%3Dd%2B%C3%A9%2F%3F%23"));
    }
}

#[test]
fn the_body_does_not_carry_the_credential() {
    for message in [to_wecom(&VALUE.into()), to_weiling(&VALUE.into()), to_xunjinet(&VALUE.into())] {
        let body = message.expect("a good request").into_body();
        assert!(!String::from_utf8_lossy(&body).contains(VALUE));
    }
}

#[test]
fn a_credential_that_no_header_can_carry_is_refused_and_not_shown() {
    for bad in ["s3cr3t-token\n", "s3cr3t-token\r\nX-Evil: 1", "s3cr3t-token\0", "s3cr3t-token\u{7f}"] {
        let error = to_xunjinet(&bad.into()).expect_err("a header cannot carry it");
        assert_eq!(error, ToHttpError::Credential);
        assert!(!said(&error).contains("s3cr3t"), "{}", said(&error));
    }
}

#[test]
fn a_newline_in_a_query_is_encoded() {
    let message = to_wecom(&"a\nb".into()).expect("a query can carry it");
    assert_eq!(message.uri().query(), Some("access_token=a%0Ab"));
    let (_, credential) = batchget::Request::from_http(&message).expect("a good request");
    assert_eq!(credential.expose(), "a\nb");
}

#[test]
fn an_empty_credential_is_refused() {
    for message in [to_wecom(&"".into()), to_weiling(&"".into()), to_xunjinet(&"".into())] {
        assert_eq!(message.expect_err("there is no credential"), ToHttpError::Credential);
    }
}

#[test]
fn a_server_does_not_show_the_credential_of_a_bad_request() {
    for (path, body) in
        [("/elsewhere", "{}"), (batchget::Request::INFO.path, "{}"), (batchget::Request::INFO.path, "x")]
    {
        let message = http::Request::post(format!("{path}?access_token={VALUE}")).body(body).expect("a message");
        let error = batchget::Request::from_http(&message).expect_err("a bad request");
        assert!(!said(&error).contains(VALUE), "{}", said(&error));
    }
}

#[test]
fn a_misplaced_credential_is_missing() {
    let path = batchget::Request::INFO.path;
    let body = r#"{"external_userid_list":["wm1"]}"#;
    for uri in
        [path.to_owned(), format!("{path}?access_token="), format!("{path}?token=T"), format!("{path}?ACCESS_TOKEN=T")]
    {
        let message = http::Request::post(&uri).header("access_token", "T").body(body).expect("a message");
        let error = batchget::Request::from_http(&message).expect_err("no credential");
        assert_eq!(error, FromHttpRequestError::Credential, "{uri}");
        assert_eq!(error.to_string(), "the credential is missing");
    }

    let path = get_robot_account_by_ids::Request::INFO.path;
    let body = r#"{"robot_id":"r","account_id_list":["a"]}"#;
    let in_query = http::Request::post(format!("{path}?Token=T")).body(body).expect("a message");
    let empty = http::Request::post(path).header("Token", "").body(body).expect("a message");
    for message in [in_query, empty] {
        let error = get_robot_account_by_ids::Request::from_http(&message).expect_err("no credential");
        assert_eq!(error, FromHttpRequestError::Credential);
    }
}

#[test]
fn the_name_of_a_header_is_read_in_any_case() {
    let path = get_robot_account_by_ids::Request::INFO.path;
    let body = r#"{"robot_id":"r","account_id_list":["a"]}"#;
    let message = http::Request::post(path).header("tOKEN", VALUE).body(body).expect("a message");
    let (_, credential) = get_robot_account_by_ids::Request::from_http(&message).expect("a good request");
    assert_eq!(credential.expose(), VALUE);
}

#[test]
fn an_unknown_choice_does_not_show_its_members() {
    let text = r#"{"id":"cat1","size":"s","kind":"zzz","login":{"password":"hunter2"},"password":"hunter3"}"#;
    let request: fixture::acme::zoo::add::Request = generated::serde_json::from_str(text).expect("it can be read");
    let shown = format!("{request:?}");
    assert!(shown.contains("login") && !shown.contains("hunter"), "{shown}");
    assert_eq!(request.password.as_ref().map(fixture::acme::Password::as_str), Some("hunter3"));
}

#[test]
fn a_secret_of_the_wrong_type_is_not_shown() {
    for text in ["1.2345678e299", "{\"a\":1}", "true"] {
        let error = generated::serde_json::from_str::<fixture::acme::Password>(text).expect_err("not a string");
        assert!(error.to_string().starts_with("expected a string, found something else"), "{error}");
    }
}

#[test]
fn fields_in_headers_are_sensitive() {
    let request = fixture::other::mix::Request::new([fixture::other::Colour::Red]).x_trace("t-1");
    let vendor = fixture::other::Other::at(generated::BaseUrl::new("https://other.example").expect("a URL"));
    let message = generated::Endpoint::to_http(&request, &vendor, &generated::Secret::new("s")).expect("a request");
    assert!(message.headers()["X-Trace"].is_sensitive() && message.headers()["X-Token"].is_sensitive());
    assert!(!format!("{message:?}").contains("t-1"));
}
