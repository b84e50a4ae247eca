//! Places in files.

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Whether another range lies within this one.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A range of bytes in a named file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSpan<'a> {
    /// The file's path, as the caller gave it.
    pub file: &'a str,
    /// The range in that file.
    pub span: Span,
}

impl<'a> FileSpan<'a> {
    /// `span` of `file`.
    #[must_use]
    pub fn new(file: &'a str, span: Span) -> Self {
        Self { file, span }
    }
}
