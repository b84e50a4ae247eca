//! Sends a request to a service on a connection of its own.

use std::{future::poll_fn, io, pin::Pin};

use http::{HeaderValue, Request, Response, Uri, header::HOST};
use hyper::{
    body::{Body, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// The largest body of an answer, in bytes.
const MAX_ANSWER: usize = 1 << 20;

/// Sends a request to an `http` URL, and reads the whole answer.
pub(super) async fn send(request: Request<Vec<u8>>) -> io::Result<Response<Vec<u8>>> {
    let (host, port) = address(request.uri())?;
    let stream = TcpStream::connect((host.as_str(), port)).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    // It ends with the answer, or when `sender` is dropped.
    tokio::spawn(connection);
    let answer = sender.send_request(in_origin_form(request)?).await.map_err(io::Error::other)?;
    let (parts, body) = answer.into_parts();
    Ok(Response::from_parts(parts, collect(body).await?))
}

fn address(url: &Uri) -> io::Result<(String, u16)> {
    match (url.scheme_str(), url.host()) {
        (Some("http"), Some(host)) => {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            Ok((host.to_owned(), url.port_u16().unwrap_or(80)))
        }
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "the URL must begin with `http://`")),
    }
}

/// The request as a server expects it: the host in a header.
fn in_origin_form(request: Request<Vec<u8>>) -> io::Result<Request<String>> {
    let (mut parts, body) = request.into_parts();
    let host = parts.uri.authority().map_or("", |authority| authority.as_str());
    let host = HeaderValue::from_str(host).map_err(io::Error::other)?;
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).parse();
    parts.uri = target.map_err(io::Error::other)?;
    parts.headers.insert(HOST, host);
    Ok(Request::from_parts(parts, String::from_utf8(body).map_err(io::Error::other)?))
}

async fn collect(mut body: Incoming) -> io::Result<Vec<u8>> {
    let mut collected = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(io::Error::other)?.into_data() else { continue };
        if collected.len() + data.len() > MAX_ANSWER {
            return Err(io::Error::other(format!("the answer has more than {MAX_ANSWER} bytes")));
        }
        collected.extend_from_slice(&data);
    }
    Ok(collected)
}
