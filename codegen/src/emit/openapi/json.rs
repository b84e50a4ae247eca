//! JSON whose members keep their order of insertion, because people read these files.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A JSON value. Texts and examples are those of the model, without copies.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json<'m> {
    Text(Cow<'m, str>),
    Value(Cow<'m, Value>),
    List(Vec<Json<'m>>),
    Object(Members<'m>),
}

/// The members of a JSON object, also as a builder of schemas.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members<'m>(Vec<(Cow<'m, str>, Json<'m>)>);

impl<'m> Members<'m> {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    pub(super) fn with(mut self, key: impl Into<Cow<'m, str>>, value: impl Into<Json<'m>>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// Adds a member, if there is one.
    pub(super) fn maybe(self, key: &'m str, value: Option<impl Into<Json<'m>>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a member, unless it is an empty list.
    pub(super) fn list<T: Into<Json<'m>>>(self, key: &'m str, values: Vec<T>) -> Self {
        if values.is_empty() { self } else { self.with(key, values) }
    }

    /// Adds a member, unless it is an empty object.
    pub(super) fn object(self, key: &'m str, members: Self) -> Self {
        if members.is_empty() { self } else { self.with(key, members) }
    }

    /// Adds the members of another object.
    pub(super) fn and(mut self, mut others: Self) -> Self {
        self.0.append(&mut others.0);
        self
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Cow<'m, str>, Json<'m>)> {
        self.0.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Json<'m>> {
        self.0.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }
}

impl<'m, K: Into<Cow<'m, str>>, V: Into<Json<'m>>> FromIterator<(K, V)> for Members<'m> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        Self(members.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            Self::Value(value) => value.serialize(to),
            Self::List(values) => values.serialize(to),
            Self::Object(members) => members.serialize(to),
        }
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'m> From<Members<'m>> for Json<'m> {
    fn from(members: Members<'m>) -> Self {
        Self::Object(members)
    }
}

impl<'m> From<&Members<'m>> for Json<'m> {
    fn from(members: &Members<'m>) -> Self {
        Self::Object(members.clone())
    }
}

impl<'m, T: Into<Json<'m>>> From<Vec<T>> for Json<'m> {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<'m, T: Into<Json<'m>>, const N: usize> From<[T; N]> for Json<'m> {
    fn from(values: [T; N]) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// Conversions of numbers and other values.
macro_rules! values {
    ($($ty:ty)*) => {
        $(impl From<$ty> for Json<'_> {
            fn from(value: $ty) -> Self {
                Self::Value(Cow::Owned(value.into()))
            }
        })*
    };
}

values! { Value bool i64 u64 f64 }

impl<'m> From<Cow<'m, Value>> for Json<'m> {
    fn from(value: Cow<'m, Value>) -> Self {
        Self::Value(value)
    }
}

impl<'m> From<&'m Value> for Json<'m> {
    fn from(value: &'m Value) -> Self {
        Self::Value(Cow::Borrowed(value))
    }
}

/// Conversions of texts.
macro_rules! texts {
    ($($ty:ty)*) => {
        $(impl<'m> From<$ty> for Json<'m> {
            fn from(text: $ty) -> Self {
                Self::Text(text.into())
            }
        })*
    };
}

texts! { &'m str &'m String String }
