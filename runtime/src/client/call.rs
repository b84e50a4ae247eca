//! A call, from its request to its reply: validates, finds a credential, attempts, and decides by the error what to do.

use std::sync::Arc;

use futures_util::FutureExt;
use serde::Serialize;
use tracing::Instrument;

use super::{
    Client, Credentials,
    attempt::{Both, Channel, Raw, Receive, Streamed, Whole},
    download::Download,
    error::{CallError, Failure},
    items::Items,
    operation::{Operation, Target},
    pages::Pages,
    platform::{Instant, sleep, timeout_at},
    raw::{RawReply, RawRequest},
    token::{Slot, Token},
    token_error::TokenError,
    trace::{self, Caller},
    transport::Transport,
};
use crate::{
    endpoint::{Endpoint, Method},
    paged::{Paged, PagedItems},
    reply::Reply,
    vendor::{Secret, Vendor},
};

/// A token and the slot that holds it.
type Held<'a> = (&'a Arc<Slot>, Token);

impl<V: Vendor, T: Transport> Client<V, T> {
    /// Calls an endpoint.
    ///
    /// # Errors
    /// The request breaks a rule; no token can be fetched; the vendor refuses the call; there is no reply, or it does not
    /// match the docs. See [`CallError`].
    pub async fn call<E: Endpoint<Vendor = V>>(&self, request: &E) -> Result<E::Response, Failure<E>> {
        self.call_for::<Whole<E>>(Caller::User, request).await
    }

    /// Calls an endpoint, and returns the payload and the reply as it was received, with the members that
    /// [`Response`](Endpoint::Response) does not have. It does not compile for an endpoint whose reply is a file.
    ///
    /// # Errors
    /// Those of [`call`](Self::call).
    pub async fn call_with_raw<E: Endpoint<Vendor = V>>(
        &self,
        request: &E,
    ) -> Result<(E::Response, RawReply), Failure<E>> {
        const { assert!(<E::Response as Reply>::FILE.is_none(), "the reply of the endpoint is a file") };
        self.call_for::<Both<E>>(Caller::User, request).await
    }

    /// Calls an endpoint that has no type. `path` follows the vendor's base URL: it begins with `/`, is percent-encoded, and
    /// may have a query. `json` is the body of a POST request, or an object with the parameters of a GET request; `null` is an
    /// empty object. The client adds the credential.
    ///
    /// Tokens, retries, limits, the deadline, spans and error codes are as in [`call`](Self::call). In spans, the name of the
    /// endpoint is the path without the query. The request is not validated. A reply without an error code is a success.
    /// [`call_raw`](Self::call_raw) has more options.
    ///
    /// # Errors
    /// The path is not valid; `json` cannot be written as JSON; no token can be fetched; the vendor refuses the call; there is
    /// no reply, or it is not JSON. See [`CallError`].
    pub async fn send_raw(
        &self,
        method: Method,
        path: &str,
        json: impl Serialize,
    ) -> Result<RawReply, CallError<V::ErrorCode>> {
        let request = RawRequest::new(method, path).json(json);
        self.call_raw(&request).await
    }

    /// Calls an endpoint that has no type; see [`send_raw`](Self::send_raw).
    ///
    /// # Errors
    /// Those of [`send_raw`](Self::send_raw).
    pub async fn call_raw(&self, request: &RawRequest) -> Result<RawReply, CallError<V::ErrorCode>> {
        self.call_for::<Raw>(Caller::User, request).await
    }

    /// Calls an endpoint whose reply is a file, and returns when the file begins. Its content is not kept in memory: take it
    /// in [chunks](Download::chunk), or [save](Download::save) it. It compiles only for these endpoints.
    ///
    /// A [deadline](Self::with_deadline) ends with the beginning of the file; [`Limits`](super::Limits) has the time for the
    /// rest. Nothing is retried after the beginning.
    ///
    /// # Errors
    /// Those of [`call`](Self::call). An error in place of a file is found before anything of the file is returned.
    pub async fn download<E: Endpoint<Vendor = V>>(&self, request: &E) -> Result<Download, Failure<E>> {
        const { assert!(<E::Response as Reply>::FILE.is_some(), "the reply of the endpoint is not a file") };
        self.call_for::<Streamed<E>>(Caller::User, request).await
    }

    /// Calls an endpoint whose replies come in pages, starting with the request `first`. Each page is fetched when the
    /// stream is polled. The pages end after the last page, after an error, or when the vendor repeats a cursor.
    ///
    /// To continue where an earlier stream ended, start with a request that has its [cursor](Pages::cursor).
    pub fn pages<E: Paged<Vendor = V>>(&self, first: E) -> Pages<E> {
        let client = self.clone();
        Pages::new(first, move |request| {
            let client = client.clone();
            async move { (client.call(&request).await, request) }.boxed()
        })
    }

    /// The elements of all [pages](Self::pages), one after the other.
    pub fn items<E: PagedItems<Vendor = V>>(&self, first: E) -> Items<E> {
        Items::new(self.pages(first))
    }

    /// The token that calls use now, or else the credential that does not change. A token is fetched if there is no valid
    /// one. It is for calls that the client does not make; if the vendor refuses it there, call
    /// [`discard_token`](Self::discard_token).
    ///
    /// # Errors
    /// The client has no credential; no token can be fetched.
    pub async fn token(&self) -> Result<Secret, CallError<V::ErrorCode>> {
        match &self.credentials {
            Credentials::None => Err(CallError::NoCredential),
            Credentials::Fixed(secret) => Ok(secret.clone()),
            Credentials::Fetched { .. } => {
                let work = self.fetched("", None);
                let held = self.within_deadline(Instant::now(), work).await?.map_err(CallError::Token)?;
                held.map(|(_, token)| token.secret).ok_or(CallError::NoCredential)
            }
        }
    }

    /// Forgets a token that the vendor has refused, unless the client has a newer one already.
    pub fn discard_token(&self, token: &Secret) {
        if let Credentials::Fetched { slot, .. } = &self.credentials {
            slot.discard(Some(token));
        }
    }

    /// Calls an endpoint for someone, in a span.
    pub(super) async fn call_for<R: Receive<V>>(
        &self,
        caller: Caller,
        operation: &dyn Operation<V>,
    ) -> Result<R::Output, CallError<V::ErrorCode>> {
        let name = operation.target().name;
        let (span, started) = (trace::call(name), Instant::now());
        let mut attempts = 0;
        let work = self.attempts::<R>(operation, started, &mut attempts).instrument(span.clone());
        let outcome = self.within_deadline(started, work).await.and_then(|outcome| outcome);
        trace::finish::<V, _>(&span, name, caller, attempts, started, &outcome);
        outcome
    }

    /// Makes attempts until one succeeds, or its error is not retried. Counts them.
    async fn attempts<R: Receive<V>>(
        &self,
        operation: &dyn Operation<V>,
        started: Instant,
        attempts: &mut u32,
    ) -> Result<R::Output, CallError<V::ErrorCode>> {
        operation.check().map_err(CallError::Request)?;
        let target = operation.target();
        let (vendor, transport, limits) = (&*self.vendor, &*self.transport, self.limits);
        let channel = Channel { vendor, transport, limits, hooks: &self.hooks };
        let mut waits = self.retry.waits(target.reads);
        let (mut refused, mut replaced) = (None, 0);
        loop {
            let (credential, held) = self.credential(target, refused.as_ref()).await?;
            *attempts += 1;
            let error = match channel.send::<R>(operation, credential.as_ref(), *attempts).await {
                Ok(reply) => {
                    if let Some((slot, token)) = held {
                        slot.accepted(target.name, &token);
                    }
                    return Ok(reply);
                }
                Err(error) => error,
            };
            if let (CallError::Credential(refusal), Some((slot, token))) = (&error, held) {
                let refusal = || TokenError::from(refusal.clone());
                if !slot.refused(target.name, &token, replaced, refusal) {
                    return Err(error);
                }
                (refused, replaced) = (Some(token), replaced + 1);
                continue;
            }
            let wait = waits.after(&error).filter(|wait| {
                let end = Instant::now().checked_add(*wait);
                self.deadline(started).is_none_or(|deadline| end.is_some_and(|end| end < deadline))
            });
            let Some(wait) = wait else { return Err(error) };
            trace::wait(target.name, wait, &error);
            sleep(wait).await;
        }
    }

    /// The time at which a call ends; `None` if it may take any time.
    fn deadline(&self, started: Instant) -> Option<Instant> {
        started.checked_add(self.deadline?)
    }

    async fn within_deadline<R>(
        &self,
        started: Instant,
        work: impl Future<Output = R>,
    ) -> Result<R, CallError<V::ErrorCode>> {
        match self.deadline(started) {
            Some(at) => timeout_at(at, work).await.map_err(|_| CallError::Deadline(self.deadline.unwrap_or_default())),
            None => Ok(work.await),
        }
    }

    /// The credential for a call, and the token that it comes from, if it can be fetched again.
    async fn credential(
        &self,
        target: Target<'_>,
        refused: Option<&Token>,
    ) -> Result<(Option<Secret>, Option<Held<'_>>), CallError<V::ErrorCode>> {
        match &self.credentials {
            _ if !target.authenticated => Ok((None, None)),
            Credentials::None => Err(CallError::NoCredential),
            Credentials::Fixed(secret) => Ok((Some(secret.clone()), None)),
            Credentials::Fetched { .. } => {
                let held = self.fetched(target.name, refused).await.map_err(CallError::Token)?;
                Ok((held.as_ref().map(|(_, token)| token.secret.clone()), held))
            }
        }
    }

    /// The token for a call of `endpoint`, other than the one that was `refused`; `None` if the client has no tokens.
    async fn fetched(&self, endpoint: &str, refused: Option<&Token>) -> Result<Option<Held<'_>>, TokenError> {
        let Credentials::Fetched { slot, fetch, .. } = &self.credentials else { return Ok(None) };
        // The deadline is that of one call, and the token is for all that wait for it.
        let fetch = || fetch(Self { credentials: Credentials::None, deadline: None, ..self.clone() });
        let token = slot.get(endpoint, refused, self.policy(), fetch).await?;
        Ok(Some((slot, token)))
    }
}
