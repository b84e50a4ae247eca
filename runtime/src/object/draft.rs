//! Objects while they are read.

use serde::de::Error;

use super::Object;
use crate::{
    choice::{self, Choice, Held},
    wire::Json,
};

/// The object `T` while it is read.
pub trait Draft<T>: Sized {
    /// Whether unknown members are kept because they may belong to a choice with an unknown tag.
    const KEEPS_UNKNOWN: bool = false;

    /// A draft without any member.
    fn new() -> Self;

    /// Keeps an unknown member.
    fn keep_unknown(&mut self, _name: String, _value: Json) {}

    /// The object, after all members were read.
    ///
    /// # Errors
    /// A member that was kept until its tag came cannot be read.
    fn finish<E: Error>(self) -> Result<T, E>;
}

/// An object without a choice is its own draft.
impl<T: Object> Draft<T> for T {
    #[inline]
    fn new() -> Self {
        T::empty()
    }

    #[inline]
    fn finish<E: Error>(self) -> Result<T, E> {
        Ok(self)
    }
}

/// An object that holds a choice beside its other members.
pub trait WithChoice: Object {
    /// The choice.
    type Choice: Choice;

    /// Sets the choice that was read.
    fn hold(&mut self, choice: Option<Self::Choice>);
}

impl<T: WithChoice> Draft<T> for (T, choice::Draft<T::Choice>) {
    const KEEPS_UNKNOWN: bool = true;

    #[inline]
    fn new() -> Self {
        (T::empty(), choice::Draft::default())
    }

    fn keep_unknown(&mut self, name: String, value: Json) {
        self.1.keep_unknown(name, value);
    }

    #[inline]
    fn finish<E: Error>(self) -> Result<T, E> {
        let (mut object, choice) = self;
        object.hold(choice.finish()?);
        Ok(object)
    }
}

/// An object that is nothing but a choice.
impl<C: Choice + Object> Draft<C> for choice::Draft<C> {
    const KEEPS_UNKNOWN: bool = true;

    #[inline]
    fn new() -> Self {
        Self::default()
    }

    fn keep_unknown(&mut self, name: String, value: Json) {
        Self::keep_unknown(self, name, value);
    }

    #[inline]
    fn finish<E: Error>(self) -> Result<C, E> {
        Ok(Self::finish(self)?.unwrap_or_else(Held::<C>::vacant))
    }
}

/// The draft of an object in a box.
pub struct Boxed<T: Object>(pub(super) T::Draft);

impl<T: Object> Draft<Box<T>> for Boxed<T> {
    const KEEPS_UNKNOWN: bool = T::Draft::KEEPS_UNKNOWN;

    #[inline]
    fn new() -> Self {
        Self(T::Draft::new())
    }

    fn keep_unknown(&mut self, name: String, value: Json) {
        self.0.keep_unknown(name, value);
    }

    #[inline]
    fn finish<E: Error>(self) -> Result<Box<T>, E> {
        self.0.finish().map(Box::new)
    }
}
