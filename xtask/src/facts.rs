//! `facts`: prints what doc pages state.

use std::path::Path;

use anyhow::Result;
use pages::summary::Summary;

use crate::{
    args::Facts,
    exit::Exit,
    page_files,
    terminal::{eprint_line, print},
};

pub(crate) fn run(args: &Facts) -> Result<Exit> {
    let files = page_files::list(&args.pages)?;
    let mut exit = Exit::Clean;
    let mut summaries: Vec<(String, Summary)> = Vec::new();
    let failed = page_files::each(&files, |file, text| {
        let page = pages::read(text);
        if report(file, text, &page) {
            exit = Exit::Findings;
        }
        if args.summary {
            summaries.push((file.display().to_string(), Summary::of(&page)));
            return Ok(());
        }
        let name = if files.len() > 1 { format!("# {}\n", file.display()) } else { String::new() };
        print(&format!("{name}{}", pages::facts_of(&page, text).to_yaml()))
    });
    if args.summary {
        print(&table(summaries))?;
    }
    if failed > 0 {
        eprint_line(&page_files::failed_line(failed, files.len()));
        return Ok(Exit::Failed);
    }
    Ok(exit)
}

/// Reports what was repaired, left out or not understood, and returns whether there is such a thing.
fn report(file: &Path, text: &str, page: &pages::page::Page) -> bool {
    let mut notes: Vec<String> = (page.notes.iter())
        .map(|note| format!("{}: {}", pages::text::line_of(text, note.at.start), note.text))
        .collect();
    if page.parts.is_empty() {
        notes.push("1: no endpoint and no event was found".to_owned());
    }
    notes.iter().for_each(|note| eprint_line(&format!("{}:{note}", file.display())));
    !notes.is_empty()
}

/// A table with a line for each page, and one for all.
fn table(summaries: Vec<(String, Summary)>) -> String {
    let mut sum = Summary::default();
    let mut lines = Vec::new();
    for (name, summary) in summaries {
        sum += summary;
        lines.push(cells(&summary, name));
    }
    lines.push(cells(&sum, format!("all {} pages", lines.len())));
    let titles = [
        "parts",
        "tables",
        "rows",
        "paths",
        "types",
        "flags",
        "examples",
        "repaired",
        "unreadable",
        "claims",
        "unclaimed",
        "notes",
    ];
    let mut made = titles.map(|title| format!("{title:>11}")).concat() + "  page\n";
    for line in lines {
        let (name, numbers) = line.split_last().map_or(("", &line[..]), |(name, numbers)| (name, numbers));
        numbers.iter().for_each(|number| made.push_str(&format!("{number:>11}")));
        made.push_str(&format!("  {name}\n"));
    }
    made
}

/// The cells of a line. Of words, how many are known of how many there are.
fn cells(of: &Summary, name: String) -> Vec<String> {
    let known = |(all, known): (usize, usize)| format!("{known}/{all}");
    let number = |number: usize| number.to_string();
    vec![
        number(of.parts),
        number(of.tables),
        number(of.rows),
        known((of.rows, of.paths)),
        known(of.types),
        known(of.flags),
        number(of.clean + of.repaired + of.unreadable),
        number(of.repaired),
        number(of.unreadable),
        number(of.claims),
        number(of.unclaimed),
        number(of.notes),
        name,
    ]
}
