//! What a test tells a mock to answer.

use std::{fmt, marker::PhantomData, time::Duration};

use http::{Response, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::{
    decode::{DecodeError, decode, read_with},
    endpoint::Endpoint,
    reply::{self, Reply},
    vendor::{Envelope, ErrorCode, Vendor},
    wire::Wire,
};

/// The error codes of an endpoint's vendor.
type CodeOf<E> = <<E as Endpoint>::Vendor as Vendor>::ErrorCode;

/// An answer to one call of the endpoint `E`.
pub struct Answer<E> {
    pub(super) plan: Plan,
    of: PhantomData<fn() -> E>,
}

impl<E: Endpoint> Answer<E> {
    /// What the mock answers by default: the first example of the doc page.
    #[must_use]
    pub fn example() -> Self {
        Self::of(What::Example)
    }

    /// A payload, in its vendor's envelope.
    #[must_use]
    pub fn reply(payload: &E::Response) -> Self {
        Self::message(payload.to_http(), Some(<E::Vendor as Vendor>::ENVELOPE.success))
    }

    /// A payload as JSON, without its envelope. It is sent as it is given, in its vendor's envelope.
    ///
    /// # Errors
    /// The payload cannot be read as a reply of this endpoint: where, and why.
    pub fn json(payload: Value) -> Result<Self, DecodeError> {
        let text = serde_json::to_vec(&payload).map_err(|error| DecodeError::in_document(&error))?;
        decode(&text, |reader| read_with!(reader, |from| E::Response::read(from)))?;
        let envelope = <E::Vendor as Vendor>::ENVELOPE;
        let body =
            serde_json::to_vec(&enveloped(envelope, payload)).map_err(|error| DecodeError::in_document(&error))?;
        Ok(Self::message(reply::message(body), Some(envelope.success)))
    }

    /// An error code with its name for a message, in the vendor's envelope; the HTTP status is 200.
    #[must_use]
    pub fn error(code: CodeOf<E>) -> Self {
        Self::error_with(code, code.name().unwrap_or("error"))
    }

    /// An error code with a message, in the vendor's envelope; the HTTP status is 200.
    #[must_use]
    pub fn error_with(code: CodeOf<E>, message: &str) -> Self {
        Self::message(reply::error_to_http::<E::Vendor>(code, message), Some(code.code()))
    }

    /// An HTTP status and a line of text: what a proxy in front of the vendor would say. An informational status (1xx)
    /// is no answer, and the connection is closed.
    #[must_use]
    pub fn status(status: StatusCode) -> Self {
        let mut message = text(&format!("{status}\n"));
        *message.status_mut() = status;
        Self::message(message, None)
    }

    /// Any HTTP message, for what no vendor should send: another content type, half of a JSON text, no envelope.
    #[must_use]
    pub fn raw(message: Response<Vec<u8>>) -> Self {
        Self::message(message, None)
    }

    /// The connection is closed instead of an answer, or within it.
    #[must_use]
    pub fn cut(cut: Cut) -> Self {
        Self::of(What::Cut(cut))
    }

    /// A JSON text that has no end; it goes on until the client closes the connection.
    #[must_use]
    pub fn endless() -> Self {
        Self::of(What::Endless)
    }

    /// The same answer, so much later.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.plan.delay = delay;
        self
    }

    fn message(message: Response<Vec<u8>>, code: Option<i64>) -> Self {
        Self::of(What::Message { message, code })
    }

    fn of(what: What) -> Self {
        Self { plan: Plan { what, delay: Duration::ZERO }, of: PhantomData }
    }
}

impl<E> Clone for Answer<E> {
    fn clone(&self) -> Self {
        Self { plan: self.plan.clone(), of: PhantomData }
    }
}

impl<E> fmt::Debug for Answer<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.plan.what {
            What::Example => "example".to_owned(),
            What::Message { message, .. } => format!("{}, {} bytes", message.status(), message.body().len()),
            What::Cut(cut) => format!("{cut:?}"),
            What::Endless => "endless".to_owned(),
        };
        f.debug_struct("Answer").field("what", &what).field("delay", &self.plan.delay).finish()
    }
}

/// Where a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Before the first byte of the answer.
    BeforeHeaders,
    /// After the headers and half of the body that the mock answers by default.
    WithinBody,
}

/// An answer without the type of its endpoint.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) what: What,
    pub(super) delay: Duration,
}

impl Plan {
    /// What is answered where the test has told nothing.
    pub(super) const DEFAULT: Self = Self { what: What::Example, delay: Duration::ZERO };
}

#[derive(Clone)]
pub(super) enum What {
    Example,
    /// The code is that of its envelope, if it has one.
    Message {
        message: Response<Vec<u8>>,
        code: Option<i64>,
    },
    Cut(Cut),
    Endless,
}

/// A line of text as an HTTP message.
pub(super) fn text(line: &str) -> Response<Vec<u8>> {
    let mut message = Response::new(line.into());
    message.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("text/plain; charset=utf-8"));
    message
}

/// A payload in an envelope.
fn enveloped(envelope: &Envelope, payload: Value) -> Value {
    let mut whole = Map::new();
    whole.insert(envelope.code.to_owned(), envelope.success.into());
    whole.insert(envelope.message.to_owned(), "ok".into());
    match (envelope.data, payload) {
        (Some(data), payload) => drop(whole.insert(data.to_owned(), payload)),
        (None, Value::Object(members)) => whole.extend(members),
        (None, _) => {}
    }
    whole.extend(envelope.trace.map(|trace| (trace.to_owned(), "".into())));
    Value::Object(whole)
}
