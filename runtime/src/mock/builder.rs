//! Sets up and starts a mock.

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
    shared::{Limits, Log, Shared, UPLOADS},
};

/// Sets up a mock. The defaults suit most tests.
#[must_use = "the mock runs after `start`"]
pub struct Builder {
    routes: Vec<Route>,
    port: u16,
    limits: Limits,
    log: Option<Log>,
    lenient: bool,
}

impl Builder {
    /// A mock of these endpoints.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        let limits = Limits {
            body: body::Bounds { bytes: 1 << 20, time: Duration::from_secs(5) },
            upload_bytes: 32 << 20,
            head_time: Duration::from_secs(10),
            connection_time: Duration::from_secs(600),
            connections: 256,
        };
        Self { routes: routes.into_iter().collect(), port: 0, limits, log: None, lenient: false }
    }

    /// Answers requests that are not as documented but can be read and break no rule: with unknown or stray members, or with
    /// values of another JSON type. [`Server::refused`] and the log list them all the same.
    pub fn lenient(mut self) -> Self {
        self.lenient = true;
        self
    }

    /// Also answers this endpoint: `route(Route::of::<Request>())`, for an endpoint of [your own](crate::define). It takes
    /// precedence over another one with the same method and path.
    pub fn route(mut self, route: Route) -> Self {
        self.routes.insert(0, route);
        self
    }

    /// The port on 127.0.0.1; by default any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The limit of a body in bytes; 1 MiB by default. A larger body is answered with HTTP 413.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.body.bytes = bytes;
        self
    }

    /// The limit of a body with a file in bytes; 32 MiB by default. A larger body is answered with HTTP 413. At most 8 of
    /// them are in memory at once.
    pub fn max_upload(mut self, bytes: usize) -> Self {
        self.limits.upload_bytes = bytes;
        self
    }

    /// The time limit of a body; 5 seconds by default. A slower body is answered with HTTP 408.
    pub fn body_timeout(mut self, time: Duration) -> Self {
        self.limits.body.time = time;
        self
    }

    /// The time limit for the headers of a request; 10 seconds by default. Then the connection is closed.
    pub fn header_timeout(mut self, time: Duration) -> Self {
        self.limits.head_time = time;
        self
    }

    /// The time limit of a connection; 10 minutes by default. Then it is closed, even during a request.
    pub fn connection_timeout(mut self, time: Duration) -> Self {
        self.limits.connection_time = time;
        self
    }

    /// The number of connections that may be open at once, at least 1; 256 by default. Further connections wait.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Calls `log` for each request, before it is answered.
    pub fn log(mut self, log: impl Fn(&Record) + Send + Sync + 'static) -> Self {
        self.log = Some(Box::new(log));
        self
    }

    /// Starts the server. It is listening when this function returns. Works in synchronous and in asynchronous tests.
    ///
    /// # Errors
    /// The port is in use, or the system has no more sockets or threads.
    pub fn start(self) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            table: Table::new(self.routes),
            limits: self.limits,
            log: self.log,
            lenient: self.lenient,
            uploads: Semaphore::new(UPLOADS),
            state: Mutex::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (serving, handle) = (shared.clone(), runtime.handle().clone());
        let thread = thread::Builder::new().name("mock".to_owned()).spawn(move || {
            runtime.spawn(accept(listener, serving));
            // The sender is dropped to stop the server.
            drop(runtime.block_on(stopped));
        })?;
        Ok(Server::new(address, shared, handle, stop, thread))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("port", &self.port).field("limits", &self.limits).finish_non_exhaustive()
    }
}
