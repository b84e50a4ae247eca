//! The thread that drives connections and timers.

use std::{io, sync::Arc, thread};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};

/// A runtime in a thread, which ends with the last clone.
#[derive(Clone)]
pub(super) struct Driver(Arc<Running>);

struct Running {
    handle: Handle,
    /// Is dropped to end the thread.
    _stop: oneshot::Sender<()>,
}

impl Driver {
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("blocking client".to_owned());
        // With a thread of its own, the runtime notices between calls that the server closed a connection.
        thread.spawn(move || drop(runtime.block_on(stopped)))?;
        Ok(Self(Arc::new(Running { handle, _stop: stop })))
    }

    /// Runs a future on this thread, which may belong to another runtime: tokio's `block_on` would panic there.
    pub(super) fn run<F: Future>(&self, future: F) -> F::Output {
        let _entered = self.0.handle.enter();
        pollster::block_on(future)
    }
}
