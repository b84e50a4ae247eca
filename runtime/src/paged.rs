//! Endpoints whose replies come in pages.

use std::{fmt, hash::Hash};

use crate::endpoint::Endpoint;

/// An endpoint whose replies come in pages.
pub trait Paged: Endpoint + Clone {
    /// What selects a page: a cursor of the vendor, or an offset.
    type Cursor: Clone + fmt::Debug + PartialEq + Hash + Send + Sync + 'static;

    /// The members that have to do with pages.
    #[doc(hidden)]
    const PAGING: Paging;

    /// The cursor of this request. Without one, it asks for the first page.
    fn cursor(&self) -> Option<Self::Cursor>;

    /// This request for the page that `cursor` selects.
    #[must_use]
    fn with_cursor(self, cursor: Self::Cursor) -> Self;

    /// The cursor with which to go on after `reply`, the reply to this request. Some vendors send one with the last page,
    /// too: it selects what is added later.
    fn next_cursor(&self, reply: &Self::Response) -> Option<Self::Cursor>;

    /// Whether `reply` says that it is the last page.
    fn is_last(&self, reply: &Self::Response) -> bool;

    /// The request for the page after `reply`; `None` after the last page, or if the vendor repeats the cursor.
    fn next_page(&self, reply: &Self::Response) -> Option<Self> {
        let next = self.next_cursor(reply).filter(|_| !self.is_last(reply))?;
        (self.cursor().as_ref() != Some(&next)).then(|| self.clone().with_cursor(next))
    }
}

/// An endpoint whose pages are parts of one list.
pub trait PagedItems: Paged {
    /// An element of the list.
    type Item: Send + 'static;

    /// The elements in a reply.
    fn items(reply: Self::Response) -> Vec<Self::Item>;
}

/// The members of requests and replies that have to do with pages.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Paging {
    /// A reply has the cursor of the next page, and may say whether there is one.
    Cursor { cursor: &'static str, next: &'static str, more: Option<&'static str> },
    /// A reply has the offset of the next page.
    NextOffset { offset: &'static str, next_offset: &'static str, items: Option<&'static str> },
    /// A request has the number of elements to skip.
    Offset { offset: &'static str, items: &'static str },
}

impl Paging {
    /// The member of the request that selects the page.
    #[cfg(feature = "mock")]
    pub(crate) fn selector(self) -> &'static str {
        match self {
            Self::Cursor { cursor, .. } => cursor,
            Self::NextOffset { offset, .. } | Self::Offset { offset, .. } => offset,
        }
    }
}

/// Whether a page has fewer elements than were asked for, so that it is the last one. Generated code calls it.
#[doc(hidden)]
pub fn is_short(count: usize, limit: Option<impl TryInto<usize>>) -> bool {
    count == 0 || limit.and_then(|limit| limit.try_into().ok()).is_some_and(|limit| count < limit)
}
