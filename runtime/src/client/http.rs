//! The default transport: reqwest with rustls.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use reqwest::redirect;
use rustls::{ClientConfig, crypto::CryptoProvider};
use rustls_platform_verifier::BuilderVerifierExt;

use super::{
    incoming::Incoming,
    transport::{Limits, Transport},
    transport_error::{TransportError, TransportFault},
};
use crate::{body::Body, file::FileError};

/// A transport over reqwest. It reuses connections, and verifies certificates like the operating system.
#[derive(Clone, Debug)]
pub struct Http(reqwest::Client);

impl Http {
    /// A transport with its own connections. It ignores proxy environment variables. Connecting is limited to 5 seconds.
    ///
    /// It uses the process's default crypto provider of rustls if one is installed, else `ring`.
    ///
    /// # Errors
    /// TLS cannot be set up: the system has no root certificates, or the crypto provider lacks a protocol version.
    pub fn new() -> Result<Self, TransportError> {
        Self::with(reqwest::ClientBuilder::no_proxy)
    }

    /// A transport that `set_up` configures further, for example with a proxy or with certificates. Unlike [`new`](Self::new),
    /// it uses proxy environment variables unless `set_up` disables them.
    ///
    /// It never follows redirects and never sends `Referer`, because both would send the credential to others.
    ///
    /// # Errors
    /// TLS or the configuration is not valid on this system.
    pub fn with(set_up: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Result<Self, TransportError> {
        let provider = CryptoProvider::get_default()
            .cloned()
            .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| TransportError::because(TransportFault::Connect, error))?
            .with_no_client_auth();
        let builder = reqwest::Client::builder().tls_backend_preconfigured(tls).connect_timeout(Duration::from_secs(5));
        let client = set_up(builder).redirect(redirect::Policy::none()).referer(false).build();
        client.map(Self).map_err(|error| TransportError::because(TransportFault::Connect, error.without_url()))
    }
}

impl Transport for Http {
    async fn send(&self, message: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        let message = reqwest::Request::try_from(message).map_err(|error| fault(error, limits))?;
        let mut reply = self.0.execute(message).await.map_err(|error| fault(error, limits))?;
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
        let mut reply = self.0.execute(message).await.map_err(|error| fault(error, limits))?;
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
