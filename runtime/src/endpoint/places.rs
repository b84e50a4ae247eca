//! Where the members of a request are in a message.

use crate::{file::File, info::Method};

/// How a request is sent as a form (`multipart/form-data`).
#[doc(hidden)]
pub struct Form<T> {
    /// The name of the member that is the file.
    pub file: &'static str,
    /// The file of a request.
    pub of: fn(&T) -> &File,
    /// The same, to be set.
    pub of_mut: fn(&mut T) -> &mut File,
    /// The parameter of `Content-Disposition` with the length of the content, if the vendor wants one.
    pub length: Option<&'static str>,
}

/// Where the members of a request are in a message. Those that are neither in the query nor in headers are in the body.
pub(super) struct Places<T> {
    pub(super) method: Method,
    pub(super) query: &'static [&'static str],
    pub(super) headers: &'static [&'static str],
    pub(super) form: Option<Form<T>>,
}

impl<T> Places<T> {
    pub(super) fn in_body(&self, name: &str) -> bool {
        !self.query.contains(&name) && !self.headers.contains(&name)
    }
}
