//! Sets the answers to an endpoint's calls.

use std::{fmt, marker::PhantomData, sync::Arc};

use super::{
    answer::{Answer, Content, Plan},
    record::Call,
    scripts::{Rule, Times},
    shared::Shared,
};
use crate::endpoint::Endpoint;

/// Sets the answers to calls of the endpoint `E`.
///
/// Only valid requests get them: others are refused, and use up no answer. For each call, the first answer applies that
/// has a matching condition, in the order in which they were set; those for [one call](Self::once) come before those for
/// each call, and among these the one without a condition comes last.
///
/// ```ignore
/// let customers = server.on::<batchget::Request>();
/// customers
///     .when(|request| request.external_userid_list.len() > 100)
///     .always(Answer::error(ErrorCode::TOO_MANY_IDS))
///     .when(|request| request.need_enter_session_context == Some(true))
///     .respond(|call| Answer::reply(&customers_with_context(&call.request)));
/// ```
pub struct Script<'a, E> {
    shared: &'a Shared,
    condition: Option<Condition<E>>,
    of: PhantomData<fn() -> E>,
}

type Condition<E> = Arc<dyn Fn(&E) -> bool + Send + Sync>;

impl<'a, E: Endpoint> Script<'a, E> {
    pub(super) fn new(shared: &'a Shared) -> Self {
        Self { shared, condition: None, of: PhantomData }
    }

    /// Limits the answers that follow to requests for which `condition` returns `true`. It replaces the condition of the
    /// answers before.
    ///
    /// It runs in the mock's thread. If it panics, the mock answers with HTTP 500, and the call is
    /// [refused](super::Server::refused).
    pub fn when(mut self, condition: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        self.condition = Some(Arc::new(condition));
        self
    }

    /// Answers one call with `answer`. Several answers are used in the order in which they were set.
    pub fn once(self, answer: Answer<E>) -> Self {
        self.add(Times::Once, answer.plan)
    }

    /// Answers each call with `answer` that has no answer from [`once`](Self::once). It replaces the previous such answer
    /// without a condition, if it has none itself.
    pub fn always(self, answer: Answer<E>) -> Self {
        self.add(Times::Always, answer.plan)
    }

    /// Answers each call with the result of `answer`, like [`always`](Self::always).
    ///
    /// The closure runs in the mock's thread. If it panics, the mock answers with HTTP 500, and the call is
    /// [refused](super::Server::refused).
    pub fn respond(self, answer: impl Fn(&Call<E>) -> Answer<E> + Send + Sync + 'static) -> Self {
        let computed = Content::Computed(Arc::new(move |message, credential, record| {
            let (request, _) = E::from_http(message).ok()?;
            let call = Call { request, credential: credential.cloned(), record: record.clone() };
            Some(answer(&call).plan)
        }));
        self.add(Times::Always, Plan { content: computed, ..Plan::DEFAULT })
    }

    /// Removes the answers, so that the default is used.
    pub fn reset(self) {
        self.shared.lock().scripts.reset(E::INFO.name);
    }

    fn add(self, times: Times, plan: Plan) -> Self {
        let matches = self.condition.clone().map(|condition| -> super::scripts::Matches {
            Arc::new(move |message| E::from_http(message).is_ok_and(|(request, _)| condition(&request)))
        });
        self.shared.lock().scripts.add(E::INFO.name, Rule { times, matches, plan });
        self
    }
}

impl<E: Endpoint> fmt::Debug for Script<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Script").field(&E::INFO.name).finish()
    }
}
