//! Members that a tag selects: `"type": 1` says that `"member"` is there, `"type": 2` that `"groupchat"` is.

use std::fmt;

use serde::{de::MapAccess, ser::SerializeMap};
use serde_json::{Map, Value};

use crate::{
    validate::{At, Rule, Violations},
    wire::{Seed, Wire, Written},
};

/// A choice between members, as emitted for every `choice` of a schema.
#[doc(hidden)]
pub trait Choice: Sized {
    /// The type of the tag: `i64` or `String`.
    type Tag: Wire;
    /// One slot for each member that a tag can select.
    type Slots;

    /// Whether the object must have it.
    const REQUIRED: bool;

    /// Empty slots. Not `Default`, which tuples implement up to 12 elements only.
    fn slots() -> Self::Slots;

    /// # Errors
    /// The deserializer's.
    fn read_member<'de, M: MapAccess<'de>>(slots: &mut Self::Slots, at: usize, from: &mut M) -> Result<(), M::Error>;

    /// The variant that `tag` selects, if its member is there.
    fn select(tag: &Self::Tag, slots: &mut Self::Slots) -> Option<Self>;

    /// What came without making a variant: the members in `slots`, as they are written.
    fn leftover(slots: Self::Slots, into: &mut Leftover);

    fn unknown(choice: UnknownChoice) -> Self;

    /// What holds the place of a required choice until it is read; it is never seen from outside.
    #[must_use]
    fn vacant() -> Self {
        Self::unknown(UnknownChoice { tag: None, members: Map::new() })
    }

    /// Writes the tag and the member that it selects.
    ///
    /// # Errors
    /// The serializer's.
    fn write_members<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error>;
}

/// A choice while its object is read: tag and members may come in any order.
#[doc(hidden)]
pub struct Draft<C: Choice> {
    tag: Option<C::Tag>,
    slots: C::Slots,
    rest: Map<String, Value>,
}

impl<C: Choice> Default for Draft<C> {
    fn default() -> Self {
        Self { tag: None, slots: C::slots(), rest: Map::new() }
    }
}

impl<C: Choice> Draft<C> {
    /// Reads the member at `at`: 0 is the tag, the others follow in their order.
    ///
    /// # Errors
    /// The deserializer's.
    #[inline]
    pub fn read_member<'de, M: MapAccess<'de>>(&mut self, at: usize, from: &mut M) -> Result<(), M::Error> {
        match at {
            0 if C::REQUIRED => from.next_value_seed(Seed::new()).map(|tag| self.tag = Some(tag)),
            0 => crate::wire::get(&mut self.tag, from),
            at => C::read_member(&mut self.slots, at - 1, from),
        }
    }

    pub fn keep_unknown(&mut self, name: String, value: Value) {
        self.rest.insert(name, value);
    }

    /// The choice that was read; none if neither the tag nor any of its members came.
    #[must_use]
    pub fn finish(mut self) -> Option<C> {
        if let Some(choice) = self.tag.as_ref().and_then(|tag| C::select(tag, &mut self.slots)) {
            return Some(choice);
        }
        let mut members = Leftover(Map::new());
        C::leftover(self.slots, &mut members);
        if self.tag.is_some() {
            members.0.append(&mut self.rest);
        } else if members.0.is_empty() {
            return None;
        }
        let tag = self.tag.map(|tag| serde_json::to_value(Written(&tag)).unwrap_or_default());
        Some(C::unknown(UnknownChoice { tag, members: members.0 }))
    }
}

/// Members of a choice whose tag did not select them.
#[doc(hidden)]
pub struct Leftover(Map<String, Value>);

impl Leftover {
    pub fn add<T: Wire>(&mut self, name: &str, slot: &Option<T>) {
        if let Some(member) = slot {
            // Writing into a value fails for maps with keys that are no strings, and we have none.
            if let Ok(value) = serde_json::to_value(Written(member)) {
                self.0.insert(name.to_owned(), value);
            }
        }
    }
}

/// The value of a choice's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagValue {
    /// A tag that is an integer on the wire.
    Int(i64),
    /// A tag that is a string on the wire.
    Text(String),
}

/// A choice that this crate knows no variant for: its tag is newer than the docs, or the member that the tag selects
/// did not come. Only a reader makes one; it is written back as it came.
///
/// A member that some tag selects is read as what it is, whatever the tag, and written back as far as the schema knows
/// it. `Debug` shows the members' names alone, because their values may be secret.
#[derive(Clone, PartialEq)]
pub struct UnknownChoice {
    tag: Option<Value>,
    members: Map<String, Value>,
}

impl fmt::Debug for UnknownChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: Vec<&String> = self.members.keys().collect();
        f.debug_struct("UnknownChoice").field("tag", &self.tag).field("members", &members).finish()
    }
}

impl UnknownChoice {
    /// The tag, if one came.
    #[must_use]
    pub fn tag(&self) -> Option<TagValue> {
        match self.tag.as_ref()? {
            Value::String(text) => Some(TagValue::Text(text.clone())),
            value => value.as_i64().map(TagValue::Int),
        }
    }

    /// The members that came with the tag, by name.
    #[must_use]
    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    /// # Errors
    /// The serializer's.
    #[doc(hidden)]
    pub fn write_members<M: SerializeMap>(&self, tag: &'static str, to: &mut M) -> Result<(), M::Error> {
        if let Some(value) = &self.tag {
            to.serialize_entry(tag, value)?;
        }
        self.members.iter().try_for_each(|(name, value)| to.serialize_entry(name, value))
    }

    /// Reports that a request may not carry this: the tag is not known, or the member that it selects is missing.
    #[doc(hidden)]
    pub fn check(&self, tag: &'static str, selects: &[(TagValue, &'static str)], at: &At<'_>, out: &mut Violations) {
        let found = self.tag();
        let member = selects.iter().find(|(known, _)| Some(known) == found.as_ref());
        let place = member.map_or(tag, |(_, member)| member);
        out.add(&at.member(place), Rule::Choice, None);
    }
}
