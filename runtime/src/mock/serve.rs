//! Serves connections.

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
    body::{self, AnswerBody, NoAnswer},
    judge::{self, Reaction, Verdict},
    record::{self, Record},
    route::Found,
    shared::Shared,
};

/// The maximum size of a request's head, in bytes.
const HEAD_BYTES: usize = 64 << 10;
/// The maximum number of headers of a request.
const HEADERS: usize = 100;

/// Accepts connections until the runtime is dropped.
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
            // The process may be out of sockets for a moment.
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
        let record = Record::not_http(&format!("not HTTP: {error}"));
        shared.lock().records.add(record.clone(), None, None);
        shared.log(&record);
    }
}

/// Answers a request. An error closes the connection.
async fn respond(shared: &Shared, mut request: Request<Incoming>) -> Result<Response<AnswerBody>, NoAnswer> {
    let upload = match shared.table.find(request.method(), request.uri().path()) {
        Found::Route(route) => route.upload,
        _ => None,
    };
    let mut bounds = shared.limits.body;
    let place = match upload {
        Some(_) => {
            bounds.bytes = shared.limits.upload_bytes;
            shared.uploads.acquire().await.ok()
        }
        None => None,
    };
    let verdict = match body::read(&mut request, bounds).await {
        Ok(body) => {
            let message = request.map(|_| body);
            let verdict = judge::judge(shared, &message);
            let known = verdict.record.endpoint.map(|_| record::without_large_file(message, upload));
            shared.lock().records.add(verdict.record.clone(), known, verdict.credential.clone());
            verdict
        }
        Err(unread) => {
            let verdict = judge::unread(&request, &unread);
            shared.lock().records.add(verdict.record.clone(), None, None);
            verdict
        }
    };
    drop(place);
    shared.log(&verdict.record);
    answer(verdict).await
}

async fn answer(verdict: Verdict) -> Result<Response<AnswerBody>, NoAnswer> {
    if !verdict.delay.is_zero() {
        sleep(verdict.delay).await;
    }
    match verdict.reaction {
        Reaction::Complete(message) => Ok(body::complete(message)),
        Reaction::Half(message) => Ok(body::half(message)),
        Reaction::Endless => Ok(body::endless()),
        Reaction::Nothing => Err(NoAnswer),
    }
}
