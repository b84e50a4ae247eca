//! JSON whose members keep their order of insertion, because people read these files.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Value(Value),
    List(Vec<Json>),
    Object(Members),
}

/// The members of a JSON object, also as a builder of schemas.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Members(Vec<(String, Json)>);

impl Members {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    pub(super) fn with(mut self, key: impl Into<String>, value: impl Into<Json>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// Adds a member, if there is one.
    pub(super) fn maybe(self, key: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a member, unless it is an empty list.
    pub(super) fn list<T: Into<Json>>(self, key: &str, values: Vec<T>) -> Self {
        if values.is_empty() { self } else { self.with(key, values) }
    }

    /// Adds a member, unless it is an empty object.
    pub(super) fn object(self, key: &str, members: Members) -> Self {
        if members.is_empty() { self } else { self.with(key, members) }
    }

    /// Adds the members of another object.
    pub(super) fn and(mut self, mut others: Members) -> Self {
        self.0.append(&mut others.0);
        self
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(String, Json)> {
        self.0.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        self.0.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for Members {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        Self(members.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(to),
            Self::List(values) => values.serialize(to),
            Self::Object(members) => members.serialize(to),
        }
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl From<Members> for Json {
    fn from(members: Members) -> Self {
        Self::Object(members)
    }
}

impl From<&Members> for Json {
    fn from(members: &Members) -> Self {
        Self::Object(members.clone())
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Json>, const N: usize> From<[T; N]> for Json {
    fn from(values: [T; N]) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// Conversions of the types that serde_json converts.
macro_rules! plain {
    ($($ty:ty)*) => {
        $(impl From<$ty> for Json {
            fn from(value: $ty) -> Self {
                Self::Value(value.into())
            }
        })*
    };
}

plain! { Value &str String bool i64 u64 f64 }

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}
