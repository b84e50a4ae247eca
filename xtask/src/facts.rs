//! `facts`: prints what doc pages state.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    args::Facts,
    exit::Exit,
    terminal::{eprint_line, print},
};

/// The endings of the names of pages.
const ENDINGS: &[&str] = &["htm", "html", "md", "txt"];

pub(crate) fn run(args: &Facts) -> Result<Exit> {
    let mut files = Vec::new();
    for path in &args.pages {
        files.extend(pages_at(path)?);
    }
    let mut exit = Exit::Clean;
    for file in &files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let text = String::from_utf8_lossy(&bytes);
        let page = pages::read(&text);
        let mut notes: Vec<String> = page
            .notes
            .iter()
            .map(|note| format!("{}: {}", pages::text::line_of(&text, note.at.start), note.text))
            .collect();
        if page.parts.is_empty() {
            notes.push("1: no endpoint and no event was found".to_owned());
        }
        for note in &notes {
            eprint_line(&format!("{}:{note}", file.display()));
            exit = Exit::Findings;
        }
        let name = if files.len() > 1 { format!("# {}\n", file.display()) } else { String::new() };
        print(&format!("{name}{}", pages::facts(&text).to_yaml()))?;
    }
    Ok(exit)
}

/// A page, or the pages in a folder, sorted.
fn pages_at(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).with_context(|| format!("cannot read the folder {}", path.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let file = entry.with_context(|| format!("cannot read the folder {}", path.display()))?.path();
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        found.extend((file.is_file() && ENDINGS.contains(&ending.as_str())).then_some(file));
    }
    if found.is_empty() {
        bail!("there is no page in {}: their names end with {}", path.display(), ENDINGS.join(", "));
    }
    found.sort();
    Ok(found)
}
