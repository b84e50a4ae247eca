//! Vendors: where their API is, what replies are wrapped in, and their error codes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Callbacks, Erratum, PageCopy};

/// A vendor.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Vendor {
    /// The file that declares it.
    pub file: String,
    /// The name in prose: `WeCom 企业微信`.
    pub title: String,
    /// A description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The URL of the docs.
    pub url: String,
    /// The URL of the API; `None` if every customer has a host of their own.
    pub base_url: Option<String>,
    /// Where requests carry the usual credential.
    pub credential: Credential,
    /// The other kinds of credentials, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub credentials: BTreeMap<String, CredentialKind>,
    /// The envelope of responses.
    pub envelope: Envelope,
    /// The error codes with which it refuses calls.
    pub refusals: Refusals,
    /// How it delivers events; `None` if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callbacks: Option<Callbacks>,
    /// All error codes.
    pub errors: BTreeMap<i64, ErrorCode>,
    /// The page that lists the codes, if they have a file of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors_source: Option<PageCopy>,
    /// Where the docs contradict themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

impl Vendor {
    /// The vendor with only these of its error codes. A vendor may have more than a thousand.
    #[must_use]
    pub(crate) fn with_errors(&self, codes: &[i64]) -> Self {
        let Self {
            file,
            title,
            doc,
            url,
            base_url,
            credential,
            credentials,
            envelope,
            refusals,
            callbacks,
            errors,
            ..
        } = self;
        let kept = codes.iter().filter_map(|code| Some((*code, errors.get(code)?.clone())));
        Self {
            file: file.clone(),
            title: title.clone(),
            doc: doc.clone(),
            url: url.clone(),
            base_url: base_url.clone(),
            credential: credential.clone(),
            credentials: credentials.clone(),
            envelope: envelope.clone(),
            refusals: *refusals,
            callbacks: callbacks.clone(),
            errors: kept.collect(),
            errors_source: self.errors_source.clone(),
            errata: self.errata.clone(),
        }
    }

    /// Where requests carry a kind of credential; `None` is the usual kind.
    #[must_use]
    pub fn place(&self, kind: Option<&str>) -> &Credential {
        kind.and_then(|kind| self.credentials.get(kind)).map_or(&self.credential, |kind| &kind.place)
    }
}

/// A kind of credential beside the usual one, which some endpoints need.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct CredentialKind {
    /// Where requests carry it.
    #[serde(flatten)]
    pub place: Credential,
    /// The vendor's term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// The error codes with which calls are refused.
    pub refusals: Refusals,
}

/// Where requests carry a credential.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// In the query, under this name.
    Query(String),
    /// In the header of this name.
    Header(String),
}

/// The members that wrap the payload of a response.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Envelope {
    /// The name of the error code.
    pub code: String,
    /// The name of the error message.
    pub message: String,
    /// The name of the payload; `None` if its members are beside the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// The name of the call's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// The code that means success.
    pub success: i64,
    /// Whether a reply without the code is a success, too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub absent_is_success: bool,
}

/// The error codes with which a vendor refuses calls. The default is the lowest code with the fitting advice, or -1: only
/// mocks answer with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Refusals {
    /// The credential is missing or wrong.
    pub credential: i64,
    /// The credential has expired.
    pub expired: i64,
    /// The request breaks a rule.
    pub request: i64,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct ErrorCode {
    /// The file that lists it.
    pub file: String,
    /// The English name, snake_case.
    pub name: String,
    /// The vendor's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Advice>,
    /// Where the docs contradict themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// What to do about an error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Get a new token and try again.
    RefreshToken,
    /// Wait and try again.
    RetryLater,
    /// There were too many calls: wait longer and try again.
    SlowDown,
    /// Correct the request.
    FixRequest,
    /// Ask an administrator for the permission.
    AskPermission,
}

impl Advice {
    /// The advice in words: "get a new token".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::RefreshToken => "get a new token",
            Self::RetryLater => "try again later",
            Self::SlowDown => "make fewer calls, and try again later",
            Self::FixRequest => "correct the request",
            Self::AskPermission => "ask for the permission",
        }
    }
}
