//! Replies in pages.

use std::{
    fmt, mem,
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::Stream};

use super::{error::Failure, seen::Seen};
use crate::paged::Paged;

/// The result of a call, and its request.
type Outcome<E> = (Result<<E as crate::endpoint::Endpoint>::Response, Failure<E>>, E);

/// Makes a call.
type Call<E> = Box<dyn Fn(E) -> BoxFuture<'static, Outcome<E>> + Send>;

/// A stream of pages; see [`Client::pages`](super::Client::pages).
#[must_use = "pages are fetched when the stream is polled"]
pub struct Pages<E: Paged> {
    call: Call<E>,
    state: State<E>,
    cursor: Option<E::Cursor>,
    seen: Seen,
}

enum State<E: Paged> {
    Next(E),
    Running(BoxFuture<'static, Outcome<E>>),
    Failed(E),
    Ended,
}

impl<E: Paged> Pages<E> {
    /// The pages from the request `first` on. `call` makes a call, and returns the request with the reply.
    pub(super) fn new(first: E, call: impl Fn(E) -> BoxFuture<'static, Outcome<E>> + Send + 'static) -> Self {
        let (mut seen, cursor) = (Seen::default(), first.cursor());
        if let Some(cursor) = &cursor {
            seen.insert(cursor);
        }
        Self { call: Box::new(call), state: State::Next(first), cursor, seen }
    }

    /// Fetches the next page; `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<E::Response, Failure<E>>> {
        StreamExt::next(self).await
    }

    /// The cursor or offset after the page that was fetched last. A request with it continues there, also in another
    /// process. `None` if the vendor sent none with that page. Before the first page, it is that of the first request.
    #[must_use]
    pub fn cursor(&self) -> Option<&E::Cursor> {
        self.cursor.as_ref()
    }

    /// Continues after an error: the next page is the one that could not be fetched. Without an error, nothing changes.
    pub fn resume(&mut self) {
        self.state = match mem::replace(&mut self.state, State::Ended) {
            State::Failed(request) => State::Next(request),
            state => state,
        };
    }

    /// Notes what follows a page.
    fn received(&mut self, request: &E, reply: &E::Response) {
        self.cursor = request.next_cursor(reply);
        let next = request.next_page(reply);
        let next = next.filter(|next| next.cursor().is_none_or(|cursor| self.seen.insert(&cursor)));
        self.state = next.map_or(State::Ended, State::Next);
    }
}

// Nothing in it is pinned: the future is in a box.
impl<E: Paged> Unpin for Pages<E> {}

impl<E: Paged> Stream for Pages<E> {
    type Item = Result<E::Response, Failure<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.state {
                State::Ended | State::Failed(_) => return Poll::Ready(None),
                State::Running(running) => {
                    let (reply, request) = std::task::ready!(running.poll_unpin(context));
                    match &reply {
                        Ok(reply) => self.received(&request, reply),
                        Err(_) => self.state = State::Failed(request),
                    }
                    return Poll::Ready(Some(reply));
                }
                State::Next(_) => {
                    if let State::Next(request) = mem::replace(&mut self.state, State::Ended) {
                        self.state = State::Running((self.call)(request));
                    }
                }
            }
        }
    }
}

impl<E: Paged> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", E::INFO.name)
    }
}
