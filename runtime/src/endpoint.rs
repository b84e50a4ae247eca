//! Endpoints: a request as an HTTP message, written by a client and read by a server.

use std::{fmt, marker::PhantomData, time::Duration};

use http::{HeaderValue, Request, header::CONTENT_TYPE};
use serde::{
    Deserializer, Serialize,
    de::{DeserializeOwned, DeserializeSeed, MapAccess, Visitor},
};
use serde_json::Value;

use crate::{
    error::{DecodeError, FromHttpRequestError, ToHttpError, decode, read_with},
    object::{Key, Object, Reading},
    query,
    reply::Reply,
    validate::Validate,
    vendor::{CredentialPlace, Secret, Vendor},
    wire::{Wire, Written, skip},
};

pub use crate::example::{Example, Examples};

/// An HTTP method that the vendors use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Parameters in the query, no body.
    Get,
    /// A JSON body.
    Post,
}

impl Method {
    /// The method as it stands in a request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }

    fn to_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Post => http::Method::POST,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// That an endpoint is deprecated, and what to use instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The endpoint to use instead, as the vendor calls it.
    pub replacement: &'static str,
    /// Why, or how they differ; empty where the docs don't tell.
    pub note: &'static str,
}

/// What is known about an endpoint without calling it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndpointInfo {
    /// The endpoint's name, such as `wecom.kf.customer.batchget`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, without the vendor's base URL.
    pub path: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// The title of the doc page.
    pub title: &'static str,
    /// The address of the doc page.
    pub url: &'static str,
    /// The date of the doc page, `YYYY-MM-DD`, if it shows one.
    pub updated: Option<&'static str>,
    /// Set where the docs advise against the endpoint.
    pub deprecated: Option<Deprecation>,
    /// Whether its replies come in pages; its request is [`Paged`] then.
    pub paged: bool,
    /// Whether calls carry the vendor's credential. What hands it out is called without; its request is [`Grants`] then.
    pub authenticated: bool,
}

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
        let parameters = query::parse(request.uri().query().unwrap_or_default());
        let credential = match <Self::Vendor as Vendor>::CREDENTIAL {
            CredentialPlace::Query(name) => {
                parameters.iter().find(|(key, _)| key == name).map(|(_, value)| Secret::new(value.as_ref()))
            }
            CredentialPlace::Header(name) => {
                request.headers().get(name).and_then(|value| value.to_str().ok()).map(Secret::new)
            }
        };
        let credential = credential.filter(|credential| !credential.expose().is_empty());
        let credential = Self::Credential::from_secret(credential).ok_or(FromHttpRequestError::Credential)?;

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

/// A credential that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The credential.
    pub credential: Secret,
    /// For how long it is good, from the time when it was asked for.
    pub expires_in: Duration,
}

impl Grant {
    /// A credential and the seconds for which it is good; those below 0 count as 0.
    #[doc(hidden)]
    #[must_use]
    pub fn new(credential: &str, seconds: i64) -> Self {
        let seconds = u64::try_from(seconds).unwrap_or_default();
        Self { credential: Secret::new(credential), expires_in: Duration::from_secs(seconds) }
    }
}

/// What a call carries to prove who makes it.
pub trait Credential: Clone + PartialEq + fmt::Debug + Send + Sync + sealed::Sealed {
    /// The secret to send, if there is one.
    #[doc(hidden)]
    fn secret(&self) -> Option<&Secret>;

    /// The credential of a call that came with this secret, or with none; nothing if it is not enough.
    #[doc(hidden)]
    fn from_secret(secret: Option<Secret>) -> Option<Self>;
}

impl Credential for Secret {
    fn secret(&self) -> Option<&Secret> {
        Some(self)
    }

    fn from_secret(secret: Option<Secret>) -> Option<Self> {
        secret
    }
}

/// What a call carries that asks for the credential: nothing but its parameters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoCredential;

impl Credential for NoCredential {
    fn secret(&self) -> Option<&Secret> {
        None
    }

    fn from_secret(_: Option<Secret>) -> Option<Self> {
        Some(Self)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Secret {}
    impl Sealed for super::NoCredential {}
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
