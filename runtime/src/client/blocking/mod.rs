//! The client for programs without an async runtime.
//!
//! [`Client::blocking`](super::Client::blocking) makes a [`Client`] of a client that is set up. Its methods have the names and the
//! errors of the async ones, and return when the call is done.
//!
//! ```ignore
//! use generated::client::Client;
//! use generated::wecom::{Wecom, kf::customer::batchget};
//!
//! let client = Client::new(Wecom::new())?.with_tokens_from(app).blocking()?;
//! let reply = client.call(&batchget::Request::new(["wm1"]))?;
//! ```
//!
//! Connections, waits and requests for tokens are driven by a thread that ends with the last clone of the client. A call runs on
//! the caller's thread, which may belong to an async runtime: it is blocked. Code that the client itself runs
//! ([`with_tokens`](super::Client::with_tokens), a [`TokenStore`](super::TokenStore), a [`Hook`](super::Hook)) must not call a
//! blocking client.

mod download;
mod driver;
mod pages;

use std::{fmt, io};

use serde::Serialize;

use self::driver::Driver;
#[cfg(feature = "reqwest-base")]
use super::Http;
use super::{
    error::{CallError, Failure},
    raw::{RawReply, RawRequest},
    transport::Transport,
};
use crate::{
    endpoint::{Endpoint, Method},
    paged::{Paged, PagedItems},
    vendor::{Secret, Vendor},
};

pub use self::{
    download::Download,
    pages::{Items, Pages},
};

/// A client whose calls block. Clones are cheap and share the thread, connections and tokens. See the [module](self).
pub struct Client<V: Vendor, #[cfg(feature = "reqwest-base")] T = Http, #[cfg(not(feature = "reqwest-base"))] T> {
    client: super::Client<V, T>,
    driver: Driver,
}

impl<V: Vendor, T: Transport> super::Client<V, T> {
    /// The same client for programs without an async runtime.
    ///
    /// # Errors
    /// The system has no more threads or files.
    pub fn blocking(self) -> io::Result<Client<V, T>> {
        Ok(Client { client: self, driver: Driver::start()? })
    }
}

impl<V: Vendor, T: Transport> Client<V, T> {
    /// See [`call`](super::Client::call).
    ///
    /// # Errors
    /// Those of the async method.
    pub fn call<E: Endpoint<Vendor = V>>(&self, request: &E) -> Result<E::Response, Failure<E>> {
        self.driver.run(self.client.call(request))
    }

    /// See [`call_with_raw`](super::Client::call_with_raw).
    ///
    /// # Errors
    /// Those of the async method.
    pub fn call_with_raw<E: Endpoint<Vendor = V>>(&self, request: &E) -> Result<(E::Response, RawReply), Failure<E>> {
        self.driver.run(self.client.call_with_raw(request))
    }

    /// See [`send_raw`](super::Client::send_raw).
    ///
    /// # Errors
    /// Those of the async method.
    pub fn send_raw(
        &self,
        method: Method,
        path: &str,
        json: impl Serialize,
    ) -> Result<RawReply, CallError<V::ErrorCode>> {
        self.driver.run(self.client.send_raw(method, path, json))
    }

    /// See [`call_raw`](super::Client::call_raw).
    ///
    /// # Errors
    /// Those of the async method.
    pub fn call_raw(&self, request: &RawRequest) -> Result<RawReply, CallError<V::ErrorCode>> {
        self.driver.run(self.client.call_raw(request))
    }

    /// See [`download`](super::Client::download).
    ///
    /// # Errors
    /// Those of the async method.
    pub fn download<E: Endpoint<Vendor = V>>(&self, request: &E) -> Result<Download, Failure<E>> {
        let download = self.driver.run(self.client.download(request))?;
        Ok(Download::new(download, self.driver.clone()))
    }

    /// See [`pages`](super::Client::pages).
    pub fn pages<E: Paged<Vendor = V>>(&self, first: E) -> Pages<E> {
        Pages::new(self.client.pages(first), self.driver.clone())
    }

    /// See [`items`](super::Client::items).
    pub fn items<E: PagedItems<Vendor = V>>(&self, first: E) -> Items<E> {
        Items::new(self.client.items(first), self.driver.clone())
    }

    /// See [`token`](super::Client::token).
    ///
    /// # Errors
    /// Those of the async method.
    pub fn token(&self) -> Result<Secret, CallError<V::ErrorCode>> {
        self.driver.run(self.client.token())
    }

    /// The async client. Its `with_*` methods change a clone; [`discard_token`](super::Client::discard_token) and
    /// [`tokens`](super::Client::tokens) do not wait.
    #[must_use]
    pub fn inner(&self) -> &super::Client<V, T> {
        &self.client
    }
}

impl<V: Vendor, T> Clone for Client<V, T> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), driver: self.driver.clone() }
    }
}

impl<V: Vendor, T> fmt::Debug for Client<V, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.client).finish()
    }
}
