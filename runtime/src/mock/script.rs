//! What a mock was told, by endpoint.

use std::{fmt, marker::PhantomData};

use super::{answer::Answer, shared::Shared};
use crate::endpoint::Endpoint;

/// Tells a mock what to answer to calls of the endpoint `E`.
///
/// Answers are for requests that are right: one that is wrong is refused, and uses no answer up.
pub struct Script<'a, E> {
    shared: &'a Shared,
    of: PhantomData<fn() -> E>,
}

impl<'a, E: Endpoint> Script<'a, E> {
    pub(super) fn new(shared: &'a Shared) -> Self {
        Self { shared, of: PhantomData }
    }

    /// Answers one call so, after the calls that earlier answers are for.
    pub fn once(self, answer: Answer<E>) -> Self {
        self.shared.lock().scripts.once(E::INFO.name, answer.plan);
        self
    }

    /// Answers every call so for which there is no other answer.
    pub fn always(self, answer: Answer<E>) -> Self {
        self.shared.lock().scripts.always(E::INFO.name, answer.plan);
        self
    }

    /// Forgets all that was told about the endpoint.
    pub fn reset(self) {
        self.shared.lock().scripts.reset(E::INFO.name);
    }
}

impl<E: Endpoint> fmt::Debug for Script<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Script").field(&E::INFO.name).finish()
    }
}
