//! How a mock is set up and started.

use std::{
    fmt, io,
    net::{Ipv4Addr, TcpListener},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use tokio::sync::{Semaphore, oneshot};

use super::{
    body,
    record::Record,
    route::{Route, Table},
    serve::accept,
    server::Server,
    shared::{Limits, Log, Shared},
};

/// Sets a mock up. The defaults are fine for nearly all tests.
#[must_use = "nothing runs before `start`"]
pub struct Builder {
    routes: Vec<Route>,
    port: u16,
    limits: Limits,
    log: Option<Log>,
}

impl Builder {
    /// A mock of the endpoints `routes`.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        let limits = Limits {
            body: body::Bounds { bytes: 1 << 20, time: Duration::from_secs(5) },
            head_time: Duration::from_secs(10),
            connection_time: Duration::from_secs(600),
            connections: 256,
        };
        Self { routes: routes.into_iter().collect(), port: 0, limits, log: None }
    }

    /// Listens on this port of 127.0.0.1; by default on one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How many bytes a body may have; 1 MiB by default. A larger one is answered by HTTP 413.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.body.bytes = bytes;
        self
    }

    /// How long a body may take; 5 seconds by default. A slower one is answered by HTTP 408.
    pub fn body_timeout(mut self, time: Duration) -> Self {
        self.limits.body.time = time;
        self
    }

    /// How long a connection may be open without the headers of a request coming; 10 seconds by default. It is closed
    /// then.
    pub fn header_timeout(mut self, time: Duration) -> Self {
        self.limits.head_time = time;
        self
    }

    /// How long a connection may be open at all; 10 minutes by default. It is closed then, whatever it is at.
    pub fn connection_timeout(mut self, time: Duration) -> Self {
        self.limits.connection_time = time;
        self
    }

    /// How many connections may be open at once, at least one; 256 by default. More of them wait.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Shows every request to `log`, as soon as it is known what it will be answered.
    pub fn log(mut self, log: impl Fn(&Record) + Send + Sync + 'static) -> Self {
        self.log = Some(Box::new(log));
        self
    }

    /// Starts the server; it listens when this returns. Works in synchronous and asynchronous tests alike.
    ///
    /// # Errors
    /// The port is taken; the system gives no socket or no thread.
    pub fn start(self) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            table: Table::new(self.routes),
            limits: self.limits,
            log: self.log,
            state: Mutex::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = shared.clone();
        let thread = thread::Builder::new().name("mock".to_owned()).spawn(move || {
            runtime.spawn(accept(listener, serving));
            // An error means that the other half is gone, which says the same.
            drop(runtime.block_on(stopped));
        })?;
        Ok(Server::new(address, shared, stop, thread))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("port", &self.port).field("limits", &self.limits).finish_non_exhaustive()
    }
}
