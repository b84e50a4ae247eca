//! The examples of doc pages, as constants: for tests, whatever they are written with.

/// One example of a doc page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// What the example is called in the schemas: the name of its file, without the ending.
    pub name: &'static str,
    /// The JSON text, as it was published.
    pub json: &'static str,
}

/// The examples of one endpoint, in the order in which its schema names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// What is sent: the fields of query, headers and body in one object, without the credential.
    pub request: &'static [Example],
    /// What comes back, in the vendor's envelope.
    pub response: &'static [Example],
}

impl Examples {
    /// No examples.
    pub const NONE: Self = Self { request: &[], response: &[] };
}
