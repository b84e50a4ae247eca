//! Sets the answers to an endpoint's calls.

use std::{fmt, marker::PhantomData};

use super::{answer::Answer, shared::Shared};
use crate::endpoint::Endpoint;

/// Sets the answers to calls of the endpoint `E`.
///
/// Only valid requests get them: others are refused, and use up no answer.
pub struct Script<'a, E> {
    shared: &'a Shared,
    of: PhantomData<fn() -> E>,
}

impl<'a, E: Endpoint> Script<'a, E> {
    pub(super) fn new(shared: &'a Shared) -> Self {
        Self { shared, of: PhantomData }
    }

    /// Answers one call with `answer`. Several answers are used in the order in which they were set.
    pub fn once(self, answer: Answer<E>) -> Self {
        self.shared.lock().scripts.once(E::INFO.name, answer.plan);
        self
    }

    /// Answers each call with `answer` that has no answer from [`once`](Self::once).
    pub fn always(self, answer: Answer<E>) -> Self {
        self.shared.lock().scripts.always(E::INFO.name, answer.plan);
        self
    }

    /// Removes the answers, so that the default is used.
    pub fn reset(self) {
        self.shared.lock().scripts.reset(E::INFO.name);
    }
}

impl<E: Endpoint> fmt::Debug for Script<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Script").field(&E::INFO.name).finish()
    }
}
