//! A running mock.

use std::{fmt, net::SocketAddr, sync::Arc, thread::JoinHandle, time::Duration};

use tokio::{runtime::Handle, sync::oneshot};

use super::{
    credentials::Kind,
    record::{Call, Record},
    script::Script,
    shared::{Shared, State},
};
use crate::{
    endpoint::Endpoint,
    vendor::{BaseUrl, Secret, Vendor},
};

/// A running mock. When it is dropped, it stops and closes all connections.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    #[cfg_attr(not(feature = "callbacks"), expect(dead_code, reason = "only pushes need it"))]
    pub(super) runtime: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn new(
        address: SocketAddr,
        shared: Arc<Shared>,
        runtime: Handle,
        stop: oneshot::Sender<()>,
        thread: JoinHandle<()>,
    ) -> Self {
        Self { address, shared, runtime, stop: Some(stop), thread: Some(thread) }
    }

    /// The address at which it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The vendor `V` at this mock's address.
    #[must_use]
    pub fn vendor<V: Vendor>(&self) -> V {
        V::at(self.base_url(V::NAME))
    }

    /// The base URL of the vendor with this name.
    #[must_use]
    pub fn base_url(&self, vendor: &str) -> BaseUrl {
        BaseUrl::checked(format!("http://{}/{vendor}", self.address))
    }

    /// Sets the answers to calls of the endpoint `E`.
    pub fn on<E: Endpoint>(&self) -> Script<'_, E> {
        Script::new(&self.shared)
    }

    /// Sets the lifetime, in whole seconds, that is sent with credentials from now on; by default it is that of the page's
    /// example. Credentials expire only when the test [expires](Self::expire) them.
    pub fn set_lifetime(&self, lifetime: Duration) {
        self.shared.lock().credentials.lifetime = Some(lifetime);
    }

    /// From now on, accepts for `V` only this credential and those that the mock hands out. By default, any
    /// non-empty credential is accepted.
    pub fn require<V: Vendor>(&self, credential: &Secret) {
        self.shared.lock().credentials.require(Kind::of::<V>(), credential);
    }

    /// Expires a credential: calls with it get the vendor's error code for an expired credential.
    pub fn expire(&self, credential: &Secret) {
        self.shared.lock().credentials.expire(credential);
    }

    /// Expires all credentials of `V` that were accepted or handed out so far; at most the last 10,000.
    pub fn expire_all<V: Vendor>(&self) {
        self.shared.lock().credentials.expire_all(Kind::of::<V>());
    }

    /// The calls of the endpoint `E` whose requests could be read, oldest first. Those that were refused for their
    /// credential or for a rule are included.
    ///
    /// The mock keeps the last 10,000 requests of all endpoints, and at most 64 MiB. Of a file of more than 64 KiB it keeps
    /// the beginning: [`range`](crate::File::range) then says which part it is, and how long the file was.
    #[must_use]
    pub fn calls<E: Endpoint>(&self) -> Vec<Call<E>> {
        self.shared.lock().records.calls()
    }

    /// The requests that were refused, oldest first, and those that only a [lenient](super::Builder::lenient) mock answers. If
    /// it is empty at the end of a test, every request was valid.
    #[must_use]
    pub fn refused(&self) -> Vec<Record> {
        self.shared.lock().records.all().filter(|record| record.refusal.is_some()).cloned().collect()
    }

    /// Resets the mock: removes all records, answers and credentials.
    pub fn reset(&self) {
        *self.shared.lock() = State::default();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in the thread does not matter any more.
            drop(thread.join());
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}
