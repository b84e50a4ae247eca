//! A server that answers a fixed number of requests.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

use http::Request;

use crate::BaseUrl;

/// A reply.
#[derive(Clone)]
pub(super) struct Reaction {
    status: String,
    headers: String,
    body: Vec<u8>,
    /// The length that the reply declares, if it is another.
    declared: Option<usize>,
    delay: Duration,
    hangs: bool,
}

impl Reaction {
    pub(super) fn with(status: &str, headers: &str, body: &[u8]) -> Self {
        let (status, headers, body) = (status.to_owned(), headers.to_owned(), body.to_vec());
        Self { status, headers, body, declared: None, delay: Duration::ZERO, hangs: false }
    }

    pub(super) fn json(body: &str) -> Self {
        Self::with("200 OK", "Content-Type: application/json", body.as_bytes())
    }

    pub(super) fn status(status: u16) -> Self {
        Self::with(&format!("{status} x"), "X: y", b"")
    }

    pub(super) fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Declares another length of the body.
    pub(super) fn declaring(self, length: usize) -> Self {
        Self { declared: Some(length), ..self }
    }

    /// Keeps the connection open after an incomplete body.
    pub(super) fn hanging(self) -> Self {
        Self { hangs: true, ..self }
    }
}

pub(super) struct Server {
    address: SocketAddr,
    messages: Receiver<Request<Vec<u8>>>,
}

impl Server {
    /// Answers one request on each connection.
    pub(super) fn start(reactions: Vec<Reaction>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut waiting = reactions.into_iter();
            // Requests that are broken off get no reaction.
            while let Ok((stream, _)) = listener.accept() {
                let Some(message) = read(&stream) else { continue };
                let Some(reaction) = waiting.next() else { return };
                drop(sender.send(message));
                answer(stream, &reaction);
            }
        });
        Self { address, messages }
    }

    pub(super) fn base_url(&self) -> BaseUrl {
        BaseUrl::checked(format!("http://{}", self.address))
    }

    /// The targets of all requests.
    pub(super) fn paths(&self) -> Vec<String> {
        self.messages.try_iter().map(|message| message.uri().to_string()).collect()
    }

    /// The last request.
    pub(super) fn message(&self) -> Request<Vec<u8>> {
        self.messages.try_iter().last().expect("a request")
    }
}

fn read(stream: &TcpStream) -> Option<Request<Vec<u8>>> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let mut message = Request::builder().method(words.next()?).uri(words.next()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().ok()?;
        }
        message = message.header(name, value);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    message.body(body).ok()
}

fn answer(mut stream: TcpStream, reaction: &Reaction) {
    thread::sleep(reaction.delay);
    let length = reaction.declared.unwrap_or(reaction.body.len());
    let head = format!(
        "HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {length}\r\n{}\r\n\r\n",
        reaction.status, reaction.headers
    );
    let sent = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&reaction.body));
    if sent.is_ok() && reaction.hangs {
        thread::sleep(Duration::from_secs(2));
    }
}

/// Sends and receives much, and keeps none of it: `POST` is read, and `GET` gets as many bytes as its path says.
pub(super) fn bulk(sizes: Sender<u64>) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            if sizes.send(serve_bulk(stream).unwrap_or_default()).is_err() {
                return;
            }
        }
    });
    address
}

fn serve_bulk(mut stream: TcpStream) -> std::io::Result<u64> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().to_ascii_lowercase().strip_prefix("content-length: ") {
            Some(text) => length = text.parse().unwrap_or_default(),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let received = std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    if first.starts_with("POST") {
        let body = super::UPLOADED;
        write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
        return Ok(received);
    }
    let digits = first.split_once("media_id=").map_or("0", |(_, rest)| rest);
    let size: u64 = digits.split([' ', '&']).next().and_then(|digits| digits.parse().ok()).unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {size}\r\nContent-Disposition: attachment\r\n\r\n"
    )?;
    std::io::copy(&mut std::io::repeat(b'x').take(size), &mut stream)
}
