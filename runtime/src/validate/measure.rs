//! Access to the texts, numbers and lists in fields, which rules measure. Absent fields have no value.

use std::collections::BTreeMap;

/// A field with a text, which may be absent.
pub trait Text {
    /// The text.
    fn text(&self) -> Option<&str>;
}

impl Text for str {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text + ?Sized> Text for &T {
    #[inline]
    fn text(&self) -> Option<&str> {
        (**self).text()
    }
}

impl Text for String {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text> Text for Option<T> {
    #[inline]
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(Text::text)
    }
}

/// A field with a number of bytes, which may be absent.
pub trait Size {
    /// The number of bytes.
    fn size(&self) -> Option<usize>;
}

impl<T: Text> Size for T {
    #[inline]
    fn size(&self) -> Option<usize> {
        self.text().map(str::len)
    }
}

/// A field with a file.
pub trait FileName {
    /// The name of the file, which may be absent.
    fn file_name(&self) -> Option<&str>;
}

/// A field with an integer, which may be absent.
pub trait Number {
    /// The integer.
    fn number(&self) -> Option<i64>;

    /// The integer, also if it is beyond 64 bits with a sign.
    #[inline]
    fn wide(&self) -> Option<i128> {
        self.number().map(i128::from)
    }
}

macro_rules! numbers {
    ($($t:ty)*) => {$(
        impl Number for $t {
            #[inline]
            fn number(&self) -> Option<i64> {
                Some(i64::from(*self))
            }
        }
    )*};
}

numbers!(i32 i64 u32);

/// Bounds are at most `i64::MAX`, so a greater number is as good as that.
impl Number for u64 {
    #[inline]
    fn number(&self) -> Option<i64> {
        Some(i64::try_from(*self).unwrap_or(i64::MAX))
    }

    #[inline]
    fn wide(&self) -> Option<i128> {
        Some(i128::from(*self))
    }
}

impl<T: Number> Number for Option<T> {
    #[inline]
    fn number(&self) -> Option<i64> {
        self.as_ref().and_then(Number::number)
    }

    #[inline]
    fn wide(&self) -> Option<i128> {
        self.as_ref().and_then(Number::wide)
    }
}

/// A field with a number of elements, which may be absent.
pub trait Items {
    /// The number of elements.
    fn count(&self) -> Option<usize>;
}

impl<T> Items for Vec<T> {
    #[inline]
    fn count(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T> Items for BTreeMap<String, T> {
    #[inline]
    fn count(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T: Items> Items for Option<T> {
    #[inline]
    fn count(&self) -> Option<usize> {
        self.as_ref().and_then(Items::count)
    }
}

/// A field with a list, which may be absent.
pub trait Elements<T> {
    fn elements(&self) -> &[T];
}

impl<T> Elements<T> for Vec<T> {
    #[inline]
    fn elements(&self) -> &[T] {
        self
    }
}

impl<T> Elements<T> for Option<Vec<T>> {
    #[inline]
    fn elements(&self) -> &[T] {
        self.as_deref().unwrap_or_default()
    }
}
