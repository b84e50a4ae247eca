//! Hands out credentials: replaces the one in the page's example.

use http::Response;
use serde_json::{Map, Value};

use super::credentials::{Credentials, Kind};
use crate::{envelope::Envelope, reply::message};

/// The members of a payload with a credential and its lifetime.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members {
    pub(super) credential: &'static str,
    pub(super) expires_in: &'static str,
    /// The kind of the credential.
    pub(super) kind: Kind,
}

impl Members {
    /// Replaces the credential in a reply by a new one.
    pub(super) fn hand_out(
        self,
        example: Response<Vec<u8>>,
        envelope: &Envelope,
        credentials: &mut Credentials,
    ) -> Response<Vec<u8>> {
        let Ok(mut reply) = serde_json::from_slice::<Value>(example.body()) else { return example };
        let Some(payload) = payload(&mut reply, envelope.data) else { return example };
        let stem = payload.get(self.credential).and_then(Value::as_str).unwrap_or("credential");
        let credential = credentials.hand_out(self.kind, stem);
        payload.insert(self.credential.to_owned(), credential.into());
        if let Some(lifetime) = credentials.lifetime {
            payload.insert(self.expires_in.to_owned(), lifetime.as_secs().into());
        }
        message(reply.to_string().into())
    }
}

/// The payload in an envelope.
pub(super) fn payload<'a>(reply: &'a mut Value, data: Option<&str>) -> Option<&'a mut Map<String, Value>> {
    match data {
        Some(data) => reply.get_mut(data)?.as_object_mut(),
        None => reply.as_object_mut(),
    }
}
