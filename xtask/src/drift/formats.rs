//! The formats of the report.

use codegen::diff::Rule;
use serde_json::{Value, json};

use super::{place::Place, report::PageReport};

/// For a terminal. A page that did not move has no lines.
pub(crate) fn human(report: &PageReport, prefix: &str) -> String {
    let mut text = format!("== {}{}\n", report.file, named(report));
    text.push_str(&notes(report, prefix).iter().map(|note| format!("{note}\n")).collect::<String>());
    for finding in &report.findings {
        text.push_str(&format!("\n{}: {}\n", finding.verb(), finding.change.id));
        text.push_str(&format!("  --> {}:{}\n", report.file, finding.change.line));
        let values = finding.values();
        if !values.is_empty() {
            text.push_str(&format!("  page    {values}\n"));
        }
        for place in &finding.places {
            text.push_str(&format!("  schema  {}  {}\n", position(place, prefix), place.at));
        }
        if let Some(effect) = finding.effect() {
            text.push_str(&format!("  effect  {effect}\n"));
        }
    }
    if !report.faults.is_empty() {
        text.push_str(&format!("\n{}\n", faults_title(report)));
        text.push_str(&report.faults.iter().map(|fault| format!("{fault}\n")).collect::<String>());
    }
    text.push('\n');
    text
}

/// For a comment on a pull request.
pub(crate) fn markdown(report: &PageReport, prefix: &str) -> String {
    let mut text = format!("### `{}`{}\n\n", report.file, named(report));
    text.push_str(&notes(report, prefix).iter().map(|note| format!("{note}\n\n")).collect::<String>());
    if !report.findings.is_empty() {
        text.push_str("| line | | fact | page | schema | effect |\n|---:|---|---|---|---|---|\n");
    }
    for finding in &report.findings {
        let places: Vec<String> = finding.places.iter().map(|place| format!("`{}`", position(place, prefix))).collect();
        let cells = [
            finding.change.line.to_string(),
            finding.verb().to_owned(),
            format!("`{}`", finding.change.id),
            finding.values(),
            places.join("<br>"),
            finding.rule.map(|rule| format!("`{}`", rule.id())).unwrap_or_default(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    if !report.faults.is_empty() {
        text.push_str(&format!("\n{}\n\n```text\n{}\n```\n", faults_title(report), report.faults.join("\n")));
    }
    text.push('\n');
    text
}

/// One JSON object for a page.
pub(crate) fn json(report: &PageReport) -> Value {
    let findings: Vec<Value> = (report.findings.iter())
        .map(|finding| {
            let id = &finding.change.id;
            json!({
                "verb": finding.verb(),
                "id": id.to_string(),
                "part": id.part,
                "direction": id.direction.map(|direction| direction.as_str()),
                "path": id.path,
                "kind": id.kind,
                "renamed": finding.renamed,
                "details": finding.details,
                "old": finding.change.old,
                "new": finding.change.new,
                "line": finding.change.line,
                "rule": finding.rule.map(Rule::id),
                "places": finding.places.iter().map(|place| json!({
                    "file": place.file,
                    "at": place.at,
                    "line": place.position.map(|(line, _)| line),
                    "column": place.position.map(|(_, column)| column),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "page": report.file,
        "url": report.facts.url,
        "title": report.facts.title,
        "facts": report.committed,
        "moved": report.has_moved(),
        "reader": report.reader.map(|(old, new)| json!({ "old": old, "new": new })),
        "problem": report.problem,
        "changes": findings,
        "faults": report.faults,
    })
}

/// Annotations of GitHub workflows, at the places of the schemas.
pub(crate) fn github(report: &PageReport, prefix: &str) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut lines = Vec::new();
    for finding in &report.findings {
        let place = finding.places.first().map_or_else(String::new, |place| {
            let position =
                place.position.map(|(line, column)| format!(",line={line},col={column}")).unwrap_or_default();
            format!(" file={}{position}", property(&format!("{prefix}{}", place.file)))
        });
        let mut message = vec![format!("{}: {}", finding.verb(), finding.change.id), finding.values()];
        message.push(format!("{}:{}", report.file, finding.change.line));
        message.extend(finding.effect());
        message.retain(|line| !line.is_empty());
        lines.push(format!("::warning{place}::{}", data(&message.join("\n"))));
    }
    if let Some(problem) = &report.problem {
        lines.push(format!("::error::{}", data(&format!("{}: {problem}", report.file))));
    }
    lines.extend(report.faults.iter().map(|fault| format!("::error::{}", data(fault))));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn named(report: &PageReport) -> String {
    let title = [&report.facts.title, &report.facts.url].into_iter().flatten();
    title.map(|text| format!("  {}", text.replace(char::is_control, " "))).collect()
}

fn notes(report: &PageReport, prefix: &str) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(report.problem.clone());
    match &report.committed {
        Some(path) => notes.push(format!("compared with {prefix}{path}")),
        None if report.problem.is_none() => {
            notes.push("there are no committed facts of this page; it is compared with its schema".to_owned());
        }
        None => {}
    }
    if let Some((old, new)) = report.reader {
        notes
            .push(format!("the page is the same; revision {new} of the reader reads it otherwise than revision {old}"));
    }
    notes
}

fn faults_title(report: &PageReport) -> &'static str {
    match report.committed {
        Some(_) => "Once the page is accepted, `gen` will report:",
        None => "The page and its schema differ:",
    }
}

fn position(place: &Place, prefix: &str) -> String {
    let at = place.position.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    format!("{prefix}{}{at}", place.file)
}
