//! Spans and events of calls.

use std::time::Duration;

use tracing::{Span, field::Empty};

use super::{error::CallError, platform::Instant};
use crate::vendor::{ErrorCode, Vendor};

/// The target of all spans and events: the path by which users know this module. `runtime::client`, where the code is,
/// appears nowhere in a user's program.
pub(super) const TARGET: &str = "generated::client";

/// Who gets the error of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// The user of the client.
    User,
    /// A call that needs a token.
    Client,
}

/// The span of a call.
pub(super) fn call(endpoint: &str) -> Span {
    tracing::info_span!(
        target: TARGET,
        "call",
        endpoint,
        attempts = Empty,
        errcode = Empty,
        duration_ms = Empty,
    )
}

/// The span of an attempt.
pub(super) fn attempt(endpoint: &str, number: u32) -> Span {
    tracing::debug_span!(
        target: TARGET,
        "attempt",
        endpoint,
        attempt = number,
        status = Empty,
        errcode = Empty,
        duration_ms = Empty,
    )
}

/// The span of a request for a token.
pub(super) fn token() -> Span {
    tracing::debug_span!(target: TARGET, "token")
}

/// Records the outcome of a call in its span, and reports it as one event: a warning if the user gets an error.
pub(super) fn finish<V: Vendor, R>(
    span: &Span,
    endpoint: &str,
    caller: Caller,
    attempts: u32,
    started: Instant,
    outcome: &Result<R, CallError<V::ErrorCode>>,
) {
    let duration_ms = milliseconds(started.elapsed());
    span.record("attempts", attempts);
    span.record("duration_ms", duration_ms);
    record_code::<V, R>(span, outcome);
    span.in_scope(|| match outcome {
        Ok(_) => tracing::debug!(target: TARGET, endpoint, attempts, duration_ms, "the call succeeded"),
        Err(error) if caller == Caller::User => {
            tracing::warn!(target: TARGET, endpoint, attempts, duration_ms, %error, "the call failed");
        }
        Err(error) => tracing::debug!(target: TARGET, endpoint, attempts, duration_ms, %error, "the call failed"),
    });
}

/// Records the outcome of an attempt in its span.
pub(super) fn finish_attempt<V: Vendor, R>(
    span: &Span,
    started: Instant,
    outcome: &Result<R, CallError<V::ErrorCode>>,
) {
    record_code::<V, R>(span, outcome);
    span.record("duration_ms", milliseconds(started.elapsed()));
}

/// Reports a wait before another attempt.
pub(super) fn wait<C: ErrorCode>(endpoint: &str, wait: Duration, error: &CallError<C>) {
    let wait_ms = milliseconds(wait);
    tracing::debug!(target: TARGET, endpoint, wait_ms, %error, "waiting before another attempt");
}

fn record_code<V: Vendor, R>(span: &Span, outcome: &Result<R, CallError<V::ErrorCode>>) {
    let code = match outcome {
        Ok(_) => Some(V::ENVELOPE.success),
        Err(error) => error.code().map(ErrorCode::code),
    };
    if let Some(code) = code {
        span.record("errcode", code);
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
