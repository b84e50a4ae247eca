//! A mock that runs, as a test has it.

use std::{fmt, net::SocketAddr, sync::Arc, thread::JoinHandle, time::Duration};

use tokio::sync::oneshot;

use super::{
    record::{Call, Record},
    script::Script,
    shared::{Shared, State},
};
use crate::{
    endpoint::Endpoint,
    vendor::{BaseUrl, Secret, Vendor},
};

/// A mock that runs. Dropped, it stops at once, and connections that are open are closed.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn new(
        address: SocketAddr,
        shared: Arc<Shared>,
        stop: oneshot::Sender<()>,
        thread: JoinHandle<()>,
    ) -> Self {
        Self { address, shared, stop: Some(stop), thread: Some(thread) }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The vendor `V`, as this mock plays it.
    #[must_use]
    pub fn vendor<V: Vendor>(&self) -> V {
        V::at(self.base_url(V::NAME))
    }

    /// The base URL of the vendor of this name.
    #[must_use]
    pub fn base_url(&self, vendor: &str) -> BaseUrl {
        BaseUrl::checked(format!("http://{}/{vendor}", self.address))
    }

    /// Tells the mock what to answer to calls of the endpoint `E`.
    pub fn on<E: Endpoint>(&self) -> Script<'_, E> {
        Script::new(&self.shared)
    }

    /// Says of credentials that are handed out from now on that they are good for so long, in whole seconds; by default
    /// what the page's example says. They expire when the test says so, and not before.
    pub fn set_lifetime(&self, lifetime: Duration) {
        self.shared.lock().credentials.lifetime = Some(lifetime);
    }

    /// From now on takes no other credential of `V` than this one and those that are handed out. By default any that is
    /// not empty will do.
    pub fn require<V: Vendor>(&self, credential: &Secret) {
        self.shared.lock().credentials.require(V::NAME, credential);
    }

    /// Lets a credential expire: calls with it get the vendor's error code for that.
    pub fn expire(&self, credential: &Secret) {
        self.shared.lock().credentials.expire(credential);
    }

    /// Lets every credential of `V` expire that was taken or handed out until now; of very many, the last
    /// 10,000.
    pub fn expire_all<V: Vendor>(&self) {
        self.shared.lock().credentials.expire_all(V::NAME);
    }

    /// The calls of the endpoint `E` whose request could be read, in the order in which they came; those that were
    /// refused for their credential or for a rule are among them.
    ///
    /// Of very many calls, the last ones: of all endpoints together 10,000 requests and 64 MiB are kept.
    #[must_use]
    pub fn calls<E: Endpoint>(&self) -> Vec<Call<E>> {
        self.shared.lock().records.calls()
    }

    /// The requests that were refused, in the order in which they came. Empty at the end of a test, it says that the
    /// code under test has called nothing wrongly.
    #[must_use]
    pub fn refused(&self) -> Vec<Record> {
        self.shared.lock().records.all().filter(|record| record.refusal.is_some()).cloned().collect()
    }

    /// Forgets what came, what was told and what is known about credentials.
    pub fn reset(&self) {
        *self.shared.lock() = State::default();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // Whatever happened in the thread, it is over.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}
