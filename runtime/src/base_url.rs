//! The address of a vendor's endpoints.

use std::fmt;
#[cfg(all(feature = "reqwest-base", not(all(target_arch = "wasm32", target_os = "unknown"))))]
use std::net::IpAddr;

use http::Uri;

/// Scheme, host, port and path prefix of a vendor's endpoints, such as `https://api.example.com/v2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl BaseUrl {
    /// Parses a URL with scheme `http` or `https` and a host, without user, query and fragment. A slash at the end is
    /// removed.
    ///
    /// # Errors
    /// [`BaseUrlError`] if the text is anything else.
    pub fn new(url: impl Into<String>) -> Result<Self, BaseUrlError> {
        let mut url = url.into();
        let parsed: Uri = url.parse().map_err(|_| BaseUrlError)?;
        let host = parsed.authority().is_some_and(|authority| {
            let port = authority.as_str().strip_prefix(authority.host());
            !authority.host().is_empty()
                && !authority.as_str().contains('@')
                && (port == Some("") || authority.port_u16().is_some())
        });
        let plain = matches!(parsed.scheme_str(), Some("http" | "https"))
            && host
            && parsed.query().is_none()
            && !url.contains('#');
        if !plain {
            return Err(BaseUrlError);
        }
        url.truncate(url.trim_end_matches('/').len());
        Ok(Self(url))
    }

    /// Whether the host is this machine: `localhost`, or a loopback address such as 127.0.0.1.
    #[cfg(all(feature = "reqwest-base", not(all(target_arch = "wasm32", target_os = "unknown"))))]
    pub(crate) fn is_loopback(&self) -> bool {
        let uri: Option<Uri> = self.0.parse().ok();
        let Some(host) = uri.as_ref().and_then(Uri::host) else { return false };
        let address: Result<IpAddr, _> = host.trim_start_matches('[').trim_end_matches(']').parse();
        host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
    }

    /// Wraps a base URL that is known to be valid.
    #[doc(hidden)]
    pub fn checked(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The URL, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The error for a text that is not a base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseUrlError;

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a base URL: expected http:// or https:// and a host, without user, query and fragment")
    }
}

impl std::error::Error for BaseUrlError {}
