//! Stores that processes share.

use std::{error::Error, future::Future, sync::Arc, time::Duration};

use futures_util::{FutureExt, TryFutureExt, future::BoxFuture};

use super::{platform, trace::TARGET};
use crate::{endpoint::Grant, excerpt::Harmless, vendor::Secret};

/// A place outside of the process where tokens are kept, such as Redis, so that processes share them; see
/// [`Tokens::in_store`](super::Tokens::in_store).
///
/// A client asks the store only when it needs another token, and keeps that in memory. If the store fails or is late, the
/// client continues without it.
///
/// The key names the endpoint that hands out the token, and has a hash of the request and of the base URL. It shows no
/// secret, and is the same in each process whose client has the same credential. The tokens are secret: errors of the store
/// must not show them, because they are logged.
pub trait TokenStore: Send + Sync + 'static {
    /// The error of the store.
    type Error: Into<Box<dyn Error + Send + Sync>>;

    /// Returns the token with this key and its remaining lifetime; `None` if the store has no such token or it has expired.
    ///
    /// # Errors
    /// The store cannot be read.
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<Grant>, Self::Error>> + Send;

    /// Stores a token in place of any other with this key, until it expires: [`Grant::expires_in`] is how long it may be
    /// used, without the client's margin.
    ///
    /// # Errors
    /// The store cannot be written.
    fn put(&self, key: &str, token: &Grant) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Removes the token with this key if it is this one, which the vendor has refused. Another process may have stored a
    /// newer one in the meantime: comparing and removing must be one step.
    ///
    /// # Errors
    /// The store cannot be written.
    fn invalidate(&self, key: &str, token: &Secret) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

type Outcome<'a, T> = BoxFuture<'a, Result<T, Box<dyn Error + Send + Sync>>>;

/// A [`TokenStore`] of any type.
pub(super) trait AnyStore: Send + Sync {
    fn get<'a>(&'a self, key: &'a str) -> Outcome<'a, Option<Grant>>;
    fn put<'a>(&'a self, key: &'a str, token: &'a Grant) -> Outcome<'a, ()>;
    fn invalidate<'a>(&'a self, key: &'a str, token: &'a Secret) -> Outcome<'a, ()>;
}

impl<S: TokenStore> AnyStore for S {
    fn get<'a>(&'a self, key: &'a str) -> Outcome<'a, Option<Grant>> {
        TokenStore::get(self, key).map_err(Into::into).boxed()
    }

    fn put<'a>(&'a self, key: &'a str, token: &'a Grant) -> Outcome<'a, ()> {
        TokenStore::put(self, key, token).map_err(Into::into).boxed()
    }

    fn invalidate<'a>(&'a self, key: &'a str, token: &'a Secret) -> Outcome<'a, ()> {
        TokenStore::invalidate(self, key, token).map_err(Into::into).boxed()
    }
}

/// The place of one token in a store. Errors and delays of the store are logged, and otherwise as if it had no token.
#[derive(Clone)]
pub(super) struct Shelf {
    pub(super) store: Arc<dyn AnyStore>,
    pub(super) key: String,
}

impl Shelf {
    /// Takes the token, unless it is one of those that are `refused`, which are removed.
    pub(super) async fn take(&self, refused: &[Secret], timeout: Duration) -> Option<Grant> {
        for token in refused {
            within(timeout, self.store.invalidate(&self.key, token)).await;
        }
        let token = within(timeout, self.store.get(&self.key)).await??;
        (!refused.contains(&token.credential) && !token.expires_in.is_zero()).then_some(token)
    }

    pub(super) async fn put(&self, token: &Grant, timeout: Duration) {
        if !token.expires_in.is_zero() {
            within(timeout, self.store.put(&self.key, token)).await;
        }
    }
}

async fn within<T>(timeout: Duration, step: Outcome<'_, T>) -> Option<T> {
    match platform::timeout(timeout, step).await {
        Ok(Ok(value)) => Some(value),
        Ok(Err(error)) => {
            tracing::info!(target: TARGET, error = %Harmless(error), "the store of tokens failed");
            None
        }
        Err(_) => {
            tracing::info!(target: TARGET, ?timeout, "the store of tokens is late");
            None
        }
    }
}
