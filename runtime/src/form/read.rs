//! Reads forms.

use http::{HeaderMap, header::CONTENT_TYPE};
use memchr::memmem;

use crate::file::ContentRange;
use crate::parameters::{Parameters, Quoting};

/// The greatest number of parts.
const PARTS: usize = 100;
/// The greatest length of a part's headers, in bytes.
const HEAD: usize = 16 << 10;
/// The greatest length of a boundary (RFC 2046).
const BOUNDARY: usize = 70;

/// A part of a form.
pub(crate) struct Part<'a> {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content: &'a [u8],
    /// The part of the file that the content is, if a header says so.
    pub(crate) range: Option<ContentRange>,
    /// Where the content begins.
    #[cfg(feature = "mock")]
    pub(super) at: usize,
    #[cfg(feature = "mock")]
    disposition: Parameters,
}

#[cfg(feature = "mock")]
impl Part<'_> {
    /// A parameter of `Content-Disposition`.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.disposition.get(name)
    }
}

/// The boundary that the headers of a message announce.
///
/// # Errors
/// What is wrong with the content type.
pub(crate) fn boundary(headers: &HeaderMap) -> Result<String, &'static str> {
    let header = headers.get(CONTENT_TYPE).ok_or("the message has no content type, expected multipart/form-data")?;
    let content_type = Parameters::parse(header.as_bytes(), Quoting::Backslash);
    if content_type.value != "multipart/form-data" {
        return Err("the content type is not multipart/form-data");
    }
    match content_type.get("boundary") {
        Some(boundary) if !boundary.is_empty() && boundary.len() <= BOUNDARY => Ok(boundary.to_owned()),
        Some(_) => Err("the boundary must have 1 to 70 bytes"),
        None => Err("the content type has no boundary"),
    }
}

/// Reads the parts of a form. No two of them have one name.
///
/// # Errors
/// What is wrong with the form.
pub(crate) fn parts<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<Part<'a>>, String> {
    let delimiter = format!("\r\n--{boundary}");
    let delimiter = memmem::Finder::new(&delimiter);
    let mut parts: Vec<Part<'a>> = Vec::new();
    // The first boundary may be the beginning of the body.
    let mut rest = match body.strip_prefix(&delimiter.needle()[2..]) {
        Some(rest) => rest,
        None => split(body, &delimiter).ok_or("the form has no boundary")?.1,
    };
    while !rest.starts_with(b"--") {
        if parts.len() == PARTS {
            return Err(format!("the form has more than {PARTS} parts"));
        }
        let (head, content) = head(rest)?;
        let at = body.len() - content.len();
        let (content, after) = split(content, &delimiter).ok_or("the form has no closing boundary")?;
        let part = part(head, content, at)?;
        if parts.iter().any(|other| other.name == part.name) {
            return Err("two parts of the form have one name".to_owned());
        }
        parts.push(part);
        rest = after;
    }
    Ok(parts)
}

/// Splits at the delimiter.
fn split<'a>(text: &'a [u8], delimiter: &memmem::Finder<'_>) -> Option<(&'a [u8], &'a [u8])> {
    let at = delimiter.find(text)?;
    Some((&text[..at], &text[at + delimiter.needle().len()..]))
}

/// Splits what follows a boundary into the headers of a part and the rest.
fn head(text: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let padding = text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let text = &text[padding..];
    if !text.starts_with(b"\r\n") {
        return Err("a boundary of the form is not the end of its line".to_owned());
    }
    let beginning = &text[..text.len().min(HEAD)];
    match memmem::find(beginning, b"\r\n\r\n") {
        Some(0) => Err("a part of the form has no headers".to_owned()),
        Some(end) => Ok((&text[2..end], &text[end + 4..])),
        None if text.len() > HEAD => Err(format!("a part of the form has headers of more than {HEAD} bytes")),
        None => Err("a part of the form has no end of its headers".to_owned()),
    }
}

#[cfg_attr(not(feature = "mock"), expect(unused_variables, reason = "only a mock cuts forms"))]
fn part<'a>(head: &[u8], content: &'a [u8], at: usize) -> Result<Part<'a>, String> {
    let (mut disposition, mut content_type, mut range) = (None, None, None);
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let colon = line.iter().position(|byte| *byte == b':').ok_or("a header of a part has no colon")?;
        let value = line[colon + 1..].trim_ascii();
        match line[..colon].to_ascii_lowercase().as_slice() {
            b"content-disposition" => disposition = Some(Parameters::parse(value, Quoting::Percent)),
            b"content-type" => content_type = Some(String::from_utf8_lossy(value).into_owned()),
            b"content-range" => range = std::str::from_utf8(value).ok().and_then(ContentRange::parse),
            b"content-transfer-encoding" if !is_plain(value) => {
                return Err("a part of the form has a transfer encoding".to_owned());
            }
            _ => {}
        }
    }
    let disposition = disposition.ok_or("a part of the form has no Content-Disposition")?;
    if disposition.value != "form-data" || !disposition.is_complete {
        return Err("the Content-Disposition of a part cannot be read".to_owned());
    }
    let name = disposition.get("name").ok_or("a part of the form has no name")?.to_owned();
    let filename = disposition.filename().map(std::borrow::Cow::into_owned);
    Ok(Part {
        name,
        filename,
        content_type,
        content,
        range,
        #[cfg(feature = "mock")]
        at,
        #[cfg(feature = "mock")]
        disposition,
    })
}

/// Whether a transfer encoding leaves the bytes as they are.
fn is_plain(encoding: &[u8]) -> bool {
    [b"binary".as_slice(), b"8bit", b"7bit"].iter().any(|plain| encoding.eq_ignore_ascii_case(plain))
}
