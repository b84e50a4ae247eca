//! The library that generated code calls.
//!
//! For each type, the generator emits little more than a table of its members. The generic code that works on
//! these tables is here:
//!
//! - [`wire`]: reads JSON values leniently and writes them strictly;
//! - [`mod@object`] and [`mod@choice`]: JSON objects with known members, and members that depend on a tag;
//! - [`open_enum`] and [`scalar`]: enums that keep unknown values, and ids that cannot be mixed up;
//! - [`validate`]: rules, and each [`Violation`] with its JSON pointer;
//! - [`vendor`], [`endpoint`] and [`reply`]: base URL, credential and envelope; conversion between requests, replies and
//!   [`http`] messages, in both directions; the examples of doc pages;
//! - [`mod@file`]: files, which are uploaded in forms and downloaded as replies;
//! - [`define`]: the same tables for types and endpoints that users write;
//! - [`error`][]: errors;
//! - `callbacks` (feature `callbacks`): events that vendors push;
//! - `client` (feature `client`): sends requests, and fetches tokens for them;
//! - `mock` (feature `mock`): a server for tests.
//!
//! **Architecture invariant:** nothing here names a vendor, an endpoint or a member. Without features, nothing here does
//! IO, except that a request with a file on disk reads it: any HTTP client can carry the messages.
//!
//! Items marked `#[doc(hidden)]` are for generated code only.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod base_url;
#[cfg_attr(
    not(feature = "client"),
    expect(dead_code, unreachable_pub, reason = "a client's transport needs all of it")
)]
mod body;
#[cfg(feature = "callbacks")]
pub mod callbacks;
pub mod choice;
#[cfg(feature = "client")]
pub mod client;
mod clock;
mod credential;
mod decode;
pub mod define;
pub mod endpoint;
mod envelope;
pub mod error;
#[doc(hidden)]
pub mod error_code;
pub mod file;
mod form;
#[cfg(feature = "mock")]
pub mod mock;
pub mod object;
pub mod open_enum;
pub mod paged;
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
mod json_string;
mod parameters;
mod pattern;
mod query;
mod reader;
mod repair;
mod table;
mod texts;
mod timestamp;

pub use {http, serde, serde_json};

/// The crates whose types are in the interface of this one.
pub mod crates {
    pub use bytes;
    #[cfg(feature = "chrono")]
    pub use chrono;
    #[cfg(feature = "client")]
    pub use futures_util;
    #[cfg(feature = "jiff")]
    pub use jiff;
    #[cfg(feature = "reqwest-base")]
    pub use reqwest;
    #[cfg(feature = "time")]
    pub use time;
    pub use {http, serde, serde_json};
}

/// The prelude of generated code. Traits are imported as `_`, so that they cannot clash with types of a schema.
#[doc(hidden)]
pub mod emitted {
    #[cfg(feature = "callbacks")]
    pub use crate::callbacks;
    pub use crate::{
        choice, choice_object, endpoint, file, object, open_enum, paged, reply, scalar, validate, vendor, wire,
    };
    pub use crate::{error_codes, int_enum, int_scalar, regex, str_enum, string_scalar};
    pub use crate::{
        json_string::JsonString,
        validate::{Items as _, Number as _, at_least, at_most, between},
        wire::Wire as _,
    };
    pub use serde::{de, ser};
    pub use serde_json as json;
}

pub use choice::{TagValue, UnknownChoice};
pub use decode::DecodeError;
pub use endpoint::{
    Credential, Deprecation, Endpoint, EndpointInfo, Example, Examples, Grant, Grants, Method, NoCredential,
};
pub use error::{ApiError, FromHttpRequestError, FromHttpResponseError, ToHttpError};
pub use file::{Content, ContentRange, File, FileError};
pub use json_string::JsonString;
pub use open_enum::Unknown;
pub use paged::{Paged, PagedItems};
pub use reply::Reply;
pub use scalar::{Timestamp, TimestampMs};
pub use validate::{Actual, Beyond, Bounds, Limit, Rule, Validate, Violation, Violations};
pub use vendor::{Advice, BaseUrl, BaseUrlError, CredentialPlace, Envelope, ErrorCode, Refusals, Secret, Vendor};
pub use wire::Json;
