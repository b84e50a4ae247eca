//! What a mock was told, by endpoint.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    marker::PhantomData,
};

use super::{
    answer::{Answer, Plan},
    server::Shared,
};
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
        self.shared.lock().scripts.of(E::INFO.name).queue.push_back(answer.plan);
        self
    }

    /// Answers every call so for which there is no other answer.
    pub fn always(self, answer: Answer<E>) -> Self {
        self.shared.lock().scripts.of(E::INFO.name).always = Some(answer.plan);
        self
    }

    /// Forgets all that was told about the endpoint.
    pub fn reset(self) {
        *self.shared.lock().scripts.of(E::INFO.name) = Told::default();
    }
}

impl<E: Endpoint> fmt::Debug for Script<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Script").field(&E::INFO.name).finish()
    }
}

/// What was told about all endpoints.
#[derive(Default)]
pub(super) struct Scripts {
    by_endpoint: HashMap<&'static str, Told>,
}

/// What was told about one endpoint.
#[derive(Default)]
struct Told {
    queue: VecDeque<Plan>,
    always: Option<Plan>,
}

impl Scripts {
    fn of(&mut self, endpoint: &'static str) -> &mut Told {
        self.by_endpoint.entry(endpoint).or_default()
    }

    /// The answer to the next call.
    pub(super) fn next(&mut self, endpoint: &str) -> Plan {
        let told = self.by_endpoint.get_mut(endpoint);
        told.and_then(|told| told.queue.pop_front().or_else(|| told.always.clone())).unwrap_or(Plan::DEFAULT)
    }
}
