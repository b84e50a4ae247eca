//! Lists of values with labels, such as `0-未知 1-男性`.

use std::ops::Range;

use facts::vocabulary::{LABEL_BEGINS, LABEL_ENDS, LABELS, UNITS};

use crate::scan::Scan;

/// A value and its label, as places in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Labelled {
    pub(crate) value: Range<usize>,
    pub(crate) label: Range<usize>,
}

/// The longest value that is a number, and the longest label of a value that is a word.
const MAX_DIGITS: usize = 6;
const MAX_LABEL: usize = 40;

/// The values that a text lists, at least two.
pub(crate) fn list(scan: &Scan<'_>) -> Vec<Labelled> {
    for style in [numbers, words] {
        let found = with_labels(scan, style);
        let mut values: Vec<&str> = found.iter().map(|one| scan.slice(&one.value)).collect();
        values.sort_unstable();
        values.dedup();
        if values.len() > 1 && values.len() == found.len() {
            return found;
        }
    }
    in_brackets(scan)
}

/// A beginning of a value and its label: the end of the value, the beginning of the label, and whether something separates them.
type Style = fn(&Scan<'_>, usize) -> Option<(usize, usize, bool)>;

fn with_labels(scan: &Scan<'_>, style: Style) -> Vec<Labelled> {
    let mut starts: Vec<(Range<usize>, usize, bool)> = Vec::new();
    let mut at = 0;
    while at < scan.chars.len() {
        let begins = at == 0 || scan.at(at - 1).is_some_and(|c| !c.is_alphanumeric() && !"-_.~^[*".contains(c));
        match begins.then(|| style(scan, at)).flatten() {
            Some((end, label, separated)) => {
                starts.push((at..end, label, separated));
                at = label;
            }
            None => at += 1,
        }
    }
    // `1一、2二` is a list if nothing else is one.
    if starts.iter().any(|(.., separated)| *separated) {
        starts.retain(|(.., separated)| *separated);
    } else if !starts
        .windows(2)
        .all(|pair| scan.number(pair[0].0.start).map(|(_, n)| n + 1) == scan.number(pair[1].0.start).map(|(_, n)| n))
    {
        return Vec::new();
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(value, ..)| value.start).chain([scan.chars.len()]).collect();
    let labelled = |((value, label, _), end): ((Range<usize>, usize, bool), usize)| Labelled {
        value,
        label: label..label_end(scan, label, end),
    };
    starts.into_iter().zip(ends).map(labelled).collect()
}

/// A number with a label: `0-未知`, `0：未知`, `0表示未知`, `0未知`.
fn numbers(scan: &Scan<'_>, at: usize) -> Option<(usize, usize, bool)> {
    let digits = scan.chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
    if digits == 0 || digits > MAX_DIGITS {
        return None;
    }
    let end = at + digits;
    match scan.word(scan.spaces(end), LABELS) {
        Some(label) => begins_label(scan, scan.spaces(label)).map(|label| (end, label, true)),
        None if scan.meaning(end, UNITS).is_some() => None,
        None => {
            begins_label(scan, end).filter(|at| scan.at(*at).is_some_and(|c| !c.is_ascii())).map(|at| (end, at, false))
        }
    }
}

/// A word with a label: `add : 成员入群`, `add-成员入群`, `add表示成员入群`.
fn words(scan: &Scan<'_>, at: usize) -> Option<(usize, usize, bool)> {
    let end = scan.token(at).filter(|end| *end > at + 1)?;
    if scan.at(at).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let separators: Vec<&str> = LABELS.iter().copied().filter(|word| !matches!(*word, "为" | "指" | "=")).collect();
    let label = scan.spaces(scan.word(scan.spaces(end), &separators)?);
    begins_label(scan, label).filter(|at| scan.at(*at).is_some_and(|c| !c.is_ascii())).map(|label| (end, label, true))
}

fn begins_label(scan: &Scan<'_>, at: usize) -> Option<usize> {
    scan.at(at).filter(|c| c.is_alphabetic() || "\"'「“【(".contains(*c)).map(|_| at)
}

/// Where a label ends: at a full stop, at words that say something else, at the next value.
fn label_end(scan: &Scan<'_>, start: usize, next: usize) -> usize {
    let stops = |at: &usize| matches!(scan.at(*at), Some('。' | '\n')) || scan.word(*at, LABEL_ENDS).is_some();
    let mut end = (start..next).find(stops).unwrap_or(next);
    while end > start && scan.at(end - 1).is_some_and(|c| c.is_whitespace() || ",;、.".contains(c)) {
        end -= 1;
    }
    end
}

/// Values in brackets after their labels: `图片（image）、语音（voice）`.
fn in_brackets(scan: &Scan<'_>) -> Vec<Labelled> {
    let mut found: Vec<Labelled> = Vec::new();
    let mut after = None;
    for at in 0..scan.chars.len() {
        if scan.at(at) != Some('(') {
            continue;
        }
        let Some(end) = scan.token(at + 1).filter(|end| scan.at(*end) == Some(')')) else { continue };
        let letters = scan.chars[..at].iter().rev().take_while(|c| c.is_alphanumeric()).count();
        let follows = after.is_none_or(|after: usize| at - letters <= after + 2);
        if letters == 0 || letters > MAX_LABEL {
            continue;
        }
        if !follows {
            if found.len() > 1 {
                break;
            }
            found.clear();
        }
        let start = at - letters;
        let start = scan.word(start, LABEL_BEGINS).filter(|start| *start < at).unwrap_or(start);
        found.push(Labelled { value: at + 1..end, label: start..at });
        after = Some(end + 1);
    }
    let is_word = |one: &Labelled| scan.at(one.value.start).is_some_and(|c| c.is_ascii_alphabetic());
    if found.len() > 1 && found.iter().all(is_word) { found } else { Vec::new() }
}
