//! What came, and what became of it.

use std::{collections::VecDeque, fmt, sync::Arc};

use http::{Request, StatusCode};

use crate::{endpoint::Endpoint, vendor::Secret};

/// So many requests are remembered at the most, the last ones.
const MAX: usize = 10_000;
/// So many bytes of them are remembered at the most.
const MAX_BYTES: usize = 64 << 20;
/// So many characters of what somebody else wrote are kept at the most.
const SHOWN: usize = 2_000;

/// A request and what was answered. It shows neither query nor credential nor body.
#[derive(Clone, Debug)]
pub struct Record {
    pub(super) endpoint: Option<&'static str>,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) status: Option<StatusCode>,
    pub(super) code: Option<Code>,
    pub(super) refusal: Option<String>,
}

/// An error code, and the member of the envelope that holds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    pub(super) member: &'static str,
    pub(super) value: i64,
}

impl Record {
    /// Of a request that is as it should be.
    pub(super) fn new<B>(request: &Request<B>) -> Self {
        Self {
            endpoint: None,
            method: harmless(request.method().as_str()),
            path: harmless(request.uri().path()),
            status: Some(StatusCode::OK),
            code: None,
            refusal: None,
        }
    }

    /// Of what is no HTTP request.
    pub(super) fn no_request(why: &str) -> Self {
        Self {
            endpoint: None,
            method: String::new(),
            path: String::new(),
            status: None,
            code: None,
            refusal: Some(harmless(why)),
        }
    }

    pub(super) fn refused(mut self, status: StatusCode, why: &str) -> Self {
        self.status = Some(status);
        self.refusal = Some(harmless(why));
        self
    }

    /// The endpoint's name; none where there is no such endpoint.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static str> {
        self.endpoint
    }

    /// The HTTP method; empty for what was no HTTP.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path, without the query; empty for what was no HTTP.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The HTTP status of the answer; none where the connection was cut or closed.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The error code in the answer's envelope, also that of success; none where the answer has no envelope.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.code.map(|code| code.value)
    }

    /// Why the mock refused the request: places with the ids of the rules that they break, or what is wrong with the
    /// message. None where it was right, even if the test had it answered with an error.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }
}

/// One line, such as `200 acme.zoo.add errcode 0 ok`.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "{}", status.as_u16())?,
            None => f.write_str("---")?,
        }
        match self.endpoint {
            Some(endpoint) => write!(f, " {endpoint}")?,
            None if self.method.is_empty() => {}
            None => write!(f, " {} {}", self.method, self.path)?,
        }
        if let Some(code) = self.code {
            write!(f, " {} {}", code.member, code.value)?;
        }
        match (&self.refusal, self.status) {
            (Some(why), _) => write!(f, ": {why}"),
            (None, Some(_)) => f.write_str(" ok"),
            (None, None) => f.write_str(" cut"),
        }
    }
}

/// A call whose request could be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Call<E> {
    /// The request.
    pub request: E,
    /// The credential that came with it; none if there was none. `Debug` does not show it.
    pub credential: Option<Secret>,
    /// What was answered, and why if it was refused.
    pub record: Record,
}

/// A record with the message that it is about.
struct Entry {
    record: Record,
    message: Option<Arc<Request<Vec<u8>>>>,
    credential: Option<Secret>,
    bytes: usize,
}

/// The last records.
#[derive(Default)]
pub(super) struct Records {
    entries: VecDeque<Entry>,
    bytes: usize,
}

impl Records {
    pub(super) fn add(&mut self, record: Record, message: Option<Request<Vec<u8>>>, credential: Option<Secret>) {
        let bytes = message.as_ref().map(weight).unwrap_or_default();
        self.bytes += bytes;
        self.entries.push_back(Entry { record, message: message.map(Arc::new), credential, bytes });
        while self.entries.len() > MAX || self.bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= oldest.bytes;
        }
    }

    pub(super) fn calls<E: Endpoint>(&self) -> Vec<Call<E>> {
        let own = self.entries.iter().filter(|entry| entry.record.endpoint == Some(E::INFO.name));
        own.filter_map(|entry| {
            let (request, _) = E::from_http(entry.message.as_deref()?).ok()?;
            Some(Call { request, credential: entry.credential.clone(), record: entry.record.clone() })
        })
        .collect()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Record> {
        self.entries.iter().map(|entry| &entry.record)
    }
}

/// About how much memory a message takes.
fn weight(message: &Request<Vec<u8>>) -> usize {
    let headers = message.headers().iter().map(|(name, value)| name.as_str().len() + value.len());
    let uri = message.uri();
    message.body().len() + headers.sum::<usize>() + uri.path().len() + uri.query().map_or(0, str::len)
}

/// A text that may be shown on a terminal: neither endless nor with characters that command it.
pub(super) fn harmless(text: &str) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == SHOWN {
            shown.push('…');
            break;
        }
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}
