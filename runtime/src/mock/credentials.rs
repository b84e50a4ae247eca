//! Which credentials a mock takes.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::Duration,
};

use crate::vendor::Secret;

/// So many credentials are remembered at the most, the last ones.
const MAX: usize = 10_000;

/// What has become of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Good,
    Expired,
    Wrong,
    Missing,
}

/// What is known about credentials.
#[derive(Default)]
pub(super) struct Credentials {
    by_vendor: HashMap<&'static str, Known>,
    /// Expired whatever vendor they are for.
    expired: Remembered,
    handed_out: u64,
    /// What is said about how long those are good; what the page's example says, if nothing.
    pub(super) lifetime: Option<Duration>,
}

/// What is known about the credentials of one vendor.
#[derive(Default)]
struct Known {
    /// Taken before.
    seen: Remembered,
    expired: Remembered,
    handed_out: Remembered,
    required: Option<String>,
}

impl Credentials {
    pub(super) fn require(&mut self, vendor: &'static str, credential: &Secret) {
        self.by_vendor.entry(vendor).or_default().required = Some(credential.expose().to_owned());
    }

    pub(super) fn expire(&mut self, credential: &Secret) {
        self.expired.add(credential.expose().to_owned());
    }

    pub(super) fn expire_all(&mut self, vendor: &'static str) {
        let known = self.by_vendor.entry(vendor).or_default();
        let (seen, handed_out) = (std::mem::take(&mut known.seen), std::mem::take(&mut known.handed_out));
        let all = seen.order.into_iter().chain(handed_out.order).chain(known.required.clone());
        all.for_each(|credential| known.expired.add(credential));
    }

    /// A credential that there was not before, for `vendor`.
    pub(super) fn hand_out(&mut self, vendor: &'static str, stem: &str) -> String {
        self.handed_out += 1;
        let credential = format!("{stem}-{}", self.handed_out);
        self.by_vendor.entry(vendor).or_default().handed_out.add(credential.clone());
        credential
    }

    /// Judges a credential, and remembers one that is good.
    pub(super) fn judge(&mut self, vendor: &'static str, credential: &Secret) -> Standing {
        let text = credential.expose();
        let known = self.by_vendor.entry(vendor).or_default();
        if self.expired.has(text) || known.expired.has(text) {
            return Standing::Expired;
        }
        let required = known.required.as_ref().is_none_or(|required| required == text);
        if !required && !known.handed_out.has(text) {
            return Standing::Wrong;
        }
        known.seen.add(text.to_owned());
        Standing::Good
    }
}

/// The last so many of all texts.
#[derive(Default)]
struct Remembered {
    texts: HashSet<String>,
    order: VecDeque<String>,
}

impl Remembered {
    fn has(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    fn add(&mut self, text: String) {
        if !self.texts.insert(text.clone()) {
            return;
        }
        self.order.push_back(text);
        if self.order.len() > MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.texts.remove(&oldest);
        }
    }
}
