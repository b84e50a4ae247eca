//! Tokens: fetched once for all that need them, kept until shortly before they expire.

use std::{
    collections::HashMap,
    fmt,
    future::Future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use super::error::TokenError;
use crate::{endpoint::Grant, vendor::Secret};

/// The tokens of any number of credentials. Clones are the same tokens: give one to several clients, and those with the
/// same credential share a token. A credential is all that a token is asked for with, so that the tokens of two secrets of
/// one company never mix.
#[derive(Clone, Default)]
pub struct Tokens(Arc<Mutex<HashMap<Secret, Arc<Slot>>>>);

impl Tokens {
    /// The place of the token for this credential.
    pub(super) fn slot(&self, credential: Secret) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(credential).or_default())
    }

    /// Forgets all tokens: the next calls fetch new ones.
    pub fn clear(&self) {
        let slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slots.values().for_each(|slot| slot.put(None));
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.lock().unwrap_or_else(PoisonError::into_inner).len();
        write!(f, "Tokens({count} credentials)")
    }
}

/// The place of one token.
#[derive(Default)]
pub(super) struct Slot {
    held: Mutex<Option<Held>>,
    /// How many fetches have come to an end.
    ended: AtomicU64,
    /// Who holds it fetches; the others wait. In it is how the last fetch failed, and which one that was.
    fetch: tokio::sync::Mutex<Option<(u64, TokenError)>>,
}

/// A token that is good, as far as anybody knows.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) token: Secret,
    /// The fetch that it came from.
    fetch: u64,
    /// When it is taken for expired.
    until: Instant,
}

impl Slot {
    fn put(&self, held: Option<Held>) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }

    /// The token, unless it has expired or is the one that was refused.
    fn good(&self, refused: Option<&Held>) -> Option<Held> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let fresh = refused.is_none_or(|refused| refused.fetch < held.fetch);
        (fresh && Instant::now() < held.until).then_some(held)
    }

    /// The token, fetched if there is none that is good.
    ///
    /// All that ask at the same time share one fetch, and its error. Where the caller who fetches goes away, the next one
    /// takes over.
    pub(super) async fn get<F>(
        &self,
        refused: Option<&Held>,
        margin: Duration,
        fetch: impl FnOnce() -> F,
    ) -> Result<Held, TokenError>
    where
        F: Future<Output = Result<Grant, TokenError>>,
    {
        if let Some(held) = self.good(refused) {
            return Ok(held);
        }
        let seen = self.ended.load(Ordering::Acquire);
        let mut failed = self.fetch.lock().await;
        if let Some(held) = self.good(refused) {
            return Ok(held);
        }
        if let Some((_, error)) = failed.as_ref().filter(|(fetch, _)| *fetch > seen) {
            return Err(error.clone());
        }
        let asked = Instant::now();
        let outcome = fetch().await;
        let fetch = self.ended.fetch_add(1, Ordering::AcqRel) + 1;
        match outcome {
            Ok(grant) => {
                let held = Held { token: grant.credential, fetch, until: asked + life(grant.expires_in, margin) };
                self.put(Some(held.clone()));
                *failed = None;
                Ok(held)
            }
            Err(error) => {
                *failed = Some((fetch, error.clone()));
                Err(error)
            }
        }
    }
}

/// For how long a token is used: less by the margin, but never by more than half.
fn life(expires_in: Duration, margin: Duration) -> Duration {
    // A lifetime beyond all bounds must not overflow the clock.
    const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);
    let expires_in = expires_in.min(LONGEST);
    expires_in - margin.min(expires_in / 2)
}
