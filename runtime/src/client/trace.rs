//! Spans and events of calls.

use std::time::Duration;

use tokio::time::Instant;
use tracing::{Span, field::Empty};

use super::error::Failure;
use crate::{
    endpoint::Endpoint,
    vendor::{ErrorCode, Vendor},
};

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
pub(super) fn call<E: Endpoint>() -> Span {
    tracing::info_span!(
        target: TARGET,
        "call",
        endpoint = E::INFO.name,
        attempts = Empty,
        errcode = Empty,
        duration_ms = Empty,
    )
}

/// The span of an attempt.
pub(super) fn attempt<E: Endpoint>(number: u32) -> Span {
    tracing::debug_span!(
        target: TARGET,
        "attempt",
        endpoint = E::INFO.name,
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
pub(super) fn finish<E: Endpoint, R>(
    span: &Span,
    caller: Caller,
    attempts: u32,
    started: Instant,
    outcome: &Result<R, Failure<E>>,
) {
    let duration_ms = milliseconds(started.elapsed());
    let endpoint = E::INFO.name;
    span.record("attempts", attempts);
    span.record("duration_ms", duration_ms);
    record_code::<E, R>(span, outcome);
    span.in_scope(|| match outcome {
        Ok(_) => tracing::debug!(target: TARGET, endpoint, attempts, duration_ms, "the call succeeded"),
        Err(error) if caller == Caller::User => {
            tracing::warn!(target: TARGET, endpoint, attempts, duration_ms, %error, "the call failed");
        }
        Err(error) => tracing::debug!(target: TARGET, endpoint, attempts, duration_ms, %error, "the call failed"),
    });
}

/// Records the outcome of an attempt in its span.
pub(super) fn finish_attempt<E: Endpoint, R>(span: &Span, started: Instant, outcome: &Result<R, Failure<E>>) {
    record_code::<E, R>(span, outcome);
    span.record("duration_ms", milliseconds(started.elapsed()));
}

/// Reports a wait before another attempt.
pub(super) fn wait<E: Endpoint>(wait: Duration, error: &Failure<E>) {
    let wait_ms = milliseconds(wait);
    tracing::debug!(target: TARGET, endpoint = E::INFO.name, wait_ms, %error, "waiting before another attempt");
}

fn record_code<E: Endpoint, R>(span: &Span, outcome: &Result<R, Failure<E>>) {
    let code = match outcome {
        Ok(_) => Some(<E::Vendor as Vendor>::ENVELOPE.success),
        Err(error) => error.code().map(ErrorCode::code),
    };
    if let Some(code) = code {
        span.record("errcode", code);
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
