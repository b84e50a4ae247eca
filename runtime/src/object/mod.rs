//! JSON objects with known members.
//!
//! Generated code is a table with a row for each member (the macro in `table.rs`). Finding names, skipping unknown members and
//! reporting missing ones happens here.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{Error, MapAccess, SeqAccess, Unexpected, Visitor},
    ser::SerializeMap,
};

use crate::{
    envelope::Envelope,
    wire::{Need, Wire, empty_list, encoded, skip, unexpected},
};

mod mask;
mod names;
mod split;
mod traits;
mod write;

pub(crate) use self::names::Key;
use self::names::{Finder, Named};
pub use self::traits::Object;
#[doc(hidden)]
pub use self::{
    mask::{count, join, mask, mask_around},
    split::split,
    traits::{Boxed, Draft},
    write::{Int, List, Member, Writer, collect, int, list},
};

/// An object while it is read: from one map or, in case of a request, from several.
pub(crate) struct Reading<T: Object> {
    draft: T::Draft,
    /// The members that were read, as a bit mask.
    seen: u128,
    /// The aliases under which members were read.
    aliases: Vec<usize>,
    finder: Finder,
}

impl<T: Object> Reading<T> {
    /// Whether `seen` is needed.
    const TRACKS_SEEN: bool = T::REQUIRED != 0 || !T::ALIASES.is_empty();

    pub(crate) fn new() -> Self {
        Self::within(None)
    }

    /// Reads the members of a reply beside those of its envelope.
    pub(crate) fn beside(envelope: &'static Envelope) -> Self {
        Self::within(Some(envelope))
    }

    #[inline]
    fn within(envelope: Option<&'static Envelope>) -> Self {
        Self { draft: T::Draft::new(), seen: 0, aliases: Vec::new(), finder: Finder::new(T::NAMES, envelope) }
    }

    #[inline]
    pub(crate) fn key<'de, M: MapAccess<'de>>(&mut self, from: &mut M) -> Result<Option<Key>, M::Error> {
        from.next_key_seed(&mut self.finder)
    }

    /// Reads the value of `key`; values of the envelope are skipped.
    #[inline]
    pub(crate) fn value<'de, M: MapAccess<'de>>(&mut self, key: Key, from: &mut M) -> Result<(), M::Error> {
        let at = match key {
            Key::Member(at) => at,
            Key::Alias(rank) if !T::ALIASES.is_empty() => return self.alias(rank, from),
            Key::Kept => {
                let value = from.next_value()?;
                self.draft.keep_unknown(std::mem::take(&mut self.finder.unknown), value);
                return Ok(());
            }
            Key::Alias(_) | Key::Code | Key::Unknown => return skip(from),
        };
        T::read_member(&mut self.draft, at, from)?;
        self.finder.next = at + 1;
        if Self::TRACKS_SEEN {
            self.seen |= 1 << at;
        }
        if !T::ALIASES.is_empty() && !self.aliases.is_empty() {
            T::NAMES.forget(&mut self.aliases, at);
        }
        Ok(())
    }

    /// Reads a member under another name. If it was already read under a preferred name, the value is read and discarded, so
    /// that the order of the names does not matter.
    #[cold]
    fn alias<'de, M: MapAccess<'de>>(&mut self, rank: usize, from: &mut M) -> Result<(), M::Error> {
        let Some(at) = T::NAMES.renamed(rank) else { return skip(from) };
        if !T::NAMES.prefer(&mut self.aliases, rank, self.seen & (1 << at) != 0) {
            return T::read_member(&mut T::Draft::new(), at, from);
        }
        T::read_member(&mut self.draft, at, from)?;
        self.seen |= 1 << at;
        Ok(())
    }

    /// Reads the members of one map.
    pub(crate) fn members<'de, M: MapAccess<'de>>(&mut self, from: &mut M) -> Result<(), M::Error> {
        while let Some(key) = self.key(from)? {
            self.value(key, from)?;
        }
        Ok(())
    }

    /// Reads the members of one object.
    pub(crate) fn members_of<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(MembersVisitor(self))
    }

    #[inline]
    pub(crate) fn finish<E: Error>(self) -> Result<T, E> {
        let missing = T::REQUIRED & !self.seen;
        if missing == 0 { self.draft.finish() } else { Err(missing_members(T::MEMBERS, missing)) }
    }
}

struct MembersVisitor<'a, T: Object>(&'a mut Reading<T>);

impl<'de, T: Object> Visitor<'de> for MembersVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<(), M::Error> {
        self.0.members(&mut from)
    }
}

#[cold]
fn missing_members<E: Error>(members: &[&str], missing: u128) -> E {
    let names: Vec<String> = members
        .iter()
        .enumerate()
        .filter(|(at, _)| missing & (1 << at) != 0)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    E::custom(format_args!("missing {}", names.join(", ")))
}

impl<T: Object> Wire for T {
    #[inline(never)]
    fn read_as<'de, D: Deserializer<'de>>(from: D, need: Need) -> Result<Option<T>, D::Error> {
        from.deserialize_any(ObjectVisitor(need, PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let mut writer = Writer::new(&mut map);
        self.write_members(&mut writer);
        writer.finish()?;
        map.end()
    }

    fn vacant() -> Self {
        T::empty()
    }
}

struct ObjectVisitor<T>(Need, PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<Option<T>, M::Error> {
        let mut reading = Reading::new();
        reading.members(&mut from)?;
        reading.finish().map(Some)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        self.0.null(&self)
    }

    fn visit_bool<E: Error>(self, v: bool) -> Result<Option<T>, E> {
        if v { Err(unexpected(Unexpected::Bool(v), &self)) } else { self.0.empty(Unexpected::Bool(v), &self) }
    }

    fn visit_str<E: Error>(self, v: &str) -> Result<Option<T>, E> {
        encoded(v, '{', self.0, &self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<Option<T>, A::Error> {
        empty_list(from, self.0, &self)
    }
}
