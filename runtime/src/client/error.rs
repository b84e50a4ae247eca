//! Why a call gave no payload. No credential of the call stands in any of it.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use http::StatusCode;

use super::transport::TransportError;
use crate::{
    endpoint::Endpoint,
    error::{ApiError, FromHttpResponseError, ToHttpError},
    vendor::{Advice, ErrorCode, Vendor},
};

/// Why a call gave no payload.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CallError<C: ErrorCode> {
    /// The request was not sent: it breaks the docs' rules, or cannot be written.
    Request(ToHttpError),
    /// The client has no credential, and the endpoint wants one.
    NoCredential,
    /// There is no token to send the request with.
    Token(TokenError),
    /// The vendor refuses the credential: the only one that there is, or the one that was fetched for this call after
    /// the one before had been refused.
    Credential(ApiError<C>),
    /// The vendor asks to come later: too many calls (WeCom's 45009, HTTP status 429), or it is busy (WeCom's -1, HTTP
    /// status 503).
    RetryLater(RetryLater<C>),
    /// There is no reply.
    Transport(TransportError),
    /// The vendor answered with another error code or status, or with what the docs do not promise.
    Reply(FromHttpResponseError<C>),
}

impl<C: ErrorCode> CallError<C> {
    /// The vendor's error code, if it answered with one.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        match self {
            Self::Credential(error) => Some(error.code()),
            Self::RetryLater(error) => error.reply.code(),
            Self::Reply(error) => error.code(),
            Self::Request(_) | Self::NoCredential | Self::Token(_) | Self::Transport(_) => None,
        }
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        match self {
            Self::Request(_) | Self::NoCredential => Some(Advice::FixRequest),
            Self::Token(error) => error.advice,
            Self::Credential(_) => Some(Advice::RefreshToken),
            Self::RetryLater(_) => Some(Advice::RetryLater),
            Self::Transport(error) => error.advice(),
            Self::Reply(error) => error.advice(),
        }
    }

    /// How long the vendor asks to wait, if it says so.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RetryLater(error) => error.after,
            _ => None,
        }
    }

    /// What a reply without a payload means.
    pub(super) fn of_reply(error: FromHttpResponseError<C>, after: Option<Duration>) -> Self {
        let later =
            matches!(error.http_status(), Some(StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE));
        match (error.advice(), error) {
            (Some(Advice::RefreshToken), FromHttpResponseError::Api(error)) => Self::Credential(error),
            (Some(Advice::RetryLater), reply) => Self::RetryLater(RetryLater { after, reply }),
            (_, reply) if later => Self::RetryLater(RetryLater { after, reply }),
            (_, other) => Self::Reply(other),
        }
    }
}

impl<C: ErrorCode> fmt::Display for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::NoCredential => f.write_str("the client has no credential: give it one, or where tokens come from"),
            Self::Token(error) => error.fmt(f),
            Self::Credential(error) => write!(f, "the credential is refused: {error}"),
            Self::RetryLater(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Reply(error) => error.fmt(f),
        }
    }
}

impl<C: ErrorCode> Error for CallError<C> {}

/// Why a call of `E` gave no payload.
pub type Failure<E> = CallError<<<E as Endpoint>::Vendor as Vendor>::ErrorCode>;

/// The vendor asks to come later.
#[derive(Clone, Debug)]
pub struct RetryLater<C: ErrorCode> {
    after: Option<Duration>,
    reply: FromHttpResponseError<C>,
}

impl<C: ErrorCode> RetryLater<C> {
    /// How long the vendor asks to wait, if it says so.
    #[must_use]
    pub fn after(&self) -> Option<Duration> {
        self.after
    }

    /// What the vendor answered.
    #[must_use]
    pub fn reply(&self) -> &FromHttpResponseError<C> {
        &self.reply
    }
}

impl<C: ErrorCode> fmt::Display for RetryLater<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.after {
            Some(after) => write!(f, "the vendor asks to come again in {after:?}: {}", self.reply),
            None => write!(f, "the vendor asks to come later: {}", self.reply),
        }
    }
}

/// Why there is no token. Calls that waited for the same one have the same error.
#[derive(Clone, Debug)]
pub struct TokenError {
    pub(super) cause: Arc<dyn Error + Send + Sync>,
    pub(super) advice: Option<Advice>,
}

impl TokenError {
    /// What the token's source says: a [`CallError`] where it is an endpoint of the vendor.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.cause.as_ref()
    }

    /// What the caller's own source of tokens says.
    pub(super) fn of_source(cause: Box<dyn Error + Send + Sync>) -> Self {
        Self { cause: Arc::from(cause), advice: None }
    }

    /// What the vendor's endpoint for tokens says.
    pub(super) fn of_call<C: ErrorCode>(error: CallError<C>) -> Self {
        Self { advice: error.advice(), cause: Arc::new(error) }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token could be fetched: {}", self.cause)
    }
}

// The cause is part of the message; no source says it again.
impl Error for TokenError {}
