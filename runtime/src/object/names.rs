//! Finding a member by its name.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, Visitor},
};

use super::traits::{Draft, Object};
use crate::envelope::{Envelope, EnvelopeMember};

/// The meaning of a name in an object.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    Member(usize),
    /// The index in [`Object::ALIASES`].
    Alias(usize),
    /// The error code of the envelope.
    Code,
    /// An unknown name whose member is kept.
    Kept,
    Unknown,
}

/// The names of an object's members.
pub(super) struct Names {
    members: &'static [&'static str],
    aliases: &'static [(&'static str, &'static str)],
    envelope: &'static [&'static str],
    keep_unknown: bool,
}

impl Names {
    /// The member that an alias names.
    #[cold]
    pub(super) fn renamed(&self, rank: usize) -> Option<usize> {
        let (_, name) = self.aliases[rank];
        self.members.iter().position(|member| *member == name)
    }

    /// Whether the member is to be read under this alias, which is then the one that it was read under: it was not read yet,
    /// or under an alias that comes later.
    #[cold]
    pub(super) fn prefer(&self, read: &mut Vec<usize>, rank: usize, is_seen: bool) -> bool {
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
    pub(super) fn forget(&self, read: &mut Vec<usize>, at: usize) {
        read.retain(|rank| self.aliases[*rank].1 != self.members[at]);
    }
}

pub(super) trait Named: Object {
    const NAMES: &'static Names = &Names {
        members: Self::MEMBERS,
        aliases: Self::ALIASES,
        envelope: Self::ENVELOPE,
        keep_unknown: Self::Draft::KEEPS_UNKNOWN,
    };
}

impl<T: Object> Named for T {}

/// Finds members by their names.
pub(super) struct Finder {
    names: &'static Names,
    envelope: Option<&'static Envelope>,
    /// The index of the member that probably comes next: most replies have the order of the docs.
    pub(super) next: usize,
    /// The last unknown name, if the object keeps unknown members.
    pub(super) unknown: String,
}

impl Finder {
    #[inline]
    pub(super) fn new(names: &'static Names, envelope: Option<&'static Envelope>) -> Self {
        Self { names, envelope, next: 0, unknown: String::new() }
    }

    #[inline(never)]
    fn find(&mut self, name: &str) -> Key {
        match self.names.members.get(self.next) {
            Some(member) if is_same(member, name) => Key::Member(self.next),
            _ => self.search(name),
        }
    }

    /// Finds another name than that of the next member. Absent members are between the last one and the one that is there, so
    /// the search begins at the next one.
    #[inline(never)]
    fn search(&mut self, name: &str) -> Key {
        let members = self.names.members;
        let (before, after) = members.split_at(self.next.min(members.len()));
        if let Some(at) = after.iter().position(|member| is_same(member, name)) {
            return Key::Member(before.len() + at);
        }
        match before.iter().position(|member| is_same(member, name)) {
            Some(at) => Key::Member(at),
            None => self.other(name),
        }
    }

    /// A name that is not a member's.
    #[cold]
    fn other(&mut self, name: &str) -> Key {
        if let Some(rank) = self.names.aliases.iter().position(|(alias, _)| *alias == name) {
            return Key::Alias(rank);
        }
        match self.envelope.and_then(|envelope| envelope.member(name)) {
            Some(EnvelopeMember::Code) => return Key::Code,
            Some(EnvelopeMember::Message | EnvelopeMember::Data | EnvelopeMember::Trace) => return Key::Unknown,
            None => {}
        }
        if !self.names.keep_unknown || self.names.envelope.contains(&name) {
            return Key::Unknown;
        }
        name.clone_into(&mut self.unknown);
        Key::Kept
    }
}

/// Compares names. Most are short, so that comparing words costs less than a call.
#[inline]
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    if let (Some(end), Some(other_end)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        return end == other_end && one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0).all(|(a, b)| a == b);
    }
    match (one.first_chunk::<4>(), other.first_chunk::<4>(), one.last_chunk::<4>(), other.last_chunk::<4>()) {
        (Some(start), Some(other_start), Some(end), Some(other_end)) => start == other_start && end == other_end,
        _ => one.iter().eq(other),
    }
}

impl<'de> DeserializeSeed<'de> for &mut Finder {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Finder {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(self.find(name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Finder, Key, Names, is_same};

    #[test]
    fn names_are_compared_as_a_whole() {
        let text = "abcdefghijklmnopqrstuvwxyz_0123456789";
        for end in 0..=text.len() {
            let name = &text[..end];
            assert!(is_same(name, name), "{name}");
            assert!(!is_same(name, &format!("{name}a")) && !is_same(&format!("{name}a"), name));
            for at in 0..end {
                let other = format!("{}#{}", &name[..at], &name[at + 1..]);
                assert!(!is_same(name, &other) && !is_same(&other, name), "{name} {other}");
            }
        }
    }

    #[test]
    fn a_name_is_found_wherever_the_search_begins() {
        const NAMES: &Names = &Names {
            members: &["id", "name", "external_userid", "external_contact"],
            aliases: &[],
            envelope: &[],
            keep_unknown: false,
        };
        for next in 0..=NAMES.members.len() {
            let find = |name: &str| Finder { next, ..Finder::new(NAMES, None) }.find(name);
            for (index, name) in NAMES.members.iter().enumerate() {
                assert!(matches!(find(name), Key::Member(at) if at == index), "{name} from {next}");
            }
            assert!(matches!(find("nom"), Key::Unknown) && matches!(find(""), Key::Unknown));
        }
    }
}
