//! Sends a body in chunks.

use std::io::{self, Read};

use bytes::Bytes;
use futures_util::stream::{self, Stream};

use super::platform;
use crate::{
    body::{Body, Failure, Upload},
    file::FileError,
};

/// The size of a chunk in bytes.
const CHUNK: usize = 64 << 10;

/// What comes next in a body.
enum Next {
    Beginning(Body),
    Content(Bytes, Vec<u8>),
    Reading(Box<dyn Read + Send>, Vec<u8>, Failure),
    Last(Vec<u8>),
    Nothing,
}

impl Body {
    /// The bytes in chunks. A file on disk is opened before the first chunk and read while the chunks are taken, at most
    /// 64 KiB at a time, and not in this thread. A tokio runtime is needed.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, FileError>> + Send + 'static {
        stream::try_unfold(Next::Beginning(self), next)
    }

    /// All bytes. A file on disk is not read in this thread.
    pub(super) async fn collected(self) -> Result<Vec<u8>, FileError> {
        match &self.upload {
            Some(Upload { failure, .. }) => {
                let failure = failure.clone();
                let read = platform::off_thread(|| self.into_bytes()).await;
                read.unwrap_or_else(|| Err(failure.of(panicked())))
            }
            None => self.into_bytes(),
        }
    }
}

/// The next chunk, and what comes after it.
async fn next(next: Next) -> Result<Option<(Bytes, Next)>, FileError> {
    Ok(Some(match next {
        Next::Beginning(Body { head, upload: None }) => (head.into(), Next::Nothing),
        Next::Beginning(Body { head, upload: Some(Upload { file, tail, failure }) }) => match file.in_memory() {
            Some(content) if content.is_empty() => (head.into(), Next::Last(tail)),
            Some(content) => (head.into(), Next::Content(content, tail)),
            None => {
                let reader = off_thread(&failure, move || file.reader()).await?;
                (head.into(), Next::Reading(reader, tail, failure))
            }
        },
        Next::Content(content, tail) => (content, Next::Last(tail)),
        Next::Reading(mut reader, tail, failure) => {
            let read = move || {
                let mut chunk = Vec::with_capacity(CHUNK);
                reader.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
                Ok((chunk, reader))
            };
            let (chunk, reader) = off_thread(&failure, read).await?;
            match chunk.is_empty() {
                true => (tail.into(), Next::Nothing),
                false => (chunk.into(), Next::Reading(reader, tail, failure)),
            }
        }
        Next::Last(tail) => (tail.into(), Next::Nothing),
        Next::Nothing => return Ok(None),
    }))
}

/// Does work that blocks.
async fn off_thread<T: Send + 'static>(
    failure: &Failure,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, FileError> {
    platform::off_thread(work).await.unwrap_or_else(|| Err(panicked())).map_err(|error| failure.of(error))
}

fn panicked() -> io::Error {
    io::Error::other("its reader panicked")
}
