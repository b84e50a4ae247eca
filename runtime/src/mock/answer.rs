//! The answers that a test can set.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use http::{Request, Response, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use super::record::Record;
use crate::{
    decode::{DecodeError, decode},
    endpoint::Endpoint,
    reply::{self, Reply},
    vendor::{Envelope, ErrorCode, Secret, Vendor},
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
    /// The first example of the doc page, which is the default. If it has a cursor for the next page, a
    /// request with that cursor gets the example without it, as the last page.
    #[must_use]
    pub fn example() -> Self {
        Self::of(Content::Example)
    }

    /// A payload, in the vendor's envelope. A file is sent as it is: all of it, or the part that the request asks for in
    /// its header `Range`, with HTTP 206 or 416.
    #[must_use]
    pub fn reply(payload: &E::Response) -> Self {
        if E::Response::FILE.is_some() {
            return Self::of(Content::File(payload.to_http()));
        }
        Self::message(payload.to_http(), Some(<E::Vendor as Vendor>::ENVELOPE.success))
    }

    /// A payload as JSON. It is sent unchanged, in the vendor's envelope. The JSON of a file is that of
    /// [`File`](crate::File), and the file is sent.
    ///
    /// # Errors
    /// The payload cannot be read as a reply of this endpoint.
    pub fn json(payload: Value) -> Result<Self, DecodeError> {
        let text = serde_json::to_vec(&payload).map_err(|error| DecodeError::in_document(&error.to_string()))?;
        let read = decode(&text, |reader| E::Response::read(reader))?;
        if E::Response::FILE.is_some() {
            return Ok(Self::reply(&read));
        }
        let envelope = <E::Vendor as Vendor>::ENVELOPE;
        let body = serde_json::to_vec(&enveloped(envelope, payload))
            .map_err(|error| DecodeError::in_document(&error.to_string()))?;
        Ok(Self::message(reply::message(body), Some(envelope.success)))
    }

    /// An error code in the vendor's envelope, with the code's name as message. The HTTP status is 200.
    #[must_use]
    pub fn error(code: CodeOf<E>) -> Self {
        Self::error_with(code, code.name().unwrap_or("error"))
    }

    /// An error code and a message in the vendor's envelope. The HTTP status is 200.
    #[must_use]
    pub fn error_with(code: CodeOf<E>, message: &str) -> Self {
        Self::message(reply::error_to_http::<E::Vendor>(code, message), Some(code.code()))
    }

    /// An HTTP status and a line of text, such as a proxy sends. An informational status (1xx) closes the connection,
    /// because it is not an answer.
    #[must_use]
    pub fn status(status: StatusCode) -> Self {
        let mut message = text(&format!("{status}\n"));
        *message.status_mut() = status;
        Self::message(message, None)
    }

    /// Any HTTP message, to simulate a broken vendor or proxy: another content type, a truncated JSON text, no envelope.
    #[must_use]
    pub fn raw(message: Response<Vec<u8>>) -> Self {
        Self::message(message, None)
    }

    /// Closes the connection, before or within the answer.
    #[must_use]
    pub fn cut(cut: Cut) -> Self {
        Self::of(Content::Cut(cut))
    }

    /// An endless JSON text: it ends when the client closes the connection.
    #[must_use]
    pub fn endless() -> Self {
        Self::of(Content::Endless)
    }

    /// Delays the answer.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.plan.delay = delay;
        self
    }

    fn message(message: Response<Vec<u8>>, code: Option<i64>) -> Self {
        Self::of(Content::Message { message, code })
    }

    fn of(content: Content) -> Self {
        Self { plan: Plan { content, delay: Duration::ZERO }, of: PhantomData }
    }
}

impl<E> Clone for Answer<E> {
    fn clone(&self) -> Self {
        Self { plan: self.plan.clone(), of: PhantomData }
    }
}

impl<E> fmt::Debug for Answer<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = match &self.plan.content {
            Content::Example => "example".to_owned(),
            Content::Message { message, .. } | Content::File(message) => {
                format!("{}, {} bytes", message.status(), message.body().len())
            }
            Content::Cut(cut) => format!("{cut:?}"),
            Content::Endless => "endless".to_owned(),
            Content::Computed(_) => "computed".to_owned(),
        };
        f.debug_struct("Answer").field("content", &content).field("delay", &self.plan.delay).finish()
    }
}

/// The place at which a connection is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Before the first byte of the answer.
    BeforeHeaders,
    /// After the headers and half of the body of the default answer.
    WithinBody,
}

/// An answer, without the type of its endpoint.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) content: Content,
    pub(super) delay: Duration,
}

impl Plan {
    /// The answer if the test has set none.
    pub(super) const DEFAULT: Self = Self { content: Content::Example, delay: Duration::ZERO };
}

/// The content of an answer.
#[derive(Clone)]
pub(super) enum Content {
    Example,
    /// A message, and the code in its envelope.
    Message {
        message: Response<Vec<u8>>,
        code: Option<i64>,
    },
    /// A file, of which a request may ask for a part.
    File(Response<Vec<u8>>),
    Cut(Cut),
    Endless,
    Computed(Computed),
}

/// Makes an answer from a message, its credential and its record; `None` if the message cannot be read.
pub(super) type Computed = Arc<dyn Fn(&Request<Vec<u8>>, Option<&Secret>, &Record) -> Option<Plan> + Send + Sync>;

/// Makes an HTTP message from a line of text.
pub(super) fn text(line: &str) -> Response<Vec<u8>> {
    let mut message = Response::new(line.into());
    message.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("text/plain; charset=utf-8"));
    message
}

/// Puts a payload into an envelope.
fn enveloped(envelope: &Envelope, payload: Value) -> Value {
    let mut reply = Map::new();
    reply.insert(envelope.code.to_owned(), envelope.success.into());
    reply.insert(envelope.message.to_owned(), "ok".into());
    match (envelope.data, payload) {
        (Some(data), payload) => drop(reply.insert(data.to_owned(), payload)),
        (None, Value::Object(members)) => reply.extend(members),
        (None, _) => {}
    }
    reply.extend(envelope.trace.map(|trace| (trace.to_owned(), "".into())));
    Value::Object(reply)
}
