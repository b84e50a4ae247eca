//! Replies in pages, and their elements, as iterators.

use std::fmt;

use super::{super::error::Failure, driver::Driver};
use crate::paged::{Paged, PagedItems};

/// An iterator over pages; see [`Client::pages`](super::super::Client::pages).
#[must_use = "pages are fetched when the iterator is advanced"]
pub struct Pages<E: Paged> {
    pages: super::super::Pages<E>,
    driver: Driver,
}

impl<E: Paged> Pages<E> {
    pub(super) fn new(pages: super::super::Pages<E>, driver: Driver) -> Self {
        Self { pages, driver }
    }

    /// See [`cursor`](super::super::Pages::cursor).
    #[must_use]
    pub fn cursor(&self) -> Option<&E::Cursor> {
        self.pages.cursor()
    }

    /// See [`resume`](super::super::Pages::resume).
    pub fn resume(&mut self) {
        self.pages.resume();
    }
}

impl<E: Paged> Iterator for Pages<E> {
    type Item = Result<E::Response, Failure<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.driver.run(self.pages.next())
    }
}

impl<E: Paged> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pages.fmt(f)
    }
}

/// An iterator over the elements of all pages; see [`Client::items`](super::super::Client::items).
#[must_use = "pages are fetched when the iterator is advanced"]
pub struct Items<E: PagedItems> {
    items: super::super::Items<E>,
    driver: Driver,
}

impl<E: PagedItems> Items<E> {
    pub(super) fn new(items: super::super::Items<E>, driver: Driver) -> Self {
        Self { items, driver }
    }

    /// See [`cursor`](super::super::Items::cursor).
    #[must_use]
    pub fn cursor(&self) -> Option<&E::Cursor> {
        self.items.cursor()
    }

    /// See [`resume`](super::super::Items::resume).
    pub fn resume(&mut self) {
        self.items.resume();
    }
}

impl<E: PagedItems> Iterator for Items<E> {
    type Item = Result<E::Item, Failure<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.driver.run(self.items.next())
    }
}

impl<E: PagedItems> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}
