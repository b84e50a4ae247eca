//! An attempt: sends a message and reads the reply, in a span.

use std::{
    marker::PhantomData,
    sync::{Arc, OnceLock},
};

use ::http::{Request, Response, StatusCode, response::Parts};
use tracing::{Instrument, Span};

use super::{
    download::Download,
    error::{CallError, Failure},
    hook::{AnyHook, Watched},
    operation::Operation,
    platform::{Instant, timeout},
    raw::RawReply,
    retry_after::retry_after,
    trace,
    transport::{Limits, Transport},
    transport_error::{TransportError, TransportFault},
};
use crate::{
    body::Body,
    endpoint::Endpoint,
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
    pub(super) hooks: &'a [Arc<dyn AnyHook>],
}

/// A call that is attempted.
pub(super) struct Call<'a, V: Vendor> {
    operation: &'a dyn Operation<V>,
    credential: Option<&'a Secret>,
    span: &'a Span,
    /// The HTTP status of the reply.
    status: OnceLock<StatusCode>,
}

impl<V: Vendor> Call<'_, V> {
    /// Notes that a reply begins.
    fn received(&self, status: StatusCode) {
        self.span.record("status", status.as_u16());
        let _ = self.status.set(status);
    }
}

/// What a call receives.
pub(super) trait Receive<V: Vendor> {
    type Output: Send;

    fn receive<T: Transport>(
        channel: &Channel<'_, V, T>,
        call: &Call<'_, V>,
        message: Request<Body>,
    ) -> impl Future<Output = Result<Self::Output, CallError<V::ErrorCode>>> + Send;
}

/// Receives the payload of `E`.
pub(super) struct Whole<E>(PhantomData<fn() -> E>);

impl<E: Endpoint> Receive<E::Vendor> for Whole<E> {
    type Output = E::Response;

    async fn receive<T: Transport>(
        channel: &Channel<'_, E::Vendor, T>,
        call: &Call<'_, E::Vendor>,
        message: Request<Body>,
    ) -> Result<E::Response, Failure<E>> {
        let (head, body) = channel.exchange(call, message, E::Response::FILE.is_some()).await?.into_parts();
        read(call, &head, &body, |body| reply::read(head.status, &head.headers, body))
    }
}

/// Receives JSON.
pub(super) struct Raw;

impl<V: Vendor> Receive<V> for Raw {
    type Output = RawReply;

    async fn receive<T: Transport>(
        channel: &Channel<'_, V, T>,
        call: &Call<'_, V>,
        message: Request<Body>,
    ) -> Result<RawReply, CallError<V::ErrorCode>> {
        let (head, body) = channel.exchange(call, message, false).await?.into_parts();
        let json = read(call, &head, &body, |body| reply::read_raw::<V>(head.status, &head.headers, body))?;
        Ok(RawReply::new(head.status, head.headers, body, json))
    }
}

/// Receives the payload of `E` and the JSON.
pub(super) struct Both<E>(PhantomData<fn() -> E>);

impl<E: Endpoint> Receive<E::Vendor> for Both<E> {
    type Output = (E::Response, RawReply);

    async fn receive<T: Transport>(
        channel: &Channel<'_, E::Vendor, T>,
        call: &Call<'_, E::Vendor>,
        message: Request<Body>,
    ) -> Result<(E::Response, RawReply), Failure<E>> {
        let (head, body) = channel.exchange(call, message, false).await?.into_parts();
        let (payload, json) = read(call, &head, &body, |body| {
            let payload = reply::read(head.status, &head.headers, body)?;
            Ok((payload, reply::read_raw::<E::Vendor>(head.status, &head.headers, body)?))
        })?;
        Ok((payload, RawReply::new(head.status, head.headers, body, json)))
    }
}

/// Receives the file of `E` in chunks.
pub(super) struct Streamed<E>(PhantomData<fn() -> E>);

impl<E: Endpoint> Receive<E::Vendor> for Streamed<E> {
    type Output = Download;

    async fn receive<T: Transport>(
        channel: &Channel<'_, E::Vendor, T>,
        call: &Call<'_, E::Vendor>,
        message: Request<Body>,
    ) -> Result<Download, Failure<E>> {
        let (head, body) = channel.begin(message).await?.into_parts();
        call.received(head.status);
        let mut download = Download::new(body, channel.limits);
        let most = if head.status.is_success() { LONGEST_ERROR } else { channel.limits.max_reply };
        let mut is_complete = false;
        while !is_complete
            && download.beginning().len() < most
            && reply::may_be_error(head.status, &head.headers, download.beginning())
        {
            is_complete = !download.read_more().await.map_err(CallError::Transport)?;
        }
        if is_complete || !head.status.is_success() {
            let read_whole = |body: &[u8]| reply::read::<E::Response>(head.status, &head.headers, body);
            read(call, &head, download.beginning(), read_whole)?;
        }
        let file = reply::FileHead::read(head.status, &head.headers);
        let file = file.and_then(|file| {
            download.length().map_or(Ok(()), |length| reply::check_range(file.range, length)).map(|()| file)
        });
        let unexpected = |error| CallError::Reply(FromHttpResponseError::Decode(error));
        Ok(download.of(file.map_err(unexpected)?))
    }
}

/// The greatest length in bytes of an error that comes with a successful status: a longer object in JSON is a file.
const LONGEST_ERROR: usize = 64 << 10;

impl<V: Vendor, T: Transport> Channel<'_, V, T> {
    /// Makes an attempt, the `number`th of its call.
    pub(super) async fn send<R: Receive<V>>(
        &self,
        operation: &dyn Operation<V>,
        credential: Option<&Secret>,
        number: u32,
    ) -> Result<R::Output, CallError<V::ErrorCode>> {
        let message = operation.message(self.vendor, credential).map_err(CallError::Request)?;
        let target = operation.target();
        let watched = Watched::begin::<V>(self.hooks, target, number).await;
        let span = trace::attempt(target.name, number);
        let started = Instant::now();
        let call = Call { operation, credential, span: &span, status: OnceLock::new() };
        let outcome = R::receive(self, &call, message).instrument(span.clone()).await;
        trace::finish_attempt::<V, _>(&span, started, &outcome);
        watched.end::<V, _>(call.status.get().copied(), &outcome);
        outcome
    }

    /// Sends a message and receives the reply, both in memory except for a file that is sent.
    async fn exchange(
        &self,
        call: &Call<'_, V>,
        message: Request<Body>,
        is_download: bool,
    ) -> Result<Response<Vec<u8>>, CallError<V::ErrorCode>> {
        let limits = self.limits(is_download || message.body().upload.is_some());
        let reply = match message.body().upload {
            None => {
                let (parts, body) = message.into_parts();
                let body = body.into_bytes().map_err(|error| CallError::Request(ToHttpError::File(error)))?;
                let sent = within(limits, self.transport.send(Request::from_parts(parts, body), limits)).await;
                sent.and_then(|reply| check_size(reply, limits)).map_err(CallError::Transport)
            }
            Some(_) => self.upload(message, limits).await,
        }?;
        call.received(reply.status());
        Ok(reply)
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
    async fn begin(&self, message: Request<Body>) -> Result<Response<super::Incoming>, CallError<V::ErrorCode>> {
        let upload = message.body().upload.as_ref();
        let (is_upload, failure) = (upload.is_some(), upload.map(|upload| upload.failure.clone()).unwrap_or_default());
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
fn read<V: Vendor, P>(
    call: &Call<'_, V>,
    head: &Parts,
    body: &[u8],
    read: impl Fn(&[u8]) -> Result<P, FromHttpResponseError<V::ErrorCode>>,
) -> Result<P, CallError<V::ErrorCode>> {
    let mut error = match read(body) {
        Ok(payload) => return Ok(payload),
        Err(error) => error,
    };
    let credential = call.credential.map(|secret| secret.expose().to_owned());
    let secrets = Hidden::new(credential, call.operation.secrets());
    // An error with an excerpt of the body could end within a secret, so the body is cleaned first and read again. An error
    // with a code has no excerpt, and its code must not depend on secrets.
    if error.code().is_none()
        && let Some(clean) = secrets.without(body)
        && let Err(clean) = read(&clean)
    {
        error = clean;
    }
    error.hide(&secrets);
    if call.credential.is_none() {
        error.adapt_to_grants();
    }
    Err(CallError::of_reply(error, retry_after(&head.headers)))
}
