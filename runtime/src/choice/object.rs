//! Objects with a choice while they are read.

use serde::de::Error;

use super::{draft::Draft, held::Held, variants::Choice};
use crate::{
    object::{Draft as DraftOf, Object},
    wire::Json,
};

/// An object that holds a choice beside its other members.
#[doc(hidden)]
pub trait WithChoice: Object {
    /// The choice.
    type Choice: Choice;

    /// Sets the choice that was read.
    fn hold(&mut self, choice: Option<Self::Choice>);
}

impl<T: WithChoice> DraftOf<T> for (T, Draft<T::Choice>) {
    const KEEPS_UNKNOWN: bool = true;

    #[inline]
    fn new() -> Self {
        (T::empty(), Draft::default())
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
impl<C: Choice + Object> DraftOf<C> for Draft<C> {
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
