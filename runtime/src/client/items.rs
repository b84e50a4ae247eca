//! The elements of replies in pages.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use futures_util::{StreamExt, stream::Stream};

use super::{error::Failure, pages::Pages};
use crate::paged::PagedItems;

/// A stream of the elements of all pages; see [`Client::items`](super::Client::items).
#[must_use = "pages are fetched when the stream is polled"]
pub struct Items<E: PagedItems> {
    pages: Pages<E>,
    /// The elements of the current page that the caller has not got yet.
    rest: vec::IntoIter<E::Item>,
    /// The cursor of the current page.
    cursor: Option<E::Cursor>,
}

impl<E: PagedItems> Items<E> {
    pub(super) fn new(pages: Pages<E>) -> Self {
        Self { pages, rest: Vec::new().into_iter(), cursor: None }
    }

    /// The next element, for which a page is fetched if necessary; `None` after the last one, and after an error.
    pub async fn next(&mut self) -> Option<Result<E::Item, Failure<E>>> {
        StreamExt::next(self).await
    }

    /// The cursor or offset with which to continue, also in another process, so that no element is missed: that of the next
    /// page, or that of the current one while some of its elements are left. `None` as in [`Pages::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&E::Cursor> {
        match self.rest.as_slice() {
            [] => self.pages.cursor(),
            _ => self.cursor.as_ref(),
        }
    }

    /// Continues after an error: the page that could not be fetched is fetched again. Without an error, nothing changes.
    pub fn resume(&mut self) {
        self.pages.resume();
    }
}

// Nothing in it is pinned.
impl<E: PagedItems> Unpin for Items<E> {}

impl<E: PagedItems> Stream for Items<E> {
    type Item = Result<E::Item, Failure<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.rest.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let cursor = self.pages.cursor().cloned();
            match std::task::ready!(self.pages.poll_next_unpin(context)) {
                Some(Ok(page)) => {
                    self.cursor = cursor;
                    self.rest = E::items(page).into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<E: PagedItems> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({})", E::INFO.name)
    }
}
