//! Tags.

use serde::Serialize;
use serde_json::Value;

use crate::wire::Wire;

/// The value of a choice's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagValue {
    /// A tag that is an integer on the wire.
    Int(i64),
    /// A tag that is a string on the wire.
    Text(String),
}

/// The type of a tag.
#[doc(hidden)]
pub trait Tag: Wire {
    /// A tag that the docs list.
    type Known<'a>: Copy + PartialEq + Serialize;

    fn known(&self) -> Self::Known<'_>;

    fn is(found: &TagValue, known: Self::Known<'_>) -> bool;

    /// A tag that was kept as JSON.
    fn kept(tag: &Value) -> Option<Self::Known<'_>>;
}

impl Tag for i64 {
    type Known<'a> = i64;

    #[inline]
    fn known(&self) -> i64 {
        *self
    }

    fn kept(tag: &Value) -> Option<i64> {
        tag.as_i64()
    }

    fn is(found: &TagValue, known: i64) -> bool {
        matches!(found, TagValue::Int(found) if *found == known)
    }
}

impl Tag for String {
    type Known<'a> = &'a str;

    #[inline]
    fn known(&self) -> &str {
        self
    }

    fn kept(tag: &Value) -> Option<&str> {
        tag.as_str()
    }

    fn is(found: &TagValue, known: &str) -> bool {
        matches!(found, TagValue::Text(found) if found == known)
    }
}
