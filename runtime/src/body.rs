//! The body of a message that is sent.

use std::{fmt, io, io::Read};

use crate::file::{File, FileError};

/// The body of a message: bytes, and in a form the file between them. Only the bytes are in memory.
#[derive(Clone)]
pub(crate) struct Body {
    head: Vec<u8>,
    file: Option<(File, Vec<u8>)>,
}

impl Body {
    pub(crate) fn around(head: Vec<u8>, file: File, tail: Vec<u8>) -> Self {
        Self { head, file: Some((file, tail)) }
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> u64 {
        let file = self.file.as_ref().map_or(0, |(file, tail)| file.len().saturating_add(tail.len() as u64));
        file.saturating_add(self.head.len() as u64)
    }

    /// All bytes, with the file's content.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn into_bytes(self) -> Result<Vec<u8>, FileError> {
        let mut bytes = self.head;
        if let Some((file, tail)) = self.file {
            let more = usize::try_from(file.len()).unwrap_or_default().saturating_add(tail.len());
            // The length may be wrong, and then reading fails.
            bytes.try_reserve(more).map_err(|_| FileError::new(io::ErrorKind::OutOfMemory.into()))?;
            file.reader().and_then(|mut reader| reader.read_to_end(&mut bytes)).map_err(FileError::new)?;
            bytes.extend_from_slice(&tail);
        }
        Ok(bytes)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self { head: bytes, file: None }
    }
}

impl fmt::Debug for Body {
    /// Shows the length alone: the body may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.len())
    }
}
