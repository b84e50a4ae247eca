//! Replies that are files.

use super::error::{Failure, api_error, read_envelope};
use crate::{
    decode::{DecodeError, Received},
    error::FromHttpResponseError,
    file::{self, ContentRange, File},
    object::{Object, Reading},
    parameters::{self, Parameters, Quoting},
    texts,
    vendor::Vendor,
};
use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE},
};

/// The member of a reply that is the file.
#[doc(hidden)]
pub struct FileMember<R> {
    /// The name of the member.
    pub name: &'static str,
    /// The file of a reply.
    pub of: fn(&R) -> &File,
    /// The same, to be set.
    pub of_mut: fn(&mut R) -> &mut File,
}

/// What the headers of a reply say about its file.
pub(crate) struct FileHead {
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) range: Option<ContentRange>,
}

impl FileHead {
    /// Reads the headers.
    ///
    /// # Errors
    /// The reply has a part of a file and does not say which.
    pub(crate) fn read(status: StatusCode, headers: &HeaderMap) -> Result<Self, DecodeError> {
        let disposition =
            headers.get(CONTENT_DISPOSITION).map(|header| Parameters::parse(header.as_bytes(), Quoting::Backslash));
        let filename = disposition.as_ref().and_then(Parameters::filename).map(std::borrow::Cow::into_owned);
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let range = match status {
            StatusCode::PARTIAL_CONTENT => {
                let range = text(CONTENT_RANGE).and_then(ContentRange::parse);
                Some(range.ok_or_else(|| {
                    DecodeError::in_document("HTTP status 206 without a `Content-Range` that can be read")
                })?)
            }
            _ => None,
        };
        Ok(Self { filename, content_type: text(CONTENT_TYPE).map(str::to_owned), range })
    }
}

/// Whether a reply may be an error instead of a file: the status is not a success, or the reply does not call its body a
/// file, and the body may begin like an object in JSON.
pub(crate) fn may_be_error(status: StatusCode, headers: &HeaderMap, beginning: &[u8]) -> bool {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let text = beginning.strip_prefix(MARK).unwrap_or(beginning).trim_ascii_start();
    let is_object = text.is_empty() || text[0] == b'{' || MARK.starts_with(text);
    !status.is_success() || !headers.contains_key(CONTENT_DISPOSITION) && is_object
}

/// The error that a reply is instead of a file, if it is one.
pub(crate) fn error<V: Vendor>(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Failure<V>> {
    if !may_be_error(status, headers, body) {
        return None;
    }
    let envelope = V::ENVELOPE;
    match read_envelope(envelope, &Received::new(body)) {
        Some(mut values) if values.code.is_some_and(|code| code != envelope.success) => {
            let code = values.code.take().unwrap_or_default();
            Some(api_error(values, code, status, body))
        }
        _ => (!status.is_success()).then(|| FromHttpResponseError::status(status, body)),
    }
}

/// Compares a range with the length of the body.
pub(crate) fn check_range(range: Option<ContentRange>, length: u64) -> Result<(), DecodeError> {
    match range {
        Some(range) if range.count() != Some(length) => Err(DecodeError::in_document(&format!(
            "`Content-Range` is {}, and the body has {length} bytes",
            range.header()
        ))),
        _ => Ok(()),
    }
}

/// Reads a reply whose payload is a file.
pub(super) fn read<V: Vendor, R: Object>(
    member: &FileMember<R>,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<R, Failure<V>> {
    if let Some(error) = error::<V>(status, headers, body) {
        return Err(error);
    }
    let FileHead { filename, content_type, range } =
        FileHead::read(status, headers).map_err(FromHttpResponseError::Decode)?;
    check_range(range, body.len() as u64).map_err(FromHttpResponseError::Decode)?;
    let mut reading = Reading::<R>::new();
    texts::stand_in(&mut reading, member.name).map_err(FromHttpResponseError::Decode)?;
    let mut payload = texts::finished(reading).map_err(FromHttpResponseError::Decode)?;
    *(member.of_mut)(&mut payload) = File::received(filename, content_type, range, body);
    Ok(payload)
}

/// Writes a file as a reply. If its content cannot be read, the HTTP status is 500.
pub(crate) fn write(file: &File) -> Response<Vec<u8>> {
    let Ok(content) = file.bytes() else {
        let mut failed = Response::new(b"the file cannot be read\n".to_vec());
        *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return failed;
    };
    let mut response = Response::new(content.into_owned());
    let disposition = match file.filename() {
        Some(filename) => format!("attachment; {}", parameters::filename(filename)),
        None => "attachment".to_owned(),
    };
    let headers = response.headers_mut();
    let octets = HeaderValue::from_static(file::OCTETS);
    headers.insert(CONTENT_TYPE, HeaderValue::from_str(file.content_type()).unwrap_or(octets));
    headers.extend(HeaderValue::from_str(&disposition).ok().map(|value| (CONTENT_DISPOSITION, value)));
    if let Some(range) = file.range() {
        headers.extend(HeaderValue::from_str(&range.header()).ok().map(|value| (CONTENT_RANGE, value)));
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    response
}
