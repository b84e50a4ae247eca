//! A client for HTTP/1.1 that knows no more than it must, and sends whatever it is told to: what the tests need to be
//! their own judge of what a server sends.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use http::{Request, Response};

/// Longer than anything takes that is not stuck.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a message on a connection of its own, to a host that is a number, and reads the answer to its end.
///
/// # Errors
/// There is no connection, or what comes is no answer or not all of it.
pub fn send(message: &Request<Vec<u8>>) -> io::Result<Response<Vec<u8>>> {
    let authority = message.uri().authority().ok_or(io::ErrorKind::InvalidInput)?;
    let mut stream = connect(authority.as_str())?;
    stream.write_all(&bytes(message, "close"))?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&answer)
}

/// A connection that does not wait for ever.
///
/// # Errors
/// Nobody listens there.
pub fn connect(address: &str) -> io::Result<TcpStream> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// A message as it goes over the wire.
#[must_use]
pub fn bytes(message: &Request<Vec<u8>>, connection: &str) -> Vec<u8> {
    let target = message.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut head = format!("{} {target} HTTP/1.1\r\nhost: mock\r\nconnection: {connection}\r\n", message.method());
    for (name, value) in message.headers() {
        head.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes())));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", message.body().len()));
    [head.into_bytes(), message.body().clone()].concat()
}

/// Writes bytes, half-closes nothing, and reads what comes until the server closes the connection.
///
/// # Errors
/// There is no connection, or it is not closed in time.
pub fn raw(address: SocketAddr, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = connect(&address.to_string())?;
    // A server that refuses may close the connection before all is written.
    drop(stream.write_all(bytes));
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if error.kind() != io::ErrorKind::ConnectionReset => Err(error),
        _ => Ok(answer),
    }
}

/// Reads one answer; its body must be as long as it says.
///
/// # Errors
/// It is none, or not all of it.
pub fn parse(answer: &[u8]) -> io::Result<Response<Vec<u8>>> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let head = std::str::from_utf8(&answer[..end]).map_err(io::Error::other)?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let mut response = Response::builder().status(status);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        response = response.header(name, value);
    }
    let response = response.body(answer[end + 4..].to_vec()).map_err(io::Error::other)?;
    let announced = response.headers().get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|announced: usize| announced != response.body().len()) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(response)
}

/// The text of an answer's body.
#[must_use]
pub fn text(answer: &Response<Vec<u8>>) -> String {
    String::from_utf8_lossy(answer.body()).into_owned()
}
