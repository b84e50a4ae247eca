//! JSON objects with known members.
//!
//! Generated code is a table with a row for each member (the macro in `table.rs`). Finding names, skipping unknown members and
//! reporting missing ones happens here.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor},
    ser::SerializeMap,
};

use crate::{
    envelope::{Envelope, EnvelopeMember},
    wire::{Need, Wire, empty_list, encoded, skip, unexpected},
};

mod mask;
mod split;
mod traits;
mod write;

pub use self::traits::Object;
#[doc(hidden)]
pub use self::{
    mask::{count, join, mask, mask_around},
    split::split,
    traits::{Boxed, Draft},
    write::{Int, List, Member, Writer, collect, int, list},
};

/// The meaning of a name in an object.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    Member(usize),
    /// The index in [`Object::ALIASES`].
    Alias(usize),
    Envelope(EnvelopeMember),
    /// An unknown name whose member is kept.
    Kept,
    Unknown,
}

/// The names of an object's members.
struct Names {
    members: &'static [&'static str],
    aliases: &'static [(&'static str, &'static str)],
    envelope: &'static [&'static str],
    keep_unknown: bool,
}

/// What to do about aliases. It needs no type of an object, so it is compiled once.
impl Names {
    /// The member that an alias names.
    #[cold]
    fn renamed(&self, rank: usize) -> Option<usize> {
        let (_, name) = self.aliases[rank];
        self.members.iter().position(|member| *member == name)
    }

    /// Whether the member is to be read under this alias, which is then the one that it was read under: it was not read yet,
    /// or under an alias that comes later.
    #[cold]
    fn prefer(&self, read: &mut Vec<usize>, rank: usize, is_seen: bool) -> bool {
        let (_, name) = self.aliases[rank];
        match read.iter_mut().find(|earlier| self.aliases[**earlier].1 == name) {
            Some(earlier) if rank <= *earlier => *earlier = rank,
            None if !is_seen => read.push(rank),
            _ => return false,
        }
        true
    }

    /// Forgets the aliases of a member that was read under its own name.
    #[cold]
    fn forget(&self, read: &mut Vec<usize>, at: usize) {
        read.retain(|rank| self.aliases[*rank].1 != self.members[at]);
    }
}

trait Named: Object {
    const NAMES: &'static Names = &Names {
        members: Self::MEMBERS,
        aliases: Self::ALIASES,
        envelope: Self::ENVELOPE,
        keep_unknown: Self::Draft::KEEPS_UNKNOWN,
    };
}

impl<T: Object> Named for T {}

/// Finds a member by its name. Most replies have the order of the docs, so the next name in the list is tried first.
struct KeySeed<'a> {
    guess: usize,
    names: &'static Names,
    envelope: Option<&'static Envelope>,
    /// Receives an unknown name, if the object keeps unknown members.
    unknown: &'a mut String,
}

impl KeySeed<'_> {
    #[inline(never)]
    fn find(self, name: &str) -> Key {
        if let Some(at) = self.names.members.iter().position(|member| *member == name) {
            return Key::Member(at);
        }
        if let Some(rank) = self.names.aliases.iter().position(|(alias, _)| *alias == name) {
            return Key::Alias(rank);
        }
        if let Some(member) = self.envelope.and_then(|envelope| envelope.member(name)) {
            return Key::Envelope(member);
        }
        if !self.names.keep_unknown || self.names.envelope.contains(&name) {
            return Key::Unknown;
        }
        name.clone_into(self.unknown);
        Key::Kept
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        match self.names.members.get(self.guess) {
            Some(guess) if *guess == name => Ok(Key::Member(self.guess)),
            _ => Ok(self.find(name)),
        }
    }
}

/// An object while it is read: from one map or, in case of a request, from several.
pub(crate) struct Reading<T: Object> {
    draft: T::Draft,
    /// The members that were read, as a bit mask.
    seen: u128,
    /// The index of the member that probably comes next.
    next: usize,
    /// The aliases under which members were read.
    aliases: Vec<usize>,
    /// The last unknown name, if the object keeps unknown members.
    unknown: String,
}

impl<T: Object> Reading<T> {
    /// Whether `seen` is needed.
    const TRACKS_SEEN: bool = T::REQUIRED != 0 || !T::ALIASES.is_empty();

    pub(crate) fn new() -> Self {
        Self { draft: T::Draft::new(), seen: 0, next: 0, aliases: Vec::new(), unknown: String::new() }
    }

    #[inline]
    pub(crate) fn key<'de, M: MapAccess<'de>>(
        &mut self,
        envelope: Option<&'static Envelope>,
        from: &mut M,
    ) -> Result<Option<Key>, M::Error> {
        from.next_key_seed(KeySeed { guess: self.next, names: T::NAMES, envelope, unknown: &mut self.unknown })
    }

    /// Reads the value of `key`; values of the envelope are skipped.
    #[inline]
    pub(crate) fn value<'de, M: MapAccess<'de>>(&mut self, key: Key, from: &mut M) -> Result<(), M::Error> {
        let at = match key {
            Key::Member(at) => at,
            Key::Alias(rank) => return self.alias(rank, from),
            Key::Kept => {
                let value = from.next_value()?;
                self.draft.keep_unknown(std::mem::take(&mut self.unknown), value);
                return Ok(());
            }
            Key::Envelope(_) | Key::Unknown => return skip(from),
        };
        T::read_member(&mut self.draft, at, from)?;
        self.next = at + 1;
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
        while let Some(key) = self.key(None, from)? {
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
