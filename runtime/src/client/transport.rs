//! How a message is sent: any HTTP library, behind one method.

use std::{error::Error, fmt, future::Future, sync::Arc, time::Duration};

use http::{Request, Response};

use crate::vendor::Advice;

/// Sends one message and brings the whole reply.
///
/// A message can carry a credential in its URI or in a header: a transport logs neither, follows no redirects, and puts
/// no URI into its errors.
pub trait Transport: Send + Sync + 'static {
    /// Sends `message`. The client gives up after [`Limits::timeout`] by itself; a body beyond [`Limits::max_reply`]
    /// must be refused here, while it comes in.
    ///
    /// # Errors
    /// There is no connection, or no reply that is whole.
    fn send(
        &self,
        message: Request<Vec<u8>>,
        limits: Limits,
    ) -> impl Future<Output = Result<Response<Vec<u8>>, TransportError>> + Send;
}

impl<T: Transport> Transport for Arc<T> {
    fn send(
        &self,
        message: Request<Vec<u8>>,
        limits: Limits,
    ) -> impl Future<Output = Result<Response<Vec<u8>>, TransportError>> + Send {
        self.as_ref().send(message, limits)
    }
}

/// What one attempt of a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From finding the host to the last byte that comes back. 10 seconds unless said otherwise.
    pub timeout: Duration,
    /// Bytes of a reply's body, after it was unpacked. 16 MiB unless said otherwise. What they are read into may take many
    /// times as much memory: a list of `{}` is a list of whole structures.
    pub max_reply: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), max_reply: 16 << 20 }
    }
}

/// Why there is no reply.
#[derive(Clone, Debug)]
pub struct TransportError {
    fault: TransportFault,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

/// What kept a reply from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportFault {
    /// There is no connection: nothing was sent.
    Connect,
    /// The reply was not there in time. The vendor may have done what was asked.
    Timeout(Duration),
    /// The body has more bytes than this.
    TooLarge(usize),
    /// The reply broke off, or is no HTTP. The vendor may have done what was asked.
    Broken,
}

impl TransportError {
    /// Nothing but what happened.
    #[must_use]
    pub fn new(fault: TransportFault) -> Self {
        Self { fault, cause: None }
    }

    /// What happened, and the HTTP library's words for it. They must not name the URI.
    #[must_use]
    pub fn because(fault: TransportFault, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { fault, cause: Some(Arc::from(cause.into())) }
    }

    /// What happened.
    #[must_use]
    pub fn fault(&self) -> TransportFault {
        self.fault
    }

    /// Whether the vendor can't have seen the request.
    #[must_use]
    pub fn nothing_was_sent(&self) -> bool {
        self.fault == TransportFault::Connect
    }

    /// What to do about it; nothing helps against a reply that is too large.
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
            TransportFault::Broken => f.write_str("the reply broke off"),
        }?;
        let mut cause = self.cause.as_ref().map(|cause| cause.as_ref() as &dyn Error);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

// The causes are part of the message, so that they show where only that is printed; no source says them again.
impl Error for TransportError {}
