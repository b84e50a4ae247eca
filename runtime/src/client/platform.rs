//! The clock, timers and tasks: tokio's, or those of JavaScript (wasm32-unknown-unknown), where the standard library has no clock,
//! and there are neither threads nor a tokio runtime.

use std::future::Future;

/// A task that ended without a result: it panicked, or its runtime was shut down.
pub(super) struct Stopped {
    pub(super) panicked: bool,
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod here {
    use super::{Future, Stopped};

    pub(in crate::client) use tokio::time::{Instant, error::Elapsed, sleep, timeout, timeout_at};

    /// Starts a task. It continues if nobody waits for it.
    pub(in crate::client) fn spawn<T: Send + 'static>(
        work: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, Stopped>> + Send {
        let task = tokio::spawn(work);
        async move { task.await.map_err(|error| Stopped { panicked: error.is_panic() }) }
    }

    /// Does work that blocks, in another thread; `None` if it panics.
    pub(in crate::client) async fn off_thread<R: Send + 'static>(
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Option<R> {
        tokio::task::spawn_blocking(work).await.ok()
    }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod here {
    use futures_util::FutureExt;

    use super::{Future, Stopped};

    pub(in crate::client) use wasmtimer::{
        std::Instant,
        tokio::{error::Elapsed, sleep, timeout, timeout_at},
    };

    /// A task that runs while somebody waits for it. A panic ends the program.
    pub(in crate::client) fn spawn<T: Send + 'static>(
        work: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, Stopped>> + Send {
        work.map(Ok)
    }

    /// Does work in the only thread there is.
    pub(in crate::client) async fn off_thread<R: Send + 'static>(
        work: impl FnOnce() -> R + Send + 'static,
    ) -> Option<R> {
        Some(work())
    }
}

pub(super) use self::here::*;
