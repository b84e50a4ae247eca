//! Replies: conversion between payloads and HTTP messages, in both directions.

mod error;
mod file;
#[cfg(feature = "client")]
mod raw;

use std::{fmt, marker::PhantomData};

use http::{HeaderMap, Response, StatusCode, header::CONTENT_TYPE};
use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error, MapAccess, Visitor},
    ser::SerializeMap,
};

use crate::{
    decode::Received,
    envelope::{Envelope, EnvelopeMember},
    error::FromHttpResponseError,
    object::{Key, Object, Reading, Writer},
    validate::Validate,
    vendor::{ErrorCode, Vendor},
    wire::{Need, Seed, Wire, Written, skip},
};

use self::error::{EnvelopeValues, Failure, api_error, read_envelope};

#[doc(hidden)]
pub use self::file::FileMember;
#[cfg(feature = "mock")]
pub(crate) use self::file::write as file_message;
#[cfg(feature = "client")]
pub(crate) use self::{
    file::{FileHead, check_range, may_be_error},
    raw::read_raw,
};

/// The payload of a reply. Generated code implements it.
pub trait Reply: Object + Wire + Validate + Serialize + DeserializeOwned + Send + 'static {
    /// The vendor of the endpoint.
    type Vendor: Vendor;

    /// Set if the reply is a file instead of JSON.
    #[doc(hidden)]
    const FILE: Option<FileMember<Self>> = None;
    /// Whether a reply without the vendor's error code is a success.
    #[doc(hidden)]
    const ABSENT_IS_SUCCESS: bool = <Self::Vendor as Vendor>::ENVELOPE.absent_is_success;

    /// Reads the payload of an HTTP message.
    ///
    /// Values are read [leniently](crate::wire), and so are the characters of strings: JSON does not allow raw control
    /// characters, bytes that are not UTF-8, surrogates without their other half, and escapes such as `\x`, and here they
    /// cost nothing but themselves. They are kept, or become U+FFFD. `serde_json` does not forgive them: a payload that
    /// was stored must be read with it as it was written.
    ///
    /// If the payload is a [`File`](crate::File), the body is its content, unless it is an error: a reply without
    /// `Content-Disposition` may be an envelope with an error code.
    ///
    /// # Errors
    /// The envelope has an error code; the HTTP status is not a success; the body does not match the docs.
    fn from_http<B: AsRef<[u8]>>(response: Response<B>) -> Result<Self, Failure<Self::Vendor>> {
        let (parts, body) = response.into_parts();
        read(parts.status, &parts.headers, body.as_ref())
    }

    /// Converts the payload to an HTTP message, in the vendor's envelope: the reverse of [`from_http`](Self::from_http).
    ///
    /// If the payload is a file on disk that cannot be read, the HTTP status is 500.
    fn to_http(&self) -> Response<Vec<u8>> {
        if const { Self::FILE.is_some() }
            && let Some(member) = Self::FILE
        {
            return file::write((member.of)(self));
        }
        let envelope = <Self::Vendor as Vendor>::ENVELOPE;
        written(&Enveloped { envelope, code: envelope.success, message: "ok", payload: Some(self) })
    }
}

/// Reads the payload of a reply; see [`Reply::from_http`].
pub(crate) fn read<R: Reply>(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Result<R, Failure<R::Vendor>> {
    if const { R::FILE.is_some() }
        && let Some(member) = R::FILE
    {
        return file::read::<R::Vendor, R>(&member, status, headers, body);
    }
    let envelope = <R::Vendor as Vendor>::ENVELOPE;
    let received = Received::new(body);
    let content = match status.is_success() {
        true => received.decode(|reader| reader.deserialize_map(ReplyVisitor::<R>(PhantomData))).map_err(|error| {
            match received.is_json() {
                true => FromHttpResponseError::Decode(error),
                false => FromHttpResponseError::not_json(error, headers.get(CONTENT_TYPE), body),
            }
        }),
        false => Err(FromHttpResponseError::status(status, body)),
    };
    match content {
        Ok(Content::Payload(payload)) => Ok(payload),
        Ok(Content::Failed(code)) => {
            Err(api_error(read_envelope(envelope, &received).unwrap_or_default(), code, status, body))
        }
        // Some vendors send an incomplete payload with an error code. The code is the better error.
        Err(error) => match read_envelope(envelope, &received) {
            Some(values @ EnvelopeValues { code: Some(code), .. }) if code != envelope.success => {
                Err(api_error(values, code, status, body))
            }
            _ => Err(error),
        },
    }
}

/// Makes a reply with an error code and no payload, in the envelope of `V`. The HTTP status is 200.
#[must_use]
pub fn error_to_http<V: Vendor>(code: V::ErrorCode, text: &str) -> Response<Vec<u8>> {
    written(&Enveloped::<NoPayload> { envelope: V::ENVELOPE, code: code.code(), message: text, payload: None })
}

fn written(body: &impl Serialize) -> Response<Vec<u8>> {
    message(serde_json::to_vec(body).unwrap_or_default())
}

/// Makes a reply with a JSON text.
pub(crate) fn message(json: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(json);
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json; charset=UTF-8"));
    response
}

/// A reply: a payload or an error code.
enum Content<T> {
    Payload(T),
    Failed(i64),
}

/// Reads the envelope and the payload in one pass.
struct ReplyVisitor<T>(PhantomData<T>);

impl<'de, T: Reply> Visitor<'de> for ReplyVisitor<T> {
    type Value = Content<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<Content<T>, M::Error> {
        let envelope = <T::Vendor as Vendor>::ENVELOPE;
        // Only the kind that the vendor has is compiled.
        let parts = if const { <T::Vendor as Vendor>::ENVELOPE.data.is_some() } {
            nested(envelope, &mut from)?
        } else {
            beside(envelope, &mut from)?
        };
        match parts.code {
            None if !T::ABSENT_IS_SUCCESS => Err(M::Error::custom(format_args!("missing `{}`", envelope.code))),
            Some(code) if code != envelope.success => Ok(Content::Failed(code)),
            _ => parts.payload.map(Content::Payload),
        }
    }
}

/// The parts of a reply. An incomplete payload is an error only if the code means success.
struct Parts<T, E> {
    code: Option<i64>,
    payload: Result<T, E>,
}

/// Reads a reply in which the payload's members are beside the code.
fn beside<'de, T: Object, M: MapAccess<'de>>(
    envelope: &'static Envelope,
    from: &mut M,
) -> Result<Parts<T, M::Error>, M::Error> {
    let mut code = None;
    let mut reading = Reading::<T>::beside(envelope);
    while let Some(key) = reading.key(from)? {
        match key {
            Key::Code => code = from.next_value_seed(Seed::new(Need::Nullable))?,
            key => reading.value(key, from)?,
        }
    }
    Ok(Parts { code, payload: reading.finish() })
}

/// Reads a reply in which the payload is a member.
fn nested<'de, T: Object + Wire, M: MapAccess<'de>>(
    envelope: &'static Envelope,
    from: &mut M,
) -> Result<Parts<T, M::Error>, M::Error> {
    let mut code = None;
    let mut payload: Option<T> = None;
    let need = if T::REQUIRED == 0 { Need::Optional } else { Need::Nullable };
    while let Some(name) = from.next_key::<String>()? {
        match envelope.member(&name) {
            Some(EnvelopeMember::Code) => code = from.next_value_seed(Seed::new(Need::Nullable))?,
            Some(EnvelopeMember::Data) => payload = from.next_value_seed(Seed::new(need))?,
            _ => skip(from)?,
        }
    }
    let payload = match payload {
        Some(payload) => Ok(payload),
        None if T::REQUIRED == 0 => Ok(T::empty()),
        None => Err(M::Error::custom(format_args!("missing `{}`", envelope.data.unwrap_or_default()))),
    };
    Ok(Parts { code, payload })
}

/// An envelope with an optional payload, for writing.
struct Enveloped<'a, T> {
    envelope: &'static Envelope,
    code: i64,
    message: &'a str,
    payload: Option<&'a T>,
}

impl<T: Object + Wire> Serialize for Enveloped<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry(self.envelope.code, &self.code)?;
        map.serialize_entry(self.envelope.message, self.message)?;
        if let Some(payload) = self.payload {
            match self.envelope.data {
                Some(name) => map.serialize_entry(name, &Written(payload))?,
                None => {
                    let mut writer = Writer::new(&mut map);
                    payload.write_members(&mut writer);
                    writer.finish()?;
                }
            }
        }
        if let Some(name) = self.envelope.trace {
            map.serialize_entry(name, "")?;
        }
        map.end()
    }
}

/// The type of a missing payload.
struct NoPayload;

crate::object! { NoPayload {} }
