//! What can go wrong.

use std::{error::Error, fmt, io};

use generated::{
    Advice,
    client::CallError,
    wecom::{self, ErrorCode},
};

/// The reason why a message was not handled.
#[derive(Debug)]
pub enum DeskError {
    /// A call of WeCom failed.
    Call(wecom::Error),
    /// The cursor could not be stored.
    Cursors(io::Error),
    /// The reply to an upload has no id.
    NoMediaId,
}

impl DeskError {
    /// Whether the same may succeed later, without the customer.
    pub fn is_temporary(&self) -> bool {
        match self {
            // Everything would fail until this is fixed, so no message may be skipped.
            Self::Call(CallError::Token(_) | CallError::Credential(_) | CallError::NoCredential) => true,
            Self::Call(error) => matches!(error.advice(), Some(Advice::RetryLater | Advice::AskPermission)),
            Self::Cursors(_) => true,
            Self::NoMediaId => false,
        }
    }

    /// WeCom's error code.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Call(error) => error.code(),
            _ => None,
        }
    }
}

impl fmt::Display for DeskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Cursors(error) => write!(f, "the cursor cannot be stored: {error}"),
            Self::NoMediaId => f.write_str("the reply to an upload has no id"),
        }
    }
}

impl Error for DeskError {}

impl From<wecom::Error> for DeskError {
    fn from(error: wecom::Error) -> Self {
        Self::Call(error)
    }
}

impl From<io::Error> for DeskError {
    fn from(error: io::Error) -> Self {
        Self::Cursors(error)
    }
}
