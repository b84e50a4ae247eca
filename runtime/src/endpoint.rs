//! Endpoints: conversion between requests and HTTP messages, in both directions.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use http::{HeaderValue, Request, header::CONTENT_TYPE};
use serde::{
    Deserializer, Serialize,
    de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    decode::{DecodeError, decode},
    error::{FromHttpRequestError, ToHttpError},
    object::{Key, Object, Reading},
    query,
    reply::Reply,
    validate::Validate,
    vendor::{CredentialPlace, Secret, Vendor},
    wire::{Wire, Written, skip},
};

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
    /// The credential that calls need: [`Secret`], or [`NoCredential`] if the endpoint hands out credentials.
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

    /// Converts the request to an HTTP message for `vendor`, with `credential`.
    ///
    /// Don't log the URI of the message: it contains the credential if the vendor expects it in the query, and other
    /// secrets if the endpoint hands out credentials.
    ///
    /// # Errors
    /// The request breaks a rule of the docs; the credential is empty; the credential or a field has characters that are
    /// not allowed in a header.
    fn to_http(&self, vendor: &Self::Vendor, credential: &Self::Credential) -> Result<Request<Vec<u8>>, ToHttpError> {
        self.validate().map_err(ToHttpError::Invalid)?;
        let mut url = format!("{}{}", vendor.base_url().as_str(), Self::INFO.path);
        let mut headers = Vec::new();
        if let Some(secret) = credential.secret() {
            write_credential(<Self::Vendor as Vendor>::CREDENTIAL, secret, &mut url, &mut headers)?;
        }
        let body = write_parts(self, &mut url, &mut headers)?;

        let mut request = Request::builder().method(Self::INFO.method.to_http()).uri(url);
        if Self::INFO.method == Method::Post {
            request = request.header(CONTENT_TYPE, "application/json; charset=utf-8");
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.body(body).map_err(|_| ToHttpError::Encode("the URL is too long".to_owned()))
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

        let parameters = query::parse(request.uri().query().unwrap_or_default());
        let mut texts: Vec<(&str, &str)> = Vec::new();
        for name in Self::QUERY {
            texts.extend(parameters.iter().find(|(key, _)| key == name).map(|(_, value)| (*name, value.as_ref())));
        }
        for name in Self::HEADERS {
            let value = request.headers().get(*name).and_then(|value| value.to_str().ok());
            texts.extend(value.map(|value| (*name, value)));
        }
        read_parts(&texts, request.body().as_ref())
            .map(|request| (request, credential))
            .map_err(FromHttpRequestError::Decode)
    }
}

/// The secret values of a request.
#[cfg(feature = "client")]
pub(crate) fn secrets<E: Endpoint>(request: &E) -> Vec<String> {
    if E::SECRETS.is_empty() {
        return Vec::new();
    }
    let Ok(mut members) = members(request) else { return Vec::new() };
    E::SECRETS.iter().filter_map(|name| members.remove(*name).and_then(|member| text(&member))).collect()
}

/// An endpoint that hands out credentials.
pub trait Grants: Endpoint<Credential = NoCredential> {
    /// The member of the reply with the credential.
    #[doc(hidden)]
    const CREDENTIAL: &'static str;
    /// The member of the reply with the lifetime in seconds.
    #[doc(hidden)]
    const EXPIRES_IN: &'static str;

    /// The credential in a reply.
    fn grant(reply: &Self::Response) -> Grant;
}

/// Adds the credential to the URL or to the headers.
fn write_credential(
    place: CredentialPlace,
    secret: &Secret,
    url: &mut String,
    headers: &mut Vec<(&'static str, HeaderValue)>,
) -> Result<(), ToHttpError> {
    if secret.expose().is_empty() {
        return Err(ToHttpError::Credential);
    }
    match place {
        CredentialPlace::Query(name) => query::push(url, name, secret.expose()),
        CredentialPlace::Header(name) => {
            let mut value = HeaderValue::from_str(secret.expose()).map_err(|_| ToHttpError::Credential)?;
            value.set_sensitive(true);
            headers.push((name, value));
        }
    }
    Ok(())
}

/// The members of a request as JSON texts.
fn members<E: Endpoint>(request: &E) -> Result<BTreeMap<String, Box<RawValue>>, serde_json::Error> {
    serde_json::from_slice(&serde_json::to_vec(&Written(request))?)
}

/// The text of a JSON scalar in a query or a header; `None` for null.
fn text(member: &RawValue) -> Option<String> {
    serde_json::from_str(member.get()).ok().and_then(query::text)
}

/// Adds members to the URL and to the headers, and returns the body.
fn write_parts<E: Endpoint>(
    request: &E,
    url: &mut String,
    headers: &mut Vec<(&'static str, HeaderValue)>,
) -> Result<Vec<u8>, ToHttpError> {
    let encode = |error: serde_json::Error| ToHttpError::Encode(error.to_string());
    if E::QUERY.is_empty() && E::HEADERS.is_empty() && E::INFO.method == Method::Post {
        return serde_json::to_vec(&Written(request)).map_err(encode);
    }
    let mut members = members(request).map_err(encode)?;
    for name in E::QUERY {
        if let Some(text) = members.remove(*name).and_then(|member| text(&member)) {
            query::push(url, name, &text);
        }
    }
    for name in E::HEADERS {
        if let Some(text) = members.remove(*name).and_then(|member| text(&member)) {
            let mut value = HeaderValue::from_str(&text).map_err(|_| ToHttpError::Header(name))?;
            value.set_sensitive(true);
            headers.push((name, value));
        }
    }
    match E::INFO.method {
        Method::Get => Ok(Vec::new()),
        Method::Post => serde_json::to_vec(&members).map_err(encode),
    }
}

/// Reads a request from the texts in query and headers and from the body.
fn read_parts<E: Endpoint>(texts: &[(&str, &str)], body: &[u8]) -> Result<E, DecodeError> {
    for text in texts {
        Reading::<E>::new()
            .members(&mut query::Texts::new(std::iter::once(*text)))
            .map_err(|error| DecodeError::in_member(text.0, &error))?;
    }
    let reading = || {
        let mut reading = Reading::<E>::new();
        reading.members(&mut query::Texts::new(texts.iter().copied())).map(|()| reading)
    };
    match E::INFO.method {
        Method::Get => reading().and_then(Reading::finish).map_err(|error| DecodeError::in_document(&error)),
        Method::Post => decode(body, |reader| {
            let reading = reading().map_err(Error::custom)?;
            BodySeed(reading).deserialize(reader)
        }),
    }
}

/// Reads the members in a body. Those in query and headers have been read.
struct BodySeed<E: Endpoint>(Reading<E>);

impl<'de, E: Endpoint> DeserializeSeed<'de> for BodySeed<E> {
    type Value = E;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<E, D::Error> {
        from.deserialize_map(BodyVisitor(self.0, PhantomData))
    }
}

struct BodyVisitor<E: Endpoint>(Reading<E>, PhantomData<E>);

impl<'de, E: Endpoint> Visitor<'de> for BodyVisitor<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut from: M) -> Result<E, M::Error> {
        while let Some(key) = self.0.key(None, &mut from)? {
            match key {
                Key::Member(at) if !in_body::<E>(E::MEMBERS[at]) => skip(&mut from)?,
                Key::Alias(rank) if !in_body::<E>(E::ALIASES[rank].1) => skip(&mut from)?,
                key => self.0.value(key, &mut from)?,
            }
        }
        self.0.finish()
    }
}

fn in_body<E: Endpoint>(name: &str) -> bool {
    !E::QUERY.contains(&name) && !E::HEADERS.contains(&name)
}
