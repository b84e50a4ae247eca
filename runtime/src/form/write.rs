//! Writes forms.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
};

use http::HeaderValue;

use crate::{body::Body, error::ToHttpError, file::File, parameters::quoted};

/// The part of a form with the file.
pub(crate) struct Upload<'a> {
    pub(crate) name: &'a str,
    pub(crate) file: &'a File,
    /// The parameter with the length of the content, if the vendor wants one.
    pub(crate) length: Option<&'a str>,
}

/// Writes a form: its content type, and its body with the file last.
///
/// # Errors
/// The file's content type is not allowed in a header.
pub(crate) fn write<'a>(
    texts: impl Iterator<Item = (&'a str, String)>,
    upload: &Upload<'_>,
) -> Result<(String, Body), ToHttpError> {
    let content_type = upload.file.content_type();
    if content_type.is_empty() || !HeaderValue::from_str(content_type).is_ok_and(|value| value.to_str().is_ok()) {
        return Err(ToHttpError::Header("content_type"));
    }
    let boundary = boundary();
    let mut head = String::new();
    for (name, text) in texts {
        head += &format!("--{boundary}\r\nContent-Disposition: form-data; name={}\r\n\r\n{text}\r\n", quoted(name));
    }
    head += &format!("--{boundary}\r\nContent-Disposition: form-data; name={}", quoted(upload.name));
    if let Some(filename) = upload.file.filename() {
        head += &format!("; filename={}", quoted(filename));
    }
    if let Some(length) = upload.length {
        head += &format!("; {length}={}", upload.file.len());
    }
    head += &format!("\r\nContent-Type: {content_type}\r\n\r\n");
    let tail = format!("\r\n--{boundary}--\r\n");
    let body = Body::around(head.into_bytes(), upload.file.clone(), tail.into_bytes());
    Ok((format!("multipart/form-data; boundary={boundary}"), body))
}

/// A random text of 128 bits, so that no content has it: nobody can know it before.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("----form{:016x}{:016x}", random(), random())
}
