//! Code of the user that runs around each attempt.

use std::{error::Error, future::Future, sync::Arc, time::Duration};

use futures_util::{FutureExt, future::BoxFuture};
use http::StatusCode;

use super::{error::CallError, operation::Target, platform::Instant};
use crate::{
    endpoint::EndpointInfo,
    vendor::{ErrorCode, Vendor},
};

/// Code that runs before and after each attempt of a call, for example for metrics, or to limit how often an endpoint is
/// called. Requests for tokens are calls, too. See [`Client::with_hook`](super::Client::with_hook).
///
/// A hook knows the endpoint and the error code, which an HTTP middleware does not: vendors report errors with status 200. It
/// sees neither the message nor a credential. What needs them is a [`Transport`](super::Transport) around another one.
pub trait Hook: Send + Sync + 'static {
    /// Is called before an attempt, which begins when the future is ready: a wait delays the attempt. A wait counts toward
    /// [`Client::with_deadline`](super::Client::with_deadline), and not toward [`Limits`](super::Limits).
    fn before(&self, attempt: Attempt<'_>) -> impl Future<Output = ()> + Send {
        let _ = attempt;
        async {}
    }

    /// Is called after an attempt, once for each [`before`](Self::before) that was ready, even if the call was cancelled.
    fn after(&self, attempt: Attempt<'_>, outcome: Outcome<'_>) {
        let _ = (attempt, outcome);
    }
}

/// An attempt of a call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The name of the vendor, such as `wecom`.
    pub vendor: &'static str,
    /// The name of the endpoint, such as `wecom.kf.customer.batchget`; of a [raw call](super::Client::send_raw), its path
    /// without the query.
    pub endpoint: &'a str,
    /// Facts about the endpoint; `None` for a raw call.
    pub info: Option<&'static EndpointInfo>,
    /// The number of the attempt in its call, from 1 on.
    pub number: u32,
}

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The time from the end of all waits of hooks to the end of the reply; for a download, to its beginning.
    pub duration: Duration,
    /// The HTTP status; `None` if there was no reply.
    pub status: Option<StatusCode>,
    /// The vendor's code: that of success, or an error code; `None` if the reply has none.
    pub code: Option<i64>,
    /// The reason why the attempt failed. It is a [`CallError`] of the vendor, and shows no credential.
    pub error: Option<&'a (dyn Error + 'static)>,
    /// Whether the attempt was dropped before its end, because the deadline passed or the caller dropped the call. The vendor
    /// may have executed it.
    pub is_cancelled: bool,
}

/// A [`Hook`] of any type.
pub(super) trait AnyHook: Send + Sync {
    fn before<'a>(&'a self, attempt: Attempt<'a>) -> BoxFuture<'a, ()>;
    fn after(&self, attempt: Attempt<'_>, outcome: Outcome<'_>);
}

impl<H: Hook> AnyHook for H {
    fn before<'a>(&'a self, attempt: Attempt<'a>) -> BoxFuture<'a, ()> {
        Hook::before(self, attempt).boxed()
    }

    fn after(&self, attempt: Attempt<'_>, outcome: Outcome<'_>) {
        Hook::after(self, attempt, outcome);
    }
}

/// An attempt that hooks watch. When it is dropped without an outcome, it was cancelled.
pub(super) struct Watched<'a> {
    hooks: &'a [Arc<dyn AnyHook>],
    attempt: Attempt<'a>,
    /// The number of hooks that the attempt has passed.
    passed: usize,
    started: Instant,
}

impl<'a> Watched<'a> {
    /// Waits for all hooks, the first one first.
    pub(super) async fn begin<V: Vendor>(hooks: &'a [Arc<dyn AnyHook>], target: Target<'a>, number: u32) -> Self {
        let attempt = Attempt { vendor: V::NAME, endpoint: target.name, info: target.info, number };
        let mut watched = Self { hooks, attempt, passed: 0, started: Instant::now() };
        for hook in hooks {
            hook.before(attempt).await;
            watched.passed += 1;
        }
        watched.started = Instant::now();
        watched
    }

    /// Reports the outcome.
    pub(super) fn end<V: Vendor, R>(
        mut self,
        status: Option<StatusCode>,
        outcome: &Result<R, CallError<V::ErrorCode>>,
    ) {
        let (code, error) = match outcome {
            Ok(_) => (Some(V::ENVELOPE.success), None),
            Err(error) => (error.code().map(ErrorCode::code), Some(error as &(dyn Error + 'static))),
        };
        self.report(Outcome { duration: self.started.elapsed(), status, code, error, is_cancelled: false });
    }

    /// Reports an outcome to the hooks that the attempt has passed, the last one first.
    fn report(&mut self, outcome: Outcome<'_>) {
        for hook in self.hooks[..std::mem::take(&mut self.passed)].iter().rev() {
            hook.after(self.attempt, outcome);
        }
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        let duration = self.started.elapsed();
        self.report(Outcome { duration, status: None, code: None, error: None, is_cancelled: true });
    }
}
