//! Endpoints: a request as an HTTP message, written by a client and read by a server.

use std::{fmt, marker::PhantomData};

use http::{HeaderValue, Request, header::CONTENT_TYPE};
use serde::{
    Deserializer, Serialize,
    de::{DeserializeOwned, DeserializeSeed, MapAccess, Visitor},
};
use serde_json::Value;

use crate::{
    decode::{DecodeError, decode, read_with},
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

/// A request to one endpoint, as emitted.
///
/// A client makes an [`http::Request`] of it and sends that as it likes; a server, a mock or a test reads one back.
pub trait Endpoint: Object + Wire + Validate + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Whose endpoint it is.
    type Vendor: Vendor;
    /// What it answers.
    type Response: Reply<Vendor = Self::Vendor>;
    /// What a call carries to prove who makes it: [`Secret`], or [`NoCredential`] where it is the credential that is
    /// asked for.
    type Credential: Credential;

    /// What is known about the endpoint.
    const INFO: EndpointInfo;
    /// The examples of the doc page.
    const EXAMPLES: Examples = Examples::NONE;
    /// The members that go into the query.
    #[doc(hidden)]
    const QUERY: &'static [&'static str] = &[];
    /// The members that go into headers.
    #[doc(hidden)]
    const HEADERS: &'static [&'static str] = &[];
    /// The members whose values must not be seen.
    #[doc(hidden)]
    const SECRETS: &'static [&'static str] = &[];

    /// The request as an HTTP message for `vendor`, with `credential` where the vendor wants it.
    ///
    /// The message carries the credential: where the vendor wants it in the query, don't log the message's URI. Nor that
    /// of an endpoint that hands out credentials, whose parameters are secret themselves.
    ///
    /// # Errors
    /// The request breaks a rule of the docs; the credential is empty; the credential or a header field has characters
    /// that a header cannot carry.
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

    /// Reads a request and its credential: the server's half of [`to_http`](Self::to_http). The request is not
    /// validated; call [`validate`](Validate::validate). What stands before the endpoint's path is taken for the path of
    /// the base URL.
    ///
    /// # Errors
    /// Method or path are another endpoint's; the credential is missing; required members are missing (all of them are
    /// named); a member cannot be read.
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

/// The values of a request that must not be seen.
#[cfg(feature = "client")]
pub(crate) fn secrets<E: Endpoint>(request: &E) -> Vec<String> {
    if E::SECRETS.is_empty() {
        return Vec::new();
    }
    let Ok(Value::Object(mut members)) = serde_json::to_value(Written(request)) else { return Vec::new() };
    E::SECRETS.iter().filter_map(|name| members.remove(*name).and_then(query::text)).collect()
}

/// An endpoint whose replies come in pages.
pub trait Paged: Endpoint {
    /// The request for the page after `reply`; none after the last page, nor if the vendor gives the same cursor again.
    fn next_page(&self, reply: &Self::Response) -> Option<Self>;
}

/// An endpoint that hands out the vendor's credential.
pub trait Grants: Endpoint<Credential = NoCredential> {
    /// The name of the reply's member with the credential.
    #[doc(hidden)]
    const CREDENTIAL: &'static str;
    /// The name of the reply's member with its lifetime in seconds.
    #[doc(hidden)]
    const EXPIRES_IN: &'static str;

    /// The credential that a reply hands out.
    fn grant(reply: &Self::Response) -> Grant;
}

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

/// Puts each member where it goes; returns the body.
fn write_parts<E: Endpoint>(
    request: &E,
    url: &mut String,
    headers: &mut Vec<(&'static str, HeaderValue)>,
) -> Result<Vec<u8>, ToHttpError> {
    let encode = |error: serde_json::Error| ToHttpError::Encode(error.to_string());
    if E::QUERY.is_empty() && E::HEADERS.is_empty() && E::INFO.method == Method::Post {
        return serde_json::to_vec(&Written(request)).map_err(encode);
    }
    let Value::Object(mut members) = serde_json::to_value(Written(request)).map_err(encode)? else {
        return Err(ToHttpError::Encode("a request is a JSON object".to_owned()));
    };
    for name in E::QUERY {
        if let Some(text) = members.remove(*name).and_then(query::text) {
            query::push(url, name, &text);
        }
    }
    for name in E::HEADERS {
        if let Some(text) = members.remove(*name).and_then(query::text) {
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

/// Reads a request from the texts of query and headers and from its body.
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
        Method::Post => decode(body, |reader| read_with!(reader, |from| BodySeed(reading()?).deserialize(from))),
    }
}

/// Reads the members of a body into a request that has its query and headers already.
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
                Key::Member(at) if !in_body::<E>(at) => skip(&mut from)?,
                Key::Alias(rank) if !in_body::<E>(E::ALIASES[rank].1) => skip(&mut from)?,
                key => self.0.value(key, &mut from)?,
            }
        }
        self.0.finish()
    }
}

fn in_body<E: Endpoint>(at: usize) -> bool {
    let name = &E::MEMBERS[at];
    !E::QUERY.contains(name) && !E::HEADERS.contains(name)
}
