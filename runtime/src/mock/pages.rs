//! Ends the pages of an example.

use http::{Request, Response};
use serde_json::Value;

use super::grant::payload;
use crate::{envelope::Envelope, reply::message};

/// How the replies of an endpoint come in pages.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    /// Finds the cursor of a request.
    pub(super) cursor: fn(&Request<Vec<u8>>) -> Option<String>,
    /// The member of the payload with the next cursor.
    pub(super) next: &'static str,
}

impl Pages {
    /// Removes the next cursor from an example if the request has that cursor: otherwise a client that follows it gets the
    /// same example again and again.
    pub(super) fn end(
        self,
        request: &Request<Vec<u8>>,
        example: Response<Vec<u8>>,
        envelope: &Envelope,
    ) -> Response<Vec<u8>> {
        let Some(cursor) = (self.cursor)(request) else { return example };
        let Ok(mut reply) = serde_json::from_slice::<Value>(example.body()) else { return example };
        let Some(payload) = payload(&mut reply, envelope.data) else { return example };
        if payload.get(self.next).and_then(Value::as_str) != Some(&*cursor) {
            return example;
        }
        payload.remove(self.next);
        message(reply.to_string().into())
    }
}
