//! Limits: how many, how long, how great and of what pattern a value may be.

use regex_lite::Regex;

use super::{
    Class, Run,
    read::{Part, Read},
    words::{Sight, bounds, quoted, shown},
};
use crate::model::{Limit, Limits, Range};

impl<'a> Run<'a> {
    pub(super) fn limits(&mut self, limits: Option<&'a Limits>, read: &Read<'a>, sight: Sight) {
        let Some(limits) = limits else { return };
        if let Some(count) = read.count() {
            self.amount("items", "items", limits.items, count);
        }
        if let Read::List(elements) = read
            && limits.unique
        {
            self.unique(limits.items.and_then(|items| items.max), elements);
        }
        if let Read::Text(text) = read {
            self.amount("chars", "characters", limits.chars, text.chars().count());
            self.amount("bytes", "bytes", limits.bytes, text.len());
        }
        if let Some(range) = limits.range {
            self.range(range, read, sight);
        }
        if let (Some(pattern), Read::Text(text)) = (&limits.pattern, read) {
            self.pattern(pattern, text, sight);
        }
    }

    fn amount(&mut self, rule: &'static str, unit: &str, limit: Option<Limit>, actual: usize) {
        let Some(Limit { min, max }) = limit else { return };
        let count = u64::try_from(actual).unwrap_or(u64::MAX);
        if !within(min, max, count) {
            let message = format!("expected {} {unit}, found {actual}", bounds(min, max));
            self.add(Class::Violation, rule, message);
        }
    }

    fn unique(&mut self, max: Option<u64>, elements: &[Part<'a>]) {
        let max = max.and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX);
        for (index, element) in elements.iter().enumerate().take(max).filter(|(_, element)| element.is_some()) {
            if let Some(first) = elements[..index].iter().position(|earlier| earlier == element) {
                let message = format!("expected different elements, found that of index {first} again");
                self.at(&index.to_string(), |run| run.add(Class::Violation, "unique", message));
            }
        }
    }

    fn range(&mut self, range: Range, read: &Read<'a>, sight: Sight) {
        let (holds, bounds) = match (range, read) {
            (Range::Int { min, max }, Read::Int(value)) => (within(min, max, *value), bounds(min, max)),
            (Range::Float { min, max }, Read::Float(value)) => (within(min, max, *value), bounds(min, max)),
            _ => return,
        };
        if !holds {
            let found = if sight == Sight::Secret { "another".to_owned() } else { shown(read) };
            self.add(Class::Violation, "range", format!("expected a number of {bounds}, found {found}"));
        }
    }

    fn pattern(&mut self, pattern: &'a str, text: &str, sight: Sight) {
        let compile = || Regex::new(&format!("^(?:{pattern})$")).ok();
        let regex = self.patterns.entry(pattern).or_insert_with(compile);
        if regex.as_ref().is_some_and(|regex| !regex.is_match(text)) {
            let found = if sight == Sight::Secret { "another".to_owned() } else { quoted(text) };
            self.add(Class::Violation, "pattern", format!("expected a string like `{pattern}`, found {found}"));
        }
    }
}

fn within<T: PartialOrd>(min: Option<T>, max: Option<T>, value: T) -> bool {
    min.is_none_or(|min| min <= value) && max.is_none_or(|max| value <= max)
}
