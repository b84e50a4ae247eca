//! Lines that are indented too little or too much.

use super::line::{Culprit, Line, is_key, part};

/// The line with the wrong indentation, if the parser gave up in line `at`.
pub(super) fn culprit(lines: &[Line<'_>], at: usize) -> Option<Culprit> {
    let (start, line) = *lines.get(at)?;
    let before = (0..at).rev().find(|before| is_written(lines[*before].1))?;
    let (start_before, line_before) = lines[before];
    let (own, other) = (indent(line), indent(line_before));
    let found = text_beside_its_key(&lines[..at]).or_else(|| dash(start, line));
    if let Some(found) = found.or_else(|| no_colon(start_before, line_before, own)) {
        return Some(found);
    }
    if !is_entry(line) {
        return None;
    }
    let report = |start: usize, wrong: usize, right: usize, which: &str| {
        let spaces = |count: usize| if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") };
        let message = format!("the line is indented by {}, and the one {which} it by {right}", spaces(wrong));
        let help = "indent all keys of a map equally, and deeper than the key before the map";
        Some(Culprit::new(part(start, wrong, 0), message, help))
    };
    if line_before.trim_start().starts_with("- ") && own == other {
        let message = "the line before begins with `- `, and this one does not";
        let help = "a block is either a list, each element of which begins with `- `, or a map from keys to values";
        return Some(Culprit::new(part(start, own, 0), message, help));
    }
    if own < other {
        let has_sibling =
            lines[..at].iter().rev().filter(|(_, line)| is_written(line)).any(|(_, line)| indent(line) == own);
        return if has_sibling { None } else { report(start, own, other, "before") };
    }
    // A key that has a value begins no block, so one of these two lines is wrong: the one unlike those around them.
    if own == other || !has_value(line_before) {
        return None;
    }
    let after = lines[at + 1..].iter().find(|(_, line)| is_entry(line)).map(|(_, line)| indent(line));
    match after == Some(own) {
        true => report(start_before, other, own, "after"),
        false => report(start, own, other, "before"),
    }
}

/// `-at: place`
fn dash(start: usize, line: &str) -> Option<Culprit> {
    let inner = line.trim_start().strip_prefix('-').filter(|inner| inner.starts_with(|c: char| c.is_alphanumeric()))?;
    let span = part(start, indent(line), 1);
    inner.contains(':').then(|| Culprit::new(span, "there is no space after `-`", "write `- `"))
}

/// `label 昵称` before a key of the same map.
fn no_colon(start: usize, line: &str, indentation: usize) -> Option<Culprit> {
    let is_plain = indent(line) == indentation && !line.contains(": ") && !line.trim_end().ends_with(':');
    let (word, _) = line.trim_start().split_once(' ')?;
    let at = indentation + word.len();
    (is_plain && is_key(word) && word != "-").then(|| {
        Culprit::new(part(start, at, 0), format!("there is no colon after `{word}`"), format!("write `{word}: `"))
    })
}

/// The lines after `doc: |` that are not indented deeper than it.
fn text_beside_its_key(lines: &[Line<'_>]) -> Option<Culprit> {
    let opener = lines.iter().rposition(|(_, line)| {
        line.split_once(": ").is_some_and(|(key, value)| is_key(key) && matches!(value.trim(), "|" | ">" | "|-" | ">-"))
    })?;
    let (start, line) = lines[opener + 1..].iter().find(|(_, line)| !line.trim().is_empty())?;
    let wrong = indent(line) <= indent(lines[opener].1) && !is_entry(line);
    let help = "indent every line of the text deeper than its key";
    wrong.then(|| Culprit::new(part(*start, indent(line), 0), "the text is not indented deeper than its key", help))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line has more than a comment.
fn is_written(line: &str) -> bool {
    !line.trim_start().is_empty() && !line.trim_start().starts_with('#')
}

/// Whether a line begins with a key.
fn is_entry(line: &str) -> bool {
    is_written(line) && line.split_once(':').is_some_and(|(key, _)| is_key(key))
}

/// Whether a line is a key with its value.
fn has_value(line: &str) -> bool {
    line.split_once(": ")
        .is_some_and(|(key, value)| is_key(key) && !matches!(value.trim(), "" | "|" | ">" | "|-" | ">-"))
}
