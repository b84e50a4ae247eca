//! A minimal HTTP/1.0 client for servers on this machine. The end of the connection ends the reply.

use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

/// The longest time that a server may be silent.
const TIMEOUT: Duration = Duration::from_secs(20);

/// An HTTP request.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Body>,
}

/// A body, and its media type.
#[derive(Debug)]
pub(super) struct Body {
    media: String,
    text: String,
}

impl Body {
    pub(super) fn json(value: &Value) -> Self {
        Self { media: "application/json".to_owned(), text: value.to_string() }
    }

    /// A form. Members that are objects are files whose content is a text.
    pub(super) fn form(members: &Map<String, Value>) -> Self {
        const BOUNDARY: &str = "between-the-parts";
        let mut text = String::new();
        for (name, value) in members {
            let part = match value.get("content") {
                Some(content) => {
                    let file = value.get("filename").and_then(Value::as_str).unwrap_or_default();
                    let content = content.as_str().unwrap_or_default();
                    format!("; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n{content}")
                }
                None => format!("\r\n\r\n{}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
            };
            let _ = write!(text, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{part}\r\n");
        }
        let _ = write!(text, "--{BOUNDARY}--\r\n");
        Self { media: format!("multipart/form-data; boundary={BOUNDARY}"), text }
    }
}

/// The reply to a request.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
}

impl Request {
    pub(super) fn send(&self, port: u16) -> Result<Reply> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).context("cannot reach the server")?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.write_all(self.text().as_bytes()).context("cannot send to the server")?;
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).context("the server does not reply")?;
        let reply = String::from_utf8_lossy(&reply);
        let (head, body) = reply.split_once("\r\n\r\n").context("the reply has no end of its headers")?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Ok(Reply { status: status.with_context(|| format!("no status in {head}"))?, body: body.to_owned() })
    }

    fn text(&self) -> String {
        let query: Vec<String> =
            self.query.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let mut text =
            format!("{} {}{mark}{} HTTP/1.0\r\nHost: localhost\r\n", self.method, self.path, query.join("&"));
        for (name, value) in &self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        if let Some(Body { media, text: body }) = &self.body {
            let _ = write!(text, "Content-Type: {media}\r\nContent-Length: {}\r\n", body.len());
        }
        text + "\r\n" + self.body.as_ref().map_or("", |body| &body.text)
    }
}

/// Percent-encodes a text for a query.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => escaped.push(char::from(byte)),
            _ => drop(write!(escaped, "%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_encoded() {
        let request = Request {
            method: "POST",
            path: "/a".to_owned(),
            query: vec![("k".to_owned(), "猫 &".to_owned())],
            headers: vec![("Token".to_owned(), "t".to_owned())],
            body: Some(Body::json(&serde_json::json!({ "n": "猫" }))),
        };
        assert_eq!(
            request.text(),
            "POST /a?k=%E7%8C%AB%20%26 HTTP/1.0\r\nHost: localhost\r\nToken: t\r\nContent-Type: application/json\r\n\
             Content-Length: 11\r\n\r\n{\"n\":\"猫\"}"
        );
    }

    #[test]
    fn forms_have_a_file_and_texts() {
        let form = serde_json::json!({ "kind": 1, "photo": { "filename": "cat.jpg", "content": "meow" } });
        let Body { media, text } = Body::form(form.as_object().expect("an object"));
        assert_eq!(media, "multipart/form-data; boundary=between-the-parts");
        assert_eq!(
            text,
            "--between-the-parts\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n1\r\n\
             --between-the-parts\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"cat.jpg\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nmeow\r\n--between-the-parts--\r\n"
        );
    }
}
