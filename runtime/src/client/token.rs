//! Tokens: fetched once for all that need them, kept until shortly before they expire.

use std::{
    collections::HashMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use tokio::time::Instant;

use super::error::TokenError;
use crate::{endpoint::Grant, vendor::Secret};

/// The tokens of any number of credentials. Clones are the same tokens: give one to several clients, and those with the
/// same credential share a token. A credential is all that a token is asked for with, so that the tokens of two secrets of
/// one company never mix.
#[derive(Clone, Default)]
pub struct Tokens(Arc<Mutex<Slots>>);

#[derive(Default)]
struct Slots {
    by_credential: HashMap<Secret, Arc<Slot>>,
    /// Those that one client and its clones have for themselves.
    private: Vec<Weak<Slot>>,
}

impl Tokens {
    /// The place of the token for this credential; one that nobody else has, if it cannot be told from others.
    pub(super) fn slot(&self, credential: Option<&Secret>) -> Arc<Slot> {
        let mut slots = lock(&self.0);
        match credential {
            Some(credential) => Arc::clone(slots.by_credential.entry(credential.clone()).or_default()),
            None => {
                let slot = Arc::default();
                slots.private.retain(|slot| slot.strong_count() > 0);
                slots.private.push(Arc::downgrade(&slot));
                slot
            }
        }
    }

    /// Forgets all tokens, and the credentials that no client has any more: the next calls fetch new tokens.
    pub fn clear(&self) {
        let mut slots = lock(&self.0);
        slots.by_credential.retain(|_, slot| Arc::strong_count(slot) > 1);
        slots.by_credential.values().for_each(|slot| slot.forget());
        slots.private.iter().filter_map(Weak::upgrade).for_each(|slot| slot.forget());
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slots = lock(&self.0);
        let private = slots.private.iter().filter(|slot| slot.strong_count() > 0).count();
        write!(f, "Tokens({} credentials)", slots.by_credential.len() + private)
    }
}

/// The place of one token.
#[derive(Default)]
pub(super) struct Slot(Mutex<State>);

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The fetch that goes on, if one does.
    fetching: Option<Fetching>,
    /// How many fetches were begun.
    begun: u64,
}

/// A token that is good, as far as anybody knows.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) token: Secret,
    /// The number of the fetch that it came from.
    fetch: u64,
    /// When it is taken for expired.
    until: Instant,
}

/// A fetch, for all who wait for it. It is a task of its own: nobody has to stay for it to come to its end.
#[derive(Clone)]
struct Fetching {
    number: u64,
    /// Nothing, if the task ended with the runtime that it belonged to.
    outcome: Shared<BoxFuture<'static, Option<Result<Held, TokenError>>>>,
}

impl Slot {
    /// The token, fetched if there is none that is good, or only one that was refused.
    ///
    /// All that ask at the same time share one fetch, its token and its error.
    pub(super) async fn get<F>(
        self: &Arc<Self>,
        refused: Option<&Held>,
        margin: Duration,
        fetch: impl Fn() -> F,
    ) -> Result<Held, TokenError>
    where
        F: Future<Output = Result<Grant, TokenError>> + Send + 'static,
    {
        loop {
            let fetching = {
                let mut state = lock(&self.0);
                if let Some(held) = state.good(refused) {
                    return Ok(held);
                }
                match &state.fetching {
                    Some(fetching) => fetching.clone(),
                    None => {
                        state.begun += 1;
                        let fetching = self.begin(state.begun, margin, fetch());
                        state.fetching.insert(fetching).clone()
                    }
                }
            };
            match fetching.outcome.await {
                Some(outcome) => return outcome,
                // The runtime of whoever began it is gone.
                None => lock(&self.0).end(fetching.number),
            }
        }
    }

    fn begin(
        self: &Arc<Self>,
        number: u64,
        margin: Duration,
        fetch: impl Future<Output = Result<Grant, TokenError>> + Send + 'static,
    ) -> Fetching {
        let slot = Arc::clone(self);
        let task = tokio::spawn(async move {
            let asked = Instant::now();
            let outcome = fetch.await.map(|grant| Held {
                token: grant.credential,
                fetch: number,
                until: asked + life(grant.expires_in, margin),
            });
            let mut state = lock(&slot.0);
            if let Ok(held) = &outcome {
                state.held = Some(held.clone());
            }
            state.end(number);
            outcome
        });
        let slot = Arc::clone(self);
        let outcome = async move {
            match task.await {
                Ok(outcome) => Some(outcome),
                Err(error) if error.is_panic() => {
                    lock(&slot.0).end(number);
                    Some(Err(TokenError::of_source("the source of tokens panicked".into())))
                }
                Err(_) => None,
            }
        };
        Fetching { number, outcome: outcome.boxed().shared() }
    }

    fn forget(&self) {
        lock(&self.0).held = None;
    }
}

impl State {
    /// The token, unless it has expired or is the one that was refused.
    fn good(&self, refused: Option<&Held>) -> Option<Held> {
        let held = self.held.as_ref()?;
        let fresh = refused.is_none_or(|refused| refused.fetch < held.fetch);
        (fresh && Instant::now() < held.until).then(|| held.clone())
    }

    /// This fetch goes on no more.
    fn end(&mut self, number: u64) {
        self.fetching.take_if(|fetching| fetching.number == number);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// For how long a token is used: less by the margin, but never by more than half.
fn life(expires_in: Duration, margin: Duration) -> Duration {
    // A lifetime beyond all bounds must not overflow the clock.
    const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);
    let expires_in = expires_in.min(LONGEST);
    expires_in - margin.min(expires_in / 2)
}
