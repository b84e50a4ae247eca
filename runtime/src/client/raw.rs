//! Calls without types, and the JSON of replies.

use std::fmt;

use http::{HeaderMap, Request, StatusCode};
use serde::{Serialize, de::DeserializeOwned};

use super::operation::{Operation, Target};
use crate::{
    body::Body,
    decode::{DecodeError, decode},
    endpoint::{self, Method},
    error::ToHttpError,
    vendor::{Secret, Vendor},
    wire::Json,
};

/// A request to an endpoint that has no type; see [`Client::call_raw`](super::Client::call_raw).
#[derive(Clone)]
pub struct RawRequest {
    method: Method,
    path: String,
    /// The body as JSON text, or the message of the error that serializing it gave.
    json: Result<String, String>,
    reads: bool,
    authenticated: bool,
}

impl RawRequest {
    /// A request without parameters. `path` follows the vendor's base URL: it begins with `/`, is percent-encoded, and may have
    /// a query. A path that is not valid is an error of the call.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), json: Ok("{}".to_owned()), reads: false, authenticated: true }
    }

    /// Sets the JSON: the body of a POST request, or an object with the parameters of a GET request. `null` is an empty object.
    #[must_use]
    pub fn json(self, json: impl Serialize) -> Self {
        let json = serde_json::to_string(&json).map_err(|error| error.to_string());
        Self { json: json.map(|text| if text == "null" { "{}".to_owned() } else { text }), ..self }
    }

    /// States that a call changes nothing, so that a [`Retry`](super::Retry) repeats it although it may have been executed.
    #[must_use]
    pub fn reads(self) -> Self {
        Self { reads: true, ..self }
    }

    /// Sends no credential, as for an endpoint that hands out credentials. All texts of the request count as secrets, and are
    /// removed from errors.
    #[must_use]
    pub fn without_credential(self) -> Self {
        Self { authenticated: false, ..self }
    }

    fn text(&self) -> Result<&str, ToHttpError> {
        self.json.as_deref().map_err(|error| ToHttpError::Encode(error.clone()))
    }

    fn split(&self) -> (&str, &str) {
        self.path.split_once('?').unwrap_or((&self.path, ""))
    }
}

impl<V: Vendor> Operation<V> for RawRequest {
    fn target(&self) -> Target<'_> {
        Target { name: self.split().0, info: None, reads: self.reads, authenticated: self.authenticated }
    }

    fn check(&self) -> Result<(), ToHttpError> {
        endpoint::check_path(&self.path)?;
        let text = self.text()?;
        match self.method {
            Method::Get => endpoint::parameters(text).map(drop),
            Method::Post => Ok(()),
        }
    }

    fn message(&self, vendor: &V, credential: Option<&Secret>) -> Result<Request<Body>, ToHttpError> {
        endpoint::raw_message(vendor, (self.method, &self.path, self.text()?), credential)
    }

    fn secrets(&self) -> Vec<String> {
        match self.authenticated {
            true => Vec::new(),
            false => endpoint::raw_texts(self.split().1, self.text().unwrap_or_default()),
        }
    }
}

impl fmt::Debug for RawRequest {
    /// Shows no parameters: they may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawRequest({} {})", self.method, crate::excerpt::Harmless(self.split().0))
    }
}

/// A successful reply as it was received, with the members that no type has.
#[derive(Clone)]
pub struct RawReply {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    json: Json,
}

impl RawReply {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Vec<u8>, json: Json) -> Self {
        Self { status, headers, body, json }
    }

    /// The HTTP status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The whole reply, including the vendor's envelope: `reply.json()["errmsg"]`. Numbers keep their digits.
    #[must_use]
    pub fn json(&self) -> &Json {
        &self.json
    }

    /// The whole reply, including the vendor's envelope.
    #[must_use]
    pub fn into_json(self) -> Json {
        self.json
    }

    /// The body as it was received. It may be JSON only after lenient readers repaired it, which [`json`](Self::json) has
    /// done.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the whole reply as a type of yours.
    ///
    /// # Errors
    /// The reply does not match the type. The error says where.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode(&self.body, |reader| T::deserialize(reader))
    }
}

impl fmt::Debug for RawReply {
    /// Shows no content: it may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawReply({}, {} bytes)", self.status, self.body.len())
    }
}
