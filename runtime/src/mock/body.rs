//! Reads bodies within limits, and writes bodies with the faults that a test has set.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http::{
    Request, Response,
    header::{CONTENT_LENGTH, EXPECT},
};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::time::timeout;

use crate::reply;

/// A body that is too large is read up to this multiple of the limit: most clients read the answer, which says what is wrong,
/// only after they have written everything.
const OVERRUN: usize = 32;

/// The limits of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) bytes: usize,
    pub(super) time: Duration,
}

/// The reason why a body was not read to its end.
pub(super) enum Unread {
    /// It has more bytes than this limit.
    TooLarge(usize),
    /// It takes longer than this limit.
    TooSlow(Duration),
    /// It is not HTTP, or the client has closed the connection.
    Broken(hyper::Error),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) => write!(f, "the body has more than {bytes} bytes"),
            Self::TooSlow(time) => write!(f, "the body did not arrive within {time:?}"),
            Self::Broken(error) => write!(f, "the body cannot be read: {error}"),
        }
    }
}

/// Reads a body to its end.
pub(super) async fn read(request: &mut Request<Incoming>, bounds: Bounds) -> Result<Vec<u8>, Unread> {
    let (announced, most) = (request.body().size_hint().lower(), bounds.bytes as u64);
    // A client that sends `Expect` waits for an answer before it sends the body.
    let asks = request.headers().contains_key(EXPECT);
    if announced > most && (asks || announced > most.saturating_mul(OVERRUN as u64)) {
        return Err(Unread::TooLarge(bounds.bytes));
    }
    let body = timeout(bounds.time, collect(request.body_mut(), bounds.bytes)).await;
    body.unwrap_or(Err(Unread::TooSlow(bounds.time)))
}

async fn collect(body: &mut Incoming, most: usize) -> Result<Vec<u8>, Unread> {
    let (mut collected, mut length) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(Unread::Broken)?.into_data() else { continue };
        length += data.len();
        if length > most.saturating_mul(OVERRUN) {
            break;
        }
        if length > most {
            collected = Vec::new();
        } else {
            collected.extend_from_slice(&data);
        }
    }
    if length > most { Err(Unread::TooLarge(most)) } else { Ok(collected) }
}

/// The body of an answer.
pub(super) enum AnswerBody {
    Complete(Option<Bytes>),
    /// A body whose length is in the headers. If it is shorter, the connection is closed after it.
    AsAnnounced(Option<Bytes>, Pause),
    /// A first part, then the same bytes again and again.
    Endless(Option<Bytes>),
}

/// Whether there has been a pause, in which hyper sends the headers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    Ahead,
    Over,
}

/// The error that closes a connection without an answer.
#[derive(Debug)]
pub(super) struct NoAnswer;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the test asked for a closed connection")
    }
}

impl std::error::Error for NoAnswer {}

/// A message with its body.
pub(super) fn complete(message: Response<Vec<u8>>) -> Response<AnswerBody> {
    let announced = message.headers().contains_key(CONTENT_LENGTH);
    message.map(|body| {
        let body = Some(Bytes::from(body)).filter(|body| !body.is_empty());
        if announced { AnswerBody::AsAnnounced(body, Pause::Ahead) } else { AnswerBody::Complete(body) }
    })
}

/// A message with half of its body.
pub(super) fn half(message: Response<Vec<u8>>) -> Response<AnswerBody> {
    let mut message = message.map(Bytes::from);
    let length = message.body().len();
    message.headers_mut().insert(CONTENT_LENGTH, length.max(2).into());
    message.map(|body| AnswerBody::AsAnnounced(Some(body.slice(..length / 2)), Pause::Ahead))
}

/// A message with a JSON text that never ends.
pub(super) fn endless() -> Response<AnswerBody> {
    reply::message(Vec::new()).map(|_| AnswerBody::Endless(Some(Bytes::from_static(b"{\"endless\":\""))))
}

/// The bytes that an endless body repeats.
static MORE: [u8; 16 << 10] = [b'x'; 16 << 10];

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = NoAnswer;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let data = match &mut *self {
            Self::Complete(body) => body.take(),
            Self::Endless(first) => Some(first.take().unwrap_or(Bytes::from_static(&MORE))),
            Self::AsAnnounced(None, pause @ Pause::Ahead) => {
                // While the body is not ready, hyper sends what it has.
                *pause = Pause::Over;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Self::AsAnnounced(body, _) => body.take(),
        };
        Poll::Ready(data.map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Complete(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Complete(body) => SizeHint::with_exact(body.as_ref().map_or(0, |body| body.len() as u64)),
            _ => SizeHint::default(),
        }
    }
}
