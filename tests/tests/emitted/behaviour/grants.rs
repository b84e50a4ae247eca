//! Endpoints that grant credentials: they need no credential, and their `Debug` shows no secret.

use std::time::Duration;

use fixture::other;
use generated::{
    BaseUrl, Endpoint, Grants, NoCredential, Reply, Vendor, http,
    wecom::{
        Wecom,
        gettoken::{self, CorpId, CorpSecret},
    },
};

const SECRET: &str = "s3cr3t";

fn granted(body: &str) -> gettoken::Response {
    gettoken::Response::from_http(http::Response::new(body)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_endpoint_is_called_without_a_credential() {
    let request = gettoken::Request::new(CorpId::from("ww1"), CorpSecret::from(SECRET));
    let message = request.to_http(&Wecom::new(), &NoCredential).expect("a good request");
    assert_eq!(message.uri().to_string(), "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=ww1&corpsecret=s3cr3t");
    assert_eq!(gettoken::Request::from_http(&message).expect("a good request"), (request, NoCredential));
    let known = generated::endpoints().find(|known| known.name == "wecom.gettoken").expect("it is in the table");
    assert!(!known.authenticated);
}

#[test]
fn the_secret_may_be_in_a_header() {
    let vendor = other::Other::at(BaseUrl::new("http://localhost:1").expect("a base URL"));
    let message = other::login::Request::new(other::login::Key::from(SECRET), "zoo")
        .to_http(&vendor, &NoCredential)
        .expect("a good request");
    assert!(message.headers()["X-Key"].is_sensitive());
    assert!(message.headers().get("X-Token").is_none());
    assert!(!format!("{message:?}").contains(SECRET));
}

#[test]
fn a_reply_grants_a_credential_for_a_while() {
    let reply = granted(r#"{"errcode": 0, "errmsg": "ok", "access_token": "t1", "expires_in": "7200"}"#);
    let grant = gettoken::Request::grant(&reply);
    assert_eq!((grant.credential.expose(), grant.expires_in), ("t1", Duration::from_secs(7200)));
}

#[test]
fn a_negative_lifetime_is_none() {
    let body = r#"{"code": 200, "data": {"token": "t1", "lifetime": -5}}"#;
    let reply = other::login::Response::from_http(http::Response::new(body)).expect("a good reply");
    assert_eq!(other::login::Request::grant(&reply).expires_in, Duration::ZERO);
}

#[test]
fn neither_secret_nor_token_is_shown() {
    let reply = granted(r#"{"errcode": 0, "access_token": "t0ken", "expires_in": 7200}"#);
    let shown = format!(
        "{:?} {reply:?} {:?}",
        gettoken::Request::new(CorpId::from("ww1"), CorpSecret::from(SECRET)),
        gettoken::Request::grant(&reply)
    );
    assert!(!shown.contains(SECRET) && !shown.contains("t0ken"), "{shown}");
    let wrong = http::Response::new(r#"{"errcode": 0, "access_token": ["t0ken"], "expires_in": 7200}"#);
    let error = gettoken::Response::from_http(wrong).expect_err("a list is not a token");
    assert!(!format!("{error} {error:?}").contains("t0ken"), "{error}");
}

#[test]
fn a_vendor_has_codes_for_refusals() {
    let codes = |refusals: generated::Refusals| [refusals.credential, refusals.expired, refusals.request];
    assert_eq!(codes(Wecom::REFUSALS), [40014, 42001, 40058]);
    // The schema has no refusals, so a code is chosen by its advice, or is -1 if none has that advice.
    assert_eq!(codes(fixture::acme::Acme::REFUSALS), [40001, 40001, -1]);
}
