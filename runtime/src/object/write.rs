//! Writing the members of an object.

use serde::{Serialize, ser::SerializeMap};

use crate::wire::{Wire, Written};

/// Writes members and keeps the first error, so that emitted code need not look for one after each member.
pub struct Writer<'a, M: SerializeMap> {
    map: &'a mut M,
    outcome: Result<(), M::Error>,
}

impl<'a, M: SerializeMap> Writer<'a, M> {
    #[inline]
    pub(crate) fn new(map: &'a mut M) -> Self {
        Self { map, outcome: Ok(()) }
    }

    /// Writes a member, unless it is absent.
    #[inline]
    pub fn put<T: Member>(&mut self, name: &'static str, member: T) {
        member.write(name, self);
    }

    /// Writes a tag that selects no member.
    #[inline]
    pub fn tag<T: Serialize>(&mut self, name: &'static str, tag: T) {
        self.entry(name, &tag);
    }

    /// Writes a tag and the member that it selects.
    #[inline]
    pub fn selected<T: Serialize, V: Wire>(
        &mut self,
        name: &'static str,
        tag: T,
        member_name: &'static str,
        member: &V,
    ) {
        self.tag(name, tag);
        self.put(member_name, member);
    }

    /// Writes a member.
    #[inline]
    pub(crate) fn entry<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.map.serialize_entry(name, value);
        }
    }

    #[inline]
    pub(crate) fn finish(self) -> Result<(), M::Error> {
        self.outcome
    }
}

/// A member that can be written.
pub trait Member {
    /// Writes the member, unless it is absent.
    fn write<M: SerializeMap>(self, name: &'static str, to: &mut Writer<'_, M>);
}

impl<T: Wire> Member for &T {
    #[inline]
    fn write<M: SerializeMap>(self, name: &'static str, to: &mut Writer<'_, M>) {
        if !self.is_absent() {
            to.entry(name, &Written(self));
        }
    }
}

/// A list or map that is left out if it is empty.
pub struct List<'a, T>(&'a T);

/// Leaves out an empty list or map: in the field of a reply, an absent list is an empty one.
#[inline]
pub fn list<T: Wire>(list: &T) -> List<'_, T> {
    List(list)
}

impl<T: Wire> Member for List<'_, T> {
    #[inline]
    fn write<M: SerializeMap>(self, name: &'static str, to: &mut Writer<'_, M>) {
        if self.0.is_given() {
            Member::write(self.0, name, to);
        }
    }
}

/// A bool that is written as an integer.
pub struct Int(Option<bool>);

/// Writes a bool as 0 or 1.
#[inline]
pub fn int(truth: &(impl Copy + Into<Option<bool>>)) -> Int {
    Int((*truth).into())
}

impl Member for Int {
    #[inline]
    fn write<M: SerializeMap>(self, name: &'static str, to: &mut Writer<'_, M>) {
        if let Some(truth) = self.0 {
            to.entry(name, &u8::from(truth));
        }
    }
}

/// Collects the argument of a constructor or a setter into a list.
#[inline]
pub fn collect<T, A: Into<T>>(list: impl IntoIterator<Item = A>) -> Vec<T> {
    list.into_iter().map(Into::into).collect()
}
