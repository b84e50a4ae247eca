//! An attempt: sends a message and reads the reply, in a span.

use std::time::Duration;

use http::{HeaderMap, Response, header::RETRY_AFTER};
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Span, field::Empty};

use super::{
    error::{CallError, Failure},
    transport::{Limits, Transport, TransportError, TransportFault},
};
use crate::{
    endpoint::{Credential, Endpoint, secrets},
    hidden::Hidden,
    reply,
    vendor::{ErrorCode, Secret, Vendor},
};

/// What each attempt of a client has in common.
pub(super) struct Channel<'a, V, T> {
    pub(super) vendor: &'a V,
    pub(super) transport: &'a T,
    pub(super) limits: Limits,
}

impl<V: Vendor, T: Transport> Channel<'_, V, T> {
    /// Makes an attempt, the `number`th of its call.
    pub(super) async fn send<E: Endpoint<Vendor = V>>(
        &self,
        request: &E,
        credential: &E::Credential,
        number: u32,
    ) -> Result<E::Response, Failure<E>> {
        let message = request.to_http(self.vendor, credential).map_err(CallError::Request)?;
        let span = tracing::info_span!(
            "call",
            endpoint = E::INFO.name,
            attempt = number,
            status = Empty,
            errcode = Empty,
            duration_ms = Empty,
        );
        let started = Instant::now();
        let sent = timeout(self.limits.timeout, self.transport.send(message, self.limits));
        let reply = match sent.instrument(span.clone()).await {
            Ok(Ok(reply)) if reply.body().len() > self.limits.max_reply => {
                Err(CallError::Transport(TransportError::new(TransportFault::TooLarge(self.limits.max_reply))))
            }
            Ok(reply) => reply.map_err(CallError::Transport),
            Err(_) => Err(CallError::Transport(TransportError::new(TransportFault::Timeout(self.limits.timeout)))),
        };
        let outcome = reply.and_then(|reply| {
            span.record("status", reply.status().as_u16());
            read::<E>(request, credential, reply)
        });
        record::<E>(&span, started.elapsed(), &outcome);
        outcome
    }
}

/// Reads a reply. Secrets that it repeats are removed from the error.
fn read<E: Endpoint>(
    request: &E,
    credential: &E::Credential,
    reply: Response<Vec<u8>>,
) -> Result<E::Response, Failure<E>> {
    let (parts, body) = reply.into_parts();
    let read = |body: &[u8]| reply::read::<E::Response>(parts.status, &parts.headers, body);
    let mut error = match read(&body) {
        Ok(payload) => return Ok(payload),
        Err(error) => error,
    };
    let secrets = Hidden::new(credential.secret().map(Secret::expose).into_iter().map(str::to_owned), secrets(request));
    // An error with an excerpt of the body could end within a secret, so the body is cleaned first and read again. An error
    // with a code has no excerpt, and its code must not depend on secrets.
    if error.code().is_none()
        && let Some(clean) = secrets.without(&body)
        && let Err(clean) = read(&clean)
    {
        error = clean;
    }
    error.hide(&secrets);
    if credential.secret().is_none() {
        error.adapt_to_grants();
    }
    Err(CallError::of_reply(error, retry_after(&parts.headers)))
}

/// The seconds in `Retry-After`. Its other form is a date, which no vendor is known to send.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// Records an outcome in the span of its attempt.
fn record<E: Endpoint>(span: &Span, duration: Duration, outcome: &Result<E::Response, Failure<E>>) {
    let code = match outcome {
        Ok(_) => Some(<E::Vendor as Vendor>::ENVELOPE.success),
        Err(error) => error.code().map(ErrorCode::code),
    };
    if let Some(code) = code {
        span.record("errcode", code);
    }
    span.record("duration_ms", u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
    if let Err(error) = outcome {
        span.in_scope(|| tracing::warn!(%error, "the call failed"));
    }
}
