//! Limits, rules and values as a schema writes them.

use super::{Dependency, Group, Limit, Limits, Literal, Range, Unit};

/// `chars: { min: 1, max: 20 }`.
#[must_use]
pub fn limit(unit: Unit, limit: Limit) -> String {
    bounds(unit.key(), limit.min, limit.max)
}

/// `range: { min: 1, max: 20 }`.
#[must_use]
pub fn range(range: Range) -> String {
    match range {
        Range::Int { min, max } => bounds("range", min, max),
        Range::Float { min, max } => bounds("range", min, max),
    }
}

/// `pattern: "[a-z]+"`.
#[must_use]
pub fn pattern(pattern: &str) -> String {
    format!("pattern: {pattern:?}")
}

/// `unique: true`, if it is set.
#[must_use]
pub fn unique(unique: bool) -> Option<String> {
    unique.then(|| "unique: true".to_owned())
}

/// Each limit.
#[must_use]
pub fn limits(limits: &Limits) -> Vec<String> {
    let Limits { chars, bytes, items, range, pattern, unique } = limits;
    let counts = [(Unit::Chars, chars), (Unit::Bytes, bytes), (Unit::Items, items)];
    let counts = counts.into_iter().filter_map(|(unit, bounds)| Some(limit(unit, (*bounds)?)));
    let pattern = pattern.as_deref().map(self::pattern);
    counts.chain(range.map(self::range)).chain(pattern).chain(self::unique(*unique)).collect()
}

/// A value; an enum value by its name.
#[must_use]
pub fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Text(text) => format!("{text:?}"),
        Literal::Enum { name, .. } => name.clone(),
    }
}

/// `required_if: { kind: shop }`.
#[must_use]
pub fn dependency(dependency: &Dependency) -> String {
    let tests = dependency.condition.tests.iter().map(|test| match &test.values[..] {
        [] => test.field.clone(),
        [one] => format!("{}: {}", test.field, literal(one)),
        many => format!("{}: [{}]", test.field, many.iter().map(literal).collect::<Vec<_>>().join(", ")),
    });
    format!("{}: {{ {} }}", dependency.key(), tests.collect::<Vec<_>>().join(", "))
}

/// `$at_least_one_of: [id, name]`.
#[must_use]
pub fn group(group: &Group) -> String {
    format!("{}: [{}]", group.rule.key(), group.fields.join(", "))
}

fn bounds<T: ToString>(key: &str, min: Option<T>, max: Option<T>) -> String {
    let ends = [("min", min), ("max", max)];
    let ends = ends.into_iter().filter_map(|(end, value)| Some(format!("{end}: {}", value?.to_string())));
    format!("{key}: {{ {} }}", ends.collect::<Vec<_>>().join(", "))
}
