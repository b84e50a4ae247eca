//! Limits, defaults and fixed values in a description: words of the vocabulary, followed by a number or a value.

use std::ops::Range;

use facts::vocabulary::{
    ALSO_AT_MOST, AT_LEAST, AT_MOST, BETWEEN, BEYOND, DEFAULTS, FILLERS, FIXED, ONE_OF, ONLY, OTHER_SUBJECTS, TO,
    UNITS, Unit,
};

use crate::scan::Scan;

/// Something that a description says in a form that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A least and a greatest number, and what they count, if it is said.
    Limit { min: Option<i64>, max: Option<i64>, unit: Option<Unit> },
    /// A default: its place in the text.
    Default(Range<usize>),
    /// The only value: its place in the text.
    Fixed(Range<usize>),
    /// The values, without labels: their places in the text.
    OneOf(Vec<Range<usize>>),
}

/// What is said, and the characters that say it.
pub(crate) type Said = (Range<usize>, Found);

/// The most words between a word for a limit and its number.
const MAX_FILLERS: usize = 6;

/// Finds what a text says, in its order.
pub(crate) fn find(scan: &Scan<'_>) -> Vec<Said> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < scan.chars.len() {
        let found =
            [between, at_most, at_least, only, default, fixed, one_of].into_iter().find_map(|form| form(scan, at));
        match found.filter(|found| found.iter().all(|(range, found)| is_own(scan, range, found))) {
            Some(found) => {
                at = found.iter().map(|(range, _)| range.end).max().unwrap_or(at + 1);
                all.extend(found);
            }
            None => at += 1,
        }
    }
    all
}

/// Whether a limit is about the value of the member itself.
fn is_own(scan: &Scan<'_>, range: &Range<usize>, found: &Found) -> bool {
    if !matches!(found, Found::Limit { .. }) {
        return true;
    }
    let before = (0..range.start).rev().take_while(|at| !scan.at(*at).is_some_and(|c| ",;。\n(".contains(c)));
    let after = (range.end..scan.chars.len()).take_while(|at| !scan.at(*at).is_some_and(|c| ";。\n)".contains(c)));
    let is_other = |at: usize| scan.word(at, OTHER_SUBJECTS).is_some();
    !before.chain(range.clone()).any(is_other)
        && !after.into_iter().any(|at| scan.word(at, &["或者", " or "]).is_some())
}

fn fillers(scan: &Scan<'_>, mut at: usize) -> usize {
    for _ in 0..MAX_FILLERS {
        at = scan.spaces(at);
        match scan.word(at, FILLERS) {
            Some(end) => at = end,
            None => break,
        }
    }
    scan.spaces(at)
}

/// The unit after a number, if there is one, and where it ends. `None` if what follows is no unit and no end of a word.
fn unit(scan: &Scan<'_>, at: usize) -> Option<(usize, Option<Unit>)> {
    match scan.meaning(scan.spaces(at), UNITS) {
        Some((_, Unit::Other)) => None,
        Some((end, unit)) => Some((end, Some(unit))),
        None => scan.is_boundary(at).then_some((at, None)),
    }
}

/// `最多9个`, and a second number in brackets: `最多64个字（128个字节）`.
fn at_most(scan: &Scan<'_>, at: usize) -> Option<Vec<Said>> {
    let start = fillers(scan, scan.word(at, AT_MOST)?);
    let (end, max) = scan.number(start)?;
    let (end, first) = unit(scan, end)?;
    let limit = |max, unit| Found::Limit { min: None, max: Some(max), unit };
    let mut found = vec![(at..beyond(scan, end), limit(max, first))];
    if scan.at(end) == Some('(')
        && let Some((after, max)) = scan.number(end + 1)
        && let Some((after, second @ Some(Unit::Bytes | Unit::Chars))) = unit(scan, after)
        && scan.at(after) == Some(')')
    {
        found[0].0.end = end;
        found.push((end..beyond(scan, after + 1), limit(max, second)));
    }
    Some(found)
}

/// The end of what a server does with more than a limit, if that follows.
fn beyond(scan: &Scan<'_>, end: usize) -> usize {
    let start =
        (end..scan.chars.len()).find(|at| !scan.at(*at).is_some_and(|c| c.is_whitespace() || ",;、".contains(c)));
    start.and_then(|start| scan.meaning(start, BEYOND)).map_or(end, |(end, _)| end)
}

fn at_least(scan: &Scan<'_>, at: usize) -> Option<Vec<Said>> {
    let start = fillers(scan, scan.word(at, AT_LEAST)?);
    let (end, min) = scan.number(start)?;
    let (end, unit) = unit(scan, end)?;
    Some(vec![(at..end, Found::Limit { min: Some(min), max: None, unit })])
}

/// `取值范围 1 ~ 100`, `长度1~20个字符`, `[0, 2^32)`.
fn between(scan: &Scan<'_>, at: usize) -> Option<Vec<Said>> {
    let mut start = fillers(scan, scan.word(at, BETWEEN)?);
    let opening = scan.at(start).filter(|c| "[(".contains(*c));
    start = if opening.is_some() { scan.spaces(start + 1) } else { start };
    let (end, first) = scan.number(start)?;
    let middle = scan.spaces(scan.word(scan.spaces(end), TO)?);
    let (end, second) = scan.number(middle)?;
    let closing = scan.at(scan.spaces(end)).filter(|c| opening.is_some() && "])".contains(*c));
    let end = if closing.is_some() { scan.spaces(end) + 1 } else { end };
    let (end, unit) = unit(scan, end)?;
    // `(1~100)` is in parentheses, and no interval without its ends.
    let is_interval = opening == Some('[') || closing == Some(']');
    let min = first.min(second).saturating_add(i64::from(is_interval && opening == Some('(')));
    let max = first.max(second).saturating_sub(i64::from(is_interval && closing == Some(')')));
    Some(vec![(at..end, Found::Limit { min: Some(min), max: Some(max), unit })])
}

/// `仅支持1个`.
fn only(scan: &Scan<'_>, at: usize) -> Option<Vec<Said>> {
    let start = scan.spaces(scan.word(at, ONLY)?);
    let (end, max) = scan.number(start)?;
    let (end, unit) = scan.meaning(end, UNITS).filter(|(_, unit)| *unit == Unit::Items)?;
    Some(vec![(at..end, Found::Limit { min: None, max: Some(max), unit: Some(unit) })])
}

/// `默认为0`, `默认值和最大值都为1000`.
fn default(scan: &Scan<'_>, at: usize) -> Option<Vec<Said>> {
    let word = scan.word(at, DEFAULTS)?;
    let both = scan.word(word, ALSO_AT_MOST);
    let mut start = scan.spaces(both.unwrap_or(word));
    if scan.at(start).is_some_and(|c| "'\"“:".contains(c)) {
        start = scan.spaces(start + 1);
    }
    let value_end = if let Some((end, _)) = scan.number(start) { end } else { scan.token(start).unwrap_or(start) };
    let value = match value_end > start {
        true => {
            let (_, unit) = unit(scan, value_end)?;
            (unit.is_none() || unit == Some(Unit::Items)).then_some(start..value_end)?
        }
        false => label(scan, start)?,
    };
    let mut found = vec![(at..value.end, Found::Default(value.clone()))];
    if both.is_some() {
        let (_, max) = scan.number(start)?;
        found.push((at..value.end, Found::Limit { min: None, max: Some(max), unit: None }));
    }
    Some(found)
}

/// A word up to the next punctuation, which may be the label of a value.
fn label(scan: &Scan<'_>, start: usize) -> Option<Range<usize>> {
    let end = (start..scan.chars.len()).find(|at| !scan.at(*at).is_some_and(char::is_alphanumeric));
    let end = end.unwrap_or(scan.chars.len());
    (end > start).then_some(start..end)
}

/// `此时固定为event`.
fn fixed(scan: &Scan<'_>, at: usize) -> Option<Vec<Said>> {
    let mut start = scan.spaces(scan.word(at, FIXED)?);
    if scan.at(start).is_some_and(|c| "'\"“:".contains(c)) {
        start = scan.spaces(start + 1);
    }
    let end = scan.token(start).filter(|end| scan.is_boundary(*end))?;
    Some(vec![(at..end, Found::Fixed(start..end))])
}

/// `可选image、link或者video`, `仅支持image`.
fn one_of(scan: &Scan<'_>, at: usize) -> Option<Vec<Said>> {
    let mut start = scan.spaces(scan.word(at, ONE_OF)?);
    let mut values = Vec::new();
    loop {
        let is_word = scan.at(start).is_some_and(|c| c.is_ascii_alphabetic());
        let end = scan.token(start).filter(|_| is_word)?;
        values.push(start..end);
        let after = scan.spaces(end);
        match scan.word(after, &["、", ",", "/", "或者", "或", "和", "以及", "or", "and"]) {
            Some(next) => start = scan.spaces(next),
            None if scan.is_boundary(end) => return Some(vec![(at..end, Found::OneOf(values))]),
            None => return None,
        }
    }
}
