//! A client: sends requests and reads replies, with a token that is fetched when there is none.
//!
//! A [`Client`] calls the endpoints of one vendor with one credential, over any HTTP library that implements
//! [`Transport`]; [`Http`] does so with reqwest (feature `reqwest`). It needs a runtime of tokio with its timer.
//!
//! - A request that breaks a rule of the docs is not sent.
//! - A token is fetched when it is needed first, and again shortly before it expires. A call that is refused for its token
//!   is made again with a new one, once. However many calls need a new token at a time, one of them fetches it.
//! - Every attempt has [`Limits`]: of time, and of what a reply may weigh.
//! - Other faults are the caller's to decide: [`Retry`] says which of them a client answers with another attempt.
//! - Each attempt is a span of `tracing`, called `call`, with `endpoint`, `attempt`, `status`, `errcode` and `duration_ms`.
//!
//! No credential shows in `Debug`, in errors, or in spans.

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
    token::{Held, Slot},
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

/// How long before its end a token is taken for expired, unless said otherwise.
const MARGIN: Duration = Duration::from_secs(120);

/// Calls the endpoints of one vendor with one credential. A clone is cheap, and shares connections and tokens.
pub struct Client<V: Vendor, T> {
    vendor: Arc<V>,
    transport: Arc<T>,
    credentials: Credentials<V, T>,
    tokens: Tokens,
    limits: Limits,
    margin: Duration,
    retry: Retry,
}

/// Where the credential of a call comes from.
enum Credentials<V: Vendor, T> {
    /// There is none.
    None,
    /// It is always this one.
    Fixed(Secret),
    /// It is a token.
    Fetched {
        /// What it is asked for with; none if that cannot be compared.
        key: Option<Secret>,
        slot: Arc<Slot>,
        fetch: Arc<Fetch<V, T>>,
    },
}

type Fetch<V, T> = dyn Fn(Client<V, T>) -> BoxFuture<'static, Result<Grant, TokenError>> + Send + Sync;

#[cfg(feature = "reqwest")]
impl<V: Vendor> Client<V, Http> {
    /// A client over reqwest, without a credential so far.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(vendor: V) -> Result<Self, TransportError> {
        Http::new().map(|transport| Self::over(transport, vendor))
    }
}

impl<V: Vendor, T: Transport> Client<V, T> {
    /// A client over `transport`, without a credential so far.
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

    /// With a credential that the caller renews, if it is renewed at all.
    #[must_use]
    pub fn with_credential(self, credential: impl Into<Secret>) -> Self {
        Self { credentials: Credentials::Fixed(credential.into()), ..self }
    }

    /// With the tokens that an endpoint of the vendor hands out for `request`, such as WeCom's `gettoken`. Clients with
    /// the same [`Tokens`] and an equal request use the same token.
    #[must_use]
    pub fn with_tokens_from<G: Grants<Vendor = V>>(self, request: G) -> Self {
        let base_url = self.vendor.base_url().as_str();
        // The request as JSON holds all that is asked with; what cannot be written cannot be sent, and shares nothing.
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

    /// With tokens from elsewhere: `fetch` is asked for one when there is none, when the one before is about to expire, and
    /// when it was refused, and has to answer within [`Limits::timeout`]. Clones of this client share the token, and no
    /// other client does. Its errors are shown as part of ours: they must not name a credential.
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
                    Err(late) => Err(TokenError::of_source(late.into())),
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

    /// With tokens that other clients have as well. A fetch that several of them wait for is made by the one who asked
    /// first, over its transport and with its limits; if it fails, it fails for all of them.
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

    /// What an attempt may take.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// How long before its end a token is taken for expired; never more than half of its lifetime. 2 minutes unless said
    /// otherwise.
    #[must_use]
    pub fn with_margin(self, margin: Duration) -> Self {
        Self { margin, ..self }
    }

    /// Which faults are answered with another attempt: none unless said otherwise.
    #[must_use]
    pub fn with_retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// The tokens of this client, for another one to share.
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Whose endpoints it calls.
    #[must_use]
    pub fn vendor(&self) -> &V {
        &self.vendor
    }

    /// Calls an endpoint.
    ///
    /// # Errors
    /// The request breaks a rule; there is no token; the vendor refuses the call; there is no reply, or it is not what
    /// the docs promise. See [`CallError`].
    pub async fn call<E: Endpoint<Vendor = V>>(&self, request: &E) -> Result<E::Response, Failure<E>> {
        // What is wrong with a request is no reason to fetch a token.
        request.validate().map_err(|violations| CallError::Request(crate::ToHttpError::Invalid(violations)))?;
        let mut refused: Option<Held> = None;
        let mut waits = self.retry.waits();
        let channel = Channel { vendor: &*self.vendor, transport: &*self.transport, limits: self.limits };
        let mut attempt = 0;
        loop {
            attempt += 1;
            let (credential, held) = self.credential::<E>(refused.as_ref()).await?;
            let error = match channel.send(request, &credential, attempt).await {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            match (&error, held) {
                (CallError::Credential(_), Some(held)) if refused.is_none() => refused = Some(held),
                _ => match waits.after(&error) {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => return Err(error),
                },
            }
        }
    }

    /// Calls an endpoint whose replies come in pages, from this request on: a page is fetched when it is asked for. It
    /// ends with the last page, with the first error, or where the vendor gives a cursor that it gave before.
    pub fn pages<E: Paged<Vendor = V>>(&self, first: E) -> Pages<E> {
        let client = self.clone();
        Pages::new(first, move |request| {
            let client = client.clone();
            async move { (client.call(&request).await, request) }
        })
    }

    /// The credential for a call, and the token that it is, if it can be fetched again.
    async fn credential<E: Endpoint<Vendor = V>>(
        &self,
        refused: Option<&Held>,
    ) -> Result<(E::Credential, Option<Held>), Failure<E>> {
        let (secret, held) = match &self.credentials {
            _ if !E::INFO.authenticated => (None, None),
            Credentials::None => return Err(CallError::NoCredential),
            Credentials::Fixed(secret) => (Some(secret.clone()), None),
            Credentials::Fetched { slot, fetch, .. } => {
                let bare = || fetch(Self { credentials: Credentials::None, ..self.clone() });
                let held = slot.get(refused, self.margin, bare).await.map_err(CallError::Token)?;
                (Some(held.token.clone()), Some(held))
            }
        };
        let credential = E::Credential::from_secret(secret);
        credential.map(|credential| (credential, held)).ok_or(CallError::Request(crate::ToHttpError::Credential))
    }
}

/// A credential that can be sent.
fn checked<V: Vendor>(grant: Grant) -> Result<Grant, TokenError> {
    let token = grant.credential.expose();
    let fits = match V::CREDENTIAL {
        CredentialPlace::Query(_) => true,
        CredentialPlace::Header(_) => HeaderValue::from_str(token).is_ok(),
    };
    match () {
        () if token.is_empty() => Err(TokenError::of_source("the token is empty".into())),
        () if !fits => Err(TokenError::of_source("the token has characters that no header can carry".into())),
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
