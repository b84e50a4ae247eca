//! Errors of files.

use std::{error::Error, fmt, io, sync::Arc};

use crate::excerpt::Harmless;

/// A file that is sent cannot be read.
#[derive(Clone, Debug)]
pub struct FileError(Arc<io::Error>);

impl FileError {
    pub(crate) fn new(error: io::Error) -> Self {
        Self(Arc::new(error))
    }

    /// The kind of the error, such as [`NotFound`](io::ErrorKind::NotFound).
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.0.kind()
    }
}

impl PartialEq for FileError {
    /// Compares kinds and messages.
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.0.to_string() == other.0.to_string()
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file cannot be read: {}", Harmless(&self.0))
    }
}

impl Error for FileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.0.as_ref())
    }
}
