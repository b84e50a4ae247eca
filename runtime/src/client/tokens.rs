//! The tokens that clients share.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use super::{
    store::{AnyStore, Shelf, TokenStore},
    token::Slot,
};
use crate::vendor::Secret;

/// A cache of tokens. Clones share it: clients with clones of one cache share a token if they fetch it with equal requests.
/// Requests with different secrets have different tokens, even if they belong to one company.
///
/// By default, tokens are kept in memory only. With [`in_store`](Self::in_store), processes share them.
#[derive(Clone, Default)]
pub struct Tokens(Arc<Shared>);

#[derive(Default)]
struct Shared {
    slots: Mutex<Slots>,
    store: Option<Arc<dyn AnyStore>>,
}

#[derive(Default)]
struct Slots {
    by_credential: HashMap<Secret, Arc<Slot>>,
    /// The slots of clients whose tokens are private to them and their clones.
    private: Vec<Weak<Slot>>,
}

impl Tokens {
    /// Tokens that are also in a store, where other processes find them.
    ///
    /// The store has tokens that come from an endpoint ([`with_tokens_from`](super::Client::with_tokens_from)) or have a name
    /// ([`with_named_tokens`](super::Client::with_named_tokens)); others are private to a client.
    #[must_use]
    pub fn in_store(store: impl TokenStore) -> Self {
        Self(Arc::new(Shared { slots: Mutex::default(), store: Some(Arc::new(store)) }))
    }

    /// The slot of the token for this credential; without one, a new private slot.
    pub(super) fn slot(&self, credential: Option<&Secret>) -> Arc<Slot> {
        let mut slots = self.slots();
        let Some(credential) = credential else {
            let slot = Arc::new(Slot::new(None));
            slots.private.retain(|slot| slot.strong_count() > 0);
            slots.private.push(Arc::downgrade(&slot));
            return slot;
        };
        let shelf = || self.0.store.clone().map(|store| Shelf { store, key: key(credential) });
        Arc::clone(slots.by_credential.entry(credential.clone()).or_insert_with(|| Arc::new(Slot::new(shelf()))))
    }

    /// Removes all tokens, so that the next calls fetch new ones; also ends the pauses after failed requests for tokens. From a
    /// store, the tokens are removed when the next ones are needed.
    pub fn clear(&self) {
        let mut slots = self.slots();
        slots.by_credential.retain(|_, slot| Arc::strong_count(slot) > 1);
        slots.by_credential.values().for_each(|slot| slot.forget());
        slots.private.iter().filter_map(Weak::upgrade).for_each(|slot| slot.forget());
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.0.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key of a token in a store. The credential has the name of an endpoint first, and then a secret.
fn key(credential: &Secret) -> String {
    let endpoint = credential.expose().split(' ').next().unwrap_or_default();
    let hash = hmac_sha256::Hash::hash(credential.expose().as_bytes());
    hash.iter().fold(format!("{endpoint}:"), |key, byte| format!("{key}{byte:02x}"))
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slots = self.slots();
        let private = slots.private.iter().filter(|slot| slot.strong_count() > 0).count();
        write!(f, "Tokens({} credentials)", slots.by_credential.len() + private)
    }
}
