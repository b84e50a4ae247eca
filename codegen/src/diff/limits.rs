//! Compares limits: whether they accept more values, fewer, or others.

use super::{
    Rule,
    comparison::{ByDirection, Comparison, OldAndNew, Subject},
};
use crate::model::{Beyond, Limit, Limits, Range, Unit, notation};

const TIGHTENED: ByDirection = (Rule::RequestLimitTightened, Rule::ResponseLimitTightened);
const LOOSENED: ByDirection = (Rule::RequestLimitLoosened, Rule::ResponseLimitLoosened);
const CHANGED: ByDirection = (Rule::RequestLimitChanged, Rule::ResponseLimitChanged);

impl Comparison<'_> {
    pub(super) fn limits(&mut self, subject: &Subject, old: &Limits, new: &Limits) {
        let Limits { chars, bytes, size, filename, items, range, pattern, unique, beyond: _, kinds } = new;
        let counts = [
            (Unit::Chars, old.chars, *chars),
            (Unit::Bytes, old.bytes, *bytes),
            (Unit::Size, old.size, *size),
            (Unit::Items, old.items, *items),
        ];
        let beyond = |limits: &Limits, key| limits.beyond.get(key).copied();
        for (unit, own, other) in counts {
            let ways = (beyond(old, unit.key()), beyond(new, unit.key()));
            let text = |limit: Option<Limit>, beyond| limit.map(|limit| notation::limit(unit, limit, beyond));
            let rules = enforcement(ways).or_else(|| shift(count(own), count(other)));
            self.limit(subject, rules, (text(own, ways.0), text(other, ways.1)));
        }
        self.range(subject, (old.range, *range), (beyond(old, "range"), beyond(new, "range")));
        let text = |pattern: &Option<String>| pattern.as_deref().map(notation::pattern);
        self.limit(subject, of_pattern(&old.pattern, pattern), (text(&old.pattern), text(pattern)));
        let rules = (old.unique != *unique).then_some(if *unique { TIGHTENED } else { LOOSENED });
        self.limit(subject, rules, (notation::unique(old.unique), notation::unique(*unique)));
        let rules = match (kinds.imply(&old.kinds), old.kinds.imply(kinds)) {
            (true, true) => None,
            (true, false) => Some(TIGHTENED),
            (false, true) => Some(LOOSENED),
            (false, false) => Some(CHANGED),
        };
        self.limit(subject, rules, (notation::kinds(&old.kinds), notation::kinds(kinds)));
        let text = |filename: &Option<Box<Limits>>| filename.as_deref().map(notation::filename);
        let rules = of_filename(old.filename.as_deref(), filename.as_deref());
        self.limit(subject, rules, (text(&old.filename), text(filename)));
    }

    fn range(
        &mut self,
        subject: &Subject,
        (old, new): (Option<Range>, Option<Range>),
        ways: (Option<Beyond>, Option<Beyond>),
    ) {
        let shifted = match (old, new) {
            (Some(Range::Float { .. }), _) | (_, Some(Range::Float { .. })) => shift(floats(old), floats(new)),
            _ => shift(integers(old), integers(new)),
        };
        let text = |range: Option<Range>, beyond| range.map(|range| notation::range(range, beyond));
        self.limit(subject, enforcement(ways).or(shifted), (text(old, ways.0), text(new, ways.1)));
    }

    fn limit(&mut self, subject: &Subject, rules: Option<ByDirection>, (old, new): OldAndNew) {
        if let Some(rules) = rules {
            self.report_by_direction(subject, rules, old, new);
        }
    }
}

fn of_pattern(old: &Option<String>, new: &Option<String>) -> Option<ByDirection> {
    match (old, new) {
        (None, Some(_)) => Some(TIGHTENED),
        (Some(_), None) => Some(LOOSENED),
        (old, new) => (old != new).then_some(CHANGED),
    }
}

/// The rules for changed limits of a file's name, which are one change.
fn of_filename(old: Option<&Limits>, new: Option<&Limits>) -> Option<ByDirection> {
    let none = Limits::default();
    let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
    let rules = [
        shift(count(old.chars), count(new.chars)),
        shift(count(old.bytes), count(new.bytes)),
        of_pattern(&old.pattern, &new.pattern),
    ];
    let mut rules = rules.into_iter().flatten();
    let first = rules.next()?;
    Some(if rules.all(|rule| rule == first) { first } else { CHANGED })
}

/// The rules for another treatment of values beyond the maximum; `None` if it is the same.
fn enforcement((old, new): (Option<Beyond>, Option<Beyond>)) -> Option<ByDirection> {
    match (old, new) {
        (None, Some(_)) => Some(LOOSENED),
        (Some(_), None) => Some(TIGHTENED),
        (old, new) => (old != new).then_some(CHANGED),
    }
}

/// The rules for changed bounds; `None` if they accept the same values.
fn shift<T: PartialOrd + Copy>(old: (T, T), new: (T, T)) -> Option<ByDirection> {
    let within = |inner: (T, T), outer: (T, T)| inner.0 >= outer.0 && inner.1 <= outer.1;
    match (within(new, old), within(old, new)) {
        (true, true) => None,
        (true, false) => Some(TIGHTENED),
        (false, true) => Some(LOOSENED),
        (false, false) => Some(CHANGED),
    }
}

fn count(limit: Option<Limit>) -> (u64, u64) {
    limit.map_or((0, u64::MAX), |limit| (limit.min.unwrap_or(0), limit.max.unwrap_or(u64::MAX)))
}

fn integers(range: Option<Range>) -> (i64, i64) {
    match range {
        Some(Range::Int { min, max }) => (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "integers are compared with floats here, so a rounded bound is good enough"
)]
fn floats(range: Option<Range>) -> (f64, f64) {
    let (min, max) = match range {
        Some(Range::Float { min, max }) => (min, max),
        Some(Range::Int { min, max }) => (min.map(|min| min as f64), max.map(|max| max as f64)),
        None => (None, None),
    };
    (min.unwrap_or(f64::NEG_INFINITY), max.unwrap_or(f64::INFINITY))
}
