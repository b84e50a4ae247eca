//! JSON objects with known members.
//!
//! Generated code gives the names of the members and one line a member; finding a name, skipping what is unknown and
//! noticing what is missing is here.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value;

use crate::{
    envelope::{Envelope, EnvelopeMember},
    wire::skip,
};

/// A JSON object with known members, as emitted for every object of a schema.
///
/// A set of members is a bit mask, which is why an object has at most 128 of them.
pub trait Object: Sized {
    /// What the object is read into before it is known to be whole.
    #[doc(hidden)]
    type Draft;

    /// The members' names, in the order in which the docs list them.
    const MEMBERS: &'static [&'static str];

    /// Other names under which members are read, with the member's place in [`MEMBERS`](Self::MEMBERS). Where several of
    /// a member's names are there, its own wins, then the first of these; all of them must be readable.
    #[doc(hidden)]
    const ALIASES: &'static [(&'static str, usize)] = &[];

    /// The members without which there is no object.
    #[doc(hidden)]
    const REQUIRED: u128 = 0;

    /// Whether members that are not known may belong to a choice whose tag is not known.
    #[doc(hidden)]
    const KEEPS_UNKNOWN: bool = false;

    #[doc(hidden)]
    fn draft() -> Self::Draft;

    /// # Errors
    /// The deserializer's.
    #[doc(hidden)]
    fn read_member<'de, M: MapAccess<'de>>(draft: &mut Self::Draft, at: usize, from: &mut M) -> Result<(), M::Error>;

    #[doc(hidden)]
    fn keep_unknown(_draft: &mut Self::Draft, _name: String, _value: Value) {}

    #[doc(hidden)]
    fn finish(draft: Self::Draft) -> Self;

    /// # Errors
    /// The serializer's.
    #[doc(hidden)]
    fn write_members<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error>;
}

/// What a member's name turned out to be.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    Member(usize),
    /// The place in [`Object::ALIASES`].
    Alias(usize),
    Envelope(EnvelopeMember),
    Unknown,
}

/// The names that an object knows.
struct Names {
    members: &'static [&'static str],
    aliases: &'static [(&'static str, usize)],
    keep_unknown: bool,
}

trait Named: Object {
    const NAMES: &'static Names =
        &Names { members: Self::MEMBERS, aliases: Self::ALIASES, keep_unknown: Self::KEEPS_UNKNOWN };
}

impl<T: Object> Named for T {}

/// Finds a member's name. Replies mostly keep the order of the docs, so the next name in the list is tried first.
struct KeySeed<'a> {
    guess: usize,
    names: &'static Names,
    envelope: Option<&'static Envelope>,
    /// Where the name goes that is not known, if it is wanted.
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
        if self.names.keep_unknown {
            name.clone_into(self.unknown);
        }
        Key::Unknown
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

/// An object while it is read, from one map or, as a request, from several.
pub(crate) struct Reading<T: Object> {
    draft: T::Draft,
    seen: u128,
    next: usize,
    /// The aliases under which members were read.
    aliases: Vec<usize>,
    /// The last name that was not known, if the object keeps such.
    unknown: String,
}

impl<T: Object> Reading<T> {
    /// Whether it matters which members were there.
    const COUNTS: bool = T::REQUIRED != 0 || !T::ALIASES.is_empty();

    pub(crate) fn new() -> Self {
        Self { draft: T::draft(), seen: 0, next: 0, aliases: Vec::new(), unknown: String::new() }
    }

    #[inline]
    pub(crate) fn key<'de, M: MapAccess<'de>>(
        &mut self,
        envelope: Option<&'static Envelope>,
        from: &mut M,
    ) -> Result<Option<Key>, M::Error> {
        from.next_key_seed(KeySeed { guess: self.next, names: T::NAMES, envelope, unknown: &mut self.unknown })
    }

    /// Reads the value that belongs to `key`; one that belongs to the envelope is skipped.
    #[inline]
    pub(crate) fn value<'de, M: MapAccess<'de>>(&mut self, key: Key, from: &mut M) -> Result<(), M::Error> {
        let at = match key {
            Key::Member(at) => at,
            Key::Alias(rank) => return self.alias(rank, from),
            Key::Unknown if T::KEEPS_UNKNOWN => {
                let value = from.next_value()?;
                T::keep_unknown(&mut self.draft, std::mem::take(&mut self.unknown), value);
                return Ok(());
            }
            Key::Envelope(_) | Key::Unknown => return skip(from),
        };
        T::read_member(&mut self.draft, at, from)?;
        self.next = at + 1;
        if Self::COUNTS {
            self.seen |= 1 << at;
        }
        if !T::ALIASES.is_empty() && !self.aliases.is_empty() {
            self.aliases.retain(|rank| T::ALIASES[*rank].1 != at);
        }
        Ok(())
    }

    /// Reads a member under another name, unless a better name was there: then the value is read and forgotten, so that
    /// it does not matter which comes first.
    #[cold]
    fn alias<'de, M: MapAccess<'de>>(&mut self, rank: usize, from: &mut M) -> Result<(), M::Error> {
        let (_, at) = T::ALIASES[rank];
        let earlier = self.aliases.iter().position(|earlier| T::ALIASES[*earlier].1 == at);
        match earlier {
            Some(place) if rank < self.aliases[place] => self.aliases[place] = rank,
            None if self.seen & (1 << at) == 0 => self.aliases.push(rank),
            _ => return T::read_member(&mut T::draft(), at, from),
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

    #[inline]
    pub(crate) fn finish<E: Error>(self) -> Result<T, E> {
        let missing = T::REQUIRED & !self.seen;
        if missing == 0 { Ok(T::finish(self.draft)) } else { Err(missing_members(T::MEMBERS, missing)) }
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

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut from: M) -> Result<T, M::Error> {
        let mut reading = Reading::new();
        reading.members(&mut from)?;
        reading.finish()
    }
}

/// Reads an object.
///
/// # Errors
/// The deserializer's; where a member cannot be read; where required members are missing, naming them all.
#[doc(hidden)]
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor(PhantomData))
}

/// Writes an object.
///
/// # Errors
/// The serializer's.
#[doc(hidden)]
pub fn write_object<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    object.write_members(&mut map)?;
    map.end()
}

/// Makes [`Wire`](crate::wire::Wire) and serde's two traits of the two functions that read and write a type.
#[doc(hidden)]
#[macro_export]
macro_rules! wire_by {
    ($t:ty, read: $read:expr, write: $write:expr, $($more:item)*) => {
        impl $crate::wire::Wire for $t {
            #[inline]
            fn read<'de, D: $crate::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                ($read)(from)
            }

            fn write<S: $crate::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                ($write)(self, to)
            }

            $($more)*
        }

        impl<'de> $crate::serde::Deserialize<'de> for $t {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::Wire::read(from)
            }
        }

        impl $crate::serde::Serialize for $t {
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::Wire::write(self, to)
            }
        }
    };
}

/// Lets an [`Object`] stand in a JSON document and serde read and write it.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($t:ty) => {
        $crate::wire_by! {
            $t,
            read: $crate::object::read_object,
            write: $crate::object::write_object,
            fn vacant() -> Self {
                <Self as $crate::object::Object>::finish(<Self as $crate::object::Object>::draft())
            }
        }
    };
}
