//! Reading a choice.

use serde::de::MapAccess;
use serde_json::{Map, Value};

use super::{
    held::Held,
    tag::Tag,
    unknown::{Leftover, UnknownChoice},
    variants::Choice,
};
use crate::wire::{Seed, Written, get};

/// A choice while its object is read: tag and members may come in any order.
#[doc(hidden)]
pub struct Draft<C: Choice> {
    tag: Option<C::Tag>,
    slots: C::Slots,
    /// Unknown members, which may belong to an unknown tag.
    rest: Map<String, Value>,
}

impl<C: Choice> Default for Draft<C> {
    #[inline]
    fn default() -> Self {
        Self { tag: None, slots: C::slots(), rest: Map::new() }
    }
}

impl<C: Choice> Draft<C> {
    /// Reads the member at `at` in [`Choice::MEMBERS`], for a field that is still vacant.
    ///
    /// # Errors
    /// Returns the deserializer's error.
    #[inline]
    pub fn read_member<'de, H: Held<C>, M: MapAccess<'de>>(
        &mut self,
        _field: &H,
        at: usize,
        from: &mut M,
    ) -> Result<(), M::Error> {
        match at {
            0 if H::REQUIRED => from.next_value_seed(Seed::new()).map(|tag| self.tag = Some(tag)),
            0 => get(&mut self.tag, from),
            at => C::read_member(&mut self.slots, at - 1, from),
        }
    }

    /// Keeps an unknown member.
    pub fn keep_unknown(&mut self, name: String, value: Value) {
        self.rest.insert(name, value);
    }

    /// The choice that was read; `None` if neither the tag nor any of its members was present.
    #[must_use]
    pub fn finish(mut self) -> Option<C> {
        if let Some(choice) = self.tag.as_ref().and_then(|tag| C::select(tag.known(), &mut self.slots)) {
            return Some(choice);
        }
        let mut members = Leftover::default();
        C::leftover(self.slots, &mut members);
        if self.tag.is_some() {
            members.append(self.rest);
        } else if members.is_empty() {
            return None;
        }
        let tag = self.tag.map(|tag| serde_json::to_value(Written(&tag)).unwrap_or_default());
        Some(C::unknown(UnknownChoice::new(tag, members)))
    }
}
