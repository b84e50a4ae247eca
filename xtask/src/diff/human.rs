//! Writes the report for a terminal.

use codegen::visible::visible;

use super::{
    effects,
    report::{Item, Page, Report},
};

pub(crate) fn write(report: &Report) -> String {
    let mut text = format!("{}\n\n", visible(&report.base_line()));
    if let Some(partial) = &report.sides.partial {
        text.push_str(&format!("{}\n\n", report.partial_note(partial)));
    }
    for page in &report.pages {
        text.push_str(&format!("{}\n", heading(report, page)));
        page.items.iter().for_each(|item| write_item(&mut text, report, item));
    }
    for entry in &report.stale {
        text.push_str(&format!("{}\n\n", report.stale_line(entry)));
    }
    text.push_str(&format!("{}\n", report.summary()));
    text
}

fn heading(report: &Report, page: &Page) -> String {
    let file = format!("{}{}", report.sides.new.prefix, page.file);
    match (&page.title, &page.url) {
        (Some(title), Some(url)) => format!("== {file}  {}  {}\n", visible(title), visible(url)),
        _ => format!("== {file}\n"),
    }
}

fn write_item(text: &mut String, report: &Report, item: &Item) {
    let change = &item.change;
    let verdict = match (&item.accepted, item.breaks()) {
        (Some(_), true) => "accepted break",
        (None, true) => "breaks",
        (Some(_), false) => "accepted",
        (None, false) => "change",
    };
    text.push_str(&format!("{verdict}[{}]: {}\n", change.rule, visible(&change.at)));
    text.push_str(&format!("  --> {}\n", item.place(&report.sides)));
    text.push_str(&format!("  {}\n", change.rule.meaning()));
    let values = [("old", &change.old), ("new", &change.new)];
    for (word, value) in values.iter().filter_map(|(word, value)| value.as_ref().map(|value| (word, value))) {
        text.push_str(&format!("  {word:9} {}\n", visible(value)));
    }
    text.push_str(&format!("  effect    {}\n", effects::line(change.effects())));
    if !change.endpoints.is_empty() {
        text.push_str(&format!("  endpoints {}\n", change.endpoints.join(", ")));
    }
    if let Some(accepted) = &item.accepted {
        text.push_str(&format!("  accepted  {}: {}\n", accepted.date, visible(&accepted.reason)));
    }
    text.push('\n');
}
