//! The content of a file.

use std::{
    borrow::Cow,
    fmt, fs,
    io::{self, Cursor, Read},
    path::Path,
    sync::Arc,
};

use bytes::Bytes;

/// The content of a [`File`](crate::File), which can be read several times: each attempt to send it reads it from its
/// beginning. Clones share it.
#[derive(Clone)]
pub struct Content(Source);

/// Opens a content.
type Open = dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync;

#[derive(Clone)]
enum Source {
    Memory(Bytes),
    Disk { path: Arc<Path>, length: u64 },
    Made { open: Arc<Open>, length: u64 },
}

impl Content {
    /// A content of `length` bytes that `open` opens. It is opened again for each attempt to send it.
    pub fn made_by<R: Read + Send + 'static>(
        length: u64,
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    ) -> Self {
        Self(Source::Made { open: Arc::new(move || open().map(|reader| Box::new(reader) as _)), length })
    }

    /// The content of a file on disk.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        let facts = fs::metadata(path)?;
        match facts.is_file() {
            true => Ok(Self(Source::Disk { path: path.into(), length: facts.len() })),
            false => Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file")),
        }
    }

    /// The length in bytes.
    pub(super) fn len(&self) -> u64 {
        match &self.0 {
            Source::Memory(bytes) => bytes.len() as u64,
            Source::Disk { length, .. } | Source::Made { length, .. } => *length,
        }
    }

    /// The content, if it is in memory.
    #[cfg(feature = "client")]
    pub(super) fn in_memory(&self) -> Option<Bytes> {
        match &self.0 {
            Source::Memory(bytes) => Some(bytes.clone()),
            Source::Disk { .. } | Source::Made { .. } => None,
        }
    }

    pub(super) fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        if let Source::Memory(bytes) = &self.0 {
            return Ok(Cow::Borrowed(bytes));
        }
        let mut bytes = Vec::new();
        self.reader()?.read_to_end(&mut bytes)?;
        Ok(Cow::Owned(bytes))
    }

    /// A reader of exactly the content's length.
    pub(super) fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        let (reader, rest): (Box<dyn Read + Send>, u64) = match &self.0 {
            Source::Memory(bytes) => return Ok(Box::new(Cursor::new(bytes.clone()))),
            Source::Disk { path, length } => (Box::new(fs::File::open(path)?), *length),
            Source::Made { open, length } => (open()?, *length),
        };
        Ok(Box::new(Exact { reader, rest }))
    }
}

/// Reads a content, and fails if it does not have the length that was announced.
struct Exact<R> {
    reader: R,
    rest: u64,
}

impl<R: Read> Read for Exact<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.rest == 0 {
            return match self.reader.read(&mut [0])? {
                0 => Ok(0),
                _ => Err(io::Error::new(io::ErrorKind::InvalidData, "it is longer than it was")),
            };
        }
        let most = usize::try_from(self.rest).map_or(buffer.len(), |rest| rest.min(buffer.len()));
        let count = self.reader.read(&mut buffer[..most])?;
        if count == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it is shorter than it was"));
        }
        self.rest -= count as u64;
        Ok(count)
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Source::Memory(one), Source::Memory(other)) => one == other,
            (Source::Disk { path: one, length }, Source::Disk { path: other, length: other_length }) => {
                one == other && length == other_length
            }
            (Source::Made { open: one, .. }, Source::Made { open: other, .. }) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({} bytes)", self.len())
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Source::Memory(bytes.into()))
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&'static [u8]> for Content {
    fn from(bytes: &'static [u8]) -> Self {
        Self(Source::Memory(Bytes::from_static(bytes)))
    }
}

impl<const N: usize> From<&'static [u8; N]> for Content {
    fn from(bytes: &'static [u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<&'static str> for Content {
    fn from(text: &'static str) -> Self {
        text.as_bytes().into()
    }
}
