//! The default transport in JavaScript: reqwest over `fetch`.

use http::{Request, Response};
use send_wrapper::SendWrapper;

use super::{
    transport::{Limits, Transport},
    transport_error::{TransportError, TransportFault},
};
use crate::vendor::BaseUrl;

/// A transport over reqwest, which calls `fetch`: the JavaScript host decides about connections, TLS, proxies and `User-Agent`.
///
/// A host may follow redirects before the transport can refuse them; then the call fails. Replies and files are in memory as a
/// whole.
#[derive(Clone, Debug, Default)]
pub struct Http(reqwest::Client);

impl Http {
    /// A transport.
    ///
    /// # Errors
    /// None here.
    pub fn new() -> Result<Self, TransportError> {
        Self::with(|builder| builder)
    }

    /// A transport that `set_up` configures further.
    ///
    /// # Errors
    /// The configuration is not valid.
    pub fn with(set_up: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Result<Self, TransportError> {
        let client = set_up(reqwest::Client::builder()).build();
        client.map(Self).map_err(|error| TransportError::because(TransportFault::Connect, error.without_url()))
    }

    /// A transport for the vendor at this address.
    pub(super) fn to(_: &BaseUrl) -> Result<Self, TransportError> {
        Self::new()
    }

    async fn exchange(&self, message: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        let message = reqwest::Request::try_from(message).map_err(|error| fault(error, limits))?;
        let sent = message.url().clone();
        let reply = self.0.execute(message).await.map_err(|error| fault(error, limits))?;
        if *reply.url() != sent {
            return Err(TransportError::because(TransportFault::Broken, "`fetch` followed a redirect"));
        }
        let too_large = || TransportError::new(TransportFault::TooLarge(limits.max_reply));
        if reply.content_length().is_some_and(|length| length > limits.max_reply as u64) {
            return Err(too_large());
        }
        let (status, headers) = (reply.status(), reply.headers().clone());
        let body = reply.bytes().await.map_err(|error| fault(error, limits))?;
        if body.len() > limits.max_reply {
            return Err(too_large());
        }
        let mut response = Response::new(body.into());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// A transport over a client that you have configured.
impl From<reqwest::Client> for Http {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for Http {
    async fn send(&self, message: Request<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, TransportError> {
        // Objects of JavaScript stay in their thread, which is the only one.
        SendWrapper::new(self.exchange(message, limits)).await
    }
}

/// Converts an error of reqwest, without the URI, which may contain the credential.
fn fault(error: reqwest::Error, limits: Limits) -> TransportError {
    let fault = match () {
        () if error.is_timeout() => TransportFault::Timeout(limits.timeout),
        // `fetch` does not say whether anything was sent.
        () => TransportFault::Broken,
    };
    let error = TransportError::within(fault, error.without_url());
    // Some hosts name the URI in the message of `fetch`.
    match error.to_string().contains(['?', '&']) {
        true => TransportError::because(fault, "`fetch` failed, and its message may contain the credential"),
        false => error,
    }
}
