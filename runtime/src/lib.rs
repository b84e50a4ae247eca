//! What generated code calls.
//!
//! The generator emits, for every type, little more than tables: the names of its members and one line a member. All
//! the machinery behind these lines is here, once:
//!
//! - [`wire`]: a value as it stands on the wire, read leniently and written strictly;
//! - [`object`] and [`choice`]: JSON objects with known members, and members that a tag selects;
//! - [`open_enum`] and [`scalar`]: enums that keep values they do not know, and ids that cannot be mixed up;
//! - [`validate`]: rules, and every [`Violation`] of them with its JSON pointer;
//! - [`vendor`], [`endpoint`] and [`reply`]: base URL, credential, envelope; requests and replies as [`http`] messages,
//!   both halves of each; the examples of doc pages, as constants;
//! - [`error`]: what can go wrong, and where exactly;
//! - `client`, behind the feature of this name: sends requests, with tokens that it fetches;
//! - `mock`, behind the feature of this name: a server for tests.
//!
//! **Architecture invariant:** nothing here names a vendor, an endpoint or a member, and without features nothing sends a
//! byte: any HTTP client can carry the messages.
//!
//! Items under `#[doc(hidden)]` are for generated code alone.

mod base_url;
pub mod choice;
#[cfg(feature = "client")]
pub mod client;
mod credential;
mod decode;
pub mod endpoint;
mod envelope;
pub mod error;
#[cfg(feature = "mock")]
pub mod mock;
pub mod object;
pub mod open_enum;
pub mod reply;
pub mod scalar;
pub mod validate;
pub mod vendor;
pub mod wire;

mod example;
mod excerpt;
#[cfg(feature = "client")]
mod hidden;
mod info;
mod pattern;
mod query;
mod quick;

pub use {http, serde, serde_json};

/// What emitted code has in scope: modules, and traits without a name, so that no schema's type can clash with them.
#[doc(hidden)]
pub mod emitted {
    pub use crate::{choice, endpoint, object, open_enum, reply, scalar, validate, vendor, wire};
    pub use crate::{choice::Choice as _, validate::Validate as _, wire::Wire as _};
    pub use serde::{de, ser};
    pub use serde_json as json;
}

pub use choice::{TagValue, UnknownChoice};
pub use decode::DecodeError;
pub use endpoint::{
    Credential, Deprecation, Endpoint, EndpointInfo, Example, Examples, Grant, Grants, Method, NoCredential, Paged,
};
pub use error::{ApiError, FromHttpRequestError, FromHttpResponseError, ToHttpError};
pub use open_enum::Unknown;
pub use reply::Reply;
pub use scalar::Timestamp;
pub use validate::{Actual, Bounds, Limit, Rule, Validate, Violation, Violations};
pub use vendor::{Advice, BaseUrl, BaseUrlError, CredentialPlace, Envelope, ErrorCode, Refusals, Secret, Vendor};
