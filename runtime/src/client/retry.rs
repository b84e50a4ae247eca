//! When a call is made again, and after how long. Never, unless the caller asks for it.

use std::{fmt, time::Duration};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::error::CallError;
use crate::vendor::ErrorCode;

/// Which faults a client answers with another attempt, and how long it waits before.
///
/// Not meant are calls with a token that is no longer good: those are made again in any case, once, with a new one.
#[derive(Clone, Copy)]
pub struct Retry {
    times: usize,
    first: Duration,
    longest: Duration,
    outcome: Outcome,
}

/// Of which faults it is known whether the vendor did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Only those where the vendor did nothing.
    Known,
    /// Those too where it may have done it.
    Unknown,
}

impl Retry {
    /// No attempt but the first. This is what a client does unless told otherwise.
    #[must_use]
    pub const fn never() -> Self {
        Self { times: 0, first: Duration::from_secs(1), longest: Duration::from_secs(60), outcome: Outcome::Known }
    }

    /// Up to `times` more attempts where the vendor did nothing: it says that it is busy or called too often, or there was
    /// no connection. The wait doubles from 1 second up to 60; each is cut at random, by up to half, so that many clients do
    /// not come back at once.
    #[must_use]
    pub const fn times(times: usize) -> Self {
        Self { times, ..Self::never() }
    }

    /// How long to wait before the second attempt.
    #[must_use]
    pub const fn first_wait(self, first: Duration) -> Self {
        Self { first, ..self }
    }

    /// How long to wait at most. Where the vendor asks for less in `Retry-After`, it is that and a little more; where it
    /// asks for more, there is no other attempt.
    #[must_use]
    pub const fn longest_wait(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// Also where the vendor may have done what was asked: the reply came too late, broke off or has a status from 500 up.
    /// Ask for it where doing it twice does no harm.
    #[must_use]
    pub const fn even_if_done(self) -> Self {
        Self { outcome: Outcome::Unknown, ..self }
    }

    /// How long to wait before each attempt but the first.
    pub(super) fn waits(&self) -> Waits {
        Waits { waits: None, policy: *self }
    }

    fn covers<C: ErrorCode>(&self, error: &CallError<C>) -> bool {
        match error {
            CallError::RetryLater(_) => true,
            CallError::Transport(error) => {
                error.nothing_was_sent() || (self.outcome == Outcome::Unknown && error.advice().is_some())
            }
            CallError::Reply(reply) => {
                self.outcome == Outcome::Unknown && reply.http_status().is_some_and(|status| status.is_server_error())
            }
            _ => false,
        }
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::never()
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("times", &self.times)
            .field("first_wait", &self.first)
            .field("longest_wait", &self.longest)
            .field("even_if_done", &(self.outcome == Outcome::Unknown))
            .finish()
    }
}

/// The waits of one call.
pub(super) struct Waits {
    /// Made when the first is needed.
    waits: Option<ExponentialBackoff>,
    policy: Retry,
}

impl Waits {
    /// How long to wait before the call is made again after `error`; none if it is not.
    pub(super) fn after<C: ErrorCode>(&mut self, error: &CallError<C>) -> Option<Duration> {
        if !self.policy.covers(error) {
            return None;
        }
        let asked = error.retry_after().unwrap_or_default();
        let Retry { times, first, longest, .. } = self.policy;
        let waits = self.waits.get_or_insert_with(|| {
            // Chance adds up to as much again.
            let waits = ExponentialBuilder::new().with_min_delay(first.min(longest) / 2).with_max_delay(longest / 2);
            waits.with_max_times(times).with_jitter().build()
        });
        let wait = waits.next()?.min(longest);
        match asked {
            Duration::ZERO => Some(wait),
            asked => (asked <= longest).then(|| asked + wait / 4),
        }
    }
}
