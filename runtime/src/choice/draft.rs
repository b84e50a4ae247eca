//! Choices while they are read.

use std::collections::BTreeMap;

use serde::{
    Serialize, Serializer,
    de::{DeserializeSeed, Deserializer, Error, MapAccess},
    ser::SerializeMap,
};

use super::{tag::Tag, unknown::UnknownChoice, variants::Choice};
use crate::{
    decode::{decode, in_kept_member, in_kept_members},
    object::Writer,
    wire::{Json, Need, Seed, Written},
};

/// A choice while its object is read: tag and members may come in any order.
///
/// If the tag comes first, as in most docs, the member that it selects is read at once. All other members are kept as JSON
/// until the end, so that a member that no tag selects never needs to be readable. Members beside the tag are kept, too.
#[doc(hidden)]
pub struct Draft<C: Choice> {
    tag: Option<C::Tag>,
    chosen: Option<C>,
    /// Members of the choice, except the chosen one.
    members: BTreeMap<String, Json>,
    /// Unknown members, which may belong to an unknown tag.
    rest: BTreeMap<String, Json>,
}

impl<C: Choice> Default for Draft<C> {
    #[inline]
    fn default() -> Self {
        Self { tag: None, chosen: None, members: BTreeMap::new(), rest: BTreeMap::new() }
    }
}

impl<C: Choice> Draft<C> {
    /// Reads the member at `at` in [`Choice::MEMBERS`]; `need` is about the tag.
    ///
    /// # Errors
    /// Returns the deserializer's error.
    #[inline]
    pub fn read_member<'de, M: MapAccess<'de>>(&mut self, need: Need, at: usize, from: &mut M) -> Result<(), M::Error> {
        let name = C::MEMBERS[at];
        if at == 0 {
            self.tag = from.next_value_seed(Seed::new(need))?;
            if let Some(chosen) = self.chosen.take() {
                self.unchoose(&chosen);
            }
            return Ok(());
        }
        match &self.tag {
            Some(tag) if C::selected(tag.known()) == Some(name) => {
                self.chosen = from.next_value_seed(ChosenBy::<C>(tag))?;
            }
            _ => self.keep(name, from.next_value()?),
        }
        Ok(())
    }

    /// Keeps the member that an earlier tag selected.
    #[cold]
    fn unchoose(&mut self, chosen: &C) {
        let text = serde_json::to_vec(&Alone(chosen)).unwrap_or_default();
        let members: BTreeMap<String, Json> = serde_json::from_slice(&text).unwrap_or_default();
        self.members.extend(members.into_iter().filter(|(name, _)| name != C::MEMBERS[0]));
    }

    #[cold]
    fn keep(&mut self, name: &str, value: Json) {
        // A number that is too great is no null, although it is one as a `Value`.
        if value == Json::default() {
            self.members.remove(name);
        } else {
            self.members.insert(name.to_owned(), value);
        }
    }

    /// Keeps an unknown member.
    pub fn keep_unknown(&mut self, name: String, value: Json) {
        self.rest.insert(name, value);
    }

    /// The choice that was read; `None` if neither the tag nor any of its members was present.
    ///
    /// # Errors
    /// The member that the tag selects came before the tag, and cannot be read.
    #[inline]
    pub fn finish<E: Error>(self) -> Result<Option<C>, E> {
        if self.chosen.is_some() { Ok(self.chosen) } else { self.finish_kept() }
    }

    fn finish_kept<E: Error>(mut self) -> Result<Option<C>, E> {
        let Some(tag) = &self.tag else {
            let members = Some(self.members).filter(|members| !members.is_empty());
            return Ok(members.map(|members| C::unknown(UnknownChoice::new(None, members))));
        };
        if C::is_flat(tag.known()) {
            self.members.extend(self.rest);
            return read_flat(tag, &self.members);
        }
        let kept = C::selected(tag.known()).and_then(|name| Some((name, self.members.remove(name)?)));
        let choice = match kept {
            Some((name, value)) => read_kept(tag, name, &value)?,
            None => C::without_member(tag.known()),
        };
        if choice.is_some() {
            return Ok(choice);
        }
        let tag = serde_json::to_value(Written(tag)).unwrap_or_default();
        self.members.extend(self.rest);
        Ok(Some(C::unknown(UnknownChoice::new(Some(tag), self.members))))
    }
}

/// Reads a member that came before its tag.
#[cold]
fn read_kept<C: Choice, E: Error>(tag: &C::Tag, name: &str, value: &Json) -> Result<Option<C>, E> {
    let text = serde_json::to_vec(value).unwrap_or_default();
    let read = decode(&text, |reader| C::read_selected(tag.known(), reader));
    read.map_err(|error| in_kept_member(name, &error))
}

/// Reads the members beside a tag. They were kept, because they may come before the tag.
fn read_flat<C: Choice, E: Error>(tag: &C::Tag, members: &BTreeMap<String, Json>) -> Result<Option<C>, E> {
    let text = serde_json::to_vec(members).unwrap_or_default();
    let read = decode(&text, |reader| C::read_selected(tag.known(), reader));
    read.map_err(|error| in_kept_members(&error))
}

/// An object that has only a choice.
struct Alone<'a, C>(&'a C);

impl<C: Choice> Serialize for Alone<'_, C> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let mut writer = Writer::new(&mut map);
        self.0.write_members(&mut writer);
        writer.finish()?;
        map.end()
    }
}

/// Reads the member that a tag selects.
struct ChosenBy<'a, C: Choice>(&'a C::Tag);

impl<'de, C: Choice> DeserializeSeed<'de> for ChosenBy<'_, C> {
    type Value = Option<C>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<C>, D::Error> {
        C::read_selected(self.0.known(), from)
    }
}
