//! Limits, rules and values as a schema writes them.

use super::{
    Beyond, Condition, Dependency, Group, GroupRule, Kinds, Limit, Limits, LimitsIf, Literal, Paging, Range, Unit,
};

/// `paging: { cursor: cursor, next: next_cursor }`.
#[must_use]
pub fn paging(paging: &Paging) -> String {
    let fields = paging.fields().into_iter().map(|(key, _, wire)| format!("{key}: {wire}"));
    format!("paging: {{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

/// `chars: { min: 1, max: 20 }`.
#[must_use]
pub fn limit(unit: Unit, limit: Limit, beyond: Option<Beyond>) -> String {
    bounds(unit.key(), limit.min, limit.max, beyond)
}

/// `range: { min: 1, max: 20 }`.
#[must_use]
pub fn range(range: Range, beyond: Option<Beyond>) -> String {
    match range {
        Range::Int { min, max } => bounds("range", min, max, beyond),
        Range::Float { min, max } => bounds("range", min, max, beyond),
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

/// `kinds: [{ of: [click, view], max: 10 }], alike: true`, if there are such limits.
#[must_use]
pub fn kinds(kinds: &Kinds) -> Option<String> {
    let counts: Vec<String> =
        kinds.counts.iter().map(|count| format!("{{ of: [{}], max: {} }}", count.of.join(", "), count.max)).collect();
    let counts = (!counts.is_empty()).then(|| format!("kinds: [{}]", counts.join(", ")));
    let all: Vec<String> = counts.into_iter().chain(kinds.alike.then(|| "alike: true".to_owned())).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Each limit.
#[must_use]
pub fn limits(limits: &Limits) -> Vec<String> {
    let Limits { chars, bytes, size, filename, items, range, pattern, unique, beyond, kinds } = limits;
    let counts = [(Unit::Chars, chars), (Unit::Bytes, bytes), (Unit::Size, size), (Unit::Items, items)];
    let beyond = |key| beyond.get(key).copied();
    let counts = counts.into_iter().filter_map(|(unit, bounds)| Some(limit(unit, (*bounds)?, beyond(unit.key()))));
    let pattern = pattern.as_deref().map(self::pattern);
    counts
        .chain(range.map(|range| self::range(range, beyond("range"))))
        .chain(pattern)
        .chain(self::unique(*unique))
        .chain(self::kinds(kinds))
        .chain(filename.as_deref().map(self::filename))
        .collect()
}

/// `filename: { chars: { max: 20 } }`.
#[must_use]
pub fn filename(limits: &Limits) -> String {
    format!("filename: {{ {} }}", self::limits(limits).join(", "))
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
    format!("{}: {}", dependency.key(), condition(&dependency.condition))
}

/// `limits_if: { if: { kind: shop }, items: { max: 1 } }`.
#[must_use]
pub fn limits_if(limits: &LimitsIf) -> String {
    format!("limits_if: {{ if: {}, {} }}", condition(&limits.condition), self::limits(&limits.limits).join(", "))
}

fn condition(condition: &Condition) -> String {
    let tests = condition.tests.iter().map(|test| match &test.values[..] {
        [] => test.field.clone(),
        [one] => format!("{}: {}", test.field, literal(one)),
        many => format!("{}: [{}]", test.field, many.iter().map(literal).collect::<Vec<_>>().join(", ")),
    });
    format!("{{ {} }}", tests.collect::<Vec<_>>().join(", "))
}

/// `$at_least_one_of: [id, name]`.
#[must_use]
pub fn group(group: &Group) -> String {
    let fields = group.fields.join(", ");
    let limit = match group.rule {
        GroupRule::AtLeastOneOf | GroupRule::ExactlyOneOf | GroupRule::AtMostOneOf | GroupRule::FirstOf => {
            format!("[{fields}]")
        }
        GroupRule::Sum { max } | GroupRule::Items { max } => format!("{{ of: [{fields}], max: {max} }}"),
        GroupRule::Span { days } => {
            let days = days.map(|days| format!(", days: {days}")).unwrap_or_default();
            format!("{{ from: {}, to: {}{days} }}", group.fields[0], group.fields[1])
        }
    };
    format!("{}: {limit}", group.rule.key())
}

fn bounds<T: ToString>(key: &str, min: Option<T>, max: Option<T>, beyond: Option<Beyond>) -> String {
    let ends = [("min", min), ("max", max)];
    let ends = ends.into_iter().filter_map(|(end, value)| Some(format!("{end}: {}", value?.to_string())));
    let ends = ends.chain(beyond.map(|beyond| format!("beyond: {}", beyond.as_str())));
    format!("{key}: {{ {} }}", ends.collect::<Vec<_>>().join(", "))
}
