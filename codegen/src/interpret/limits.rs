//! Limits: the size, length, range and pattern of values.

use std::borrow::Cow;

use regex_lite::Regex;

use super::{
    finding::Class,
    read::Read,
    run::Run,
    words::{Sight, quoted, shown},
};
use crate::model::{
    Beyond, Limit, Limits, Number, Range, Unit,
    words::{self, count},
};

impl<'a> Run<'a> {
    pub(super) fn limits(&mut self, limits: Option<&'a Limits>, read: &Read<'a>, sight: Sight) {
        // A list also has the limit `unique`, which needs the names of its elements.
        let Some(limits) = limits else { return };
        let Limits {
            chars: _,
            bytes: _,
            size: _,
            filename,
            items: _,
            range: _,
            pattern,
            unique: _,
            beyond: _,
            kinds: _,
        } = limits;
        if let Some(count) = read.count() {
            self.amount(Unit::Items, limits, count);
        }
        if let Read::Text(text) = read {
            self.amount(Unit::Chars, limits, text.chars().count());
            self.amount(Unit::Bytes, limits, text.len());
        }
        if let Read::File { name, size } = read {
            self.amount(Unit::Size, limits, *size);
            if let Some(name) = name {
                self.at("filename", |run| run.limits(filename.as_deref(), &Read::Text(name.clone()), sight));
            }
        }
        self.range(limits, read, sight);
        if let (Some(pattern), Read::Text(text)) = (pattern, read) {
            self.pattern(pattern, text, sight);
        }
    }

    fn amount(&mut self, unit: Unit, limits: &Limits, actual: usize) {
        let (enforced, max) = limits.enforced(unit);
        let exact = u64::try_from(actual).unwrap_or(u64::MAX);
        if let Some(limit) = enforced.filter(|limit| !within(limit.min, limit.max, exact)) {
            let message = format!("expected {}, found {actual}", count(limit, unit));
            self.add(Class::Violation, unit.key(), message);
        }
        if let Some(max) = max.filter(|max| exact > *max) {
            let most = count(Limit { min: None, max: Some(max) }, unit);
            let message = format!("expected {most}, found {actual}: {}", words::beyond(Beyond::Truncated));
            self.warn(unit.key(), message);
        }
    }

    /// Checks for duplicates. `names` are those of the elements in JSON pointers.
    pub(super) fn unique(&mut self, limits: Option<&'a Limits>, names: &[Cow<'a, str>], list: &Read<'a>) {
        let (Some(limits), Read::List(elements)) = (limits.filter(|limits| limits.unique), list) else { return };
        let max = limits.items.and_then(|items| items.max).and_then(|max| usize::try_from(max).ok());
        let within = elements.iter().enumerate().take(max.unwrap_or(usize::MAX));
        for (index, element) in within.filter(|(_, element)| element.is_some()) {
            if let Some(first) = elements[..index].iter().position(|earlier| earlier == element) {
                let message = format!("expected no duplicates, found the element at index {} again", names[first]);
                self.at(&names[index], |run| run.add(Class::Violation, "unique", message));
            }
        }
    }

    fn range(&mut self, limits: &Limits, read: &Read<'a>, sight: Sight) {
        let (enforced, beyond) = limits.enforced_range();
        let found = if sight == Sight::Secret { "another number".to_owned() } else { shown(read) };
        if let Some(range) = enforced {
            let holds = match (range, read) {
                (Range::Int { min, max }, Read::Int(value)) => within(min.map(i128::from), max.map(i128::from), *value),
                (Range::Float { min, max }, Read::Float(value)) => within(min, max, *value),
                _ => true,
            };
            if !holds {
                self.add(Class::Violation, "range", format!("expected {}, found {found}", words::range(range)));
            }
        }
        if let Some((max, beyond)) = beyond {
            let exceeds = match (max, read) {
                (Number::Int(max), Read::Int(value)) => *value > i128::from(max),
                (Number::Float(max), Read::Float(value)) => *value > max,
                _ => false,
            };
            if exceeds {
                self.warn("range", format!("expected at most {max}, found {found}, {}", words::beyond(beyond)));
            }
        }
    }

    fn pattern(&mut self, pattern: &'a str, text: &str, sight: Sight) {
        let compile = || Regex::new(&format!("^(?:{pattern})$")).ok();
        let regex = self.patterns.entry(pattern).or_insert_with(compile);
        if regex.as_ref().is_some_and(|regex| !regex.is_match(text)) {
            let found = if sight == Sight::Secret { "another string".to_owned() } else { quoted(text) };
            self.add(Class::Violation, "pattern", format!("expected a string that matches `{pattern}`, found {found}"));
        }
    }
}

fn within<T: PartialOrd>(min: Option<T>, max: Option<T>, value: T) -> bool {
    min.is_none_or(|min| min <= value) && max.is_none_or(|max| value <= max)
}
