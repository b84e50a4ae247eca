//! A call, from its request to its reply: validates, finds a credential, attempts, and decides by the error what to do.

use std::sync::Arc;

use futures_util::FutureExt;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

use super::{
    Client, Credentials,
    attempt::{Channel, Receive, Streamed, Whole},
    download::Download,
    error::{CallError, Failure},
    items::Items,
    pages::Pages,
    token::{Slot, Token},
    token_error::TokenError,
    trace::{self, Caller},
    transport::Transport,
};
use crate::{
    endpoint::{Credential, Endpoint},
    error::ToHttpError,
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
        self.call_for::<E, Whole>(Caller::User, request).await
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
        self.call_for::<E, Streamed>(Caller::User, request).await
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
    pub(super) async fn call_for<E: Endpoint<Vendor = V>, R: Receive<E>>(
        &self,
        caller: Caller,
        request: &E,
    ) -> Result<R::Output, Failure<E>> {
        let (span, started) = (trace::call::<E>(), Instant::now());
        let mut attempts = 0;
        let work = self.attempts::<E, R>(request, started, &mut attempts).instrument(span.clone());
        let outcome = self.within_deadline(started, work).await.and_then(|outcome| outcome);
        trace::finish::<E, _>(&span, caller, attempts, started, &outcome);
        outcome
    }

    /// Makes attempts until one succeeds, or its error is not retried. Counts them.
    async fn attempts<E: Endpoint<Vendor = V>, R: Receive<E>>(
        &self,
        request: &E,
        started: Instant,
        attempts: &mut u32,
    ) -> Result<R::Output, Failure<E>> {
        // An invalid request must not cause a fetch of a token.
        request.validate().map_err(|violations| CallError::Request(ToHttpError::Invalid(violations)))?;
        let channel = Channel { vendor: &*self.vendor, transport: &*self.transport, limits: self.limits };
        let mut waits = self.retry.waits(E::INFO.reads);
        let (mut refused, mut replaced) = (None, 0);
        loop {
            let (credential, held) = self.credential::<E>(refused.as_ref()).await?;
            *attempts += 1;
            let error = match channel.send::<E, R>(request, &credential, *attempts).await {
                Ok(reply) => {
                    if let Some((slot, token)) = held {
                        slot.accepted(E::INFO.name, &token);
                    }
                    return Ok(reply);
                }
                Err(error) => error,
            };
            if let (CallError::Credential(refusal), Some((slot, token))) = (&error, held) {
                let refusal = || TokenError::from(refusal.clone());
                if !slot.refused(E::INFO.name, &token, replaced, refusal) {
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
            trace::wait::<E>(wait, &error);
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
    async fn credential<E: Endpoint<Vendor = V>>(
        &self,
        refused: Option<&Token>,
    ) -> Result<(E::Credential, Option<Held<'_>>), Failure<E>> {
        let (secret, held) = match &self.credentials {
            _ if !E::INFO.authenticated => (None, None),
            Credentials::None => return Err(CallError::NoCredential),
            Credentials::Fixed(secret) => (Some(secret.clone()), None),
            Credentials::Fetched { .. } => {
                let held = self.fetched(E::INFO.name, refused).await.map_err(CallError::Token)?;
                (held.as_ref().map(|(_, token)| token.secret.clone()), held)
            }
        };
        let credential = E::Credential::from_secret(secret);
        credential.map(|credential| (credential, held)).ok_or(CallError::Request(ToHttpError::Credential))
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
