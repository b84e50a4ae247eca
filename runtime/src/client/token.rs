//! Tokens: shared by all calls that need them, and kept until shortly before they expire.

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

/// A cache of tokens. Clones share it: clients with clones of one cache share a token if they fetch it with equal requests.
/// Requests with different secrets have different tokens, even if they belong to one company.
#[derive(Clone, Default)]
pub struct Tokens(Arc<Mutex<Slots>>);

#[derive(Default)]
struct Slots {
    by_credential: HashMap<Secret, Arc<Slot>>,
    /// The slots of clients whose tokens are private to them and their clones.
    private: Vec<Weak<Slot>>,
}

impl Tokens {
    /// The slot of the token for this credential; without one, a new private slot.
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

    /// Removes all tokens, so that the next calls fetch new ones.
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

/// Holds one token.
#[derive(Default)]
pub(super) struct Slot(Mutex<State>);

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The current fetch.
    fetching: Option<Fetching>,
    /// The number of fetches so far.
    fetches: u64,
}

/// A fetched token.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) secret: Secret,
    /// The number of the fetch that it came from.
    fetch: u64,
    /// The time from which it is no longer used.
    until: Instant,
}

/// A fetch, shared by all calls that wait for it. It is a separate task, so that it continues if they are cancelled.
#[derive(Clone)]
struct Fetching {
    number: u64,
    /// The result is `None` if the task's runtime was shut down.
    outcome: Shared<BoxFuture<'static, Option<Result<Token, TokenError>>>>,
}

impl Slot {
    /// The token. It is fetched if the slot has no valid one, or only the one that was `rejected`.
    ///
    /// Concurrent callers share one fetch and its result, even if it is an error.
    pub(super) async fn get<F>(
        self: &Arc<Self>,
        rejected: Option<&Token>,
        margin: Duration,
        fetch: impl Fn() -> F,
    ) -> Result<Token, TokenError>
    where
        F: Future<Output = Result<Grant, TokenError>> + Send + 'static,
    {
        loop {
            let fetching = {
                let mut state = lock(&self.0);
                if let Some(token) = state.valid(rejected) {
                    return Ok(token);
                }
                match &state.fetching {
                    Some(fetching) => fetching.clone(),
                    None => {
                        state.fetches += 1;
                        let fetching = self.begin(state.fetches, margin, fetch());
                        state.fetching.insert(fetching).clone()
                    }
                }
            };
            match fetching.outcome.await {
                Some(outcome) => return outcome,
                // The runtime of the task was shut down, so fetch again.
                None => lock(&self.0).end(fetching.number),
            }
        }
    }

    /// Spawns a fetch.
    fn begin(
        self: &Arc<Self>,
        number: u64,
        margin: Duration,
        fetch: impl Future<Output = Result<Grant, TokenError>> + Send + 'static,
    ) -> Fetching {
        let slot = Arc::clone(self);
        let task = tokio::spawn(async move {
            let started = Instant::now();
            let outcome = fetch.await.map(|grant| Token {
                secret: grant.credential,
                fetch: number,
                until: started + usable(grant.expires_in, margin),
            });
            let mut state = lock(&slot.0);
            if let Ok(token) = &outcome {
                state.token = Some(token.clone());
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
        lock(&self.0).token = None;
    }
}

impl State {
    /// The token, unless it has expired or is the one that was rejected.
    fn valid(&self, rejected: Option<&Token>) -> Option<Token> {
        let token = self.token.as_ref()?;
        let is_newer = rejected.is_none_or(|rejected| rejected.fetch < token.fetch);
        (is_newer && Instant::now() < token.until).then(|| token.clone())
    }

    /// Marks a fetch as finished.
    fn end(&mut self, number: u64) {
        self.fetching.take_if(|fetching| fetching.number == number);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a token is used: its lifetime without the margin, which is at most half of it.
fn usable(expires_in: Duration, margin: Duration) -> Duration {
    // A huge lifetime must not overflow the clock.
    const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);
    let expires_in = expires_in.min(LONGEST);
    expires_in - margin.min(expires_in / 2)
}
