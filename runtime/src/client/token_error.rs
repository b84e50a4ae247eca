//! The error of requests for tokens.

use std::{
    error::Error,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::StatusCode;

use super::platform::Elapsed;
use crate::{excerpt::Harmless, vendor::Advice};

/// The reason why no token could be fetched. Calls that waited for the same token get the same error.
///
/// After a failure, the client asks for no token during a pause, and calls fail at once with the same error. The pause is 1
/// second, and doubles with each further failure, up to 60 seconds. It is 60 times as long if there were too many calls, and
/// as long as the vendor asks for if it does, up to 1 hour. The first call after the pause asks for a token.
/// [`Tokens::clear`](super::Tokens::clear) ends it.
///
/// A new token that the vendor refuses is a failure, too, for calls of the endpoint that refused it.
#[derive(Clone, Debug)]
pub struct TokenError {
    cause: Arc<dyn Error + Send + Sync>,
    facts: Facts,
    pause: Option<PauseEnd>,
}

/// What is known about an error, whatever its type.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) advice: Option<Advice>,
    pub(super) status: Option<StatusCode>,
    pub(super) is_timeout: bool,
    pub(super) is_rate_limited: bool,
    pub(super) retry_after: Option<Duration>,
}

/// The end of the pause after an error.
#[derive(Clone, Copy, Debug)]
struct PauseEnd {
    at: SystemTime,
    /// The rest of the pause when the error was returned.
    rest: Duration,
    /// Whether the error was returned without asking again.
    remembered: bool,
}

impl TokenError {
    /// The error of the source of tokens: a [`CallError`](super::CallError) if it is an endpoint, and an
    /// [`ApiError`](crate::ApiError) if the vendor refused a new token.
    #[must_use]
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        self.cause.as_ref()
    }

    /// The time from which a call asks for a token again.
    #[must_use]
    pub fn until(&self) -> Option<SystemTime> {
        self.pause.map(|pause| pause.at)
    }

    /// The rest of the pause when the error was returned, or else the time that the vendor asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.pause.map(|pause| pause.rest).or(self.facts.retry_after)
    }

    /// Whether there were too many calls.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.facts.is_rate_limited
    }

    pub(super) fn new(cause: Arc<dyn Error + Send + Sync>, facts: Facts) -> Self {
        Self { cause, facts, pause: None }
    }

    /// An error of the caller's own source of tokens.
    pub(super) fn of_source(cause: Box<dyn Error + Send + Sync>) -> Self {
        Self::new(Arc::from(cause), Facts::default())
    }

    pub(super) fn facts(&self) -> Facts {
        self.facts
    }

    /// It took too long to get a token.
    pub(super) fn late(cause: Elapsed) -> Self {
        Self::new(Arc::new(cause), Facts { is_timeout: true, ..Facts::default() })
    }

    /// The error, followed by a pause.
    pub(super) fn paused(self, at: SystemTime, rest: Duration) -> Self {
        Self { pause: Some(PauseEnd { at, rest, remembered: false }), ..self }
    }

    /// The error of a call during the pause.
    pub(super) fn remembered(self, rest: Duration) -> Self {
        Self { pause: self.pause.map(|pause| PauseEnd { rest, remembered: true, ..pause }), ..self }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token could be fetched: {}", Harmless(&self.cause))?;
        match self.pause {
            Some(PauseEnd { at, remembered: true, .. }) => {
                // The format has no fractions of a second.
                let at = httpdate::HttpDate::from(at + Duration::from_millis(999));
                write!(f, "; no other is asked for before {at}")
            }
            _ => Ok(()),
        }
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.cause.as_ref())
    }
}
