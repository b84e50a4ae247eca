//! The body of a reply, in chunks.

use std::fmt;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, Stream, StreamExt};

use super::transport_error::TransportError;

/// The body of a reply, in chunks.
pub struct Incoming {
    chunks: BoxStream<'static, Result<Bytes, TransportError>>,
    length: Option<u64>,
}

impl Incoming {
    /// A body of these chunks, and its length in bytes if the reply declares it.
    pub fn new(
        length: Option<u64>,
        chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self { chunks: chunks.boxed(), length }
    }

    /// The length that the reply declares.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next chunk; `None` after the last.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.chunks.next().await.transpose()
    }

    /// Reads all chunks, or as many as have at least `most` bytes. Returns whether they are all.
    pub(super) async fn collect(&mut self, into: &mut Vec<u8>, most: usize) -> Result<bool, TransportError> {
        while into.len() < most {
            match self.chunk().await? {
                Some(chunk) => into.extend_from_slice(&chunk),
                None => return Ok(true),
            }
        }
        Ok(false)
    }
}

impl From<Vec<u8>> for Incoming {
    fn from(body: Vec<u8>) -> Self {
        let length = body.len() as u64;
        Self::new(Some(length), stream::iter([Ok(body.into())]))
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("length", &self.length).finish_non_exhaustive()
    }
}
