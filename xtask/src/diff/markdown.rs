//! Writes the report as a comment on a pull request, and parts of it for the changelog.

use codegen::visible::{is_link, visible};

use super::{
    effects,
    report::{Item, Page, Report},
};

pub(crate) fn write(report: &Report) -> String {
    let (summary, base) = (plain(&report.summary()), plain(&report.base_line()));
    let mut text = format!("## What this change does\n\n{summary}; {base}.\n");
    if let Some(partial) = &report.sides.partial {
        text.push_str(&format!("\n> {}\n", plain(&report.partial_note(partial))));
    }
    for entry in &report.stale {
        text.push_str(&format!("\n> {}\n", plain(&report.stale_line(entry))));
    }
    for page in &report.pages {
        text.push_str(&format!("\n### {}\n\n", heading(page)));
        page.items.iter().for_each(|item| text.push_str(&write_item(report, item)));
    }
    text
}

fn heading(page: &Page) -> String {
    let file = code(&page.file);
    match (&page.title, page.url.as_deref().filter(|url| is_link(url))) {
        (Some(title), Some(url)) => format!("{file}: [{}](<{}>)", plain(title), visible(url).replace('>', "%3E")),
        _ => file,
    }
}

fn write_item(report: &Report, item: &Item) -> String {
    let change = &item.change;
    let verdict = if item.breaks() { "**breaks** " } else { "" };
    let mut text =
        format!("- {verdict}{} at {}: {}\n", code(change.rule.id()), code(&change.at), change.rule.meaning());
    text.push_str(&format!("  - {}; {}\n", values(item), effects::line(change.effects())));
    text.push_str(&format!("  - {}\n", code(&item.place(&report.sides))));
    if !change.endpoints.is_empty() {
        let endpoints: Vec<String> = change.endpoints.iter().map(|name| code(name)).collect();
        text.push_str(&format!("  - endpoints: {}\n", endpoints.join(", ")));
    }
    if let Some(accepted) = &item.accepted {
        text.push_str(&format!("  - accepted on {}: {}\n", accepted.date, plain(&accepted.reason)));
    }
    text
}

/// The old and new value: `old` → `new`.
pub(crate) fn values(item: &Item) -> String {
    match (&item.change.old, &item.change.new) {
        (Some(old), Some(new)) => format!("{} → {}", code(old), code(new)),
        (Some(old), None) => format!("was {}", code(old)),
        (None, Some(new)) => format!("now {}", code(new)),
        (None, None) => "no value".to_owned(),
    }
}

/// Escapes a text for Markdown.
pub(crate) fn plain(text: &str) -> String {
    let mut escaped = String::new();
    for c in visible(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '>' | '!' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text as inline code, even if it has backticks.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

#[cfg(test)]
mod tests {
    use super::{code, plain};

    #[test]
    fn texts_are_escaped() {
        assert_eq!(plain("<b>*a*_b_</b> [x](y)"), "&lt;b\\>\\*a\\*\\_b\\_&lt;/b\\> \\[x\\](y)");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
    }
}
