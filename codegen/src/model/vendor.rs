//! Vendors: where their API is, what replies are wrapped in, and their error codes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Erratum;

/// A vendor.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Vendor {
    /// The file that says so.
    pub file: String,
    /// Its name in prose: `WeCom 企业微信`.
    pub title: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Where its docs are.
    pub url: String,
    /// Where its endpoints are; none if every customer has a host of their own.
    pub base_url: Option<String>,
    /// Where the credential goes.
    pub credential: Credential,
    /// What replies are wrapped in.
    pub envelope: Envelope,
    /// With which error codes it refuses calls.
    pub refusals: Refusals,
    /// Error codes.
    pub errors: BTreeMap<i64, ErrorCode>,
    /// Where the docs contradict themselves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errata: Vec<Erratum>,
}

/// Where a vendor wants its credential.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Credential {
    /// In the query, under this name.
    Query(String),
    /// In the header of this name.
    Header(String),
}

/// The names of the members that a payload is wrapped in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Envelope {
    /// The error code's.
    pub code: String,
    /// The error message's.
    pub message: String,
    /// The payload's; none if its members stand beside the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// That of the call's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// The code that means success.
    pub success: i64,
}

/// The error codes with which a vendor refuses calls. Where its schema does not say so, they are the lowest codes with the
/// advice that fits, or -1: only mocks answer with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Refusals {
    /// The credential is missing or wrong.
    pub credential: i64,
    /// The credential is no longer good.
    pub expired: i64,
    /// The request breaks a rule.
    pub request: i64,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct ErrorCode {
    /// English name, snake_case.
    pub name: String,
    /// The vendor's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it means.
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
    /// Get a new token.
    RefreshToken,
    /// Wait.
    RetryLater,
    /// The request is wrong.
    FixRequest,
    /// Someone has to grant it.
    AskPermission,
}
