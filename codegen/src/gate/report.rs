//! Reports contradictions, those of one cause together.

use std::collections::{BTreeMap, BTreeSet};

use super::statement::{SchemaPlace, Statement};
use crate::{
    diagnostic::{Diagnostic, FileSpan, Span},
    syntax::{Syntax, path::SchemaPath},
};

/// The greatest number of subjects that a message names.
const NAMED: usize = 6;

/// The contradictions that no erratum speaks about.
pub(super) fn diagnostics(syntax: &Syntax, statements: &[Statement<'_>]) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<_, Vec<&Statement<'_>>> = BTreeMap::new();
    for statement in statements {
        let (Some(contradiction), Some(place)) = (&statement.contradiction, statement.places.first()) else { continue };
        let key = (contradiction.code, place.file.as_str(), contradiction.group.as_str());
        groups.entry(key).or_default().push(statement);
    }
    groups.into_values().filter_map(|group| diagnostic(syntax, &group)).collect()
}

fn diagnostic(syntax: &Syntax, group: &[&Statement<'_>]) -> Option<Diagnostic> {
    let first = group.first()?;
    let contradiction = first.contradiction.as_ref()?;
    let mut subjects: Vec<&str> = Vec::new();
    for statement in group {
        let subject = statement.contradiction.as_ref().map_or("", |contradiction| &contradiction.subject);
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let message = contradiction.message.replace("{}", &enumerated(&subjects));
    let places = first.places.iter().find_map(|place| Some((place, span_of(syntax, place)?)));
    let (place, span) = places.unwrap_or((&first.places[0], Span::default()));
    // Several values of one kind are one entry.
    let is_one = group.iter().all(|statement| statement.kind == first.kind && statement.path == first.path);
    let values: Vec<&str> = group.iter().map(|statement| statement.value.as_str()).collect();
    let quoted = first.quoted(if is_one { &values } else { &values[..1] });
    let each = if subjects.len() > 1 && !is_one { " for each" } else { "" };
    let help = format!(
        "{}; or record the decision{each}: `- {{ at: {}, fact: {quoted}, says: {{ … }}, decision: …, because: … }}`",
        contradiction.help, place.at
    );
    let mut fault = Diagnostic::new(contradiction.code, &place.file, span, message).help(help);
    for statement in &group[1..] {
        let other = statement.places.first().and_then(|place| Some((place, span_of(syntax, place)?)));
        let other = other.filter(|(other, at)| other.file != place.file || *at != span);
        fault = fault.also_in(other.map(|(place, span)| FileSpan::new(&place.file, span)), "and here");
    }
    for statement in group {
        let Some((_, line)) = statement.source else { continue };
        let place = statement.span().map(|(file, span)| FileSpan::new(file, span));
        fault = fault.also_in(place, format!("line {line} of the page"));
    }
    let mut seen = BTreeSet::new();
    fault.related.retain(|related| seen.insert(related.clone()));
    Some(fault)
}

/// The key of a place, or of the nearest place around it that exists.
fn span_of(syntax: &Syntax, place: &SchemaPlace) -> Option<Span> {
    let root = &syntax.file(&place.file)?.root;
    let mut path = Some(SchemaPath::parse(&place.at));
    while let Some(at) = path {
        if let Ok((key, _)) = at.find(root) {
            return Some(key.span);
        }
        path = at.parent();
    }
    None
}

/// Subjects as a list in words; of many only the first ones.
fn enumerated(subjects: &[&str]) -> String {
    match subjects {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] if subjects.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        many => format!("{} and {} more", many[..NAMED].join(", "), many.len() - NAMED),
    }
}
