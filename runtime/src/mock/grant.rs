//! Credentials that a mock hands out, where the page's example has one.

use http::Response;
use serde_json::{Map, Value};

use super::credentials::Credentials;
use crate::{envelope::Envelope, reply};

/// The members of a payload that hold a credential and its lifetime.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members {
    pub(super) credential: &'static str,
    pub(super) expires_in: &'static str,
}

impl Members {
    /// Puts a new credential into a reply, in place of the one that the page shows.
    pub(super) fn hand_out(
        self,
        message: Response<Vec<u8>>,
        vendor: &'static str,
        envelope: &Envelope,
        credentials: &mut Credentials,
    ) -> Response<Vec<u8>> {
        let Ok(mut whole) = serde_json::from_slice::<Value>(message.body()) else { return message };
        let Some(payload) = payload(&mut whole, envelope.data) else { return message };
        let stem = payload.get(self.credential).and_then(Value::as_str).unwrap_or("credential");
        let credential = credentials.hand_out(vendor, stem);
        payload.insert(self.credential.to_owned(), credential.into());
        if let Some(lifetime) = credentials.lifetime {
            payload.insert(self.expires_in.to_owned(), lifetime.as_secs().into());
        }
        reply::message(whole.to_string().into())
    }
}

fn payload<'a>(whole: &'a mut Value, data: Option<&str>) -> Option<&'a mut Map<String, Value>> {
    match data {
        Some(data) => whole.get_mut(data)?.as_object_mut(),
        None => whole.as_object_mut(),
    }
}
