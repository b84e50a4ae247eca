//! A file: its name, its type and its content.

use std::{borrow::Cow, fmt, io, io::Read, path::Path};

use super::{content::Content, range::ContentRange};
use crate::validate::{FileName, Size, Validate};

/// The content type of a file that has none of its own.
pub(crate) const OCTETS: &str = "application/octet-stream";

/// A file that is uploaded or was downloaded: a name, a content type and a content.
///
/// The content is in memory, or on disk ([`open`](Self::open)), or is made when it is needed ([`Content::made_by`]). Clones
/// share it.
///
/// In JSON, it is `{ "filename": "a.txt", "content_type": "text/plain", "content": "text" }`. The content is a string, or
/// a list of bytes if it is not UTF-8. A part of a file also has `"range": { "first": 0, "last": 3, "total": 10 }`. This is
/// the form of examples; a vendor gets and sends the bytes.
///
/// Two files are equal if their names, types, ranges and contents are. Contents on disk are not compared: they are equal if
/// they have one path.
///
/// ```
/// let file = runtime::File::new("a.txt", "text").with_content_type("text/plain");
/// assert_eq!(file.filename(), Some("a.txt"));
/// assert_eq!(*file.bytes()?, *b"text");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct File {
    pub(super) filename: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) content: Content,
    pub(crate) range: Option<ContentRange>,
}

impl File {
    /// A file with this name and content.
    #[must_use]
    pub fn new(filename: impl Into<String>, content: impl Into<Content>) -> Self {
        Self { filename: Some(filename.into()), content_type: None, content: content.into(), range: None }
    }

    /// A file that was received.
    pub(crate) fn received(
        filename: Option<String>,
        content_type: Option<String>,
        range: Option<ContentRange>,
        content: &[u8],
    ) -> Self {
        Self { filename, content_type, content: content.to_owned().into(), range }
    }

    /// A file on disk, with the name that it has there. Its content is read when it is sent, and again for each attempt; its
    /// length is read now.
    ///
    /// # Errors
    /// There is no file at the path, or it is a folder or a device.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let content = Content::at(path)?;
        let filename = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self { filename, content_type: None, content, range: None })
    }

    /// Sets the content type, which is `application/octet-stream` by default.
    #[must_use]
    pub fn with_content_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: Some(content_type.into()), ..self }
    }

    /// Sets the name.
    #[must_use]
    pub fn with_filename(self, filename: impl Into<String>) -> Self {
        Self { filename: Some(filename.into()), ..self }
    }

    /// The name; `None` if a reply has none.
    ///
    /// The name of a file that was downloaded is what the vendor sent: it may be empty, or a path such as `../a`.
    #[must_use]
    pub fn filename(&self) -> Option<&str> {
        self.filename.as_deref()
    }

    /// The content type, such as `image/jpeg`.
    #[must_use]
    pub fn content_type(&self) -> &str {
        self.content_type.as_deref().unwrap_or(OCTETS)
    }

    /// The length of the content in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.content.len()
    }

    /// Whether the content has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The part of a file that the content is, if a reply has only a part.
    #[must_use]
    pub fn range(&self) -> Option<ContentRange> {
        self.range
    }

    /// The content: borrowed if it is in memory, else read to its end.
    ///
    /// # Errors
    /// The content cannot be read, or does not have its [length](Self::len) any more.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        self.content.bytes()
    }

    /// The content, if it is in memory.
    #[cfg(feature = "client")]
    pub(crate) fn in_memory(&self) -> Option<bytes::Bytes> {
        self.content.in_memory()
    }

    /// A reader of the content, from its beginning.
    ///
    /// # Errors
    /// The content cannot be opened. Reading fails if it does not have its [length](Self::len) any more.
    pub fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        self.content.reader()
    }
}

impl fmt::Debug for File {
    /// Shows the length of the content instead of the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("File");
        shown.field("filename", &self.filename).field("content_type", &self.content_type());
        if let Some(range) = &self.range {
            shown.field("range", range);
        }
        shown.field("content", &format_args!("{} bytes", self.len())).finish()
    }
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        self.filename == other.filename
            && self.content_type() == other.content_type()
            && self.range == other.range
            && self.content == other.content
    }
}

impl Size for File {
    #[inline]
    fn size(&self) -> Option<usize> {
        Some(usize::try_from(self.len()).unwrap_or(usize::MAX))
    }
}

impl FileName for File {
    fn file_name(&self) -> Option<&str> {
        self.filename()
    }
}

impl Validate for File {}
