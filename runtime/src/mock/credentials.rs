//! The credentials that a mock accepts.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::Duration,
};

use crate::vendor::{Secret, Vendor};

/// The number of recent credentials that are kept.
const MAX: usize = 10_000;

/// A vendor and one of its kinds of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    vendor: &'static str,
    kind: &'static str,
}

impl Kind {
    pub(super) const fn of<V: Vendor>() -> Self {
        Self { vendor: V::NAME, kind: V::KIND }
    }
}

/// The status of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Valid,
    Expired,
    Wrong,
    /// It was handed out for other calls.
    OfAnotherKind,
    Missing,
}

/// The credentials of all vendors.
#[derive(Default)]
pub(super) struct Credentials {
    by_kind: HashMap<Kind, KindCredentials>,
    /// Credentials that have expired for every vendor.
    expired: Recent,
    handed_out: u64,
    /// The lifetime that is sent with new ones; by default that of the page's example.
    pub(super) lifetime: Option<Duration>,
}

/// The credentials of one kind.
#[derive(Default)]
struct KindCredentials {
    /// Credentials that were accepted.
    accepted: Recent,
    expired: Recent,
    handed_out: Recent,
    required: Option<String>,
}

impl Credentials {
    /// From now on, accepts only this credential and those that are handed out.
    pub(super) fn require(&mut self, kind: Kind, credential: &Secret) {
        self.by_kind.entry(kind).or_default().required = Some(credential.expose().to_owned());
    }

    /// Expires a credential.
    pub(super) fn expire(&mut self, credential: &Secret) {
        self.expired.add(credential.expose().to_owned());
    }

    /// Expires all credentials that were accepted or handed out.
    pub(super) fn expire_all(&mut self, kind: Kind) {
        let known = self.by_kind.entry(kind).or_default();
        let (accepted, handed_out) = (std::mem::take(&mut known.accepted), std::mem::take(&mut known.handed_out));
        let all = accepted.order.into_iter().chain(handed_out.order).chain(known.required.clone());
        all.for_each(|credential| known.expired.add(credential));
    }

    /// Makes a new credential of this kind.
    pub(super) fn hand_out(&mut self, kind: Kind, stem: &str) -> String {
        self.handed_out += 1;
        let credential = format!("{stem}-{}", self.handed_out);
        self.by_kind.entry(kind).or_default().handed_out.add(credential.clone());
        credential
    }

    /// Checks a credential, and keeps it if it is valid.
    pub(super) fn check(&mut self, kind: Kind, credential: &Secret) -> Status {
        let text = credential.expose();
        if self.by_kind.iter().any(|(other, known)| *other != kind && known.handed_out.has(text)) {
            return Status::OfAnotherKind;
        }
        let known = self.by_kind.entry(kind).or_default();
        if self.expired.has(text) || known.expired.has(text) {
            return Status::Expired;
        }
        let required = known.required.as_ref().is_none_or(|required| required == text);
        if !required && !known.handed_out.has(text) {
            return Status::Wrong;
        }
        known.accepted.add(text.to_owned());
        Status::Valid
    }
}

/// The most recent texts.
#[derive(Default)]
struct Recent {
    texts: HashSet<String>,
    order: VecDeque<String>,
}

impl Recent {
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
