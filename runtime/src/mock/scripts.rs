//! The answers that a test set, by endpoint.

use std::collections::{HashMap, VecDeque};

use super::answer::Plan;

/// The answers that were set for all endpoints.
#[derive(Default)]
pub(super) struct Scripts {
    by_endpoint: HashMap<&'static str, Answers>,
}

/// The answers that were set for one endpoint.
#[derive(Default)]
struct Answers {
    once: VecDeque<Plan>,
    always: Option<Plan>,
}

impl Scripts {
    /// Adds an answer to one call.
    pub(super) fn once(&mut self, endpoint: &'static str, plan: Plan) {
        self.by_endpoint.entry(endpoint).or_default().once.push_back(plan);
    }

    /// Sets the answer to the calls that have none of their own.
    pub(super) fn always(&mut self, endpoint: &'static str, plan: Plan) {
        self.by_endpoint.entry(endpoint).or_default().always = Some(plan);
    }

    /// Forgets the answers of an endpoint.
    pub(super) fn reset(&mut self, endpoint: &str) {
        self.by_endpoint.remove(endpoint);
    }

    /// Takes the answer to the next call.
    pub(super) fn next(&mut self, endpoint: &str) -> Plan {
        let answers = self.by_endpoint.get_mut(endpoint);
        let plan = answers.and_then(|answers| answers.once.pop_front().or_else(|| answers.always.clone()));
        plan.unwrap_or(Plan::DEFAULT)
    }
}
