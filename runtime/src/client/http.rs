//! The default transport: reqwest.

use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use reqwest::redirect;

use super::{
    incoming::Incoming,
    tls::{self, Tls},
    transport::{Limits, Transport},
    transport_error::{TransportError, TransportFault},
};
use crate::{body::Body, file::FileError, vendor::BaseUrl};

/// The header `User-Agent` of calls, unless the caller sets another.
const USER_AGENT: &str = concat!("social-crm-rust/", env!("CARGO_PKG_VERSION"));

/// A transport over reqwest. It reuses connections, and verifies certificates like the operating system.
///
/// All constructors use the proxies that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, except for the hosts
/// in `NO_PROXY`). `Http::with(|http| http.no_proxy())` ignores them. [`Client::new`](super::Client::new) ignores them if the
/// vendor is at a loopback address, such as that of a mock.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    /// Whether the client may follow redirects, because it was not built here.
    may_redirect: bool,
}

impl Http {
    /// A transport with its own connections. Connecting is limited to 5 seconds.
    ///
    /// TLS is the process's default crypto provider of rustls if a feature enables rustls and a provider is installed, else the
    /// first of [`Tls`] that a feature enables. With the feature `reqwest-base` alone, only `http://` can be called.
    ///
    /// # Errors
    /// TLS cannot be set up: the system has no root certificates, or the crypto provider lacks a protocol version.
    pub fn new() -> Result<Self, TransportError> {
        Self::with(|builder| builder)
    }

    /// A transport that `set_up` configures further, for example with certificates, a proxy, or the `User-Agent` of your
    /// program, which is `social-crm-rust/` and the version of this crate by default.
    ///
    /// It never follows redirects and never sends `Referer`, because both would send the credential to others.
    ///
    /// # Errors
    /// TLS or the configuration is not valid on this system.
    pub fn with(set_up: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Result<Self, TransportError> {
        Self::build(tls::by_default(reqwest::Client::builder())?, set_up)
    }

    /// A transport with this implementation of TLS, whatever other features enable. It is otherwise as [`with`](Self::with).
    ///
    /// # Errors
    /// TLS or the configuration is not valid on this system.
    pub fn with_tls(
        tls: Tls,
        set_up: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, TransportError> {
        Self::build(tls.set_up(reqwest::Client::builder())?, set_up)
    }

    fn build(
        builder: reqwest::ClientBuilder,
        set_up: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, TransportError> {
        let builder = builder.connect_timeout(Duration::from_secs(5)).user_agent(USER_AGENT);
        let client = set_up(builder).redirect(redirect::Policy::none()).referer(false).build();
        let client = client.map_err(|error| TransportError::because(TransportFault::Connect, error.without_url()))?;
        Ok(Self { client, may_redirect: false })
    }

    /// A transport for the vendor at this address.
    pub(super) fn to(base_url: &BaseUrl) -> Result<Self, TransportError> {
        match base_url.is_loopback() {
            true => Self::with(reqwest::ClientBuilder::no_proxy),
            false => Self::new(),
        }
    }

    /// Sends a message and receives the head of the reply.
    async fn execute(&self, message: reqwest::Request, limits: Limits) -> Result<reqwest::Response, TransportError> {
        let sent = self.may_redirect.then(|| message.url().clone());
        let reply = self.client.execute(message).await.map_err(|error| fault(error, limits))?;
        match sent {
            Some(url) if url != *reply.url() => {
                let problem = "the reqwest client followed a redirect: build it with `redirect::Policy::none()`";
                Err(TransportError::because(TransportFault::Broken, problem))
            }
            _ => Ok(reply),
        }
    }
}

/// A transport over a client that you have configured, and its connections.
///
/// Build the client with `redirect(Policy::none())` and `referer(false)`: otherwise a redirect may send the credential to
/// others. The transport fails after a redirect that the client has followed. Its timeouts apply beside [`Limits`]. reqwest
/// itself panics while it builds a client if no feature of reqwest selects a crypto provider and the process has installed
/// none; [`Http::with`] needs neither.
impl From<reqwest::Client> for Http {
    fn from(client: reqwest::Client) -> Self {
        Self { client, may_redirect: true }
    }
}

impl Transport for Http {
    async fn send(&self, message: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        let message = reqwest::Request::try_from(message).map_err(|error| fault(error, limits))?;
        let mut reply = self.execute(message, limits).await?;
        // The length that a reply declares may be wrong, so at most 1 MiB is reserved.
        let length = reply.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        let mut body = Vec::with_capacity(length.min(limits.max_reply).min(1 << 20));
        while let Some(chunk) = reply.chunk().await.map_err(|error| fault(error, limits))? {
            if body.len() + chunk.len() > limits.max_reply {
                return Err(TransportError::new(TransportFault::TooLarge(limits.max_reply)));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = reply.status();
        *response.headers_mut() = std::mem::take(reply.headers_mut());
        Ok(response)
    }

    async fn transfer(&self, message: Request<Body>, limits: Limits) -> Result<Response<Incoming>, TransportError> {
        let message = reqwest::Request::try_from(message.map(outgoing)).map_err(|error| fault(error, limits))?;
        let mut reply = self.execute(message, limits).await?;
        let (status, headers, length) = (reply.status(), std::mem::take(reply.headers_mut()), reply.content_length());
        let chunks = stream::try_unfold(reply, move |mut reply| async move {
            let chunk = reply.chunk().await.map_err(|error| fault(error, limits))?;
            Ok(chunk.map(|chunk| (chunk, reply)))
        });
        let mut response = Response::new(Incoming::new(length, chunks));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// Converts a body. Without a file, reqwest can send it again if a connection that it kept was closed.
fn outgoing(body: Body) -> reqwest::Body {
    if body.upload.is_none() {
        return body.head.into();
    }
    let length = body.len();
    reqwest::Body::wrap(Outgoing { chunks: Mutex::new(body.into_stream().boxed()), length })
}

/// A body that is sent in chunks. The mutex is never locked: it makes the stream `Sync`, as reqwest wants it.
struct Outgoing {
    chunks: Mutex<BoxStream<'static, Result<Bytes, FileError>>>,
    length: u64,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = FileError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, FileError>>> {
        let chunks = self.chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
        chunks.poll_next_unpin(context).map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// Converts an error of reqwest, without the URI, which may contain the credential.
fn fault(error: reqwest::Error, limits: Limits) -> TransportError {
    let fault = match () {
        () if error.is_connect() => TransportFault::Connect,
        () if error.is_timeout() => TransportFault::Timeout(limits.timeout),
        () => TransportFault::Broken,
    };
    // Its own message is only "error sending request".
    TransportError::within(fault, error.without_url())
}
