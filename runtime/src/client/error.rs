//! Errors of calls. They contain no credential of the call.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use http::StatusCode;
use tokio::time::error::Elapsed;

use super::transport::TransportError;
use crate::{
    endpoint::Endpoint,
    error::{ApiError, FromHttpResponseError, ToHttpError},
    excerpt::Harmless,
    vendor::{Advice, ErrorCode, Vendor},
};

/// The reason why a call failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CallError<C: ErrorCode> {
    /// The request was not sent: it breaks rules of the docs, or cannot be converted to HTTP.
    Request(ToHttpError),
    /// The client has no credential, and the endpoint needs one.
    NoCredential,
    /// No token could be fetched.
    Token(TokenError),
    /// The vendor rejects the credential. If it is a token, the vendor has rejected two: the second one was fetched because
    /// the first one was rejected.
    Credential(ApiError<C>),
    /// The vendor asks to retry later: there were too many calls (WeCom's 45009, HTTP status 429), or it is busy (WeCom's
    /// -1, HTTP status 503).
    RetryLater(RetryLater<C>),
    /// No reply was received.
    Transport(TransportError),
    /// The reply has another error code or status, or does not match the docs.
    Reply(FromHttpResponseError<C>),
}

impl<C: ErrorCode> CallError<C> {
    /// The vendor's error code, if the reply has one; for [`Token`](Self::Token), that of the reply to the request for a
    /// token.
    #[must_use]
    pub fn code(&self) -> Option<C> {
        match self {
            Self::Credential(error) => Some(error.code()),
            Self::RetryLater(error) => error.reply.code(),
            Self::Reply(error) => error.code(),
            Self::Token(error) => error.cause.downcast_ref::<Self>().and_then(Self::code),
            Self::Request(_) | Self::NoCredential | Self::Transport(_) => None,
        }
    }

    /// The recommended reaction, if it is known.
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

    /// The time that the vendor asks to wait, if it says so.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RetryLater(error) => error.after,
            _ => None,
        }
    }

    /// The HTTP status of the reply, if it has an error code or the status is not a success; for [`Token`](Self::Token),
    /// that of the reply to the request for a token.
    #[must_use]
    pub fn http_status(&self) -> Option<StatusCode> {
        match self {
            Self::Credential(error) => Some(error.status()),
            Self::RetryLater(error) => error.reply.http_status(),
            Self::Reply(error) => error.http_status(),
            Self::Token(error) => error.status,
            Self::Request(_) | Self::NoCredential | Self::Transport(_) => None,
        }
    }

    /// Whether there was no reply, or no token, in time. The vendor may have executed the call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_timeout(),
            Self::Token(error) => error.is_timeout,
            _ => false,
        }
    }

    /// Classifies the error of a reply.
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
            Self::NoCredential => {
                f.write_str("the client has no credential: call `with_credential` or `with_tokens_from`")
            }
            Self::Token(error) => error.fmt(f),
            Self::Credential(error) => write!(f, "the credential is rejected: {error}"),
            Self::RetryLater(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Reply(error) => error.fmt(f),
        }
    }
}

impl<C: ErrorCode> Error for CallError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::NoCredential => None,
            Self::Token(error) => Some(error),
            Self::Credential(error) => Some(error),
            Self::RetryLater(error) => Some(error),
            Self::Transport(error) => Some(error),
            Self::Reply(error) => Some(error),
        }
    }
}

/// The reason why a call of `E` failed.
pub type Failure<E> = CallError<<<E as Endpoint>::Vendor as Vendor>::ErrorCode>;

/// The vendor asks to retry later.
#[derive(Clone, Debug)]
pub struct RetryLater<C: ErrorCode> {
    after: Option<Duration>,
    reply: FromHttpResponseError<C>,
}

impl<C: ErrorCode> RetryLater<C> {
    /// The time that the vendor asks to wait, if it says so.
    #[must_use]
    pub fn after(&self) -> Option<Duration> {
        self.after
    }

    /// The error in the reply.
    #[must_use]
    pub fn reply(&self) -> &FromHttpResponseError<C> {
        &self.reply
    }
}

impl<C: ErrorCode> fmt::Display for RetryLater<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.after {
            Some(after) => write!(f, "the vendor asks to retry after {after:?}: {}", self.reply),
            None => write!(f, "the vendor asks to retry later: {}", self.reply),
        }
    }
}

impl<C: ErrorCode> Error for RetryLater<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.reply)
    }
}

/// The reason why no token could be fetched. Calls that waited for the same token get the same error.
#[derive(Clone, Debug)]
pub struct TokenError {
    cause: Arc<dyn Error + Send + Sync>,
    advice: Option<Advice>,
    status: Option<StatusCode>,
    is_timeout: bool,
}

impl TokenError {
    /// The error of the source of tokens: a [`CallError`] if it is an endpoint.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.cause.as_ref()
    }

    /// An error of the caller's own source of tokens.
    pub(super) fn of_source(cause: Box<dyn Error + Send + Sync>) -> Self {
        Self { cause: Arc::from(cause), advice: None, status: None, is_timeout: false }
    }

    /// The caller's own source of tokens took too long.
    pub(super) fn late(cause: Elapsed) -> Self {
        Self { is_timeout: true, ..Self::of_source(cause.into()) }
    }

    /// An error of the endpoint that hands out tokens.
    pub(super) fn of_call<C: ErrorCode>(error: CallError<C>) -> Self {
        Self {
            advice: error.advice(),
            status: error.http_status(),
            is_timeout: error.is_timeout(),
            cause: Arc::new(error),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token could be fetched: {}", Harmless(&self.cause))
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.cause.as_ref())
    }
}
