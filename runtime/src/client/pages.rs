//! Replies in pages.

use std::{
    collections::HashSet,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::{
    StreamExt,
    stream::{self, BoxStream, Stream},
};

use super::error::Failure;
use crate::endpoint::Paged;

/// A stream of pages; see [`Client::pages`](super::Client::pages).
#[must_use = "pages are fetched when the stream is polled"]
pub struct Pages<E: Paged>(BoxStream<'static, Result<E::Response, Failure<E>>>);

impl<E: Paged> Pages<E> {
    /// The pages from the request `first` on. `call` makes a call, and returns the request with the reply.
    pub(super) fn new<F>(first: E, call: impl Fn(E) -> F + Send + 'static) -> Self
    where
        F: Future<Output = (Result<E::Response, Failure<E>>, E)> + Send,
    {
        let start = (call, Some(first), HashSet::new());
        let pages = stream::try_unfold(start, |(call, request, mut asked)| async move {
            let Some(request) = request.filter(|request| asked.insert(fingerprint(request))) else { return Ok(None) };
            let (reply, request) = call(request).await;
            let reply = reply?;
            let next = request.next_page(&reply);
            Ok(Some((reply, (call, next, asked))))
        });
        Self(pages.boxed())
    }

    /// Fetches the next page; `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<E::Response, Failure<E>>> {
        self.0.next().await
    }
}

/// A hash of a request, to notice repeated cursors.
fn fingerprint<E: Paged>(request: &E) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_vec(request).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

impl<E: Paged> Stream for Pages<E> {
    type Item = Result<E::Response, Failure<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<E: Paged> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", E::INFO.name)
    }
}
