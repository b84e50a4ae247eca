//! Errors of calls. They contain no credential of the call.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use http::StatusCode;

use super::{
    token_error::{Facts, TokenError},
    transport_error::TransportError,
};
use crate::{
    endpoint::Endpoint,
    error::{ApiError, FromHttpResponseError, ToHttpError},
    file::FileError,
    vendor::{Advice, ErrorCode, Vendor},
};

/// The reason why a call failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CallError<C: ErrorCode> {
    /// The request was not sent: it breaks rules of the docs, or cannot be converted to HTTP.
    Request(ToHttpError),
    /// The file of the request cannot be read. The vendor has not received it whole.
    File(FileError),
    /// The client has no credential, and the endpoint needs one.
    NoCredential,
    /// No token could be fetched.
    Token(TokenError),
    /// The vendor rejects the credential. If it is a token, the vendor has rejected two: the second one was fetched because
    /// the first one was rejected.
    Credential(ApiError<C>),
    /// The vendor asks to retry later: there were too many calls (WeCom's 45009, HTTP status 429), or it is busy (WeCom's -1,
    /// HTTP status 503), or the request was late (HTTP status 408), or it failed and sent `Retry-After` (HTTP status from 500
    /// on).
    RetryLater(RetryLater<C>),
    /// No reply was received.
    Transport(TransportError),
    /// The reply has another error code or status, or does not match the docs.
    Reply(FromHttpResponseError<C>),
    /// The call took longer than this deadline. The vendor may have executed it.
    Deadline(Duration),
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
            Self::Token(error) => code_of(error.cause()),
            Self::Request(_) | Self::File(_) | Self::NoCredential | Self::Transport(_) | Self::Deadline(_) => None,
        }
    }

    /// The recommended reaction, if it is known.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        match self {
            Self::Request(_) | Self::NoCredential => Some(Advice::FixRequest),
            Self::File(_) => None,
            Self::Token(error) => error.facts().advice,
            Self::Credential(_) => Some(Advice::RefreshToken),
            Self::RetryLater(_) | Self::Deadline(_) => Some(Advice::RetryLater),
            Self::Transport(error) => error.advice(),
            Self::Reply(error) => error.advice(),
        }
    }

    /// The time that the vendor asks to wait, if it says so; for [`Token`](Self::Token), the time until the client asks for a
    /// token again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RetryLater(error) => error.after,
            Self::Token(error) => error.retry_after(),
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
            Self::Token(error) => error.facts().status,
            Self::Request(_) | Self::File(_) | Self::NoCredential | Self::Transport(_) | Self::Deadline(_) => None,
        }
    }

    /// Whether it may be worth trying again later: there were too many calls, the vendor is busy or has a fault of its own (HTTP
    /// status from 500 on), there was no reply or no token in time, or no connection. The vendor may have executed the call.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.is_timeout()
            || self.is_rate_limited()
            || self.advice() == Some(Advice::RetryLater)
            || self.http_status().is_some_and(|status| status.is_server_error())
    }

    /// Whether there was no reply, or no token, in time. The vendor may have executed the call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_timeout(),
            Self::Token(error) => error.facts().is_timeout,
            Self::Deadline(_) => true,
            _ => false,
        }
    }

    /// Whether there were too many calls, according to the error code or the HTTP status 429; for [`Token`](Self::Token), too
    /// many requests for tokens.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        match self {
            Self::Token(error) => error.is_rate_limited(),
            _ => {
                self.http_status() == Some(StatusCode::TOO_MANY_REQUESTS)
                    || self.code().is_some_and(ErrorCode::is_rate_limit)
            }
        }
    }

    /// Classifies the error of a reply.
    pub(super) fn of_reply(error: FromHttpResponseError<C>, after: Option<Duration>) -> Self {
        // Servers also send `Retry-After` with redirects.
        let asks = after.is_some() && error.http_status().is_some_and(|status| status.is_server_error());
        match error {
            FromHttpResponseError::Api(error) if error.advice() == Some(Advice::RefreshToken) => {
                Self::Credential(error)
            }
            reply if asks || is_unexecuted(&reply) => Self::RetryLater(RetryLater { after, reply }),
            other => Self::Reply(other),
        }
    }
}

/// The error code in the cause of a [`TokenError`].
fn code_of<C: ErrorCode>(cause: &(dyn Error + Send + Sync + 'static)) -> Option<C> {
    let refusal = cause.downcast_ref::<ApiError<C>>().map(ApiError::code);
    refusal.or_else(|| cause.downcast_ref::<CallError<C>>()?.code())
}

impl<C: ErrorCode> From<CallError<C>> for TokenError {
    fn from(error: CallError<C>) -> Self {
        let facts = Facts {
            advice: error.advice(),
            status: error.http_status(),
            is_timeout: error.is_timeout(),
            is_rate_limited: error.is_rate_limited(),
            retry_after: error.retry_after(),
        };
        Self::new(Arc::new(error), facts)
    }
}

/// The vendor refused a new token.
impl<C: ErrorCode> From<ApiError<C>> for TokenError {
    fn from(error: ApiError<C>) -> Self {
        let facts = Facts { advice: error.advice(), status: Some(error.status()), ..Facts::default() };
        Self::new(Arc::new(error), facts)
    }
}

/// Whether a reply says that the call was not executed, but may be later.
fn is_unexecuted<C: ErrorCode>(reply: &FromHttpResponseError<C>) -> bool {
    let is_busy = matches!(reply, FromHttpResponseError::Api(error) if error.advice() == Some(Advice::RetryLater));
    is_busy || reply.http_status().is_some_and(|status| matches!(status.as_u16(), 408 | 429 | 503))
}

impl<C: ErrorCode> fmt::Display for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
            Self::NoCredential => {
                f.write_str("the client has no credential: call `with_credential` or `with_tokens_from`")
            }
            Self::Token(error) => error.fmt(f),
            Self::Credential(error) => write!(f, "the credential is rejected: {error}"),
            Self::RetryLater(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Reply(error) => error.fmt(f),
            Self::Deadline(deadline) => write!(f, "the call took longer than its deadline of {deadline:?}"),
        }
    }
}

impl<C: ErrorCode> Error for CallError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::File(error) => Some(error),
            Self::NoCredential | Self::Deadline(_) => None,
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

    /// Whether the vendor has certainly not executed the call. Otherwise it may have failed after it did.
    #[must_use]
    pub fn is_unexecuted(&self) -> bool {
        is_unexecuted(&self.reply)
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
