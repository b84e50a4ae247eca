//! Bodies: read within bounds, and written with the faults that a test asks for.

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

/// So many times the limit is read, and thrown away, so that the client hears why its request is refused: most write
/// all of it before they listen.
const PATIENCE: usize = 32;

/// Bounds of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) bytes: usize,
    pub(super) time: Duration,
}

/// Why a body was not read to its end.
pub(super) enum Unread {
    /// It has more bytes than these.
    TooLarge(usize),
    TooSlow(Duration),
    /// It is no HTTP, or the client has gone.
    Broken(hyper::Error),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(bytes) => write!(f, "the body has more than {bytes} bytes"),
            Self::TooSlow(time) => write!(f, "the body did not come within {time:?}"),
            Self::Broken(error) => write!(f, "the body cannot be read: {error}"),
        }
    }
}

/// Reads a body to its end.
pub(super) async fn read(request: &mut Request<Incoming>, bounds: Bounds) -> Result<Vec<u8>, Unread> {
    let (announced, most) = (request.body().size_hint().lower(), bounds.bytes as u64);
    // A client that asks first has sent nothing yet.
    let asks = request.headers().contains_key(EXPECT);
    if announced > most && (asks || announced > most.saturating_mul(PATIENCE as u64)) {
        return Err(Unread::TooLarge(bounds.bytes));
    }
    let whole = timeout(bounds.time, collect(request.body_mut(), bounds.bytes)).await;
    whole.unwrap_or(Err(Unread::TooSlow(bounds.time)))
}

async fn collect(body: &mut Incoming, most: usize) -> Result<Vec<u8>, Unread> {
    let (mut whole, mut length) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(Unread::Broken)?.into_data() else { continue };
        length += data.len();
        if length > most.saturating_mul(PATIENCE) {
            break;
        }
        if length > most {
            whole = Vec::new();
        } else {
            whole.extend_from_slice(&data);
        }
    }
    if length > most { Err(Unread::TooLarge(most)) } else { Ok(whole) }
}

/// The body of an answer.
pub(super) enum Answered {
    Whole(Option<Bytes>),
    /// As long as the headers say. If there is less, the connection is closed once that is sent.
    AsAnnounced(Option<Bytes>, Pause),
    /// A first part, then the same again and again.
    Endless(Option<Bytes>),
}

/// Whether what came before was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    Ahead,
    Over,
}

/// That there is no answer.
#[derive(Debug)]
pub(super) struct Torn;

impl fmt::Display for Torn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the test had the connection cut")
    }
}

impl std::error::Error for Torn {}

/// A message as it is.
pub(super) fn whole(message: Response<Vec<u8>>) -> Response<Answered> {
    let announced = message.headers().contains_key(CONTENT_LENGTH);
    message.map(|body| {
        let body = Some(Bytes::from(body)).filter(|body| !body.is_empty());
        if announced { Answered::AsAnnounced(body, Pause::Ahead) } else { Answered::Whole(body) }
    })
}

/// A message of which half of the body is sent.
pub(super) fn torn(message: Response<Vec<u8>>) -> Response<Answered> {
    let mut message = message.map(Bytes::from);
    let length = message.body().len();
    message.headers_mut().insert(CONTENT_LENGTH, length.max(2).into());
    message.map(|body| Answered::AsAnnounced(Some(body.slice(..length / 2)), Pause::Ahead))
}

/// A message whose body is the beginning of a JSON text that never ends.
pub(super) fn endless() -> Response<Answered> {
    reply::message(Vec::new()).map(|_| Answered::Endless(Some(Bytes::from_static(b"{\"endless\":\""))))
}

/// What an endless body goes on with.
static MORE: [u8; 16 << 10] = [b'x'; 16 << 10];

impl Body for Answered {
    type Data = Bytes;
    type Error = Torn;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let data = match &mut *self {
            Self::Whole(body) => body.take(),
            Self::Endless(first) => Some(first.take().unwrap_or(Bytes::from_static(&MORE))),
            Self::AsAnnounced(None, pause @ Pause::Ahead) => {
                // What was written is sent while the body is not ready.
                *pause = Pause::Over;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Self::AsAnnounced(body, _) => body.take(),
        };
        Poll::Ready(data.map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => SizeHint::with_exact(body.as_ref().map_or(0, |body| body.len() as u64)),
            _ => SizeHint::default(),
        }
    }
}
