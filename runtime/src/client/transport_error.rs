//! Errors of HTTP libraries.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use crate::{excerpt::Harmless, vendor::Advice};

/// The reason why no reply was received.
#[derive(Clone, Debug)]
pub struct TransportError {
    fault: TransportFault,
    cause: Option<Arc<dyn Error + Send + Sync>>,
    /// The messages of the causes.
    details: String,
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportFault {
    /// No connection could be made, so nothing was sent.
    Connect,
    /// The reply was not received in time. The vendor may have executed the call.
    Timeout(Duration),
    /// The body is larger than this limit in bytes.
    TooLarge(usize),
    /// The reply is incomplete or not HTTP. The vendor may have executed the call.
    Broken,
}

impl TransportError {
    /// An error without a cause.
    #[must_use]
    pub fn new(fault: TransportFault) -> Self {
        Self { fault, cause: None, details: String::new() }
    }

    /// An error and its cause in the HTTP library. The message of the cause must not contain the URI.
    #[must_use]
    pub fn because(fault: TransportFault, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let cause = cause.into();
        Self { fault, details: with_causes(cause.as_ref()), cause: Some(Arc::from(cause)) }
    }

    /// An error whose cause has a message of its own that says nothing: only those of the cause's sources are shown.
    #[cfg(feature = "reqwest-base")]
    pub(super) fn within(fault: TransportFault, cause: impl Error + Send + Sync + 'static) -> Self {
        let details = with_causes(cause.source().unwrap_or(&cause));
        Self { fault, details, cause: Some(Arc::new(cause)) }
    }

    /// The kind of error.
    #[must_use]
    pub fn fault(&self) -> TransportFault {
        self.fault
    }

    /// Whether the reply was not received in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.fault, TransportFault::Timeout(_))
    }

    /// Whether it is certain that the vendor has not received the request.
    #[must_use]
    pub fn nothing_was_sent(&self) -> bool {
        self.fault == TransportFault::Connect
    }

    /// The recommended reaction; `None` for a reply that is too large, which a retry would not change.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        match self.fault {
            TransportFault::TooLarge(_) => None,
            _ => Some(Advice::RetryLater),
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            TransportFault::Connect => f.write_str("no connection"),
            TransportFault::Timeout(after) => write!(f, "no reply within {after:?}"),
            TransportFault::TooLarge(limit) => write!(f, "the reply has more than {limit} bytes"),
            TransportFault::Broken => f.write_str("the reply is incomplete or not HTTP"),
        }?;
        match self.details.as_str() {
            "" => Ok(()),
            details => write!(f, ": {}", Harmless(details)),
        }
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as &dyn Error)
    }
}

/// The messages of an error and its causes. One that the last message already ends with is left out.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.ends_with(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = error.source();
    }
    text
}
