//! A client that sends requests, reads replies and fetches tokens.
//!
//! A [`Client`] calls the endpoints of one vendor with one credential, over a [`Transport`], such as [`Http`] (feature
//! `reqwest`). A client needs a tokio runtime with its timer enabled.
//!
//! - Requests are validated before they are sent.
//! - The token is fetched before the first call, and again shortly before it expires. Concurrent calls share one fetch. A
//!   call whose token is rejected is repeated once, with a new token.
//! - Each attempt is limited in time and in the size of the reply ([`Limits`]).
//! - Nothing else is retried unless you opt in ([`Retry`]).
//! - Each attempt is a `tracing` span with the name `call` and the fields `endpoint`, `attempt`, `status`, `errcode` and
//!   `duration_ms`.
//!
//! `Debug`, errors and spans show no credential.

mod attempt;
mod error;
#[cfg(feature = "reqwest")]
mod http;
mod pages;
mod retry;
mod token;
mod transport;

use std::{error::Error, fmt, future::Future, sync::Arc, time::Duration};

use ::http::HeaderValue;
use futures_util::{FutureExt, future::BoxFuture};

use self::{
    attempt::Channel,
    token::{Slot, Token},
};
use crate::{
    endpoint::{Credential, Endpoint, Grant, Grants, Paged},
    vendor::{CredentialPlace, Secret, Vendor},
};

#[cfg(feature = "reqwest")]
pub use self::http::Http;
pub use self::{
    error::{CallError, Failure, RetryLater, TokenError},
    pages::Pages,
    retry::Retry,
    token::Tokens,
    transport::{Limits, Transport, TransportError, TransportFault},
};
pub use futures_util::stream::Stream;
#[cfg(feature = "reqwest")]
pub use reqwest;

/// The default margin: a token is replaced this long before it expires.
const MARGIN: Duration = Duration::from_secs(120);

/// Calls the endpoints of one vendor with one credential. Clones are cheap and share connections and tokens.
pub struct Client<V: Vendor, T> {
    vendor: Arc<V>,
    transport: Arc<T>,
    credentials: Credentials<V, T>,
    tokens: Tokens,
    limits: Limits,
    margin: Duration,
    retry: Retry,
}

/// The source of credentials.
enum Credentials<V: Vendor, T> {
    /// No credential.
    None,
    /// Always this credential.
    Fixed(Secret),
    /// Tokens.
    Fetched {
        /// Identifies the source, so that clients can share its tokens; `None` if the tokens are private.
        key: Option<Secret>,
        slot: Arc<Slot>,
        fetch: Arc<Fetch<V, T>>,
    },
}

type Fetch<V, T> = dyn Fn(Client<V, T>) -> BoxFuture<'static, Result<Grant, TokenError>> + Send + Sync;

#[cfg(feature = "reqwest")]
impl<V: Vendor> Client<V, Http> {
    /// A client over reqwest, with no credential yet.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(vendor: V) -> Result<Self, TransportError> {
        Http::new().map(|transport| Self::over(transport, vendor))
    }
}

impl<V: Vendor, T: Transport> Client<V, T> {
    /// A client over `transport`, with no credential yet.
    #[must_use]
    pub fn over(transport: T, vendor: V) -> Self {
        Self {
            vendor: Arc::new(vendor),
            transport: Arc::new(transport),
            credentials: Credentials::None,
            tokens: Tokens::default(),
            limits: Limits::default(),
            margin: MARGIN,
            retry: Retry::never(),
        }
    }

    /// Uses a credential that does not change.
    #[must_use]
    pub fn with_credential(self, credential: impl Into<Secret>) -> Self {
        Self { credentials: Credentials::Fixed(credential.into()), ..self }
    }

    /// Fetches tokens by calling an endpoint with `request`, such as WeCom's `gettoken`. Clients with the same [`Tokens`]
    /// and equal requests share the token.
    #[must_use]
    pub fn with_tokens_from<G: Grants<Vendor = V>>(self, request: G) -> Self {
        let base_url = self.vendor.base_url().as_str();
        // Equal requests have equal JSON. A request that cannot be written as JSON cannot be sent, so it shares nothing.
        let key = serde_json::to_string(&request).ok();
        let key = key.map(|json| Secret::new(format!("{} {base_url} {json}", G::INFO.name)));
        let request = Arc::new(request);
        self.fetching(key, move |client| {
            let request = Arc::clone(&request);
            async move {
                let reply = client.call(request.as_ref()).await.map_err(TokenError::of_call)?;
                Ok(G::grant(&reply))
            }
        })
    }

    /// Fetches tokens by calling `fetch`. A call does so if there is no token, if the token expires soon, or if it was
    /// rejected.
    /// The token is shared with clones of this client only.
    ///
    /// `fetch` must finish within [`Limits::timeout`]. Its errors become part of [`TokenError`], so they must not contain a
    /// credential.
    #[must_use]
    pub fn with_tokens<F, E>(self, fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Grant, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.fetching(None, move |client| {
            let token = tokio::time::timeout(client.limits.timeout, fetch());
            async move {
                match token.await {
                    Ok(grant) => grant.map_err(|error| TokenError::of_source(error.into())),
                    Err(late) => Err(TokenError::late(late)),
                }
            }
        })
    }

    fn fetching<F>(self, key: Option<Secret>, fetch: impl Fn(Self) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Grant, TokenError>> + Send + 'static,
    {
        let slot = self.tokens.slot(key.as_ref());
        let fetch = move |client| fetch(client).map(|grant| grant.and_then(checked::<V>)).boxed();
        Self { credentials: Credentials::Fetched { key, slot, fetch: Arc::new(fetch) }, ..self }
    }

    /// Shares tokens with other clients. If several of them need the same token, the first one fetches it, with its own
    /// transport and limits, and all get its result, even an error.
    #[must_use]
    pub fn sharing(self, tokens: Tokens) -> Self {
        let credentials = match self.credentials {
            Credentials::Fetched { key, fetch, .. } => {
                Credentials::Fetched { slot: tokens.slot(key.as_ref()), key, fetch }
            }
            other => other,
        };
        Self { tokens, credentials, ..self }
    }

    /// Sets the limits of each attempt.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets the margin: a token is replaced this long before it expires. It is 2 minutes by default, and at most half of the
    /// token's lifetime.
    #[must_use]
    pub fn with_margin(self, margin: Duration) -> Self {
        Self { margin, ..self }
    }

    /// Sets which errors are retried: none by default.
    #[must_use]
    pub fn with_retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// The tokens of this client, for [`sharing`](Self::sharing).
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The vendor.
    #[must_use]
    pub fn vendor(&self) -> &V {
        &self.vendor
    }

    /// Calls an endpoint.
    ///
    /// # Errors
    /// The request breaks a rule; no token can be fetched; the vendor refuses the call; there is no reply, or it does not
    /// match the docs. See [`CallError`].
    pub async fn call<E: Endpoint<Vendor = V>>(&self, request: &E) -> Result<E::Response, Failure<E>> {
        // An invalid request must not cause a fetch of a token.
        request.validate().map_err(|violations| CallError::Request(crate::ToHttpError::Invalid(violations)))?;
        let mut rejected: Option<Token> = None;
        let mut waits = self.retry.waits();
        let channel = Channel { vendor: &*self.vendor, transport: &*self.transport, limits: self.limits };
        let mut attempt = 0;
        loop {
            attempt += 1;
            let (credential, token) = self.credential::<E>(rejected.as_ref()).await?;
            let error = match channel.send(request, &credential, attempt).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            match (&error, token) {
                (CallError::Credential(_), Some(token)) if rejected.is_none() => rejected = Some(token),
                _ => match waits.after(&error) {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => return Err(error),
                },
            }
        }
    }

    /// Calls an endpoint whose replies come in pages, starting with the request `first`. Each page is fetched when the
    /// stream is polled. The pages end after the last page, after an error, or when the vendor repeats a cursor.
    pub fn pages<E: Paged<Vendor = V>>(&self, first: E) -> Pages<E> {
        let client = self.clone();
        Pages::new(first, move |request| {
            let client = client.clone();
            async move { (client.call(&request).await, request) }
        })
    }

    /// The credential for a call, and the token that it comes from, if it can be fetched again.
    async fn credential<E: Endpoint<Vendor = V>>(
        &self,
        rejected: Option<&Token>,
    ) -> Result<(E::Credential, Option<Token>), Failure<E>> {
        let (secret, token) = match &self.credentials {
            _ if !E::INFO.authenticated => (None, None),
            Credentials::None => return Err(CallError::NoCredential),
            Credentials::Fixed(secret) => (Some(secret.clone()), None),
            Credentials::Fetched { slot, fetch, .. } => {
                let fetch = || fetch(Self { credentials: Credentials::None, ..self.clone() });
                let token = slot.get(rejected, self.margin, fetch).await.map_err(CallError::Token)?;
                (Some(token.secret.clone()), Some(token))
            }
        };
        let credential = E::Credential::from_secret(secret);
        credential.map(|credential| (credential, token)).ok_or(CallError::Request(crate::ToHttpError::Credential))
    }
}

/// Checks that a token can be sent.
fn checked<V: Vendor>(grant: Grant) -> Result<Grant, TokenError> {
    let token = grant.credential.expose();
    let is_allowed = match V::CREDENTIAL {
        CredentialPlace::Query(_) => true,
        CredentialPlace::Header(_) => HeaderValue::from_str(token).is_ok(),
    };
    match () {
        () if token.is_empty() => Err(TokenError::of_source("the token is empty".into())),
        () if !is_allowed => {
            Err(TokenError::of_source("the token has characters that are not allowed in a header".into()))
        }
        () => Ok(grant),
    }
}

impl<V: Vendor, T> Clone for Client<V, T> {
    fn clone(&self) -> Self {
        Self {
            vendor: Arc::clone(&self.vendor),
            transport: Arc::clone(&self.transport),
            credentials: match &self.credentials {
                Credentials::None => Credentials::None,
                Credentials::Fixed(secret) => Credentials::Fixed(secret.clone()),
                Credentials::Fetched { key, slot, fetch } => {
                    Credentials::Fetched { key: key.clone(), slot: Arc::clone(slot), fetch: Arc::clone(fetch) }
                }
            },
            tokens: self.tokens.clone(),
            limits: self.limits,
            margin: self.margin,
            retry: self.retry,
        }
    }
}

impl<V: Vendor, T> fmt::Debug for Client<V, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &V::NAME)
            .field("base_url", &self.vendor.base_url().as_str())
            .field("limits", &self.limits)
            .field("margin", &self.margin)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
