//! Paging: how to get the next page of a list.

use serde::Serialize;

/// How to get the next page of a list.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Paging {
    /// How pages follow each other.
    #[serde(flatten)]
    pub form: PagingForm,
    /// The response's list, if its elements can be iterated over. Paging by offset and limit always has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
}

/// How pages follow each other. All names are those of fields on the wire.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[serde(untagged)]
pub enum PagingForm {
    /// A response has the cursor of the next page.
    Cursor {
        /// The request's field for the cursor.
        cursor: String,
        /// The response's field with the next cursor.
        next: String,
        /// The response's field that says whether there is another page: a bool, or an integer that is 0 on the last page.
        #[serde(skip_serializing_if = "Option::is_none")]
        more: Option<String>,
    },
    /// A response has the offset of the next page.
    NextOffset {
        /// The request's field for the offset.
        offset: String,
        /// The response's field with the next offset.
        next_offset: String,
        /// The response's field with the number of all elements, which is the last offset.
        #[serde(skip_serializing_if = "Option::is_none")]
        total: Option<String>,
    },
    /// The caller counts the elements. The last page has fewer than the limit.
    Offset {
        /// The request's field for the offset.
        offset: String,
        /// The request's field for the number of elements of a page.
        limit: String,
    },
}

/// The side of an endpoint that has a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The request.
    Request,
    /// The response.
    Response,
}

impl Paging {
    /// The keys in a schema, each with the side and the name of the field that it names.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, Side, &str)> {
        let own = match &self.form {
            PagingForm::Cursor { cursor, next, more } => [
                Some(("cursor", Side::Request, cursor)),
                Some(("next", Side::Response, next)),
                more.as_ref().map(|more| ("more", Side::Response, more)),
            ],
            PagingForm::NextOffset { offset, next_offset, total } => [
                Some(("offset", Side::Request, offset)),
                Some(("next_offset", Side::Response, next_offset)),
                total.as_ref().map(|total| ("total", Side::Response, total)),
            ],
            PagingForm::Offset { offset, limit } => {
                [Some(("offset", Side::Request, offset)), Some(("limit", Side::Request, limit)), None]
            }
        };
        let items = self.items.as_ref().map(|items| ("items", Side::Response, items));
        own.into_iter().chain([items]).flatten().map(|(key, side, wire)| (key, side, wire.as_str())).collect()
    }

    /// The same with other names of fields.
    #[must_use]
    pub fn renamed(&self, new: impl Fn(&str) -> String) -> Self {
        let maybe = |name: &Option<String>| name.as_deref().map(&new);
        let form = match &self.form {
            PagingForm::Cursor { cursor, next, more } => {
                PagingForm::Cursor { cursor: new(cursor), next: new(next), more: maybe(more) }
            }
            PagingForm::NextOffset { offset, next_offset, total } => {
                PagingForm::NextOffset { offset: new(offset), next_offset: new(next_offset), total: maybe(total) }
            }
            PagingForm::Offset { offset, limit } => PagingForm::Offset { offset: new(offset), limit: new(limit) },
        };
        Self { form, items: maybe(&self.items) }
    }
}
