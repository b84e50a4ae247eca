//! The errors in envelopes of replies.

use std::fmt;

use serde::{
    Deserializer,
    de::{MapAccess, Visitor},
};

use crate::{
    decode::Received,
    envelope::{Envelope, EnvelopeMember},
    error::{ApiError, FromHttpResponseError},
    vendor::{ErrorCode, Vendor},
    wire::{Need, Seed, skip},
};

pub(super) type Failure<V> = FromHttpResponseError<<V as Vendor>::ErrorCode>;

pub(super) fn api_error<C: ErrorCode>(
    values: EnvelopeValues,
    code: i64,
    status: http::StatusCode,
    body: &[u8],
) -> FromHttpResponseError<C> {
    let code = C::from_code(code);
    FromHttpResponseError::Api(ApiError {
        code,
        advice: code.advice(),
        message: values.message.unwrap_or_default(),
        trace: values.trace,
        status,
        body: body.to_owned(),
    })
}

/// Reads the envelope and skips the payload; `None` if the body is not an object in JSON.
pub(super) fn read_envelope(envelope: &'static Envelope, body: &Received<'_>) -> Option<EnvelopeValues> {
    let read = |texts| body.glance(|json| json.deserialize_map(EnvelopeVisitor { envelope, texts }));
    // A message that cannot be read, for example because it is nested too deeply, must not hide the code.
    read(Texts::Read).or_else(|| read(Texts::Skip))
}

/// The envelope of a reply.
#[derive(Default)]
pub(super) struct EnvelopeValues {
    pub(super) code: Option<i64>,
    message: Option<String>,
    trace: Option<String>,
}

/// Whether to read the message and the trace.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    Read,
    Skip,
}

/// Reads the envelope and skips the payload.
struct EnvelopeVisitor {
    envelope: &'static Envelope,
    texts: Texts,
}

impl<'de> Visitor<'de> for EnvelopeVisitor {
    type Value = EnvelopeValues;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<EnvelopeValues, M::Error> {
        let mut values = EnvelopeValues::default();
        while let Some(name) = from.next_key::<String>()? {
            match self.envelope.member(&name) {
                Some(EnvelopeMember::Code) => values.code = from.next_value_seed(Seed::new(Need::Nullable))?,
                Some(EnvelopeMember::Message) if self.texts == Texts::Read => {
                    values.message = crate::query::text(from.next_value()?);
                }
                Some(EnvelopeMember::Trace) if self.texts == Texts::Read => {
                    values.trace = crate::query::text(from.next_value()?);
                }
                _ => skip(&mut from)?,
            }
        }
        Ok(values)
    }
}
