//! An attempt: sends a message and reads the reply, in a span.

use http::Response;
use tokio::time::{Instant, timeout};
use tracing::Instrument;

use super::{
    error::{CallError, Failure},
    retry_after::retry_after,
    trace,
    transport::{Limits, Transport, TransportError, TransportFault},
};
use crate::{
    endpoint::{Credential, Endpoint, secrets},
    hidden::Hidden,
    reply,
    vendor::{Secret, Vendor},
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
        let span = trace::attempt::<E>(number);
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
        trace::finish_attempt::<E>(&span, started, &outcome);
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
