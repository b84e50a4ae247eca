//! What holds for a whole vendor: base URL, credential, envelope, error codes.

use std::fmt;

use http::Uri;

use crate::object::EnvelopeMember;

/// A vendor, as emitted for every `vendor.yaml`: where its endpoints are, how a caller proves who it is, and what its
/// replies are wrapped in.
pub trait Vendor: Send + Sync + 'static {
    /// The vendor's error codes.
    type ErrorCode: ErrorCode;

    /// The vendor's name, as in the names of its endpoints.
    const NAME: &'static str;
    /// Where the credential goes.
    const CREDENTIAL: CredentialPlace;
    /// What replies are wrapped in.
    const ENVELOPE: &'static Envelope;
    /// With which error codes calls are refused, for mocks.
    const REFUSALS: Refusals;

    /// The vendor with its endpoints at another address: a proxy's, or a test's.
    fn at(base_url: BaseUrl) -> Self
    where
        Self: Sized;

    /// Scheme, host and path prefix of every endpoint.
    fn base_url(&self) -> &BaseUrl;
}

/// Where a vendor wants its credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialPlace {
    /// In the query, under this name.
    Query(&'static str),
    /// In the header of this name.
    Header(&'static str),
}

/// The names of the members that a vendor wraps its payload in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member with the error code.
    pub code: &'static str,
    /// The member with the error message.
    pub message: &'static str,
    /// The member with the payload; the payload's members stand beside the code where there is none.
    pub data: Option<&'static str>,
    /// The member with an id of the call, for the vendor's support.
    pub trace: Option<&'static str>,
    /// The code that means success.
    pub success: i64,
}

impl Envelope {
    pub(crate) fn member(&self, name: &str) -> Option<EnvelopeMember> {
        if name == self.code {
            Some(EnvelopeMember::Code)
        } else if name == self.message {
            Some(EnvelopeMember::Message)
        } else if self.data == Some(name) {
            Some(EnvelopeMember::Data)
        } else if self.trace == Some(name) {
            Some(EnvelopeMember::Trace)
        } else {
            None
        }
    }
}

/// The error codes with which a vendor refuses calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusals {
    /// The credential is missing or wrong.
    pub credential: i64,
    /// The credential is no longer good.
    pub expired: i64,
    /// The request breaks a rule.
    pub request: i64,
}

/// What to do about an error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Advice {
    /// The credential is no longer good: get a new one, then send the request again, once.
    RefreshToken,
    /// Too many calls, or the vendor is busy: wait, then send the request again.
    RetryLater,
    /// The request is wrong: the same request will fail again.
    FixRequest,
    /// The caller may not do this: someone has to grant it in the vendor's console.
    AskPermission,
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RefreshToken => "get a new token and retry once",
            Self::RetryLater => "retry later",
            Self::FixRequest => "fix the request",
            Self::AskPermission => "ask for the permission in the vendor's console",
        })
    }
}

/// A vendor's error codes, as emitted: an open enum with advice.
pub trait ErrorCode: Copy + fmt::Debug + Send + Sync + 'static {
    /// The code that stands as `code` in JSON.
    fn from_code(code: i64) -> Self;

    /// The code as it stands in JSON.
    fn code(self) -> i64;

    /// The code's name in the schema; none where the schema does not list it.
    fn name(self) -> Option<&'static str>;

    /// What to do about it; none where the schema does not list the code.
    fn advice(self) -> Option<Advice>;
}

/// Something that must not be seen: a token. It has no `Display`, and `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// Keeps `secret` from being shown.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Self::new(secret)
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

/// Scheme, host, port and path prefix of a vendor's endpoints, such as `https://api.example.com/v2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Takes a URL of scheme `http` or `https`, with a host, and without user, query and fragment. A slash at the end
    /// does not count.
    ///
    /// # Errors
    /// [`BaseUrlError`] where the text is anything else.
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

    /// A base URL that was checked before.
    #[doc(hidden)]
    pub fn checked(url: impl Into<String>) -> Self {
        Self(url.into())
    }

    /// The URL, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is no base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseUrlError;

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a base URL is http:// or https:// with a host, and has no user, query or fragment")
    }
}

impl std::error::Error for BaseUrlError {}
