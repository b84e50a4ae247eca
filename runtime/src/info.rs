//! Name, route and docs of endpoints.

use std::fmt;

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Parameters in the query, no body.
    Get,
    /// A JSON body.
    Post,
}

impl Method {
    /// The method's name in a request line.
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

/// The deprecation of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The endpoint to use instead, by the vendor's name for it.
    pub replacement: &'static str,
    /// The reason, or how the two differ; empty if the docs don't say.
    pub note: &'static str,
}

/// Name, route and docs of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndpointInfo {
    /// The endpoint's name, such as `wecom.kf.customer.batchget`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, without the vendor's base URL.
    pub path: &'static str,
    /// A sentence about what it does.
    pub summary: &'static str,
    /// The title of the doc page.
    pub title: &'static str,
    /// The address of the doc page.
    pub url: &'static str,
    /// The date on the doc page, `YYYY-MM-DD`; `None` if the page shows none.
    pub updated: Option<&'static str>,
    /// Set if the docs advise against the endpoint.
    pub deprecated: Option<Deprecation>,
    /// Whether its replies come in pages. If so, its request implements [`Paged`](crate::Paged).
    pub paged: bool,
    /// Whether calls need the vendor's credential. If not, the endpoint hands out credentials, and its request implements
    /// [`Grants`](crate::Grants).
    pub authenticated: bool,
    /// Whether calls change nothing, so that one may be repeated although it may have been executed.
    pub reads: bool,
}
