//! Replies: a payload in its vendor's envelope, read by a client and written by a server.

use std::{fmt, marker::PhantomData};

use http::{HeaderMap, Response, StatusCode, header::CONTENT_TYPE};
use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, Visitor},
    ser::SerializeMap,
};

use crate::{
    decode::{decode, plain, read_with},
    envelope::{Envelope, EnvelopeMember},
    error::{ApiError, FromHttpResponseError},
    object::{Key, Object, Reading},
    validate::Validate,
    vendor::{ErrorCode, Vendor},
    wire::{Seed, Wire, Written, skip},
};

type Failure<V> = FromHttpResponseError<<V as Vendor>::ErrorCode>;

/// The payload of a reply, as emitted.
pub trait Reply: Object + Wire + Validate + Serialize + DeserializeOwned + Send + 'static {
    /// Whose reply it is.
    type Vendor: Vendor;

    /// Reads the payload out of a reply.
    ///
    /// # Errors
    /// The envelope carries an error code; the HTTP status is no success; the body is not what the docs promise.
    fn from_http<B: AsRef<[u8]>>(response: Response<B>) -> Result<Self, Failure<Self::Vendor>> {
        let (parts, body) = response.into_parts();
        read(parts.status, &parts.headers, body.as_ref())
    }

    /// The payload in its envelope, as an HTTP message: the server's half of [`from_http`](Self::from_http).
    fn to_http(&self) -> Response<Vec<u8>> {
        let envelope = <Self::Vendor as Vendor>::ENVELOPE;
        written(&Enveloped { envelope, code: envelope.success, message: "ok", payload: Some(self) })
    }
}

/// Reads the payload out of a reply's parts: see [`Reply::from_http`].
pub(crate) fn read<R: Reply>(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Result<R, Failure<R::Vendor>> {
    let envelope = <R::Vendor as Vendor>::ENVELOPE;
    let whole = match status.is_success() {
        true => decode(body, |reader| read_with!(reader, |from| WholeSeed::new(envelope).deserialize(from)))
            .map_err(|error| FromHttpResponseError::decode(error, headers.get(CONTENT_TYPE), body)),
        false => Err(FromHttpResponseError::status(status, body)),
    };
    match whole {
        Ok(Whole::Payload(payload)) => Ok(payload),
        Ok(Whole::Failed(code)) => Err(api_error(found(envelope, body).unwrap_or_default(), code, status, body)),
        // Some vendors send less than a payload beside an error code, so the code is looked for first.
        Err(error) => match found(envelope, body) {
            Some(found @ Found { code: Some(code), .. }) if code != envelope.success => {
                Err(api_error(found, code, status, body))
            }
            _ => Err(error),
        },
    }
}

/// A reply with an error code and no payload, as `V` sends it: the HTTP status is 200.
#[must_use]
pub fn error_to_http<V: Vendor>(code: V::ErrorCode, message_text: &str) -> Response<Vec<u8>> {
    written(&Enveloped::<NoPayload> { envelope: V::ENVELOPE, code: code.code(), message: message_text, payload: None })
}

fn written(body: &impl Serialize) -> Response<Vec<u8>> {
    message(serde_json::to_vec(body).unwrap_or_default())
}

/// A JSON text as vendors send it.
pub(crate) fn message(json: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(json);
    response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json; charset=UTF-8"));
    response
}

fn api_error<C: ErrorCode>(found: Found, code: i64, status: http::StatusCode, body: &[u8]) -> FromHttpResponseError<C> {
    let code = C::from_code(code);
    FromHttpResponseError::Api(ApiError {
        code,
        advice: code.advice(),
        message: found.message.unwrap_or_default(),
        trace: found.trace,
        status,
        body: body.to_owned(),
    })
}

/// What a reply's envelope says, if it is one. The payload is skipped.
fn found(envelope: &'static Envelope, body: &[u8]) -> Option<Found> {
    let read = |remarks| {
        let mut json = plain(body);
        let found = json.deserialize_map(EnvelopeVisitor { envelope, remarks })?;
        json.end().map(|()| found)
    };
    // A message in a strange encoding must not hide the code.
    read(Remarks::Read).or_else(|_| read(Remarks::Skipped)).ok()
}

#[derive(Default)]
struct Found {
    code: Option<i64>,
    message: Option<String>,
    trace: Option<String>,
}

/// Whether message and trace are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Remarks {
    Read,
    Skipped,
}

/// Reads the envelope alone and skips the payload, whatever it is.
struct EnvelopeVisitor {
    envelope: &'static Envelope,
    remarks: Remarks,
}

impl<'de> Visitor<'de> for EnvelopeVisitor {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<Found, M::Error> {
        let mut found = Found::default();
        while let Some(name) = from.next_key::<String>()? {
            match self.envelope.member(&name) {
                Some(EnvelopeMember::Code) => found.code = from.next_value_seed(Seed::new())?,
                Some(EnvelopeMember::Message) if self.remarks == Remarks::Read => {
                    found.message = crate::query::text(from.next_value()?);
                }
                Some(EnvelopeMember::Trace) if self.remarks == Remarks::Read => {
                    found.trace = crate::query::text(from.next_value()?);
                }
                _ => skip(&mut from)?,
            }
        }
        Ok(found)
    }
}

/// A whole reply that could be read.
enum Whole<T> {
    Payload(T),
    Failed(i64),
}

/// Reads envelope and payload in one pass.
struct WholeSeed<T> {
    envelope: &'static Envelope,
    of: PhantomData<T>,
}

impl<T> WholeSeed<T> {
    fn new(envelope: &'static Envelope) -> Self {
        Self { envelope, of: PhantomData }
    }
}

impl<'de, T: Object + Wire> DeserializeSeed<'de> for WholeSeed<T> {
    type Value = Whole<T>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Whole<T>, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, T: Object + Wire> Visitor<'de> for WholeSeed<T> {
    type Value = Whole<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<Whole<T>, M::Error> {
        let parts = match self.envelope.data {
            Some(_) => nested(self.envelope, &mut from)?,
            None => beside(self.envelope, &mut from)?,
        };
        match parts.code {
            None => Err(M::Error::custom(format_args!("missing `{}`", self.envelope.code))),
            Some(code) if code != self.envelope.success => Ok(Whole::Failed(code)),
            Some(_) => parts.payload.map(Whole::Payload),
        }
    }
}

/// A reply's parts. What the payload lacks is no error yet: a reply with an error code need not carry one.
struct Parts<T, E> {
    code: Option<i64>,
    payload: Result<T, E>,
}

/// The payload's members stand beside the code.
fn beside<'de, T: Object, M: MapAccess<'de>>(
    envelope: &'static Envelope,
    from: &mut M,
) -> Result<Parts<T, M::Error>, M::Error> {
    let mut code = None;
    let mut reading = Reading::<T>::new();
    while let Some(key) = reading.key(Some(envelope), from)? {
        match key {
            Key::Envelope(EnvelopeMember::Code) => code = from.next_value_seed(Seed::new())?,
            key => reading.value(key, from)?,
        }
    }
    Ok(Parts { code, payload: reading.finish() })
}

/// The payload is a member.
fn nested<'de, T: Object + Wire, M: MapAccess<'de>>(
    envelope: &'static Envelope,
    from: &mut M,
) -> Result<Parts<T, M::Error>, M::Error> {
    let mut code = None;
    let mut payload: Option<T> = None;
    while let Some(name) = from.next_key::<String>()? {
        match envelope.member(&name) {
            Some(EnvelopeMember::Code) => code = from.next_value_seed(Seed::new())?,
            Some(EnvelopeMember::Data) => payload = from.next_value_seed(Seed::new())?,
            _ => skip(from)?,
        }
    }
    let payload = match payload {
        Some(payload) => Ok(payload),
        None if T::REQUIRED == 0 => Ok(T::finish(T::draft())),
        None => Err(M::Error::custom(format_args!("missing `{}`", envelope.data.unwrap_or_default()))),
    };
    Ok(Parts { code, payload })
}

/// A payload, or none, as it is written.
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
                None => payload.write_members(&mut map)?,
            }
        }
        if let Some(name) = self.envelope.trace {
            map.serialize_entry(name, "")?;
        }
        map.end()
    }
}

/// The payload of a reply that has none.
struct NoPayload;

impl Object for NoPayload {
    type Draft = ();
    const MEMBERS: &'static [&'static str] = &[];

    fn draft() {}

    fn read_member<'de, M: MapAccess<'de>>((): &mut (), _: usize, from: &mut M) -> Result<(), M::Error> {
        skip(from)
    }

    fn finish((): ()) -> Self {
        Self
    }

    fn write_members<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

crate::object!(NoPayload);
