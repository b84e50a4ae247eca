//! Credentials that the mock grants, requires and expires.

use std::time::Duration;

use generated::{
    Endpoint, Grant, Grants, NoCredential, Reply, Secret,
    mock::Server,
    serde_json::Value,
    wecom::{ErrorCode, Wecom, gettoken},
    weiling::Weiling,
};

use super::{call, call_with, client, code, started, token};

fn log_in(server: &Server) -> Grant {
    let request = crate::login("corp", "secret");
    let message = request.to_http(&server.vendor::<Wecom>(), &NoCredential).expect("a good request");
    let answer = client::send(&message).expect("an answer");
    gettoken::Request::grant(&gettoken::Response::from_http(answer).expect("a good reply"))
}

#[test]
fn any_credential_is_accepted() {
    let server = started();
    for credential in ["a", "客户", "&=#"] {
        call_with(&server, &Secret::new(credential)).expect("a good call");
    }
}

#[test]
fn expire_rejects_a_credential() {
    let server = started();
    call(&server).expect("a good call");
    server.expire(&token());
    assert_eq!(code(call(&server)), Some(ErrorCode::ACCESS_TOKEN_EXPIRED));
    call_with(&server, &Secret::new("NEW")).expect("a good call");
}

#[test]
fn expire_all_rejects_all_known_credentials_of_a_vendor() {
    let server = started();
    let granted = log_in(&server).credential;
    call(&server).expect("a good call");
    server.expire_all::<Weiling>();
    call(&server).expect("only the credentials of another vendor expire");
    server.expire_all::<Wecom>();
    for old in [&token(), &granted] {
        assert_eq!(code(call_with(&server, old)), Some(ErrorCode::ACCESS_TOKEN_EXPIRED));
    }
    call_with(&server, &log_in(&server).credential).expect("a good call");
}

#[test]
fn require_accepts_only_one_credential_and_granted_ones() {
    let server = started();
    server.require::<Wecom>(&Secret::new("RIGHT"));
    assert_eq!(code(call(&server)), Some(ErrorCode::INVALID_ACCESS_TOKEN));
    call_with(&server, &Secret::new("RIGHT")).expect("a good call");
    call_with(&server, &log_in(&server).credential).expect("a granted one is accepted, too");
    server.expire_all::<Wecom>();
    assert_eq!(code(call_with(&server, &Secret::new("RIGHT"))), Some(ErrorCode::ACCESS_TOKEN_EXPIRED));
}

#[test]
fn every_login_grants_another_credential() {
    let server = started();
    let grants = [log_in(&server), log_in(&server)];
    assert_ne!(grants[0].credential, grants[1].credential);
    assert!(grants[0].credential.expose().starts_with("accesstoken000001"));
    assert_eq!(grants[0].expires_in, Duration::from_secs(7200));
    server.set_lifetime(Duration::from_secs(3));
    assert_eq!(log_in(&server).expires_in, Duration::from_secs(3));
    assert_eq!(server.calls::<gettoken::Request>().len(), 3);
    assert_eq!(server.calls::<gettoken::Request>()[0].credential, None);
}

#[test]
fn a_login_is_validated() {
    let server = started();
    let request = crate::login("corp", "secret");
    let mut message = request.to_http(&server.vendor::<Wecom>(), &NoCredential).expect("a good request");
    *message.uri_mut() = message.uri().to_string().replace("corpsecret=secret", "corpsecret=").parse().expect("a URI");
    let answer: Value =
        generated::serde_json::from_slice(client::send(&message).expect("an answer").body()).expect("JSON");
    assert_eq!(answer["errcode"], 40058);
    assert!(answer["errmsg"].as_str().is_some_and(|text| text.starts_with("/corpsecret ")), "{answer}");
}

/// The payload of the fixture's other vendor is nested in a member.
#[test]
fn a_credential_is_granted_in_an_envelope() {
    let server = fixture::mock::start().expect("a mock starts");
    let example = fixture::mock::ROUTES.iter().copied().flatten().find(|route| route.info.name == "other.login");
    let example = example.and_then(|route| route.example(server.base_url(route.vendor), &token()));
    let request = example.expect("the fixture has one");
    let tokens: Vec<Secret> = (0..2)
        .map(|_| {
            let answer = client::send(&request).expect("an answer");
            let reply = fixture::other::login::Response::from_http(answer).expect("a good reply");
            fixture::other::login::Request::grant(&reply).credential
        })
        .collect();
    assert_ne!(tokens[0], tokens[1]);
}
