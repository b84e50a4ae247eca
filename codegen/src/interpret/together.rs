//! Limits of several fields together.

use super::{object::Siblings, read::Read};
use crate::model::{Group, GroupRule, Literal, Object, Primitive, Type};

impl Siblings<'_> {
    /// What breaks a limit of several fields together; `None` if nothing does.
    pub(super) fn total(&self, object: &Object, group: &Group) -> Option<String> {
        match group.rule {
            GroupRule::AtLeastOneOf | GroupRule::ExactlyOneOf | GroupRule::AtMostOneOf | GroupRule::FirstOf => None,
            GroupRule::Sum { max } => {
                let sum: i128 = group.fields.iter().map(|name| self.number(object, name).unwrap_or_default()).sum();
                (sum > i128::from(max)).then(|| sum.to_string())
            }
            GroupRule::Items { max } => {
                let counts = group.fields.iter().filter_map(|name| self.value(name)?.count());
                let count: usize = counts.sum();
                (u64::try_from(count).unwrap_or(u64::MAX) > max).then(|| count.to_string())
            }
            GroupRule::Span { days } => {
                let [from, to] = [0, 1].map(|at| self.integer(&group.fields[at]));
                let distance = to? - from?;
                let day = day(object, &group.fields[0]);
                let holds = distance >= 0 && days.is_none_or(|days| distance <= i128::from(days) * day);
                (!holds).then(|| found(distance, day))
            }
        }
    }

    /// The number in a field, or its default.
    fn number(&self, object: &Object, name: &str) -> Option<i128> {
        let default = || match object.field(name)?.default {
            Some(Literal::Int(value)) => Some(i128::from(value)),
            _ => None,
        };
        self.integer(name).or_else(default)
    }

    fn integer(&self, name: &str) -> Option<i128> {
        match self.value(name)? {
            Read::Int(value) => Some(*value),
            _ => None,
        }
    }
}

/// How far apart two times are that break a rule.
fn found(distance: i128, day: i128) -> String {
    if distance < 0 {
        return "an earlier time".to_owned();
    }
    // Rounded up, so that what is too long is not written as the longest that is allowed.
    let tenths = (distance * 10 + day - 1) / day;
    format!("{}.{} days", tenths / 10, tenths % 10)
}

/// The length of a day in the unit of a time.
fn day(object: &Object, name: &str) -> i128 {
    match object.field(name).map(|field| &field.ty) {
        Some(Type::Primitive(Primitive::TimestampMs)) => 86_400_000,
        _ => 86_400,
    }
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn a_distance_that_is_too_long_is_never_written_as_the_longest() {
        let day = 86_400;
        assert_eq!(found(-1, day), "an earlier time");
        assert_eq!(found(45 * day, day), "45.0 days");
        assert_eq!(found(31 * day + 1, day), "31.1 days");
        assert_eq!(found(31 * day * 1000 + 1, day * 1000), "31.1 days");
    }
}
