//! Endpoints: conversion between requests and HTTP messages, in both directions.

mod members;
mod places;
#[cfg(feature = "client")]
mod raw;
mod read;
mod table;
mod write;

use http::{HeaderMap, Request, Uri};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    body::Body,
    decode::DecodeError,
    error::{FromHttpRequestError, ToHttpError},
    object::Object,
    reply::Reply,
    validate::Validate,
    vendor::Vendor,
    wire::{Wire, Written},
};

#[cfg(feature = "client")]
use self::members::text;
use self::write::{Message, encode};

#[cfg(feature = "client")]
pub(crate) use self::raw::{check_path, parameters, raw_message, raw_texts};

#[doc(hidden)]
pub use self::places::Form;
#[cfg(feature = "mock")]
pub(crate) use self::places::Places;
#[cfg(not(feature = "mock"))]
use self::places::Places;

pub use crate::{
    credential::{Credential, Grant, NoCredential},
    example::{Example, Examples},
    info::{Deprecation, EndpointInfo, Method},
};

/// A request to an endpoint. Generated code implements it.
///
/// Clients convert it to an [`http::Request`], which any HTTP library can send. Servers and tests convert it back.
pub trait Endpoint: Object + Wire + Validate + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The vendor of the endpoint.
    type Vendor: Vendor;
    /// The payload of its replies.
    type Response: Reply<Vendor = Self::Vendor>;
    /// The credential that calls need: [`Secret`](crate::vendor::Secret), or [`NoCredential`] for an endpoint that hands out
    /// credentials to callers who have none.
    type Credential: Credential;

    /// Name, route and docs of the endpoint.
    const INFO: EndpointInfo;
    /// The examples of the doc page.
    const EXAMPLES: Examples = Examples::NONE;
    /// The names of the members in the query.
    #[doc(hidden)]
    const QUERY: &'static [&'static str] = &[];
    /// The names of the members in headers.
    #[doc(hidden)]
    const HEADERS: &'static [&'static str] = &[];
    /// The names of the members whose values are secret.
    #[doc(hidden)]
    const SECRETS: &'static [&'static str] = &[];
    /// The names of members that may have another JSON type than the documented one, each with that type.
    #[doc(hidden)]
    const ALSO_TYPES: &'static [(&'static str, &'static str)] = &[];
    /// The names of members that are maps, whose entries are not members.
    #[doc(hidden)]
    const MAPS: &'static [&'static str] = &[];
    /// Set if the body is a form with a file.
    #[doc(hidden)]
    const FORM: Option<Form<Self>> = None;

    /// Converts the request to an HTTP message for `vendor`, with `credential`.
    ///
    /// Don't log the URI of the message: it contains the credential if the vendor expects it in the query, and other
    /// secrets if the endpoint hands out credentials.
    ///
    /// # Errors
    /// The request breaks a rule of the docs; the credential is empty; the credential or a field has characters that are
    /// not allowed in a header; a file cannot be read.
    fn to_http(&self, vendor: &Self::Vendor, credential: &Self::Credential) -> Result<Request<Vec<u8>>, ToHttpError> {
        let (parts, body) = message(self, vendor, credential)?.into_parts();
        Ok(Request::from_parts(parts, body.into_bytes().map_err(ToHttpError::File)?))
    }

    /// Reads a request and its credential from an HTTP message: the reverse of [`to_http`](Self::to_http).
    ///
    /// The request is not validated: call [`validate`](Validate::validate). The path may have a prefix, which is ignored:
    /// it belongs to the base URL.
    ///
    /// # Errors
    /// The method or the path belongs to another endpoint; the credential is missing; required members are missing (the error
    /// names all of them); a member cannot be read.
    fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<(Self, Self::Credential), FromHttpRequestError> {
        let info = Self::INFO;
        if request.method() != info.method.to_http() || !request.uri().path().ends_with(info.path) {
            return Err(FromHttpRequestError::Route { method: info.method, path: info.path });
        }
        let credential = <Self::Vendor as Vendor>::CREDENTIAL.find(request);
        let credential = Self::Credential::from_secret(credential).ok_or(FromHttpRequestError::Credential)?;

        read_message(request.uri(), request.headers(), request.body().as_ref())
            .map(|request| (request, credential))
            .map_err(FromHttpRequestError::Decode)
    }
}

/// The places of the members of `E`.
pub(crate) const fn places_of<E: Endpoint>() -> Places {
    let (file, length) = match E::FORM {
        Some(form) => (Some(form.file), form.length),
        None => (None, None),
    };
    Places { method: E::INFO.method, query: E::QUERY, headers: E::HEADERS, file, length }
}

/// Reads a request of its endpoint. Only what this kind of request needs is compiled.
fn read_message<E: Endpoint>(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<E, DecodeError> {
    let places = const { &places_of::<E>() };
    let mut texts = read::texts(places, uri, headers);
    if const { matches!(E::INFO.method, Method::Get) } {
        read::from_texts(&texts)
    } else if const { E::FORM.is_some() }
        && let Some(form) = E::FORM
    {
        let uploaded = read::form(places, headers, body, &mut texts)?;
        read::from_form(&form, &texts, uploaded)
    } else {
        read::from_json(places, &texts, body)
    }
}

/// Writes a request as an HTTP message; see [`Endpoint::to_http`]. Its file is not read.
pub(crate) fn message<E: Endpoint>(
    request: &E,
    vendor: &E::Vendor,
    credential: &E::Credential,
) -> Result<Request<Body>, ToHttpError> {
    request.validate().map_err(ToHttpError::Invalid)?;
    let places = const { &places_of::<E>() };
    let mut message = Message::new(places.method, format!("{}{}", vendor.base_url().as_str(), E::INFO.path));
    if let Some(secret) = credential.secret() {
        message.credential(<E::Vendor as Vendor>::CREDENTIAL, secret)?;
    }
    if const { places_of::<E>().are_json() } {
        return message.json(serde_json::to_vec(&Written(request)).map_err(encode)?);
    }
    let members = members::members(request, places.file).map_err(encode)?;
    message.members(members, E::FORM.map(|form| (form.of)(request)), places)
}

/// The members of a request as JSON texts, without a file.
#[cfg(any(feature = "client", feature = "mock"))]
pub(crate) fn members_of<E: Endpoint>(request: &E) -> Result<members::Texts, serde_json::Error> {
    members::members(request, const { places_of::<E>().file })
}

/// The secret values of a request.
#[cfg(feature = "client")]
pub(crate) fn secrets<E: Endpoint>(request: &E) -> Vec<String> {
    if const { E::SECRETS.is_empty() } {
        return Vec::new();
    }
    let Ok(mut members) = members_of(request) else { return Vec::new() };
    E::SECRETS.iter().filter_map(|name| members.remove(*name).and_then(|member| text(&member))).collect()
}

/// An endpoint that hands out credentials.
pub trait Grants: Endpoint {
    /// The vendor whose clients use the credential. It is the endpoint's own vendor, or the same vendor with another kind of
    /// credential.
    type For: Vendor;

    /// The member of the reply with the credential.
    #[doc(hidden)]
    const CREDENTIAL: &'static str;
    /// The member of the reply with the lifetime in seconds.
    #[doc(hidden)]
    const EXPIRES_IN: &'static str;

    /// The credential in a reply.
    fn grant(reply: &Self::Response) -> Grant;
}
