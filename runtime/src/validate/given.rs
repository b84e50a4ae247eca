//! Which fields are given.

use crate::wire::Wire;

/// A field, which may be given or not.
pub trait Given {
    /// Whether the field counts as given.
    fn given(self) -> bool;
}

impl<T: Wire> Given for &T {
    #[inline]
    fn given(self) -> bool {
        T::is_given(self)
    }
}

/// A field that is given if it is present, even if it is empty.
#[derive(Clone, Copy)]
pub struct Present<'a, T>(&'a T);

impl<T: Wire> Given for Present<'_, T> {
    #[inline]
    fn given(self) -> bool {
        !self.0.is_absent()
    }
}

/// Lets a field be given if it is present, even if it is empty.
#[inline]
pub fn present<T: Wire>(field: &T) -> Present<'_, T> {
    Present(field)
}

/// Whether a field is given.
#[inline]
pub fn is_given(field: impl Given) -> bool {
    field.given()
}
