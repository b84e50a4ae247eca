//! Limits of several fields together: calls of the runtime's functions. The object is `it`.

use super::{doc::WORDS, string::literal};
use crate::{
    model::{Field, Group, GroupRule, Literal, Object, Primitive, Type},
    naming,
};

/// A limit of several fields.
pub(super) fn of_group(object: &Object, group: &Group) -> String {
    let fields: Vec<&Field> = group.fields.iter().filter_map(|wire| object.field(wire)).collect();
    let place = |field: &Field| format!("it.{}", naming::value_ident(&field.name));
    let all = |value: &dyn Fn(&Field) -> String| fields.iter().map(|field| value(field)).collect::<Vec<_>>().join(", ");
    let words = literal(&WORDS.group(group));
    match group.rule {
        GroupRule::AtLeastOneOf | GroupRule::ExactlyOneOf | GroupRule::AtMostOneOf | GroupRule::FirstOf => {
            String::new()
        }
        GroupRule::Sum { max } => {
            let number = |field: &Field| format!("{}.wide().unwrap_or({})", place(field), default(field));
            format!("total(&[{}], {max}, {words})", all(&number))
        }
        GroupRule::Items { max } => {
            let count = |field: &Field| format!("{}.count()", place(field));
            format!("total_items(&[{}], {max}, {words})", all(&count))
        }
        GroupRule::Span { days } => {
            let time = |field: &Field| format!("{}.wide()", place(field));
            let longest = days.map_or("None".to_owned(), |days| format!("Some({})", u128::from(days) * day(fields[0])));
            format!("span([{}], {longest}, {words})", all(&time))
        }
    }
}

/// The value of a number that is absent.
fn default(field: &Field) -> i64 {
    match field.default {
        Some(Literal::Int(value)) => value,
        _ => 0,
    }
}

/// The length of a day in the unit of a time.
fn day(field: &Field) -> u128 {
    match field.ty {
        Type::Primitive(Primitive::TimestampMs) => 86_400_000,
        _ => 86_400,
    }
}
