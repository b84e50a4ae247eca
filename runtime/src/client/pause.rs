//! The memory of failed requests for tokens: vendors shut out those who ask too often.

use std::time::Duration;

use super::{platform::Instant, token_error::TokenError};
use crate::clock;

/// The first pause. It doubles with each further failure.
const FIRST: Duration = Duration::from_secs(1);
/// The longest pause that nobody asked for.
const LONGEST: Duration = Duration::from_secs(60);
/// Pauses are this many times as long if there were too many calls.
const TOO_MANY_CALLS: u32 = 60;
/// The longest pause, even if the vendor asks for a longer one: it may be wrong.
const LONGEST_ASKED: Duration = Duration::from_secs(60 * 60);
/// The number of endpoints that are remembered: each path of a raw call is one.
const MOST_ENDPOINTS: usize = 1024;

/// Failures in a row, and the pause after the last one.
#[derive(Default)]
pub(super) struct Pause {
    failures: u32,
    last: Option<(Instant, TokenError)>,
}

impl Pause {
    /// Starts a pause after a failure. Returns the error with the end of the pause.
    pub(super) fn start(&mut self, error: TokenError) -> TokenError {
        self.failures = self.failures.saturating_add(1);
        let pause = self.length(&error);
        let error = error.paused(clock::now() + pause, pause);
        self.last = Some((Instant::now() + pause, error.clone()));
        error
    }

    fn length(&self, error: &TokenError) -> Duration {
        let doubled = FIRST.saturating_mul(1 << (self.failures - 1).min(16)).min(LONGEST);
        let own = if error.is_rate_limited() { doubled * TOO_MANY_CALLS } else { doubled };
        own.max(error.retry_after().unwrap_or_default().min(LONGEST_ASKED))
    }

    /// The error of calls during the pause; `None` if there is no pause now.
    pub(super) fn error(&self) -> Option<TokenError> {
        let (end, error) = self.last.as_ref()?;
        let rest = end.saturating_duration_since(Instant::now());
        (!rest.is_zero()).then(|| error.clone().remembered(rest))
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.failures == 0
    }
}

/// The pause after tokens that the vendor refused although they were new. It concerns only the endpoints that refused one:
/// others may accept the same token.
#[derive(Default)]
pub(super) struct Refusals {
    pause: Pause,
    /// The number of the last token.
    token: u64,
    /// Their names, at most [`MOST_ENDPOINTS`].
    endpoints: Vec<String>,
}

impl Refusals {
    /// Whether an endpoint has refused a new token since it last accepted one.
    pub(super) fn concern(&self, endpoint: &str) -> bool {
        self.endpoints.iter().any(|other| other == endpoint)
    }

    /// Whether no endpoint has.
    pub(super) fn is_empty(&self) -> bool {
        self.endpoints.is_empty()
    }

    /// The error of calls of an endpoint during the pause.
    pub(super) fn error(&self, endpoint: &str) -> Option<TokenError> {
        self.pause.error().filter(|_| self.concern(endpoint))
    }

    /// Whether the endpoint refused the token of this number.
    pub(super) fn concern_token(&self, endpoint: &str, token: u64) -> bool {
        self.concern(endpoint) && self.token == token
    }

    /// Remembers that an endpoint refused a token. Several refusals of one token are one failure.
    pub(super) fn add(&mut self, endpoint: &str, token: u64, error: impl FnOnce() -> TokenError) {
        if self.pause.is_fresh() || self.token != token {
            self.token = token;
            self.pause.start(error());
        }
        if !self.concern(endpoint) {
            if self.endpoints.len() == MOST_ENDPOINTS {
                self.endpoints.remove(0);
            }
            self.endpoints.push(endpoint.to_owned());
        }
    }

    /// Forgets the refusals of an endpoint that has accepted a token.
    pub(super) fn forgive(&mut self, endpoint: &str) {
        self.endpoints.retain(|other| *other != endpoint);
        if self.endpoints.is_empty() {
            self.pause = Pause::default();
        }
    }
}
