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

/// Where the members of a request are in a message. Those that are neither in the query nor in headers are in the body. It
/// has no type of a request, so what uses it is compiled once.
pub(crate) struct Places {
    pub(crate) method: Method,
    pub(crate) query: &'static [&'static str],
    pub(crate) headers: &'static [&'static str],
    /// The name of the member that is a file, if the body is a form.
    pub(crate) file: Option<&'static str>,
    /// The parameter with the length of the file, if the vendor wants one.
    pub(crate) length: Option<&'static str>,
}

impl Places {
    /// Whether all members are in a body in JSON.
    pub(crate) const fn are_json(&self) -> bool {
        self.query.is_empty() && self.headers.is_empty() && self.file.is_none() && matches!(self.method, Method::Post)
    }

    pub(crate) fn in_body(&self, name: &str) -> bool {
        !self.query.contains(&name) && !self.headers.contains(&name)
    }
}
