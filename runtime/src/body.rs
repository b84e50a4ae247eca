//! The body of a message that is sent.

use std::{
    fmt, io,
    io::Read,
    sync::{Arc, OnceLock},
};

use crate::file::{File, FileError};

/// The body of a message: bytes, and in a form the file between them. Only the bytes are in memory.
pub struct Body {
    pub(crate) head: Vec<u8>,
    pub(crate) upload: Option<Upload>,
}

/// A file in a body, and the bytes after it.
pub(crate) struct Upload {
    pub(crate) file: File,
    pub(crate) tail: Vec<u8>,
    pub(crate) failure: Failure,
}

/// The error of a file, if it could not be read. An HTTP library may hide it among its own errors.
#[derive(Clone, Default)]
pub(crate) struct Failure(Arc<OnceLock<FileError>>);

impl Failure {
    /// Keeps an error.
    pub(crate) fn of(&self, error: io::Error) -> FileError {
        self.0.get_or_init(|| FileError::new(error)).clone()
    }

    #[cfg(feature = "client")]
    pub(crate) fn get(&self) -> Option<FileError> {
        self.0.get().cloned()
    }
}

impl Body {
    pub(crate) fn around(head: Vec<u8>, file: File, tail: Vec<u8>) -> Self {
        Self { head, upload: Some(Upload { file, tail, failure: Failure::default() }) }
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        let upload =
            self.upload.as_ref().map_or(0, |upload| upload.file.len().saturating_add(upload.tail.len() as u64));
        upload.saturating_add(self.head.len() as u64)
    }

    /// Whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All bytes. A file on disk is read, which blocks the thread.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn into_bytes(self) -> Result<Vec<u8>, FileError> {
        let mut bytes = self.head;
        let Some(Upload { file, tail, failure }) = self.upload else { return Ok(bytes) };
        let more = usize::try_from(file.len()).unwrap_or(usize::MAX).saturating_add(tail.len());
        // The length may be wrong, and then reading fails.
        bytes.try_reserve(more).map_err(|_| failure.of(io::ErrorKind::OutOfMemory.into()))?;
        let read = file.reader().and_then(|mut reader| reader.read_to_end(&mut bytes));
        read.map_err(|error| failure.of(error))?;
        bytes.extend_from_slice(&tail);
        Ok(bytes)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self { head: bytes, upload: None }
    }
}

impl fmt::Debug for Body {
    /// Shows the length alone: the body may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.len())
    }
}
