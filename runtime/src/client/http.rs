//! The transport that most will use: reqwest over rustls.

use std::{error::Error, sync::Arc, time::Duration};

use http::{Request, Response};
use reqwest::redirect;
use rustls::{ClientConfig, crypto::CryptoProvider};
use rustls_platform_verifier::BuilderVerifierExt;

use super::transport::{Limits, Transport, TransportError, TransportFault};

/// Sends messages with reqwest. Connections are kept and used again, and certificates are checked as the operating
/// system would check them.
#[derive(Clone, Debug)]
pub struct Http(reqwest::Client);

impl Http {
    /// A transport with connections of its own, and without a proxy: what the environment says of proxies is not heeded.
    /// A connection that is not there after 5 seconds is given up.
    ///
    /// The process's default cryptography of rustls is used if there is one, else that of `ring`.
    ///
    /// # Errors
    /// TLS cannot be set up: the system has no root certificates, or its cryptography lacks the protocol versions.
    pub fn new() -> Result<Self, TransportError> {
        Self::with(reqwest::ClientBuilder::no_proxy)
    }

    /// The same, set up further: with a proxy, say, or with certificates of one's own. Unless `set_up` says otherwise, the
    /// proxies that the environment names are used. Redirects are never followed and no `Referer` is sent: both would carry
    /// the credential elsewhere.
    ///
    /// # Errors
    /// TLS, or what was set up, cannot be had.
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
        client.map(Self).map_err(|error| TransportError::because(TransportFault::Connect, told(&error.without_url())))
    }
}

impl Transport for Http {
    async fn send(&self, message: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        let message = reqwest::Request::try_from(message).map_err(|error| fault(error, limits))?;
        let mut reply = self.0.execute(message).await.map_err(|error| fault(error, limits))?;
        // What a reply says of its length is believed no further than it may be long.
        let length = reply.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        let mut body = Vec::with_capacity(length.min(limits.max_reply).min(1 << 20));
        while let Some(chunk) = reply.chunk().await.map_err(|error| fault(error, limits))? {
            if body.len() + chunk.len() > limits.max_reply {
                return Err(TransportError::new(TransportFault::TooLarge(limits.max_reply)));
            }
            body.extend_from_slice(&chunk);
        }
        let mut whole = Response::new(body);
        *whole.status_mut() = reply.status();
        *whole.headers_mut() = std::mem::take(reply.headers_mut());
        Ok(whole)
    }
}

/// What an error of reqwest means. It names the URI, which may carry the credential, unless that is taken out.
fn fault(error: reqwest::Error, limits: Limits) -> TransportError {
    let fault = match () {
        () if error.is_connect() => TransportFault::Connect,
        () if error.is_timeout() => TransportFault::Timeout(limits.timeout),
        () => TransportFault::Broken,
    };
    let error = error.without_url();
    match error.source() {
        // Its own words are "error sending request", and no more.
        Some(cause) => TransportError::because(fault, told(cause)),
        None => TransportError::because(fault, error),
    }
}

/// An error and its causes, each said once.
fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.ends_with(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = error.source();
    }
    text
}
