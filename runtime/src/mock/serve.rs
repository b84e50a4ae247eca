//! The server: connections in, answers out. It runs on a thread of its own.

use std::{net::TcpListener, sync::Arc, time::Duration};

use http::{Request, Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    sync::Semaphore,
    time::{sleep, timeout},
};

use super::{
    body::{self, Answered, Torn},
    judge::{self, Reaction, Verdict},
    record::Record,
    shared::Shared,
};

/// So many bytes may stand before a body.
const HEAD_BYTES: usize = 64 << 10;
/// So many headers may a request have.
const HEADERS: usize = 100;

/// Takes connections until the runtime is dropped.
pub(super) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
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
        shared.lock().records.add(record.clone(), None, None);
        shared.log(&record);
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
