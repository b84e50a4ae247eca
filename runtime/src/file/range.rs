//! Parts of files.

/// The part of a file that a reply has: the header `Content-Range`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContentRange {
    /// The index of the first byte.
    pub first: u64,
    /// The index of the last byte.
    pub last: u64,
    /// The length of the file; `None` if the vendor does not know it.
    pub total: Option<u64>,
}

crate::object! { ContentRange {
    "first" => first: u64;
    "last" => last: u64;
    "total" => total?: u64;
} }

impl ContentRange {
    /// A range. The last byte is part of it.
    #[must_use]
    pub const fn new(first: u64, last: u64, total: Option<u64>) -> Self {
        Self { first, last, total }
    }

    /// Whether the range is the end of the file.
    #[must_use]
    pub fn is_end(&self) -> bool {
        self.total.is_some_and(|total| self.last.checked_add(1) == Some(total))
    }

    /// The number of bytes; `None` if the range is not valid.
    pub(crate) fn count(&self) -> Option<u64> {
        let within = self.total.is_none_or(|total| self.last < total);
        self.last.checked_sub(self.first).and_then(|count| count.checked_add(1)).filter(|_| within)
    }

    /// Reads the value of a header.
    pub(crate) fn parse(header: &str) -> Option<Self> {
        let (unit, range) = header.trim().split_once([' ', '='])?;
        let (bounds, total) = range.trim().split_once('/')?;
        let (first, last) = bounds.split_once('-')?;
        let number = |text: &str| text.trim().parse().ok();
        let total = match total.trim() {
            "*" => None,
            total => Some(number(total)?),
        };
        let range = Self { first: number(first)?, last: number(last)?, total };
        (unit.eq_ignore_ascii_case("bytes") && range.count().is_some()).then_some(range)
    }

    /// The value of the header.
    pub(crate) fn header(&self) -> String {
        let total = self.total.map_or("*".to_owned(), |total| total.to_string());
        format!("bytes {}-{}/{total}", self.first, self.last)
    }
}
