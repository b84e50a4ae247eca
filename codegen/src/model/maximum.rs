//! The largest values that the limits of an object's fields allow, which are constants in Rust.

use std::collections::BTreeSet;

use super::{Field, Limit, Object, Primitive, Range, Type, Unit};

/// The largest value, length or number of elements that a field may have.
#[derive(Clone, Copy, Debug)]
pub struct Maximum<'m> {
    /// The field.
    pub field: &'m Field,
    /// The number.
    pub value: i128,
    /// What is counted; `None` if the value itself is limited.
    pub unit: Option<Unit>,
}

impl Maximum<'_> {
    /// The name of the constant: `MAX_USERIDS` of a list or a number, `MAX_NAME_CHARS` and `MAX_NAME_BYTES` of a text, and
    /// `MAX_MEDIA_BYTES` of a file.
    #[must_use]
    pub fn constant(&self) -> String {
        let unit = match self.unit {
            Some(Unit::Chars) => "_CHARS",
            Some(Unit::Bytes | Unit::Size) => "_BYTES",
            Some(Unit::Items) | None => "",
        };
        format!("MAX_{}{unit}", self.field.name.to_ascii_uppercase())
    }

    /// Whether it limits a list of values that are no objects, so that a longer list can be split.
    #[must_use]
    pub fn splits(&self) -> bool {
        let of_values = |of: &Type| match of {
            Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) => true,
            Type::Object(_) | Type::List(_) | Type::Map(_) | Type::JsonString(_) | Type::File => false,
        };
        self.unit == Some(Unit::Items)
            && self.value > 0
            && !self.field.boxed
            && matches!(&self.field.ty, Type::List(of) if of_values(of))
    }
}

impl Object {
    /// The maxima of its fields, whether the server refuses what is beyond them or not, each with another
    /// [constant](Maximum::constant). Objects that are only received have none: what a vendor sends is not limited.
    #[must_use]
    pub fn maxima(&self) -> Vec<Maximum<'_>> {
        if !self.role.sent() {
            return Vec::new();
        }
        let mut names = BTreeSet::new();
        let all = self.fields().flat_map(of_field);
        all.filter(|maximum| names.insert(maximum.constant())).collect()
    }
}

fn of_field(field: &Field) -> impl Iterator<Item = Maximum<'_>> {
    let limits = &field.limits;
    let counts = [
        (Unit::Chars, limits.chars),
        (Unit::Bytes, limits.bytes),
        (Unit::Size, limits.size),
        (Unit::Items, limits.items),
    ];
    let max = |limit: Option<Limit>| limit.and_then(|limit| limit.max);
    let counts = counts.into_iter().filter_map(move |(unit, limit)| Some((max(limit)?.into(), Some(unit))));
    let is_integer = match field.ty {
        Type::Primitive(primitive) => match primitive {
            Primitive::Int32 | Primitive::Int64 | Primitive::Uint32 | Primitive::Uint64 => true,
            Primitive::String
            | Primitive::Bool
            | Primitive::Float
            | Primitive::Timestamp
            | Primitive::TimestampMs
            | Primitive::ErrorCode
            | Primitive::Json => false,
        },
        _ => false,
    };
    let range = match limits.range {
        Some(Range::Int { max: Some(max), .. }) if is_integer => Some((i128::from(max), None)),
        _ => None,
    };
    counts.chain(range).map(move |(value, unit)| Maximum { field, value, unit })
}
