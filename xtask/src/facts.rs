//! `facts`: prints what doc pages state.

use anyhow::Result;

use crate::{
    args::Facts,
    exit::Exit,
    page_files,
    terminal::{eprint_line, print},
};

pub(crate) fn run(args: &Facts) -> Result<Exit> {
    let files = page_files::list(&args.pages)?;
    let mut exit = Exit::Clean;
    let failed = page_files::each(&files, |file, text| {
        let facts = pages::facts(text);
        let mut notes: Vec<String> = (pages::read(text).notes.iter())
            .map(|note| format!("{}: {}", pages::text::line_of(text, note.at.start), note.text))
            .collect();
        if facts.parts.is_empty() {
            notes.push("1: no endpoint and no event was found".to_owned());
        }
        for note in &notes {
            eprint_line(&format!("{}:{note}", file.display()));
            exit = Exit::Findings;
        }
        let name = if files.len() > 1 { format!("# {}\n", file.display()) } else { String::new() };
        print(&format!("{name}{}", facts.to_yaml()))
    });
    if failed > 0 {
        eprint_line(&page_files::failed_line(failed, files.len()));
        return Ok(Exit::Failed);
    }
    Ok(exit)
}
