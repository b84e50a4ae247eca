//! The server: a thread of its own with a listening socket, which ends with the value that stands for it.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use http::{Request, Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    sync::{Semaphore, oneshot},
    time::{sleep, timeout},
};

use super::{
    body::{self, Answered, Torn},
    credentials::Credentials,
    judge::{self, Reaction, Verdict},
    record::{Call, Record, Records},
    route::{Route, Table},
    script::{Script, Scripts},
};
use crate::{
    endpoint::Endpoint,
    vendor::{BaseUrl, Secret, Vendor},
};

/// So many bytes may stand before a body.
const HEAD_BYTES: usize = 64 << 10;
/// So many headers may a request have.
const HEADERS: usize = 100;

type Log = Box<dyn Fn(&Record) + Send + Sync>;

/// Sets a mock up. The defaults are fine for nearly all tests.
#[must_use = "nothing runs before `start`"]
pub struct Builder {
    routes: Vec<Route>,
    port: u16,
    limits: Limits,
    log: Option<Log>,
}

#[derive(Clone, Copy, Debug)]
struct Limits {
    body: body::Bounds,
    head_time: Duration,
    connection_time: Duration,
    connections: usize,
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
        Ok(Server { address, shared, stop: Some(stop), thread: Some(thread) })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("port", &self.port).field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// A mock that runs. Dropped, it stops at once, and connections that are open are closed.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
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

/// What the thread and the test have in common.
pub(super) struct Shared {
    table: Table,
    limits: Limits,
    log: Option<Log>,
    state: Mutex<State>,
}

/// What changes.
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

    fn log(&self, record: &Record) {
        if let Some(log) = &self.log {
            log(record);
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let slots = Arc::new(Semaphore::new(shared.limits.connections));
    loop {
        let Ok(slot) = slots.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let shared = shared.clone();
                tokio::spawn(async move {
                    connection(stream, shared).await;
                    drop(slot);
                });
            }
            // The process may have no more sockets for a moment.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let limits = shared.limits;
    let service = service_fn(|request| respond(&shared, request));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    if let Ok(Err(error)) = timeout(limits.connection_time, served).await
        && error.is_parse()
    {
        let record = Record::no_request(&format!("no HTTP: {error}"));
        shared.log(&record);
        shared.lock().records.add(record, None, None);
    }
}

/// Answers one request; an error closes the connection.
async fn respond(shared: &Shared, mut request: Request<Incoming>) -> Result<Response<Answered>, Torn> {
    let verdict = match body::read(&mut request, shared.limits.body).await {
        Ok(body) => {
            let message = request.map(|_| body);
            let mut state = shared.lock();
            let verdict = judge::judge(&shared.table, &mut state, &message);
            let known = verdict.record.endpoint.map(|_| message);
            state.records.add(verdict.record.clone(), known, verdict.credential.clone());
            verdict
        }
        Err(unread) => {
            let verdict = judge::unread(&request, &unread);
            shared.lock().records.add(verdict.record.clone(), None, None);
            verdict
        }
    };
    shared.log(&verdict.record);
    answer(verdict).await
}

async fn answer(verdict: Verdict) -> Result<Response<Answered>, Torn> {
    if !verdict.delay.is_zero() {
        sleep(verdict.delay).await;
    }
    match verdict.reaction {
        Reaction::Whole(message) => Ok(body::whole(message)),
        Reaction::Torn(message) => Ok(body::torn(message)),
        Reaction::Endless => Ok(body::endless()),
        Reaction::Nothing => Err(Torn),
    }
}
