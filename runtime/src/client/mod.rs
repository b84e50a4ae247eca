//! A client that sends requests, reads replies and fetches tokens.
//!
//! A [`Client`] calls the endpoints of one vendor with one credential, over a [`Transport`], such as `Http` (feature
//! `reqwest`). A client needs a tokio runtime with its timer enabled, except in JavaScript (wasm32-unknown-unknown), where timers are
//! those of the host and nothing blocks: it has no `blocking`, no `Tls`, and no files on disk.
//!
//! - Requests are validated before they are sent.
//! - The token is fetched before the first call, and again shortly before it expires. Concurrent calls share one fetch. A
//!   call whose token is rejected is repeated once, with a new token. Processes can share tokens ([`TokenStore`]).
//! - A vendor may have several kinds of credentials. Each is a [`Vendor`] type of its own, and a client of one kind can fetch
//!   its tokens through a client of another ([`Client::with_tokens_through`]).
//! - After a failed request for a token there is a pause, in which calls fail at once ([`TokenError`]).
//! - Each attempt is limited in time and in the size of the reply ([`Limits`]), and a call may have a deadline
//!   ([`Client::with_deadline`]).
//! - The content of a file is not kept in memory while it is sent ([`File::open`](crate::File::open)) or received
//!   ([`Client::download`]). Each attempt to send it reads it again.
//! - Nothing else is retried unless you opt in ([`Retry`], which lists all outcomes).
//! - Endpoints and members that no type has are reached with raw calls and raw replies ([`Client::send_raw`],
//!   [`Client::call_with_raw`]).
//! - A [`Hook`] runs around each attempt, for metrics or for limits of an endpoint.
//!
//! Spans and events of `tracing` have the target `generated::client`. No credential appears in them, in errors or in `Debug`
//! output.
//!
//! | span or event | level | fields |
//! |---|---|---|
//! | span `call` | info | `endpoint`, `attempts`, `errcode`, `duration_ms` |
//! | event `the call succeeded` | debug | `endpoint`, `attempts`, `duration_ms` |
//! | event `the call failed` | warn | `endpoint`, `attempts`, `duration_ms`, `error` |
//! | span `attempt`, in `call` | debug | `endpoint`, `attempt`, `status`, `errcode`, `duration_ms` |
//! | event `waiting before another attempt` | debug | `endpoint`, `wait_ms`, `error` |
//! | span `token`, in the `call` that asked for the token | debug | |
//! | events about the token, one of which has the time for which it is used | debug | `seconds`, `error` |
//! | event about a store of tokens that failed | info | `error` |
//!
//! The request for a token is a `call` within `token`. Its failure is a debug event: the warning is that of the call that
//! needed the token.

mod attempt;
#[cfg(all(feature = "blocking", not(all(target_arch = "wasm32", target_os = "unknown"))))]
pub mod blocking;
mod call;
mod download;
mod error;
#[cfg(all(feature = "reqwest-base", target_arch = "wasm32", target_os = "unknown"))]
mod fetch;
mod hook;
#[cfg(all(feature = "reqwest-base", not(all(target_arch = "wasm32", target_os = "unknown"))))]
mod http;
mod incoming;
mod items;
mod operation;
mod outgoing;
mod pages;
mod pause;
mod platform;
mod raw;
mod retry;
mod retry_after;
mod seen;
mod sources;
mod store;
#[cfg(feature = "reqwest")]
#[cfg(test)]
mod tests;
#[cfg(all(feature = "reqwest-base", not(all(target_arch = "wasm32", target_os = "unknown"))))]
mod tls;
mod token;
mod token_error;
mod tokens;
mod trace;
mod transport;
mod transport_error;

use std::{fmt, sync::Arc, time::Duration};

use ::http::HeaderValue;
use futures_util::future::BoxFuture;

use self::{
    hook::AnyHook,
    token::{Policy, Slot},
};
use crate::{
    endpoint::Grant,
    vendor::{CredentialPlace, Secret, Vendor},
};

#[cfg(all(feature = "reqwest-base", target_arch = "wasm32", target_os = "unknown"))]
pub use self::fetch::Http;
pub use self::{
    download::{Download, DownloadError},
    error::{CallError, Failure, RetryLater},
    hook::{Attempt, Hook, Outcome},
    incoming::Incoming,
    items::Items,
    pages::Pages,
    raw::{RawReply, RawRequest},
    retry::Retry,
    store::TokenStore,
    token_error::TokenError,
    tokens::Tokens,
    transport::{DynTransport, Limits, Transport},
    transport_error::{TransportError, TransportFault},
};
#[cfg(all(feature = "reqwest-base", not(all(target_arch = "wasm32", target_os = "unknown"))))]
pub use self::{http::Http, tls::Tls};
pub use crate::body::Body;

/// The default margin: a token is replaced this long before it expires.
const MARGIN: Duration = Duration::from_secs(120);

/// Calls the endpoints of one vendor with one credential. Clones are cheap and share connections and tokens.
///
/// With the feature `reqwest`, `Client<V>` is a client over [`Http`].
pub struct Client<V: Vendor, #[cfg(feature = "reqwest-base")] T = Http, #[cfg(not(feature = "reqwest-base"))] T> {
    vendor: Arc<V>,
    transport: Arc<T>,
    credentials: Credentials<V, T>,
    tokens: Tokens,
    limits: Limits,
    margin: Duration,
    retry: Retry,
    deadline: Option<Duration>,
    hooks: Vec<Arc<dyn AnyHook>>,
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

#[cfg(feature = "reqwest-base")]
impl<V: Vendor> Client<V> {
    /// A client over reqwest, with no credential yet. To configure reqwest, or to use a `reqwest::Client` that you have,
    /// see [`Http`] and [`over`](Self::over).
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(vendor: V) -> Result<Self, TransportError> {
        Http::to(vendor.base_url()).map(|transport| Self::over(transport, vendor))
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
            deadline: None,
            hooks: Vec::new(),
        }
    }

    /// Uses a credential that does not change.
    #[must_use]
    pub fn with_credential(self, credential: impl Into<Secret>) -> Self {
        Self { credentials: Credentials::Fixed(credential.into()), ..self }
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

    /// Sets the deadline of each call, including all attempts, waits and the request for a token: none by default. A call that
    /// takes longer ends with [`CallError::Deadline`]. If a wait would end after the deadline, the call returns the error that
    /// it would retry. For one call with another deadline, use a clone.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// Adds code that runs before and after each attempt, for example for metrics or for limits of an endpoint. Several hooks
    /// are like layers: the first one begins first, and ends last.
    #[must_use]
    pub fn with_hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Arc::new(hook));
        self
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

    /// How the client uses tokens.
    fn policy(&self) -> Policy {
        Policy { margin: self.margin, timeout: self.limits.timeout, check: check::<V> }
    }
}

/// Checks that a token can be sent.
fn check<V: Vendor>(token: &Secret) -> Result<(), TokenError> {
    let token = token.expose();
    let is_allowed = match V::CREDENTIAL {
        CredentialPlace::Query(_) => true,
        CredentialPlace::Header(_) => HeaderValue::from_str(token).is_ok(),
    };
    match () {
        () if token.is_empty() => Err(TokenError::of_source("the token is empty".into())),
        () if !is_allowed => {
            Err(TokenError::of_source("the token has characters that are not allowed in a header".into()))
        }
        () => Ok(()),
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
            deadline: self.deadline,
            hooks: self.hooks.clone(),
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
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
