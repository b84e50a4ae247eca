//! The sources of tokens of a client.

use std::{error::Error, sync::Arc};

use futures_util::FutureExt;

use super::{
    Client, Credentials, attempt::Whole, error::CallError, platform::timeout, token_error::TokenError, trace::Caller,
    transport::Transport,
};
use crate::{
    endpoint::{Grant, Grants},
    vendor::{Secret, Vendor},
};

impl<V: Vendor, T: Transport> Client<V, T> {
    /// Fetches tokens by calling an endpoint with `request`, such as WeCom's `gettoken`. Clients with the same
    /// [`Tokens`](super::Tokens) and equal requests share the token.
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
                let reply =
                    client.call_for::<Whole<G>>(Caller::Client, request.as_ref()).await.map_err(TokenError::from)?;
                Ok(G::grant(&reply))
            }
        })
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
    /// The name says which token it is, such as the company to which it belongs. It is for tokens that others hand out with a
    /// credential of their own, such as WeCom's `get_corp_token`, which needs the token of a suite.
    #[must_use]
    pub fn with_named_tokens<F, E>(self, name: &str, fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Grant, E>> + Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let key = format!("{} {} {name}", V::NAME, self.vendor.base_url().as_str());
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
