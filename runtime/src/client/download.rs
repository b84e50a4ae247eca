//! A file that is received in chunks.

use std::{
    collections::hash_map::RandomState,
    error::Error,
    fmt, fs,
    hash::{BuildHasher, Hasher},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;

use super::{
    incoming::Incoming,
    platform::{self, Instant, timeout},
    transport::Limits,
    transport_error::{TransportError, TransportFault},
};
use crate::{file::ContentRange, reply::FileHead};

/// A file that is received. Only a chunk of it is in memory.
pub struct Download {
    head: FileHead,
    /// The chunks that were read to find an error.
    beginning: Vec<u8>,
    body: Incoming,
    received: u64,
    /// The time for a chunk.
    each: Duration,
    /// The rest of the time for all chunks.
    rest: Duration,
}

impl Download {
    pub(super) fn new(body: Incoming, limits: Limits) -> Self {
        let head = FileHead { filename: None, content_type: None, range: None };
        let Limits { timeout, transfer_timeout, .. } = limits;
        Self { head, beginning: Vec::new(), body, received: 0, each: timeout, rest: transfer_timeout }
    }

    pub(super) fn of(self, head: FileHead) -> Self {
        Self { head, ..self }
    }

    pub(super) fn beginning(&self) -> &[u8] {
        &self.beginning
    }

    /// Reads a chunk of the beginning; `false` if there are no more.
    pub(super) async fn read_more(&mut self) -> Result<bool, TransportError> {
        let chunk = self.receive().await?;
        self.beginning.extend_from_slice(chunk.as_deref().unwrap_or_default());
        Ok(chunk.is_some())
    }

    /// Puts back the rest of a chunk that was taken.
    #[cfg(all(feature = "blocking", not(all(target_arch = "wasm32", target_os = "unknown"))))]
    pub(super) fn put_back(&mut self, rest: &[u8]) {
        self.beginning.splice(..0, rest.iter().copied());
    }

    /// The name; `None` if the reply has none. It is what the vendor sent: it may be empty, or a path such as `../a`.
    #[must_use]
    pub fn filename(&self) -> Option<&str> {
        self.head.filename.as_deref()
    }

    /// The content type, such as `image/jpeg`.
    #[must_use]
    pub fn content_type(&self) -> &str {
        self.head.content_type.as_deref().unwrap_or(crate::file::OCTETS)
    }

    /// The part of a file that the content is, if the reply has only a part.
    #[must_use]
    pub fn range(&self) -> Option<ContentRange> {
        self.head.range
    }

    /// The length of the content in bytes, if the reply declares it.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.body.length()
    }

    /// The next bytes of the content; `None` at its end.
    ///
    /// # Errors
    /// The connection is closed before the end; the next bytes do not arrive within [`Limits::timeout`], or all of them within
    /// [`Limits::transfer_timeout`], not counting the time between calls.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match std::mem::take(&mut self.beginning) {
            beginning if beginning.is_empty() => self.receive().await,
            beginning => Ok(Some(beginning.into())),
        }
    }

    async fn receive(&mut self) -> Result<Option<Bytes>, TransportError> {
        let (limit, started) = (self.each.min(self.rest), Instant::now());
        let late = |_| TransportError::new(TransportFault::Timeout(limit));
        let chunk = timeout(limit, self.body.chunk()).await.map_err(late)??;
        self.rest = self.rest.saturating_sub(started.elapsed());
        self.received += chunk.as_ref().map_or(0, Bytes::len) as u64;
        let expected = self.head.range.and_then(|range| range.count()).or(self.length());
        match expected {
            Some(expected) if self.received > expected || chunk.is_none() && self.received < expected => {
                let problem = format!("the file should have {expected} bytes and has {}", self.received);
                Err(TransportError::because(TransportFault::Broken, problem))
            }
            _ => Ok(chunk),
        }
    }

    /// Saves the content as a file and returns its length in bytes. A file at the path is replaced when the content is
    /// complete; before, it is in a file beside it whose name ends with `.part`.
    ///
    /// # Errors
    /// The content is incomplete (see [`chunk`](Self::chunk)), or cannot be written.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64, DownloadError> {
        let path = path.as_ref().to_owned();
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{:016x}.part", RandomState::new().build_hasher().finish()));
        let part = Part(path.with_file_name(name));
        let place = part.0.clone();
        let file = off_thread(move || fs::File::create_new(place)).await?;
        let (_, length) = self.write_to(file).await?;
        off_thread(move || fs::rename(&part.0, path)).await?;
        Ok(length)
    }

    /// Writes the content and returns the writer and the length in bytes. Nothing is written in this thread.
    ///
    /// # Errors
    /// The content is incomplete (see [`chunk`](Self::chunk)), or cannot be written.
    pub async fn write_to<W: Write + Send + 'static>(mut self, mut writer: W) -> Result<(W, u64), DownloadError> {
        let mut length = 0;
        while let Some(chunk) = self.chunk().await.map_err(DownloadError::Transport)? {
            length += chunk.len() as u64;
            writer = off_thread(move || writer.write_all(&chunk).map(|()| writer)).await?;
        }
        let writer = off_thread(move || writer.flush().map(|()| writer)).await?;
        Ok((writer, length))
    }
}

/// A file that is removed unless it is renamed.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // If it was renamed, there is nothing to remove.
        drop(fs::remove_file(&self.0));
    }
}

/// Does work that blocks.
async fn off_thread<R: Send + 'static>(
    work: impl FnOnce() -> io::Result<R> + Send + 'static,
) -> Result<R, DownloadError> {
    let done = platform::off_thread(work).await;
    done.unwrap_or_else(|| Err(io::Error::other("the writer panicked"))).map_err(DownloadError::Write)
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("filename", &self.filename())
            .field("content_type", &self.content_type())
            .field("range", &self.range())
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// The reason why a file was not saved.
#[derive(Debug)]
#[non_exhaustive]
pub enum DownloadError {
    /// The content is incomplete or late.
    Transport(TransportError),
    /// The content cannot be written.
    Write(io::Error),
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Write(error) => write!(f, "the file cannot be written: {}", crate::excerpt::Harmless(error)),
        }
    }
}

impl Error for DownloadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Write(error) => Some(error),
        }
    }
}
