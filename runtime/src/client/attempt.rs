//! An attempt: sends a message and reads the reply, in a span.

use ::http::{Request, Response};
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Span};

use super::{
    download::Download,
    error::{CallError, Failure},
    retry_after::retry_after,
    trace,
    transport::{Limits, Transport},
    transport_error::{TransportError, TransportFault},
};
use crate::{
    body::Body,
    endpoint::{self, Credential, Endpoint, secrets},
    error::{FromHttpResponseError, ToHttpError},
    hidden::Hidden,
    reply::{self, Reply},
    vendor::{Secret, Vendor},
};

/// What each attempt of a client has in common.
pub(super) struct Channel<'a, V, T> {
    pub(super) vendor: &'a V,
    pub(super) transport: &'a T,
    pub(super) limits: Limits,
}

/// A request that is sent.
pub(super) struct Call<'a, E: Endpoint> {
    request: &'a E,
    credential: &'a E::Credential,
    span: &'a Span,
}

/// What a call receives.
pub(super) trait Receive<E: Endpoint> {
    type Output: Send;

    fn receive<T: Transport>(
        channel: &Channel<'_, E::Vendor, T>,
        call: &Call<'_, E>,
        message: Request<Body>,
    ) -> impl Future<Output = Result<Self::Output, Failure<E>>> + Send;
}

/// Receives the payload.
pub(super) struct Whole;

impl<E: Endpoint> Receive<E> for Whole {
    type Output = E::Response;

    async fn receive<T: Transport>(
        channel: &Channel<'_, E::Vendor, T>,
        call: &Call<'_, E>,
        message: Request<Body>,
    ) -> Result<E::Response, Failure<E>> {
        let is_transfer = E::FORM.is_some() || E::Response::FILE.is_some();
        let reply = channel.exchange(message, is_transfer).await?;
        call.span.record("status", reply.status().as_u16());
        read::<E>(call, reply)
    }
}

/// Receives a file in chunks.
pub(super) struct Streamed;

impl<E: Endpoint> Receive<E> for Streamed {
    type Output = Download;

    async fn receive<T: Transport>(
        channel: &Channel<'_, E::Vendor, T>,
        call: &Call<'_, E>,
        message: Request<Body>,
    ) -> Result<Download, Failure<E>> {
        let (parts, body) = channel.begin(message, E::FORM.is_some()).await?.into_parts();
        call.span.record("status", parts.status.as_u16());
        let mut download = Download::new(body, channel.limits);
        let most = if parts.status.is_success() { LONGEST_ERROR } else { channel.limits.max_reply };
        let mut is_complete = false;
        while !is_complete
            && download.beginning().len() < most
            && reply::may_be_error(parts.status, &parts.headers, download.beginning())
        {
            is_complete = !download.read_more().await.map_err(CallError::Transport)?;
        }
        if is_complete || !parts.status.is_success() {
            let whole = Response::from_parts(parts.clone(), download.beginning().to_vec());
            read::<E>(call, whole)?;
        }
        let head = reply::FileHead::read(parts.status, &parts.headers);
        let head = head.and_then(|head| {
            download.length().map_or(Ok(()), |length| reply::check_range(head.range, length)).map(|()| head)
        });
        let unexpected = |error| CallError::Reply(FromHttpResponseError::Decode(error));
        Ok(download.of(head.map_err(unexpected)?))
    }
}

/// The greatest length in bytes of an error that comes with a successful status: a longer object in JSON is a file.
const LONGEST_ERROR: usize = 64 << 10;

impl<V: Vendor, T: Transport> Channel<'_, V, T> {
    /// Makes an attempt, the `number`th of its call.
    pub(super) async fn send<E: Endpoint<Vendor = V>, R: Receive<E>>(
        &self,
        request: &E,
        credential: &E::Credential,
        number: u32,
    ) -> Result<R::Output, Failure<E>> {
        let message = endpoint::message(request, self.vendor, credential).map_err(CallError::Request)?;
        let span = trace::attempt::<E>(number);
        let started = Instant::now();
        let call = Call { request, credential, span: &span };
        let outcome = R::receive(self, &call, message).instrument(span.clone()).await;
        trace::finish_attempt::<E, _>(&span, started, &outcome);
        outcome
    }

    /// Sends a message and receives the reply, both in memory except for a file that is sent.
    async fn exchange(
        &self,
        message: Request<Body>,
        is_transfer: bool,
    ) -> Result<Response<Vec<u8>>, CallError<V::ErrorCode>> {
        let limits = self.limits(is_transfer);
        let reply = match message.body().upload {
            None => {
                let (parts, body) = message.into_parts();
                let body = body.into_bytes().map_err(|error| CallError::Request(ToHttpError::File(error)))?;
                within(limits, self.transport.send(Request::from_parts(parts, body), limits)).await
            }
            Some(_) => return self.upload(message, limits).await,
        };
        reply.and_then(|reply| check_size(reply, limits)).map_err(CallError::Transport)
    }

    /// Sends a message with a file.
    async fn upload(
        &self,
        message: Request<Body>,
        limits: Limits,
    ) -> Result<Response<Vec<u8>>, CallError<V::ErrorCode>> {
        let failure = message.body().upload.as_ref().map(|upload| upload.failure.clone()).unwrap_or_default();
        let sent = async {
            let (parts, mut body) = self.transport.transfer(message, limits).await?.into_parts();
            let mut collected = Vec::new();
            body.collect(&mut collected, limits.max_reply.saturating_add(1)).await?;
            Ok(Response::from_parts(parts, collected))
        };
        let reply = within(limits, sent).await.and_then(|reply| check_size(reply, limits));
        reply.map_err(|error| failure.get().map_or(CallError::Transport(error), CallError::File))
    }

    /// Sends a message, and receives the head of the reply.
    async fn begin(
        &self,
        message: Request<Body>,
        is_upload: bool,
    ) -> Result<Response<super::Incoming>, CallError<V::ErrorCode>> {
        let failure = message.body().upload.as_ref().map(|upload| upload.failure.clone()).unwrap_or_default();
        let reply = within(self.limits(is_upload), self.transport.transfer(message, self.limits)).await;
        reply.map_err(|error| failure.get().map_or(CallError::Transport(error), CallError::File))
    }

    fn limits(&self, is_transfer: bool) -> Limits {
        let Limits { timeout, transfer_timeout, .. } = self.limits;
        Limits { timeout: if is_transfer { transfer_timeout } else { timeout }, ..self.limits }
    }
}

/// Limits the time of an attempt.
async fn within<R>(limits: Limits, work: impl Future<Output = Result<R, TransportError>>) -> Result<R, TransportError> {
    let late = |_| TransportError::new(TransportFault::Timeout(limits.timeout));
    timeout(limits.timeout, work).await.map_err(late).and_then(|outcome| outcome)
}

fn check_size(reply: Response<Vec<u8>>, limits: Limits) -> Result<Response<Vec<u8>>, TransportError> {
    match reply.body().len() > limits.max_reply {
        true => Err(TransportError::new(TransportFault::TooLarge(limits.max_reply))),
        false => Ok(reply),
    }
}

/// Reads a reply. Secrets that it repeats are removed from the error.
fn read<E: Endpoint>(call: &Call<'_, E>, reply: Response<Vec<u8>>) -> Result<E::Response, Failure<E>> {
    let (parts, body) = reply.into_parts();
    let read = |body: &[u8]| reply::read::<E::Response>(parts.status, &parts.headers, body);
    let mut error = match read(&body) {
        Ok(payload) => return Ok(payload),
        Err(error) => error,
    };
    let credential = call.credential.secret().map(Secret::expose).into_iter().map(str::to_owned);
    let secrets = Hidden::new(credential, secrets(call.request));
    // An error with an excerpt of the body could end within a secret, so the body is cleaned first and read again. An error
    // with a code has no excerpt, and its code must not depend on secrets.
    if error.code().is_none()
        && let Some(clean) = secrets.without(&body)
        && let Err(clean) = read(&clean)
    {
        error = clean;
    }
    error.hide(&secrets);
    if call.credential.secret().is_none() {
        error.adapt_to_grants();
    }
    Err(CallError::of_reply(error, retry_after(&parts.headers)))
}
