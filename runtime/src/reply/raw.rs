//! Replies without a type.

use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde::Deserialize;

use super::error::{EnvelopeValues, Failure, api_error, read_envelope};
use crate::{
    decode::{DecodeError, Received},
    error::FromHttpResponseError,
    vendor::Vendor,
    wire::Json,
};

/// Reads all of a reply. A reply without an error code is a success, even if the vendor's replies usually have one.
pub(crate) fn read_raw<V: Vendor>(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Result<Json, Failure<V>> {
    let envelope = V::ENVELOPE;
    let received = Received::new(body);
    let code = match read_envelope(envelope, &received) {
        Some(values @ EnvelopeValues { code: Some(code), .. }) if code != envelope.success => {
            return Err(api_error(values, code, status, body));
        }
        values => values.and_then(|values| values.code),
    };
    if !status.is_success() {
        return Err(FromHttpResponseError::status(status, body));
    }
    let json = received.decode(|reader| Json::deserialize(reader)).map_err(|error| match received.is_json() {
        true => FromHttpResponseError::Decode(error),
        false => FromHttpResponseError::not_json(error, headers.get(CONTENT_TYPE), body),
    })?;
    match json.get(envelope.code).is_some_and(|member| !member.is_null()) && code.is_none() {
        true => Err(FromHttpResponseError::Decode(DecodeError::in_member(envelope.code, "expected an integer"))),
        false => Ok(json),
    }
}
