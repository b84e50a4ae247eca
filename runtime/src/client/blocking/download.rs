//! A file that is received in chunks.

use std::{
    fmt,
    io::{self, Read, Write},
    path::Path,
};

use bytes::{Buf, Bytes};

use super::{
    super::{download::DownloadError, transport_error::TransportError},
    driver::Driver,
};
use crate::file::ContentRange;

/// A file that is received; see [`Client::download`](super::super::Client::download). It can be read like a file on disk.
pub struct Download {
    download: super::super::Download,
    /// What is left of a chunk after it was read in part.
    rest: Bytes,
    driver: Driver,
}

impl Download {
    pub(super) fn new(download: super::super::Download, driver: Driver) -> Self {
        Self { download, rest: Bytes::new(), driver }
    }

    /// See [`filename`](super::super::Download::filename).
    #[must_use]
    pub fn filename(&self) -> Option<&str> {
        self.download.filename()
    }

    /// See [`content_type`](super::super::Download::content_type).
    #[must_use]
    pub fn content_type(&self) -> &str {
        self.download.content_type()
    }

    /// See [`range`](super::super::Download::range).
    #[must_use]
    pub fn range(&self) -> Option<ContentRange> {
        self.download.range()
    }

    /// See [`length`](super::super::Download::length).
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.download.length()
    }

    /// See [`chunk`](super::super::Download::chunk).
    ///
    /// # Errors
    /// Those of the async method.
    pub fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match std::mem::take(&mut self.rest) {
            rest if rest.is_empty() => self.driver.run(self.download.chunk()),
            rest => Ok(Some(rest)),
        }
    }

    /// See [`save`](super::super::Download::save). What was read before is not in the file.
    ///
    /// # Errors
    /// Those of the async method.
    pub fn save(mut self, path: impl AsRef<Path>) -> Result<u64, DownloadError> {
        self.download.put_back(&self.rest);
        self.driver.run(self.download.save(path))
    }

    /// Writes the content, in this thread, and returns the writer and the length in bytes.
    ///
    /// # Errors
    /// Those of the [async method](super::super::Download::write_to).
    pub fn write_to<W: Write>(mut self, mut writer: W) -> Result<(W, u64), DownloadError> {
        let mut length = 0;
        while let Some(chunk) = self.chunk().map_err(DownloadError::Transport)? {
            length += chunk.len() as u64;
            writer.write_all(&chunk).map_err(DownloadError::Write)?;
        }
        writer.flush().map_err(DownloadError::Write)?;
        Ok((writer, length))
    }
}

impl Read for Download {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() && !into.is_empty() {
            match self.chunk() {
                Ok(Some(chunk)) => self.rest = chunk,
                Ok(None) => return Ok(0),
                Err(error) if error.is_timeout() => return Err(io::Error::new(io::ErrorKind::TimedOut, error)),
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        let count = into.len().min(self.rest.len());
        self.rest.copy_to_slice(&mut into[..count]);
        Ok(count)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.download.fmt(f)
    }
}
