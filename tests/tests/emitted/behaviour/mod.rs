//! The behaviour of the generated crate, as downstream crates use it.

use generated::{
    DecodeError, Endpoint, FromHttpRequestError, FromHttpResponseError, Reply, Secret, Validate, Vendor, http,
    serde_json::{self, Value},
    wecom::{self, externalcontact},
};

mod aliases;
mod bad_input;
mod base_url;
mod beside_the_tag;
mod characters;
mod choices;
mod conditions;
mod conversions;
mod customer_contact;
mod dependencies;
mod deprecation;
mod empty;
mod enums;
mod envelopes;
mod errors;
mod files;
mod grants;
mod json_strings;
mod large_numbers;
mod lenience;
mod limits;
mod limits_if;
mod messages;
mod not_json;
mod numbers;
mod paging;
mod required;
mod root_choices;
mod secrets;
mod server_side;
mod sharing;
mod storage;
mod together;

/// The error of a reply without a payload.
type Refusal<R> = FromHttpResponseError<<<R as Reply>::Vendor as Vendor>::ErrorCode>;

/// The example reply of `wecom.externalcontact.get`.
const CONTACT: &str = include_str!("../../../../schemas/wecom/externalcontact/get/ok.json");

fn token() -> Secret {
    Secret::new("TOKEN")
}

/// The contact of [`CONTACT`] with another value at `pointer`.
fn contact_with(pointer: &str, value: Value) -> Value {
    let mut contact: Value = serde_json::from_str(CONTACT).expect("the example is JSON");
    *contact.pointer_mut(pointer).unwrap_or_else(|| panic!("the example has no {pointer}")) = value;
    contact
}

/// Decodes a body with HTTP status 200, as a client does.
fn receive<R: Reply>(body: impl AsRef<[u8]>) -> Result<R, Refusal<R>> {
    R::from_http(http::Response::new(body))
}

/// The payload of a valid reply.
fn received<R: Reply>(body: &Value) -> R {
    receive(body.to_string()).unwrap_or_else(|error| panic!("{error}\nin {body:#}"))
}

fn received_contact(body: &Value) -> externalcontact::get::Response {
    received(body)
}

/// The error of a reply that cannot be decoded, or is not even JSON.
fn reply_error<R: Reply>(body: impl AsRef<[u8]>) -> DecodeError {
    match receive::<R>(body) {
        Err(FromHttpResponseError::Decode(error)) => error,
        Err(FromHttpResponseError::NotJson { error, .. }) => *error,
        Err(other) => panic!("not a decode error: {other}"),
        Ok(_) => panic!("the reply can be read"),
    }
}

/// The body of a reply, as a server sends it.
fn answered(reply: &impl Reply) -> Value {
    serde_json::from_slice(reply.to_http().body()).expect("a reply is JSON")
}

/// An HTTP request to an endpoint, with the credential in each place that vendors use.
fn message_to<E: Endpoint>(body: impl Into<Vec<u8>>) -> http::Request<Vec<u8>> {
    http::Request::builder()
        .method(E::INFO.method.as_str())
        .uri(format!("{}?access_token=TOKEN", E::INFO.path))
        .header("Token", "TOKEN")
        .body(body.into())
        .expect("the parts make a message")
}

/// Decodes a request body, as a server does.
fn take<E: Endpoint>(body: impl Into<Vec<u8>>) -> Result<E, FromHttpRequestError> {
    E::from_http(&message_to::<E>(body)).map(|(request, _)| request)
}

/// The request in a valid body.
fn taken<E: Endpoint>(body: &Value) -> E {
    take(body.to_string()).unwrap_or_else(|error| panic!("{error}\nin {body:#}"))
}

/// The error of a request that cannot be decoded.
fn request_error<E: Endpoint>(body: impl Into<Vec<u8>>) -> DecodeError {
    match take::<E>(body) {
        Err(FromHttpRequestError::Decode(error)) => error,
        Err(other) => panic!("not a decode error: {other}"),
        Ok(_) => panic!("the request can be read"),
    }
}

/// The body that a client sends to WeCom.
fn sent_to_wecom(request: &impl Endpoint<Vendor = wecom::Wecom, Credential = Secret>) -> Value {
    let message = request.to_http(&wecom::Wecom::new(), &token()).unwrap_or_else(|error| panic!("{error}"));
    serde_json::from_slice(message.body()).expect("a body is JSON")
}

/// Each violation as `#pointer rule measured`; empty for a valid value.
fn violations(value: &impl Validate) -> Vec<String> {
    let Err(violations) = value.validate() else { return Vec::new() };
    let line = |violation: &generated::Violation| {
        let measured = violation.actual.map(|actual| format!(" {actual}")).unwrap_or_default();
        format!("#{} {}{measured}", violation.pointer, violation.rule.id())
    };
    violations.iter().map(line).collect()
}
