//! What is known about an endpoint without calling it.

use std::fmt;

/// An HTTP method that the vendors use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Parameters in the query, no body.
    Get,
    /// A JSON body.
    Post,
}

impl Method {
    /// The method as it stands in a request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }

    /// The method of the `http` crate.
    pub(crate) fn to_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Post => http::Method::POST,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// That an endpoint is deprecated, and what to use instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The endpoint to use instead, as the vendor calls it.
    pub replacement: &'static str,
    /// Why, or how they differ; empty where the docs don't tell.
    pub note: &'static str,
}

/// What is known about an endpoint without calling it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndpointInfo {
    /// The endpoint's name, such as `wecom.kf.customer.batchget`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, without the vendor's base URL.
    pub path: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// The title of the doc page.
    pub title: &'static str,
    /// The address of the doc page.
    pub url: &'static str,
    /// The date of the doc page, `YYYY-MM-DD`, if it shows one.
    pub updated: Option<&'static str>,
    /// Set where the docs advise against the endpoint.
    pub deprecated: Option<Deprecation>,
    /// Whether its replies come in pages; its request is [`Paged`] then.
    pub paged: bool,
    /// Whether calls carry the vendor's credential. What hands it out is called without; its request is [`Grants`] then.
    pub authenticated: bool,
}
