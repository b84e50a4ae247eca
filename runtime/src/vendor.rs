//! What holds for a whole vendor: base URL, credential, envelope, error codes.

use std::fmt;

pub use crate::{
    base_url::{BaseUrl, BaseUrlError},
    credential::{CredentialPlace, Secret},
    envelope::Envelope,
};

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
