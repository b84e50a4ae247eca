//! Vendors: base URL, credential, envelope and error codes.

use std::fmt;

pub use crate::{
    base_url::{BaseUrl, BaseUrlError},
    credential::{CredentialPlace, Secret},
    envelope::Envelope,
};

/// A vendor, called with one kind of credential. Generated code implements it for each `vendor.yaml`, and once more for each
/// further kind of credential that the vendor has. A client calls only the endpoints of its kind.
pub trait Vendor: Send + Sync + 'static {
    /// The vendor's error codes.
    type ErrorCode: ErrorCode;

    /// The vendor's name: the first part of the names of its endpoints.
    const NAME: &'static str;
    /// The name of the kind of credential; empty for the usual kind.
    const KIND: &'static str = "";
    /// The place of the credential in a message.
    const CREDENTIAL: CredentialPlace;
    /// The envelope of replies.
    const ENVELOPE: &'static Envelope;
    /// The error codes with which a mock refuses calls.
    const REFUSALS: Refusals;

    /// The vendor at another address, for example of a proxy or a mock.
    fn at(base_url: BaseUrl) -> Self
    where
        Self: Sized;

    /// The address of its endpoints.
    fn base_url(&self) -> &BaseUrl;
}

/// The error codes with which a vendor refuses calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusals {
    /// The credential is missing or wrong.
    pub credential: i64,
    /// The credential has expired.
    pub expired: i64,
    /// The request breaks a rule.
    pub request: i64,
}

/// The recommended reaction to an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Advice {
    /// The credential is no longer valid: get a new one and send the request again, once.
    RefreshToken,
    /// The vendor is busy, or there were too many calls: wait, then send the request again.
    RetryLater,
    /// The request is wrong: it would fail again.
    FixRequest,
    /// The caller lacks a permission, which is granted in the vendor's console.
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

/// A vendor's error code. Generated code implements it for a type with a constant for each code that the docs list.
///
/// `Display` shows the number, the name and the vendor's term: `45009 (rate_limited, 接口调用超过限制)`. Of a code that the
/// docs don't list, it shows the number.
pub trait ErrorCode: Copy + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The error code with this number.
    fn from_code(code: i64) -> Self;

    /// The number.
    fn code(self) -> i64;

    /// The name in the schema; `None` if the schema does not list the code.
    fn name(self) -> Option<&'static str>;

    /// The recommended reaction; `None` if the schema does not list the code.
    fn advice(self) -> Option<Advice>;

    /// Whether there were too many calls. The advice is then [`RetryLater`](Advice::RetryLater), and a short wait is not
    /// enough.
    fn is_rate_limit(self) -> bool {
        false
    }
}
