//! Bounds of counts and numbers.

use std::fmt;

/// Bounds of a count; both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The minimum.
    pub min: usize,
    /// The maximum; `usize::MAX` means no limit.
    pub max: usize,
}

impl Limit {
    /// From `min` to `max`.
    #[must_use]
    pub const fn between(min: usize, max: usize) -> Self {
        Self { min, max }
    }

    /// `min` or more.
    #[must_use]
    pub const fn at_least(min: usize) -> Self {
        Self { min, max: usize::MAX }
    }

    /// `max` or less.
    #[must_use]
    pub const fn at_most(max: usize) -> Self {
        Self { min: 0, max }
    }

    /// The unit: singular or plural, like the last number shown.
    pub(super) fn unit(self, one: &'static str, many: &'static str) -> &'static str {
        let shown = if self.max == usize::MAX { self.min } else { self.max };
        if shown == 1 { one } else { many }
    }

    #[inline]
    pub(super) fn allows(self, count: usize) -> bool {
        self.min <= count && count <= self.max
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (min, usize::MAX) => write!(f, "at least {min}"),
            (0, max) => write!(f, "at most {max}"),
            (min, max) if min == max => write!(f, "exactly {min}"),
            (min, max) => write!(f, "{min} to {max}"),
        }
    }
}

/// Bounds of a number; both inclusive, and `None` if the docs set no bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds<T> {
    /// The minimum.
    pub min: Option<T>,
    /// The maximum.
    pub max: Option<T>,
}

impl<T> Bounds<T> {
    /// From `min` to `max`, if given.
    #[must_use]
    pub const fn new(min: Option<T>, max: Option<T>) -> Self {
        Self { min, max }
    }
}

impl<T: fmt::Display> fmt::Display for Bounds<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.min, &self.max) {
            (Some(min), Some(max)) => write!(f, "from {min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("any number"),
        }
    }
}

/// The types of bounds in tables: [`Limit`] and [`Bounds`].
pub trait Between {
    type Of;

    fn new(min: Option<Self::Of>, max: Option<Self::Of>) -> Self;
}

impl Between for Limit {
    type Of = usize;

    #[inline]
    fn new(min: Option<usize>, max: Option<usize>) -> Self {
        Self { min: min.unwrap_or(0), max: max.unwrap_or(usize::MAX) }
    }
}

impl<T> Between for Bounds<T> {
    type Of = T;

    #[inline]
    fn new(min: Option<T>, max: Option<T>) -> Self {
        Self { min, max }
    }
}

/// From `min` to `max`.
#[inline]
pub fn between<B: Between>(min: B::Of, max: B::Of) -> B {
    B::new(Some(min), Some(max))
}

/// `min` or more.
#[inline]
pub fn at_least<B: Between>(min: B::Of) -> B {
    B::new(Some(min), None)
}

/// `max` or less.
#[inline]
pub fn at_most<B: Between>(max: B::Of) -> B {
    B::new(None, Some(max))
}
