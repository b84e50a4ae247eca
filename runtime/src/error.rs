//! Errors of requests and replies.
//!
//! No error shows the credential of the call. The error for a reply that cannot be read contains its
//! first characters.
//!
//! The message of an error is complete: it includes those of its sources, and is one line without control characters,
//! whatever a vendor or a proxy wrote. `source` gives the wrapped errors by type, down to those of the HTTP library.

use std::{error::Error, fmt};

#[cfg(feature = "client")]
use crate::hidden::Hidden;
use crate::{
    decode::DecodeError,
    excerpt::{Harmless, excerpt, excerpt_of_bytes},
    file::FileError,
    info::Method,
    validate::Violations,
    vendor::{Advice, ErrorCode},
};
use http::{HeaderValue, StatusCode};

/// An error code in a reply's envelope.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError<C> {
    pub(crate) code: C,
    pub(crate) advice: Option<Advice>,
    pub(crate) message: String,
    pub(crate) trace: Option<String>,
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
}

impl<C: ErrorCode> ApiError<C> {
    /// The vendor's code. It has a name and advice if the schema lists it.
    #[must_use]
    pub fn code(&self) -> C {
        self.code
    }

    /// The recommended reaction; `None` if the schema does not list the code.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        self.advice
    }

    /// The vendor's message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The vendor's id of the call, if its envelope has one.
    #[must_use]
    pub fn trace(&self) -> Option<&str> {
        self.trace.as_deref()
    }

    /// The HTTP status, which is usually 200.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body of the reply: a vendor may send a payload together with a code.
    ///
    /// A client removes its credential from the body. The body is empty if the call asked for a credential.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl<C: ErrorCode> fmt::Debug for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("trace", &self.trace)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

impl<C: ErrorCode> fmt::Display for ApiError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error {}", self.code.code())?;
        if let Some(name) = self.code.name() {
            write!(f, " ({name})")?;
        }
        write!(f, ": {}", Harmless(excerpt(&self.message)))?;
        if let Some(advice) = self.advice {
            write!(f, "; {advice}")?;
        }
        match &self.trace {
            Some(trace) if !trace.is_empty() => write!(f, " [{}]", Harmless(excerpt(trace))),
            _ => Ok(()),
        }
    }
}

impl<C: ErrorCode> Error for ApiError<C> {}

/// The reason why a reply has no payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FromHttpResponseError<C: ErrorCode> {
    /// The envelope carries an error code.
    Api(ApiError<C>),
    /// The HTTP status is not a success, and the body has no error code.
    Status {
        /// The HTTP status.
        status: StatusCode,
        /// The first characters of the body.
        body: String,
    },
    /// The body is not JSON: for example it is empty, cut off, or an HTML page of a proxy.
    NotJson {
        /// The content type of the body; empty if the reply does not say.
        content_type: String,
        /// The first characters of the body.
        body: String,
        /// The place where the body stops being JSON.
        error: Box<DecodeError>,
    },
    /// The body is JSON that does not match the docs.
    Decode(DecodeError),
}

impl<C: ErrorCode> FromHttpResponseError<C> {
    /// The recommended reaction: that of the error code, if the schema lists it, or
    /// [`RetryLater`](Advice::RetryLater) for the HTTP statuses 408, 429, 502, 503 and 504.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        match self {
            Self::Api(error) => error.advice,
            Self::Status { status, .. } => {
                matches!(status.as_u16(), 408 | 429 | 502..=504).then_some(Advice::RetryLater)
            }
            Self::NotJson { .. } | Self::Decode(_) => None,
        }
    }

    /// The HTTP status, if the reply has an error code or the status is not a success.
    #[must_use]
    pub fn http_status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::Status { status, .. } => Some(*status),
            Self::NotJson { .. } | Self::Decode(_) => None,
        }
    }

    /// The vendor's error code, if the reply has one.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        match self {
            Self::Api(error) => Some(error.code),
            _ => None,
        }
    }

    /// Removes secrets from everything that the vendor wrote.
    #[cfg(feature = "client")]
    pub(crate) fn hide(&mut self, secrets: &Hidden) {
        match self {
            Self::Api(error) => {
                let old = error.message.clone() + error.trace.as_deref().unwrap_or_default();
                secrets.hide(&mut error.message);
                error.trace.iter_mut().for_each(|trace| secrets.hide(trace));
                let new = error.message.clone() + error.trace.as_deref().unwrap_or_default();
                match secrets.without(&error.body) {
                    Some(clean) => error.body = clean,
                    // The body contains a secret in an encoded form.
                    None if old != new => error.body.clear(),
                    None => {}
                }
            }
            Self::Status { body, .. } => secrets.hide(body),
            Self::NotJson { content_type, body, error } => {
                secrets.hide(content_type);
                secrets.hide(body);
                error.hide(secrets);
                if secrets.are_escaped_in(body) {
                    Hidden::MARK.clone_into(body);
                }
            }
            Self::Decode(error) => error.hide(secrets),
        }
    }

    /// Adapts an error of an endpoint that hands out credentials. The body may contain one, so it is removed; and a new
    /// token does not help a call that asks for one.
    #[cfg(feature = "client")]
    pub(crate) fn adapt_to_grants(&mut self) {
        match self {
            Self::Api(error) => {
                error.body.clear();
                if error.advice == Some(Advice::RefreshToken) {
                    error.advice = Some(Advice::FixRequest);
                }
            }
            Self::Status { body, .. } | Self::NotJson { body, .. } => Hidden::MARK.clone_into(body),
            Self::Decode(_) => {}
        }
    }

    /// An error for an HTTP status that is not a success.
    pub(crate) fn status(status: StatusCode, body: &[u8]) -> Self {
        Self::Status { status, body: excerpt_of_bytes(body) }
    }

    /// An error for a body that is not JSON.
    pub(crate) fn not_json(error: DecodeError, content_type: Option<&HeaderValue>, body: &[u8]) -> Self {
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self::NotJson { content_type: excerpt(content_type), body: excerpt_of_bytes(body), error: Box::new(error) }
    }
}

impl<C: ErrorCode> fmt::Display for FromHttpResponseError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Status { status, body } => write!(f, "HTTP status {status}: {}", Harmless(body)),
            Self::NotJson { content_type, body, error } => fmt_not_json(f, content_type, body, error),
            Self::Decode(error) => write!(f, "unexpected reply: {error}"),
        }
    }
}

impl<C: ErrorCode> Error for FromHttpResponseError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Api(error) => Some(error),
            Self::Decode(error) => Some(error),
            Self::NotJson { error, .. } => Some(error.as_ref()),
            Self::Status { .. } => None,
        }
    }
}

/// Describes a body that is not JSON by its beginning.
fn fmt_not_json(f: &mut fmt::Formatter<'_>, content_type: &str, body: &str, error: &DecodeError) -> fmt::Result {
    if body.trim().is_empty() {
        return f.write_str("the reply is empty, not JSON");
    }
    write!(f, "the reply is not JSON: it begins with `{}`", Harmless(body))?;
    if !content_type.is_empty() {
        write!(f, ", its type is {}", Harmless(content_type))?;
    }
    if body.starts_with(GZIP) {
        return f.write_str(", and it looks like gzip that no header announced");
    }
    write!(f, ": {error}")
}

/// The first bytes of gzip, as in an excerpt.
const GZIP: &str = "\u{1f}\u{fffd}\u{8}";

/// The reason why a request cannot be converted to an HTTP message.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ToHttpError {
    /// The request breaks rules of the docs.
    Invalid(Violations),
    /// The credential is empty, or has characters that are not allowed in a header.
    Credential,
    /// The field of this name has characters that are not allowed in a header.
    Header(&'static str),
    /// The request cannot be written as JSON, or its URL is too long.
    Encode(String),
    /// The file cannot be read.
    File(FileError),
}

impl fmt::Display for ToHttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => write!(f, "the request breaks the docs' rules: {}", Harmless(violations)),
            Self::Credential => {
                f.write_str("the credential is empty or has characters that are not allowed in a header")
            }
            Self::Header(name) => write!(f, "`{name}` has characters that are not allowed in a header"),
            Self::Encode(problem) => write!(f, "the request cannot be encoded: {}", Harmless(problem)),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl Error for ToHttpError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Invalid(violations) => Some(violations),
            Self::File(error) => Some(error),
            Self::Credential | Self::Header(_) | Self::Encode(_) => None,
        }
    }
}

/// The reason why an HTTP message cannot be read as a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FromHttpRequestError {
    /// The method or the path belongs to another endpoint.
    Route {
        /// The expected method.
        method: Method,
        /// The expected path.
        path: &'static str,
    },
    /// The credential is missing.
    Credential,
    /// The parameters or the body do not match the docs.
    Decode(DecodeError),
}

impl fmt::Display for FromHttpRequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Route { method, path } => write!(f, "expected {method} {path}"),
            Self::Credential => f.write_str("the credential is missing"),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl Error for FromHttpRequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Decode(error) => Some(error),
            Self::Route { .. } | Self::Credential => None,
        }
    }
}
