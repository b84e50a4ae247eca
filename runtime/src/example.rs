//! The examples of doc pages.

/// One example of a doc page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The name of its file in the schemas, without the extension.
    pub name: &'static str,
    /// The JSON text as published.
    pub json: &'static str,
}

/// The examples of an endpoint, in the order of its schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Requests: the members in query, headers and body in one object, without the credential.
    pub request: &'static [Example],
    /// Replies, in the vendor's envelope.
    pub response: &'static [Example],
}

impl Examples {
    /// No examples.
    pub const NONE: Self = Self { request: &[], response: &[] };
}
