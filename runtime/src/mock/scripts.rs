//! The answers that a test has set, by endpoint.

use std::{collections::HashMap, sync::Arc};

use http::Request;

use super::answer::Plan;

/// Whether an answer applies to a request.
pub(super) type Matches = Arc<dyn Fn(&Request<Vec<u8>>) -> bool + Send + Sync>;

/// How many calls an answer is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    Always,
}

/// An answer, and the calls that it is for.
#[derive(Clone)]
pub(super) struct Rule {
    pub(super) times: Times,
    /// `None` if it is for every request.
    pub(super) matches: Option<Matches>,
    pub(super) plan: Plan,
}

/// The answers of all endpoints.
#[derive(Default)]
pub(super) struct Scripts {
    by_endpoint: HashMap<&'static str, Vec<(u64, Rule)>>,
    last_number: u64,
}

impl Scripts {
    /// Adds an answer.
    pub(super) fn add(&mut self, endpoint: &'static str, rule: Rule) {
        let rules = self.by_endpoint.entry(endpoint).or_default();
        let is_default = |rule: &Rule| rule.times == Times::Always && rule.matches.is_none();
        if is_default(&rule) {
            rules.retain(|(_, other)| !is_default(other));
        }
        self.last_number += 1;
        rules.push((self.last_number, rule));
    }

    /// Removes the answers of an endpoint.
    pub(super) fn reset(&mut self, endpoint: &str) {
        self.by_endpoint.remove(endpoint);
    }

    /// The answers of an endpoint with their numbers, in the order in which they are tried.
    pub(super) fn candidates(&self, endpoint: &str) -> Vec<(u64, Rule)> {
        let mut rules = self.by_endpoint.get(endpoint).cloned().unwrap_or_default();
        rules.sort_by_key(|(_, rule)| {
            (rule.times == Times::Always, rule.times == Times::Always && rule.matches.is_none())
        });
        rules
    }

    /// Takes an answer for one call; `false` if it has been removed meanwhile.
    pub(super) fn take(&mut self, endpoint: &str, number: u64) -> bool {
        let Some(rules) = self.by_endpoint.get_mut(endpoint) else { return false };
        let Some(at) = rules.iter().position(|(other, _)| *other == number) else { return false };
        if rules[at].1.times == Times::Once {
            rules.remove(at);
        }
        true
    }
}
