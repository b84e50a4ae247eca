//! Ends the pages of an example.

use http::{Request, Response};
use serde_json::{Map, Value};

use super::grant::payload;
use crate::{envelope::Envelope, paged::Paging, reply::message};

/// How the replies of an endpoint come in pages.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    /// Finds the cursor or the offset of a request.
    pub(super) cursor: fn(&Request<Vec<u8>>) -> Option<Value>,
    pub(super) paging: Paging,
}

impl Pages {
    /// Makes the last page of an example if the request asks for the page after it: otherwise a client that follows the
    /// cursor gets the same example again and again.
    pub(super) fn end(
        self,
        request: &Request<Vec<u8>>,
        example: Response<Vec<u8>>,
        envelope: &Envelope,
    ) -> Response<Vec<u8>> {
        let Some(cursor) = (self.cursor)(request) else { return example };
        let Ok(mut reply) = serde_json::from_slice::<Value>(example.body()) else { return example };
        let Some(payload) = payload(&mut reply, envelope.data) else { return example };
        let is_beyond = match self.paging {
            Paging::Cursor { next, .. } => payload.get(next) == Some(&cursor),
            Paging::NextOffset { next_offset, .. } => reaches(&cursor, payload.get(next_offset)),
            Paging::Offset { items, .. } => {
                let count = payload.get(items).and_then(Value::as_array).map(Vec::len);
                reaches(&cursor, count.map(Value::from).as_ref())
            }
        };
        if !is_beyond {
            return example;
        }
        self.end_of(payload);
        message(reply.to_string().into())
    }

    /// Turns a payload into the last page.
    fn end_of(self, payload: &mut Map<String, Value>) {
        match self.paging {
            Paging::Cursor { next, more, .. } => match more.and_then(|more| payload.get_mut(more)) {
                Some(Value::Bool(more)) => *more = false,
                Some(more) => *more = 0.into(),
                None => drop(payload.remove(next)),
            },
            Paging::NextOffset { items: Some(items), .. } | Paging::Offset { items, .. } => {
                if let Some(Value::Array(items)) = payload.get_mut(items) {
                    items.clear();
                }
            }
            // The offset does not grow, so clients stop.
            Paging::NextOffset { items: None, .. } => {}
        }
    }
}

/// Whether an offset is not less than another one.
fn reaches(offset: &Value, end: Option<&Value>) -> bool {
    let end = end.and_then(Value::as_u64);
    offset.as_u64().zip(end).is_some_and(|(offset, end)| offset >= end && offset > 0)
}
