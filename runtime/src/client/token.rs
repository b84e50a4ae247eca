//! A token: shared by all calls that need it, and kept until shortly before it expires.

use std::{
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use tracing::{Instrument, instrument::WithSubscriber};

use super::{
    pause::{Pause, Refusals},
    platform::{self, Instant},
    store::Shelf,
    token_error::TokenError,
    trace::{self, TARGET},
};
use crate::{endpoint::Grant, vendor::Secret};

/// The number of tokens from the store that a call tries before it asks for a new one.
const FROM_STORE: u32 = 3;

/// Holds one token.
pub(super) struct Slot {
    state: Mutex<State>,
    /// Where other processes find the token.
    shelf: Option<Shelf>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The current fetch.
    fetching: Option<Fetching>,
    /// The number of fetches so far.
    fetches: u64,
    /// Fetches that failed.
    failures: Pause,
    /// Tokens that were refused although they were new.
    refusals: Refusals,
    /// The number of the last token that an endpoint accepted.
    accepted: u64,
    /// Tokens that the store must not return again.
    refused: Vec<Secret>,
}

/// A fetched token.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) secret: Secret,
    /// The number of the fetch that it came from.
    pub(super) number: u64,
    /// Whether the vendor has handed it out to this client. Otherwise it comes from the store.
    is_new: bool,
    /// The time from which it is no longer used.
    until: Instant,
}

/// How a client uses tokens.
#[derive(Clone, Copy)]
pub(super) struct Policy {
    /// A token is replaced this long before it expires.
    pub(super) margin: Duration,
    /// The limit of each step of the store.
    pub(super) timeout: Duration,
    /// Checks that a token can be sent.
    pub(super) check: fn(&Secret) -> Result<(), TokenError>,
}

/// A fetch, shared by all calls that wait for it. It is a separate task, so that it continues if they are cancelled.
#[derive(Clone)]
struct Fetching {
    number: u64,
    /// The result is `None` if the task's runtime was shut down.
    outcome: Shared<BoxFuture<'static, Option<Result<Token, TokenError>>>>,
}

impl Slot {
    pub(super) fn new(shelf: Option<Shelf>) -> Self {
        Self { state: Mutex::default(), shelf }
    }

    /// The token for a call of `endpoint`. It is fetched if the slot has no valid one, or only the one that was `refused`.
    ///
    /// Concurrent callers share one fetch and its result, even if it is an error. During a pause, the error is that which
    /// caused the pause.
    pub(super) async fn get<F>(
        self: &Arc<Self>,
        endpoint: &str,
        refused: Option<&Token>,
        policy: Policy,
        fetch: impl Fn() -> F,
    ) -> Result<Token, TokenError>
    where
        F: Future<Output = Result<Grant, TokenError>> + Send + 'static,
    {
        loop {
            let fetching = {
                let mut state = self.lock();
                if let Some(outcome) = state.outcome(endpoint, refused) {
                    return outcome;
                }
                match &state.fetching {
                    Some(fetching) => {
                        tracing::debug!(target: TARGET, "waiting for a token that another call asked for");
                        fetching.clone()
                    }
                    None => {
                        state.fetches += 1;
                        let refused = std::mem::take(&mut state.refused);
                        let fetching = self.begin(state.fetches, refused, policy, fetch());
                        state.fetching.insert(fetching).clone()
                    }
                }
            };
            match fetching.outcome.await {
                Some(outcome) => return outcome,
                // The runtime of the task was shut down, so fetch again.
                None => self.lock().end(fetching.number),
            }
        }
    }

    /// Spawns a fetch, in a span below that of the call that needs it.
    fn begin(
        self: &Arc<Self>,
        number: u64,
        refused: Vec<Secret>,
        policy: Policy,
        fetch: impl Future<Output = Result<Grant, TokenError>> + Send + 'static,
    ) -> Fetching {
        let slot = Arc::clone(self);
        let task = async move {
            let outcome = slot.acquire(number, &refused, policy, fetch).await;
            slot.finish(number, outcome)
        };
        let task = platform::spawn(task.instrument(trace::token()).with_current_subscriber());
        let slot = Arc::clone(self);
        let outcome = async move {
            match task.await {
                Ok(outcome) => Some(outcome),
                Err(stopped) if stopped.panicked => {
                    Some(slot.finish(number, Err(TokenError::of_source("the source of tokens panicked".into()))))
                }
                Err(_) => None,
            }
        };
        Fetching { number, outcome: outcome.boxed().shared() }
    }

    /// Takes a token from the store, or else fetches one.
    async fn acquire(
        &self,
        number: u64,
        refused: &[Secret],
        policy: Policy,
        fetch: impl Future<Output = Result<Grant, TokenError>> + Send,
    ) -> Result<Token, TokenError> {
        let token = |grant: Grant, since: Instant, is_new| Token {
            secret: grant.credential,
            number,
            is_new,
            until: since + grant.expires_in.min(LONGEST),
        };
        if let Some(shelf) = &self.shelf
            && let Some(kept) = shelf.take(refused, policy.timeout).await
            && (policy.check)(&kept.credential).is_ok()
        {
            tracing::debug!(target: TARGET, "a token from the store");
            return Ok(token(kept, Instant::now(), false));
        }
        let started = Instant::now();
        tracing::debug!(target: TARGET, "asking for a token");
        let granted = fetch.await?;
        (policy.check)(&granted.credential)?;
        let grant = Grant { expires_in: usable(granted.expires_in, policy.margin), ..granted };
        if let Some(shelf) = &self.shelf {
            shelf.put(&grant, policy.timeout).await;
        }
        Ok(token(grant, started, true))
    }

    /// Keeps the result of a fetch.
    fn finish(&self, number: u64, outcome: Result<Token, TokenError>) -> Result<Token, TokenError> {
        let mut state = self.lock();
        state.end(number);
        match outcome {
            Ok(token) => {
                let seconds = token.until.saturating_duration_since(Instant::now()).as_secs();
                tracing::debug!(target: TARGET, seconds, "a token");
                state.failures = Pause::default();
                state.token = Some(token.clone());
                Ok(token)
            }
            Err(error) => {
                tracing::debug!(target: TARGET, %error, "no token");
                Err(state.failures.start(error))
            }
        }
    }

    /// Handles the refusal of a token by `endpoint`, after `replaced` others in the same call. Returns whether the call may
    /// be repeated with another token.
    pub(super) fn refused(
        &self,
        endpoint: &str,
        token: &Token,
        replaced: u32,
        error: impl FnOnce() -> TokenError,
    ) -> bool {
        let mut state = self.lock();
        if state.token.as_ref().is_some_and(|current| current.number > token.number) {
            // There is a newer one already.
            return replaced == 0;
        }
        if self.shelf.is_some() && !state.refused.contains(&token.secret) {
            state.refused.push(token.secret.clone());
        }
        if !token.is_new && replaced < FROM_STORE {
            return true;
        }
        let was_accepted = state.accepted >= token.number;
        if replaced == 0 && !state.refusals.concern(endpoint) && (state.refusals.is_empty() || was_accepted) {
            return true;
        }
        state.refusals.add(endpoint, token.number, error);
        false
    }

    /// Notes that `endpoint` has accepted a token.
    pub(super) fn accepted(&self, endpoint: &str, token: &Token) {
        let mut state = self.lock();
        state.accepted = state.accepted.max(token.number);
        state.refusals.forgive(endpoint);
    }

    /// Forgets the token, and all failures.
    pub(super) fn forget(&self) {
        self.discard(None);
        let mut state = self.lock();
        state.failures = Pause::default();
        state.refusals = Refusals::default();
    }

    /// Forgets the token if it is this one.
    pub(super) fn discard(&self, token: Option<&Secret>) {
        let mut state = self.lock();
        let current = state.token.take_if(|current| token.is_none_or(|token| current.secret == *token));
        let current = current.map(|current| current.secret);
        if let Some(secret) = current.or_else(|| token.cloned()).filter(|_| self.shelf.is_some()) {
            state.refused.push(secret);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The result for a call of `endpoint` without a fetch: a valid token, or an error during a pause.
    fn outcome(&self, endpoint: &str, refused: Option<&Token>) -> Option<Result<Token, TokenError>> {
        if let Some(error) = self.refusals.error(endpoint) {
            return Some(Err(error));
        }
        let is_valid = |token: &&Token| {
            refused.is_none_or(|refused| refused.number < token.number)
                && !self.refusals.concern_token(endpoint, token.number)
                && Instant::now() < token.until
        };
        if let Some(token) = self.token.as_ref().filter(is_valid) {
            return Some(Ok(token.clone()));
        }
        self.failures.error().filter(|_| self.fetching.is_none()).map(Err)
    }

    /// Marks a fetch as finished.
    fn end(&mut self, number: u64) {
        self.fetching.take_if(|fetching| fetching.number == number);
    }
}

/// The longest use of a token, so that a huge lifetime does not overflow the clock.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// How long a token is used: its lifetime without the margin, which is at most half of it.
fn usable(expires_in: Duration, margin: Duration) -> Duration {
    let expires_in = expires_in.min(LONGEST);
    expires_in - margin.min(expires_in / 2)
}
