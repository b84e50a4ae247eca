//! Texts that need quotes, quotes within texts, and brackets that do not match.

use super::line::{Culprit, Line, is_key, part};
use crate::syntax::grammar::FIELD;

/// The mistake in a text, if the parser gave up at byte `at` in line `last`, saying `why`.
pub(super) fn culprit(lines: &[Line<'_>], last: usize, at: usize, why: &str) -> Option<Culprit> {
    let (start, line) = *lines.get(last)?;
    let column = at.checked_sub(start).filter(|column| line.is_char_boundary(*column))?;
    if why.contains("trailing content after") {
        return text_after_quotes(start, line, column)
            .or_else(|| quote_inside(start, line, column))
            .or_else(|| open_quote(lines, last));
    }
    if line[column..].starts_with(['"', '\'']) {
        return Some(Culprit::new(
            part(start, column, 1),
            "this quote is not closed",
            "close it at the end of the text",
        ));
    }
    if why.contains("flow") {
        return in_flow(start, line, column).or_else(|| open_bracket(lines, last));
    }
    if let Some(found) = special_beginning(start, line, column) {
        return Some(found);
    }
    if line[column..].starts_with(['}', ']']) {
        let message = format!("`{}` closes nothing", &line[column..=column]);
        return Some(Culprit::new(part(start, column, 1), message, "remove it; a text that contains it needs quotes"));
    }
    second_colon(start, line, column).or_else(|| bracket_first(start, line, column))
}

/// `doc: "First" of all`
fn text_after_quotes(start: usize, line: &str, column: usize) -> Option<Culprit> {
    let quote = line[..column]
        .chars()
        .next_back()
        .filter(|c| "\"'".contains(*c))
        .or_else(|| line[..column].trim_end().chars().next_back())?;
    let rest = line[column..].trim();
    if !"\"'".contains(quote) || rest.is_empty() || rest.contains(quote) {
        return None;
    }
    let message = format!("the text goes on after its closing `{quote}`");
    let other = if quote == '"' { '\'' } else { '"' };
    Some(Culprit::new(part(start, column, 0), message, format!("put the whole text in `{other}`")))
}

/// `doc: *all* of them`, `doc: - one`, `doc: | text`
fn special_beginning(start: usize, line: &str, column: usize) -> Option<Culprit> {
    let (key, _) = line[..column].rsplit_once(':')?;
    let sign = line[column..].chars().next().filter(|c| "*&!|>-?".contains(*c))?;
    if !is_key(key.rsplit([',', '{']).next().unwrap_or_default()) || !line[key.len() + 1..column].trim().is_empty() {
        return None;
    }
    let span = part(start, column, 1);
    if "|>".contains(sign) {
        let message = format!("nothing can follow `{sign}` on its line");
        return Some(Culprit::new(
            span,
            message,
            "write the text on the next line, indented deeper; or put it in quotes",
        ));
    }
    Some(Culprit::new(span, format!("an unquoted text cannot begin with `{sign}`"), "put the text in quotes"))
}

/// `doc: "the "first" one"`
fn quote_inside(start: usize, line: &str, column: usize) -> Option<Culprit> {
    let quote = line[..column].chars().next_back().filter(|c| "\"'".contains(*c))?;
    let from = line.find(&format!(": {quote}"))? + 2;
    let inside = column.checked_sub(1).filter(|inside| *inside > from)?;
    let (escaped, other) = if quote == '"' { ("\\\"", '\'') } else { ("''", '"') };
    let message = format!("the text ends at its second `{quote}`");
    let help = format!("write `{escaped}` for a quote within the text, or put the text in `{other}`");
    Some(Culprit::new(part(start, inside, 1), message, help))
}

/// A quote that opens a text in an earlier line and is not closed there.
fn open_quote(lines: &[Line<'_>], last: usize) -> Option<Culprit> {
    lines[..last].iter().rev().find_map(|(start, line)| {
        let (from, quote) =
            ['"', '\''].iter().find_map(|quote| Some((line.find(&format!(": {quote}"))? + 2, *quote)))?;
        let rest = line[from + 1..].replace("\\\"", "").replace("''", "");
        (!rest.contains(quote))
            .then(|| Culprit::new(part(*start, from, 1), "this quote is not closed", "close it at the end of the text"))
    })
}

/// A colon, or a bracket, in a text of a flow map.
fn in_flow(start: usize, line: &str, column: usize) -> Option<Culprit> {
    let sign = line[column..].chars().next()?;
    let before = &line[..column];
    let value = &before[before.rfind([',', '{']).map_or(0, |at| at + 1)..];
    let (key, text) = value.split_once(':')?;
    if !is_key(key) {
        return None;
    }
    let word = text.rsplit(' ').next().unwrap_or_default();
    let span = part(start, column, sign.len_utf8());
    if sign == ':' {
        let is_known = FIELD.keys.iter().any(|entry| entry.key == word) || matches!(word, "value" | "field" | "needs");
        return Some(match is_known {
            true => Culprit::new(span, format!("there is no comma before `{word}`"), format!("write `, {word}:`")),
            false => Culprit::new(span, "a text that contains `: ` needs quotes", "put the text in quotes"),
        });
    }
    if !"[]{}".contains(sign) {
        return None;
    }
    if key.trim() == "type" && line[column..].starts_with("[]") {
        let ty = text.trim();
        return Some(Culprit::new(span, format!("`{ty}[]` is not a type"), format!("write `[{ty}]` for a list")));
    }
    Some(Culprit::new(span, format!("a text that contains `{sign}` needs quotes"), "put the text in quotes"))
}

/// A bracket that opens a flow map or list in an earlier line and is not closed there.
fn open_bracket(lines: &[Line<'_>], last: usize) -> Option<Culprit> {
    lines[..last].iter().rev().find(|(_, line)| !line.trim().is_empty()).and_then(|(start, line)| {
        let (at, open) = line.char_indices().find(|(_, c)| "{[".contains(*c))?;
        let close = if open == '{' { '}' } else { ']' };
        (line.matches(open).count() > line.matches(close).count()).then(|| {
            let message = format!("`{open}` is not closed");
            Culprit::new(part(*start, at, 1), message, format!("write `{close}` at the end of the line"))
        })
    })
}

/// `doc: one: two`
fn second_colon(start: usize, line: &str, column: usize) -> Option<Culprit> {
    let (key, text) = line.split_once(": ")?;
    let is_second = line[column..].starts_with(':') && column > key.len() && is_key(key);
    let help = match text.contains(['"', '\\']) {
        true => "put the text in quotes".to_owned(),
        false => format!("write `{}: \"{}\"`", key.trim(), text.trim()),
    };
    is_second.then(|| Culprit::new(part(start, column, 1), "a text that contains `: ` needs quotes", help))
}

/// `label: [new] thing`
fn bracket_first(start: usize, line: &str, column: usize) -> Option<Culprit> {
    let (key, text) = line.split_once(": ")?;
    let first = text.trim_start().chars().next().filter(|c| "[{".contains(*c))?;
    let from = line.len() - text.trim_start().len();
    let message = format!("a text that begins with `{first}` needs quotes");
    (is_key(key) && column > from).then(|| Culprit::new(part(start, from, 1), message, "put the text in quotes"))
}
