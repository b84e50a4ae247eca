//! The input files.

/// A file of the schemas: YAML, or the JSON of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path below the schemas folder, with `/`.
    pub path: String,
    /// The contents.
    pub bytes: Vec<u8>,
}

/// The line and the column of a byte, 1-based; the column counts characters. `None` if the text is shorter.
pub(crate) fn line_and_column(text: &str, at: usize) -> Option<(usize, usize)> {
    let before = text.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some((before.matches('\n').count() + 1, line.chars().count() + 1))
}
