//! Limits of several fields together.

use super::{
    rule::{Actual, Rule},
    walk::{Checking, Walk},
};

/// Limits a sum. `words` say what must hold.
#[inline]
pub fn total<W: Walk>(numbers: &[i128], max: i128, words: &'static str, to: &mut Checking<'_, W>) {
    let sum: i128 = numbers.iter().sum();
    if sum > max {
        to.add(Rule::Together(words), Some(Actual::Int(i64::try_from(sum).unwrap_or(i64::MAX))));
    }
}

/// Limits the number of elements of several lists and maps.
#[inline]
pub fn total_items<W: Walk>(counts: &[Option<usize>], max: usize, words: &'static str, to: &mut Checking<'_, W>) {
    let count: usize = counts.iter().flatten().sum();
    if count > max {
        to.add(Rule::Together(words), Some(Actual::Count(count)));
    }
}

/// Limits the distance between two times, if both are given.
#[inline]
pub fn span<W: Walk>(
    [start, end]: [Option<i128>; 2],
    longest: Option<i128>,
    words: &'static str,
    to: &mut Checking<'_, W>,
) {
    let (Some(start), Some(end)) = (start, end) else { return };
    if end < start || longest.is_some_and(|longest| end - start > longest) {
        to.add(Rule::Together(words), None);
    }
}
