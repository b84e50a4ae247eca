//! The sources of tokens of a client.

use std::{error::Error, sync::Arc};

use futures_util::FutureExt;

use super::{
    Client, Credentials, attempt::Whole, error::CallError, platform::timeout, token_error::TokenError, trace::Caller,
    transport::Transport,
};
use crate::{
    endpoint::{Grant, Grants, NoCredential},
    vendor::{Secret, Vendor},
};

impl<V: Vendor, T: Transport> Client<V, T> {
    /// Fetches tokens by calling an endpoint with `request`, such as WeCom's `gettoken`. Clients with the same
    /// [`Tokens`](super::Tokens) and equal requests share the token.
    #[must_use]
    pub fn with_tokens_from<G>(self, request: G) -> Self
    where
        G: Grants<Vendor = V, For = V, Credential = NoCredential>,
    {
        let key = key(self.vendor.base_url().as_str(), &request).map(Secret::new);
        let request = Arc::new(request);
        self.fetching(key, move |client| grant(client, Arc::clone(&request)))
    }

    /// Fetches tokens by calling an endpoint with `request` through another client, whose credential it needs. An example is
    /// WeCom's `get_corp_token`, which is called with the token of a suite and hands out the token of a company. Each client
    /// keeps its own tokens and replaces them when they expire or are rejected. The granter's limits, retries and hooks hold
    /// for the request.
    ///
    /// Clients with the same [`Tokens`](super::Tokens), equal requests and granters with equal credentials share the token. If
    /// the granter's tokens are private ([`with_tokens`](Self::with_tokens)), so are those of this client.
    #[must_use]
    pub fn with_tokens_through<G, U>(self, granter: &Client<G::Vendor, U>, request: G) -> Self
    where
        G: Grants<For = V>,
        U: Transport,
    {
        let granted_by = match &granter.credentials {
            Credentials::Fetched { key, .. } => key.as_ref(),
            Credentials::Fixed(secret) => Some(secret),
            Credentials::None => None,
        };
        let request_key = key(granter.vendor.base_url().as_str(), &request);
        let key = granted_by.zip(request_key).map(|(by, key)| Secret::new(format!("{key} {}", by.expose())));
        let (request, granter) = (Arc::new(request), Client { deadline: None, ..granter.clone() });
        self.fetching(key, move |_| grant(granter.clone(), Arc::clone(&request)))
    }

    /// Fetches tokens by calling `fetch`. A call does so if there is no token, if the token expires soon, or if it was
    /// rejected. The token is shared with clones of this client only.
    ///
    /// `fetch` must finish within [`Limits::timeout`](super::Limits::timeout). Its errors become part of [`TokenError`], so
    /// they must not contain a credential. After a [`CallError`], the pause is as after one of an endpoint.
    #[must_use]
    pub fn with_tokens<F, E>(self, fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Grant, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.calling(None, fetch)
    }

    /// Fetches tokens by calling `fetch`, as [`with_tokens`](Self::with_tokens) does. Clients with the same
    /// [`Tokens`](super::Tokens), vendor and base URL and with equal names share the token, also through a
    /// [store](super::Tokens::in_store).
    ///
    /// The name says which token it is, such as the suite to which it belongs. It is for tokens whose requests differ from time to
    /// time, such as WeCom's `get_suite_token`, which needs the ticket that was pushed last.
    #[must_use]
    pub fn with_named_tokens<F, E>(self, name: &str, fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Grant, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let kind = if V::KIND.is_empty() { String::new() } else { format!(".{}", V::KIND) };
        let key = format!("{}{kind} {} {name}", V::NAME, self.vendor.base_url().as_str());
        self.calling(Some(Secret::new(key)), fetch)
    }

    fn calling<F, E>(self, key: Option<Secret>, fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Grant, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let fetch = Arc::new(fetch);
        self.fetching(key, move |client| {
            let fetch = Arc::clone(&fetch);
            async move {
                match timeout(client.limits.timeout, fetch()).await {
                    Ok(grant) => grant.map_err(|error| match error.into().downcast::<CallError<V::ErrorCode>>() {
                        Ok(error) => TokenError::from(*error),
                        Err(error) => TokenError::of_source(error),
                    }),
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
        let fetch = move |client| fetch(client).boxed();
        Self { credentials: Credentials::Fetched { key, slot, fetch: Arc::new(fetch) }, ..self }
    }
}

/// The key of the tokens that an endpoint hands out for a request. Equal requests have equal JSON. A request that cannot be
/// written as JSON cannot be sent, so it has no key and shares nothing.
fn key<G: Grants>(base_url: &str, request: &G) -> Option<String> {
    let json = serde_json::to_string(request).ok()?;
    Some(format!("{} {base_url} {json}", G::INFO.name))
}

/// Calls an endpoint that hands out a token.
async fn grant<G: Grants, T: Transport>(client: Client<G::Vendor, T>, request: Arc<G>) -> Result<Grant, TokenError> {
    let reply = client.call_for::<Whole<G>>(Caller::Client, request.as_ref()).await.map_err(TokenError::from)?;
    Ok(G::grant(&reply))
}
