//! A minimal HTTP/1.1 client that sends any bytes and returns the raw reply, so that tests do not depend on an HTTP
//! library.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use http::{Request, Response};

/// A timeout that only a stuck server exceeds.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a request on a new connection to a numeric host, and reads the reply.
///
/// # Errors
/// If the connection fails, or the reply is malformed or incomplete.
pub fn send(message: &Request<Vec<u8>>) -> io::Result<Response<Vec<u8>>> {
    let authority = message.uri().authority().ok_or(io::ErrorKind::InvalidInput)?;
    let mut stream = connect(authority.as_str())?;
    stream.write_all(&bytes(message, "close"))?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&answer)
}

/// A connection with timeouts.
///
/// # Errors
/// If nothing listens at the address.
pub fn connect(address: &str) -> io::Result<TcpStream> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// A request as bytes.
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

/// Writes bytes, and reads until the server closes the connection.
///
/// # Errors
/// If the connection fails or is not closed in time.
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

/// Parses a reply, whose body must have the length in `Content-Length`.
///
/// # Errors
/// If it is malformed or incomplete.
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

/// The body of a reply as text.
#[must_use]
pub fn text(answer: &Response<Vec<u8>>) -> String {
    String::from_utf8_lossy(answer.body()).into_owned()
}
