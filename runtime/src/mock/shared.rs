//! The state that the server's thread and the test share.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::Semaphore;

use super::{
    body::Bounds,
    credentials::Credentials,
    record::{Record, Records},
    route::Table,
    scripts::Scripts,
};

/// The function that is called for each request.
pub(super) type Log = Box<dyn Fn(&Record) + Send + Sync>;

/// The limits of clients.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) body: Bounds,
    /// The size of a body with a file in bytes.
    pub(super) upload_bytes: usize,
    pub(super) head_time: Duration,
    pub(super) connection_time: Duration,
    pub(super) connections: usize,
}

/// The server's configuration and state.
pub(super) struct Shared {
    pub(super) table: Table,
    pub(super) limits: Limits,
    pub(super) log: Option<Log>,
    /// Whether requests are answered that are not as documented.
    pub(super) lenient: bool,
    /// How many more uploads may be in memory at once.
    pub(super) uploads: Semaphore,
    pub(super) state: Mutex<State>,
}

/// The number of uploads that may be in memory at once. Further ones wait.
pub(super) const UPLOADS: usize = 8;

/// The part that changes.
#[derive(Default)]
pub(super) struct State {
    pub(super) scripts: Scripts,
    pub(super) credentials: Credentials,
    pub(super) records: Records,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn log(&self, record: &Record) {
        if let Some(log) = &self.log {
            log(record);
        }
    }
}
