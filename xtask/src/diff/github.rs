//! Writes the report as annotations of GitHub workflows.

use codegen::visible::visible;

use super::{
    effects::{self, Weight},
    report::{Item, Report, Which, stale_reason},
};

pub(crate) fn write(report: &Report) -> String {
    let mut lines = vec![format!("::notice title=diff::{}", data(&visible(&report.base_line())))];
    if let Some(partial) = &report.sides.partial {
        lines.push(format!("::warning title=diff::{}", data(&report.partial_note(partial))));
    }
    lines.extend(report.items().map(|item| annotation(report, item)));
    for entry in &report.stale {
        let place = format!("file={},line={},col={}", property(&report.ledger()), entry.line, entry.column);
        lines.push(format!("::error {place},title=accepted break::{}", data(&stale_reason(entry))));
    }
    lines.push(format!("::notice title=diff::{}", data(&report.summary())));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn annotation(report: &Report, item: &Item) -> String {
    let change = &item.change;
    let word = match (item.weight(), &item.accepted) {
        (Weight::Breaks, None) => "error",
        (Weight::Look, None) => "warning",
        _ => "notice",
    };
    // What was removed has no line in the new file.
    let file = property(&format!("{}{}", report.sides.new.prefix, change.file));
    let place = match (item.which, item.position) {
        (Which::New, Some((line, column))) => format!("file={file},line={line},col={column}"),
        _ => format!("file={file}"),
    };
    let values = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!("{} → {}", visible(old), visible(new)),
        (Some(value), None) => format!("was {}", visible(value)),
        (None, Some(value)) => format!("now {}", visible(value)),
        (None, None) => String::new(),
    };
    let mut lines =
        vec![format!("{}: {}", visible(&change.at), change.rule.meaning()), values, effects::line(change.effects())];
    if !change.endpoints.is_empty() {
        lines.push(format!("endpoints: {}", change.endpoints.join(", ")));
    }
    if let Some(accepted) = &item.accepted {
        lines.push(format!("accepted on {}: {}", accepted.date, visible(&accepted.reason)));
    }
    lines.retain(|line| !line.is_empty());
    format!("::{word} {place},title={}::{}", change.rule, data(&lines.join("\n")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
