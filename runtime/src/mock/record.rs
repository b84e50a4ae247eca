//! Records of requests and their answers.

use std::{collections::VecDeque, fmt, sync::Arc};

use http::{Request, StatusCode};

use crate::{endpoint::Endpoint, excerpt::Harmless, form, vendor::Secret};

/// The number of recent requests that are kept.
const MAX: usize = 10_000;
/// The size in bytes of the requests that are kept.
const MAX_BYTES: usize = 64 << 20;
/// The number of bytes of a file in a form that are kept.
const MAX_FILE_BYTES: usize = 64 << 10;
/// The number of characters of a client's text that are kept.
const SHOWN: usize = 2_000;

/// A request and its answer, without query, credential and body.
#[derive(Clone, Debug)]
pub struct Record {
    pub(super) endpoint: Option<&'static str>,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) status: Option<StatusCode>,
    pub(super) code: Option<Code>,
    pub(super) refusal: Option<String>,
    pub(super) warnings: Option<String>,
}

/// An error code, and the name of its member in the envelope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    pub(super) member: &'static str,
    pub(super) value: i64,
}

impl Record {
    /// The record of a request without a problem.
    pub(super) fn new<B>(request: &Request<B>) -> Self {
        Self {
            endpoint: None,
            method: printable(request.method().as_str()),
            path: printable(request.uri().path()),
            status: Some(StatusCode::OK),
            code: None,
            refusal: None,
            warnings: None,
        }
    }

    /// The record of a message that is not an HTTP request.
    pub(super) fn not_http(why: &str) -> Self {
        Self {
            endpoint: None,
            method: String::new(),
            path: String::new(),
            status: None,
            code: None,
            refusal: Some(printable(why)),
            warnings: None,
        }
    }

    /// Marks the request as refused.
    pub(super) fn refused(mut self, status: StatusCode, why: &str) -> Self {
        self.status = Some(status);
        self.refusal = Some(printable(why));
        self
    }

    /// The name of the endpoint; `None` if the path belongs to no endpoint.
    #[must_use]
    pub fn endpoint(&self) -> Option<&'static str> {
        self.endpoint
    }

    /// The HTTP method; empty if the message was not HTTP.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path, without the query; empty if the message was not HTTP.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The HTTP status of the answer; `None` if the connection was closed instead.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The code in the answer's envelope, which may be that of success; `None` if the answer has no envelope.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.code.map(|code| code.value)
    }

    /// Why the mock refused the request, or why only a [lenient](super::Builder::lenient) mock answered it. For broken rules,
    /// it lists each place with the id of the rule. `None` if the request was valid, even if the test set an error as the
    /// answer.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// What a server ignores or changes in the request, if that could be read: each place with the id of the rule. See
    /// [`Validate::warnings`](crate::validate::Validate::warnings). `None` if there is nothing.
    #[must_use]
    pub fn warnings(&self) -> Option<&str> {
        self.warnings.as_deref()
    }
}

/// Formats a record as one line, such as `200 acme.zoo.add errcode 0 ok`.
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
    /// The credential of the request. `Debug` does not show it.
    pub credential: Option<Secret>,
    /// The answer, and the reason if the request was refused.
    pub record: Record,
}

/// A record and its message.
struct Entry {
    record: Record,
    message: Option<Arc<Request<Vec<u8>>>>,
    credential: Option<Secret>,
    bytes: usize,
}

/// The most recent records.
#[derive(Default)]
pub(super) struct Records {
    entries: VecDeque<Entry>,
    bytes: usize,
}

impl Records {
    /// Adds a record, and removes old ones that exceed the limits.
    pub(super) fn add(&mut self, record: Record, message: Option<Request<Vec<u8>>>, credential: Option<Secret>) {
        let bytes = message.as_ref().map(size).unwrap_or_default();
        self.bytes += bytes;
        self.entries.push_back(Entry { record, message: message.map(Arc::new), credential, bytes });
        while self.entries.len() > MAX || self.bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= oldest.bytes;
        }
    }

    /// The calls of an endpoint.
    pub(super) fn calls<E: Endpoint>(&self) -> Vec<Call<E>> {
        let own = self.entries.iter().filter(|entry| entry.record.endpoint == Some(E::INFO.name));
        own.filter_map(|entry| {
            let (request, _) = E::from_http(entry.message.as_deref()?).ok()?;
            Some(Call { request, credential: entry.credential.clone(), record: entry.record.clone() })
        })
        .collect()
    }

    /// All records, oldest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Record> {
        self.entries.iter().map(|entry| &entry.record)
    }
}

/// The message as it is kept: of a large file in a form, only the beginning.
pub(super) fn without_large_file(message: Request<Vec<u8>>, file: Option<&str>) -> Request<Vec<u8>> {
    let (head, mut body) = message.into_parts();
    if let (Some(file), Ok(boundary)) = (file, form::boundary(&head.headers)) {
        form::cut(&mut body, &boundary, file, MAX_FILE_BYTES);
    }
    Request::from_parts(head, body)
}

/// The approximate size of a message in memory.
fn size(message: &Request<Vec<u8>>) -> usize {
    let headers = message.headers().iter().map(|(name, value)| name.as_str().len() + value.len());
    let uri = message.uri();
    message.body().len() + headers.sum::<usize>() + uri.path().len() + uri.query().map_or(0, str::len)
}

/// Makes a text safe to print: limits its length and escapes control characters.
pub(super) fn printable(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    Harmless(shown).to_string()
}
