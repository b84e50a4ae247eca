//! Unknown choices.

use std::{collections::BTreeMap, fmt};

use serde::ser::SerializeMap;
use serde_json::Value;

use super::tag::{Tag, TagValue};
use crate::{
    object::Writer,
    validate::{Checking, Rule, Walk},
    wire::Json,
};

/// A choice that matches no variant: the docs don't list its tag, or the member that the tag selects is missing. Only readers
/// create one.
///
/// It is written back as it came.
/// `Debug` shows only the members' names, because their values may be secret.
#[derive(Clone, PartialEq)]
pub struct UnknownChoice {
    tag: Option<Value>,
    members: BTreeMap<String, Json>,
}

impl fmt::Debug for UnknownChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members: Vec<&String> = self.members.keys().collect();
        f.debug_struct("UnknownChoice").field("tag", &self.tag).field("members", &members).finish()
    }
}

impl UnknownChoice {
    pub(super) fn new(tag: Option<Value>, members: BTreeMap<String, Json>) -> Self {
        Self { tag, members }
    }

    /// The tag, if it was present.
    #[must_use]
    pub fn tag(&self) -> Option<TagValue> {
        match self.tag.as_ref()? {
            Value::String(text) => Some(TagValue::Text(text.clone())),
            value => value.as_i64().map(TagValue::Int),
        }
    }

    /// The tag, as its type.
    #[doc(hidden)]
    #[must_use]
    pub fn known_tag<T: Tag>(&self) -> Option<T::Known<'_>> {
        T::kept(self.tag.as_ref()?)
    }

    /// The members beside the tag, by name.
    #[must_use]
    pub fn members(&self) -> &BTreeMap<String, Json> {
        &self.members
    }

    /// Whether the tag is one of these.
    #[doc(hidden)]
    #[must_use]
    pub fn has_tag<T: Tag>(&self, tags: &[T::Known<'_>]) -> bool {
        self.tag().is_some_and(|found| tags.iter().any(|tag| T::is(&found, *tag)))
    }

    /// Writes the tag and the members.
    #[doc(hidden)]
    pub fn write_members<M: SerializeMap>(&self, tag: &'static str, to: &mut Writer<'_, M>) {
        if let Some(value) = &self.tag {
            to.entry(tag, value);
        }
        for (name, value) in &self.members {
            to.entry(name, value);
        }
    }

    /// Reports a violation: the tag of a request is unknown, or the member that it selects is missing.
    #[doc(hidden)]
    pub fn refused<T: Tag, W: Walk>(
        &self,
        tag: &'static str,
        selects: &[(T::Known<'_>, &'static str)],
        to: &mut Checking<'_, W>,
    ) {
        let found = self.tag();
        if self.tag.is_none() && self.members.is_empty() {
            to.member(tag).add(Rule::Required, None);
            return;
        }
        let member = selects.iter().find(|(known, _)| found.as_ref().is_some_and(|found| T::is(found, *known)));
        let place = member.map_or(tag, |(_, member)| member);
        to.member(place).add(Rule::Choice, None);
    }

    /// The same, unless there is neither a tag nor a member.
    #[doc(hidden)]
    pub fn refused_if_any<T: Tag, W: Walk>(
        &self,
        tag: &'static str,
        selects: &[(T::Known<'_>, &'static str)],
        to: &mut Checking<'_, W>,
    ) {
        if self.tag.is_some() || !self.members.is_empty() {
            self.refused::<T, W>(tag, selects, to);
        }
    }

    /// Reports nothing: a reply may contain an unknown choice.
    #[doc(hidden)]
    pub fn kept<T: Tag, W: Walk>(&self, _: &'static str, _: &[(T::Known<'_>, &'static str)], _: &mut Checking<'_, W>) {}
}
