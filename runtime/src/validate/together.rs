//! Limits of several fields together.

use super::{
    at::At,
    rule::{Actual, Rule},
    violations::Violations,
};

/// Limits a sum. `words` say what must hold.
#[inline]
pub fn total(numbers: &[i128], max: i128, words: &'static str, at: &At<'_>, out: &mut Violations) {
    let sum: i128 = numbers.iter().sum();
    if sum > max {
        out.add(at, Rule::Together(words), Some(Actual::Int(i64::try_from(sum).unwrap_or(i64::MAX))));
    }
}

/// Limits the number of elements of several lists and maps.
#[inline]
pub fn total_items(counts: &[Option<usize>], max: usize, words: &'static str, at: &At<'_>, out: &mut Violations) {
    let count: usize = counts.iter().flatten().sum();
    if count > max {
        out.add(at, Rule::Together(words), Some(Actual::Count(count)));
    }
}

/// Limits the distance between two times, if both are given.
#[inline]
pub fn span(
    [from, to]: [Option<i128>; 2],
    longest: Option<i128>,
    words: &'static str,
    at: &At<'_>,
    out: &mut Violations,
) {
    let (Some(from), Some(to)) = (from, to) else { return };
    if to < from || longest.is_some_and(|longest| to - from > longest) {
        out.add(at, Rule::Together(words), None);
    }
}
