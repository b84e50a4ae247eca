//! Retries.

use std::{fmt, time::Duration};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::error::CallError;
use crate::vendor::{Advice, ErrorCode};

/// Which errors a client retries, and how long it waits before each retry.
///
/// An endpoint reads if its calls change nothing ([`EndpointInfo::reads`](crate::EndpointInfo::reads)): repeating one that was
/// executed does no harm. Others write.
///
/// | outcome of an attempt | advice | [`times`](Self::times), reads | [`times`](Self::times), writes | [`even_if_done`](Self::even_if_done) |
/// |---|---|---|---|---|
/// | error code with the advice `RetryLater` | `RetryLater` | yes | yes | yes |
/// | status 408, 429 or 503 | `RetryLater` | yes | yes | yes |
/// | status 502 or 504 | `RetryLater` | yes | no | yes |
/// | another status from 500 on | none | yes | no | yes |
/// | another status that is not a success | none | no | no | no |
/// | error code with the advice `RefreshToken` | `RefreshToken` | no | no | no |
/// | another error code | that of the code | no | no | no |
/// | no connection | `RetryLater` | yes | yes | yes |
/// | no reply in time | `RetryLater` | yes | no | yes |
/// | connection closed before the end of the reply, also one that was kept | `RetryLater` | yes | no | yes |
/// | reply that is not HTTP | `RetryLater` | yes | no | yes |
/// | reply that is too large | none | no | no | no |
/// | reply that is not JSON, or does not match the docs | none | no | no | no |
/// | request that breaks a rule, or no credential | `FixRequest` | no | no | no |
/// | no token | that of its cause | no | no | no |
/// | deadline passed | `RetryLater` | no | no | no |
///
/// The status counts if the body has no error code. With `Retry-After`, every status from 500 on has the advice
/// `RetryLater`, and the wait is the one that the vendor asks for. A file that cannot be read (`CallError::File`) is
/// never read again. With any policy, a call whose token was rejected (`RefreshToken`) is repeated once with a new one.
/// Requests for tokens are retried by the same policy.
#[derive(Clone, Copy)]
pub struct Retry {
    times: usize,
    first: Duration,
    longest: Duration,
    outcome: Outcome,
}

/// Which errors are retried, by what is known about the outcome of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Only errors that prove that the vendor has not executed the call.
    Known,
    /// Also errors after which the vendor may have executed the call.
    Unknown,
}

impl Retry {
    /// No retries. This is the default.
    #[must_use]
    pub const fn never() -> Self {
        Self { times: 0, first: Duration::from_secs(1), longest: Duration::from_secs(60), outcome: Outcome::Known }
    }

    /// Up to `times` retries of calls that the vendor has not executed (it is busy, there were too many calls, or no
    /// connection could be made), and of those that only read.
    ///
    /// The wait doubles from 1 second up to 60. Each wait is shortened at random by up to a half, so that many clients do not
    /// retry at the same time.
    #[must_use]
    pub const fn times(times: usize) -> Self {
        Self { times, ..Self::never() }
    }

    /// Sets the wait before the first retry.
    #[must_use]
    pub const fn first_wait(self, first: Duration) -> Self {
        Self { first, ..self }
    }

    /// Sets the longest wait. If the vendor sends a shorter `Retry-After`, the wait is that and a little more. If it sends a
    /// longer one, the call is not retried.
    #[must_use]
    pub const fn longest_wait(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// Also retries calls that change something and that the vendor may have executed: the reply was late, incomplete, or has
    /// a status of 500 or more. Use it for calls that may be executed twice.
    #[must_use]
    pub const fn even_if_done(self) -> Self {
        Self { outcome: Outcome::Unknown, ..self }
    }

    /// The waits of a call of an endpoint that `reads` or writes.
    pub(super) fn waits(&self, reads: bool) -> Waits {
        Waits { waits: None, policy: *self, may_repeat: reads || self.outcome == Outcome::Unknown }
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
    /// Created before the first retry.
    waits: Option<ExponentialBackoff>,
    policy: Retry,
    /// Whether the call may be repeated although the vendor may have executed it.
    may_repeat: bool,
}

impl Waits {
    /// The wait before a retry after `error`; `None` if the call is not retried.
    pub(super) fn after<C: ErrorCode>(&mut self, error: &CallError<C>) -> Option<Duration> {
        if !self.covers(error) {
            return None;
        }
        let asked = error.retry_after().unwrap_or_default();
        let Retry { times, first, longest, .. } = self.policy;
        let waits = self.waits.get_or_insert_with(|| {
            // The jitter can double a wait, so waits start at half.
            let waits = ExponentialBuilder::new().with_min_delay(first.min(longest) / 2).with_max_delay(longest / 2);
            waits.with_max_times(times).with_jitter().build()
        });
        let wait = waits.next()?.min(longest);
        match asked {
            Duration::ZERO => Some(wait),
            asked => (asked <= longest).then(|| asked.saturating_add(wait / 4)),
        }
    }

    /// Whether to retry after an error.
    fn covers<C: ErrorCode>(&self, error: &CallError<C>) -> bool {
        match error {
            CallError::RetryLater(later) => self.may_repeat || later.is_unexecuted(),
            CallError::Transport(error) => error.nothing_was_sent() || (self.may_repeat && error.advice().is_some()),
            CallError::Reply(reply) => {
                let is_final = matches!(reply.advice(), Some(Advice::FixRequest | Advice::AskPermission));
                self.may_repeat && !is_final && reply.http_status().is_some_and(|status| status.is_server_error())
            }
            _ => false,
        }
    }
}
