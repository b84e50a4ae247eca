//! The answers that a test has set, by endpoint.

use std::collections::{HashMap, VecDeque};

use super::answer::Plan;

/// The answers of all endpoints.
#[derive(Default)]
pub(super) struct Scripts {
    by_endpoint: HashMap<&'static str, Answers>,
}

/// The answers of one endpoint.
#[derive(Default)]
struct Answers {
    once: VecDeque<Plan>,
    always: Option<Plan>,
}

impl Scripts {
    /// Adds an answer for one call.
    pub(super) fn once(&mut self, endpoint: &'static str, plan: Plan) {
        self.by_endpoint.entry(endpoint).or_default().once.push_back(plan);
    }

    /// Sets the answer for calls without one of their own.
    pub(super) fn always(&mut self, endpoint: &'static str, plan: Plan) {
        self.by_endpoint.entry(endpoint).or_default().always = Some(plan);
    }

    /// Removes the answers of an endpoint.
    pub(super) fn reset(&mut self, endpoint: &str) {
        self.by_endpoint.remove(endpoint);
    }

    /// Takes the answer for the next call.
    pub(super) fn next(&mut self, endpoint: &str) -> Plan {
        let answers = self.by_endpoint.get_mut(endpoint);
        let plan = answers.and_then(|answers| answers.once.pop_front().or_else(|| answers.always.clone()));
        plan.unwrap_or(Plan::DEFAULT)
    }
}
