//! Limits: the keywords for the size, length, range and pattern of values.

use super::json::Members;
use crate::model::{Field, Limit, Limits, Primitive, Range, Role, Unit};

/// Whether a list or a map may be empty in spite of its limits.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Empty {
    /// Yes: it equals an absent one.
    Allowed,
    Limited,
}

impl Empty {
    /// Whether the list or the map in a field may be empty: in a response, an empty one equals an absent one.
    pub(super) fn of(role: Role, field: &Field) -> Self {
        if role == Role::Received && !field.required { Self::Allowed } else { Self::Limited }
    }
}

/// The longest UTF-8 form of a character.
const CHAR_BYTES: u64 = 4;

/// The limits of a string or a number, including those of its integer type, if `primitive` is one.
///
/// Integers of 64 bits have only a `format`: JavaScript cannot represent their bounds.
pub(super) fn of_scalar(limits: &Limits, primitive: Option<Primitive>) -> Members<'static> {
    let Limits {
        chars: _,
        bytes: _,
        size: _,
        filename: _,
        items: _,
        range: _,
        pattern,
        unique: _,
        beyond: _,
        kinds: _,
    } = limits;
    let (chars, bytes) = (limits.enforced(Unit::Chars).0, limits.enforced(Unit::Bytes).0);
    let range = limits.enforced_range().0;
    let bounds = primitive.and_then(|primitive| match primitive {
        Primitive::Int32 => Some((Some(i32::MIN.into()), Some(i32::MAX.into()))),
        Primitive::Uint32 => Some((Some(0), Some(u32::MAX.into()))),
        Primitive::Uint64 => Some((Some(0), None)),
        Primitive::Int64 | Primitive::Timestamp | Primitive::TimestampMs | Primitive::ErrorCode => None,
        Primitive::String | Primitive::Bool | Primitive::Float | Primitive::Json => None,
    });
    let (least, greatest): (Option<i64>, Option<i64>) = bounds.unwrap_or_default();
    let numbers = match range {
        Some(Range::Float { min, max }) => Members::new().maybe("minimum", min).maybe("maximum", max),
        Some(Range::Int { min, max }) => integers(min.or(least), max.or(greatest)),
        None => integers(least, greatest),
    };
    let (min, max) = length(chars, bytes);
    numbers
        .maybe("minLength", min)
        .maybe("maxLength", max)
        .maybe("pattern", pattern.as_ref().map(|pattern| format!("^(?:{pattern})$")))
        .maybe("x-bytes", bytes.map(|bytes| Members::new().maybe("min", bytes.min).maybe("max", bytes.max)))
}

fn integers(min: Option<i64>, max: Option<i64>) -> Members<'static> {
    Members::new().maybe("minimum", min).maybe("maximum", max)
}

/// The bounds of the number of characters. JSON Schema cannot count bytes, but bytes bound the number of characters.
fn length(chars: Option<Limit>, bytes: Option<Limit>) -> (Option<u64>, Option<u64>) {
    let none = Limit { min: None, max: None };
    let (chars, bytes) = (chars.unwrap_or(none), bytes.unwrap_or(none));
    let least = bytes.min.map(|bytes| bytes.div_ceil(CHAR_BYTES));
    let max = chars.max.into_iter().chain(bytes.max).min();
    (chars.min.into_iter().chain(least).max(), max)
}

/// The limits of a file. For unencoded binary data, lengths are in bytes.
pub(super) fn of_file(limits: &Limits) -> Members<'static> {
    let size = limits.size.unwrap_or(Limit { min: None, max: None });
    Members::new().maybe("minLength", size.min).maybe("maxLength", size.max)
}

pub(super) fn of_list(limits: &Limits, empty: Empty) -> Members<'static> {
    let Limits {
        unique,
        items: _,
        chars: _,
        bytes: _,
        size: _,
        filename: _,
        range: _,
        pattern: _,
        beyond: _,
        kinds: _,
    } = limits;
    amount(limits.enforced(Unit::Items).0, empty, ["minItems", "maxItems"]).maybe("uniqueItems", unique.then_some(true))
}

pub(super) fn of_map(limits: &Limits, empty: Empty) -> Members<'static> {
    amount(limits.enforced(Unit::Items).0, empty, ["minProperties", "maxProperties"])
}

fn amount(limit: Option<Limit>, empty: Empty, [least, most]: [&'static str; 2]) -> Members<'static> {
    let Some(Limit { min, max }) = limit else { return Members::new() };
    let min = min.filter(|min| *min > 0).map(|min| match empty {
        Empty::Limited => Members::new().with(least, min),
        Empty::Allowed => {
            Members::new().with("anyOf", [Members::new().with(most, 0_u64), Members::new().with(least, min)])
        }
    });
    min.unwrap_or_default().maybe(most, max)
}
