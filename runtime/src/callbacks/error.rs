//! Errors of deliveries. None of them shows a token, a key, or what was encrypted.

use std::{error::Error, fmt};

use http::{Response, StatusCode};

use super::scheme::MAX_BODY;
use crate::{decode::DecodeError, excerpt::Harmless};

/// A token or a key that cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The token is empty.
    Token,
    /// The key does not have 43 characters, but this number of them.
    Length(usize),
    /// The key has characters that are not base64.
    Base64,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token => f.write_str("the token is empty"),
            Self::Length(found) => write!(f, "the key (EncodingAESKey) must have 43 characters, and has {found}"),
            Self::Base64 => f.write_str("the key (EncodingAESKey) has characters that are not base64"),
        }
    }
}

impl Error for KeyError {}

/// The reason why a message cannot be sealed, or a seal not be opened although its signature is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// It is not base64.
    Base64,
    /// It is no multiple of the cipher's block, or shorter than it says.
    Length,
    /// The padding is wrong: most likely, the key is another one.
    Padding,
    /// The system has no random numbers. Only sealing needs them.
    Random,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base64 => "the ciphertext is not base64",
            Self::Length => "the ciphertext is too short or too long; is the key (EncodingAESKey) right?",
            Self::Padding => "the ciphertext has a wrong padding; is the key (EncodingAESKey) right?",
            Self::Random => "the system has no random numbers",
        })
    }
}

impl Error for SealError {}

/// The reason why a delivery was refused.
///
/// The message names the step that failed, for the receiver's own log. [`response`](Self::response) does not: a sender
/// without the token learns nothing from it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The method is neither GET nor POST.
    Method,
    /// A parameter of the query is missing.
    Parameter(&'static str),
    /// The body is larger than [`MAX_BODY`].
    TooLarge,
    /// The body is not a sealed message in XML or JSON. The text says what is wrong.
    Body(String),
    /// The signature is not that of this message: another token, or another sender.
    Signature,
    /// The message was sealed longer ago than allowed, or in the future.
    Stale,
    /// The ciphertext cannot be opened.
    Seal(SealError),
    /// The message is for somebody else. The text is the receiver that it names.
    Receiver(String),
    /// What was sealed is neither XML nor JSON, or has no head that the vendor documents. The text says what is wrong.
    Document(String),
    /// The event cannot be read.
    Event {
        /// The event's name in the schema.
        name: &'static str,
        /// What is wrong.
        error: DecodeError,
    },
}

impl ReceiveError {
    /// The answer to the sender: 403 if it has not proved that it knows the token and the key, otherwise 400. The body is
    /// empty.
    #[must_use]
    pub fn response(&self) -> Response<Vec<u8>> {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Parameter(_) | Self::Body(_) | Self::Document(_) | Self::Event { .. } => StatusCode::BAD_REQUEST,
            Self::Signature | Self::Stale | Self::Seal(_) | Self::Receiver(_) => StatusCode::FORBIDDEN,
        };
        response
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method => f.write_str("the method is neither GET nor POST"),
            Self::Parameter(name) => write!(f, "the query has no `{name}`"),
            Self::TooLarge => write!(f, "the body has more than {} bytes", MAX_BODY),
            Self::Body(problem) => write!(f, "the body is no sealed message: {}", Harmless(problem)),
            Self::Signature => f.write_str("the signature is wrong; is the token right?"),
            Self::Stale => f.write_str("the message is older than allowed, or from the future"),
            Self::Seal(error) => error.fmt(f),
            Self::Receiver(receiver) => write!(f, "the message is for `{}`", Harmless(receiver)),
            Self::Document(problem) => write!(f, "the message cannot be read: {}", Harmless(problem)),
            Self::Event { name, error } => write!(f, "{name}: {error}"),
        }
    }
}

impl Error for ReceiveError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Seal(error) => Some(error),
            Self::Event { error, .. } => Some(error),
            _ => None,
        }
    }
}
