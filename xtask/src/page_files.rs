//! The doc pages that a command line names.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::terminal::{Progress, counted, eprint_line};

/// The endings of the names of pages.
const ENDINGS: &[&str] = &["htm", "html", "json", "md", "txt", "yaml", "yml"];

/// The files of the pages: each file that is named, and those in each folder that is named and below it, sorted.
///
/// # Errors
/// If a folder cannot be read or has no page.
pub(crate) fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        add_from(path, &mut found)?;
        if found.is_empty() {
            bail!("there is no page in {}: their names end with {}", path.display(), ENDINGS.join(", "));
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

fn add_from(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let context = || format!("cannot read the folder {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        // A symbolic link to a folder is not followed: it may lead back to where it is.
        if entry.file_type().with_context(context)?.is_dir() {
            add_from(&path, found)?;
            continue;
        }
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if path.is_file() && ENDINGS.contains(&ending.as_str()) {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads the pages one after the other and calls `read` with the name and the text of each. A page that cannot be read is
/// reported, and stops no other. On a terminal, progress is shown. Returns the number of pages that could not be read.
pub(crate) fn each(files: &[PathBuf], mut read: impl FnMut(&Path, &str) -> Result<()>) -> usize {
    let progress = if files.len() > 1 { Progress::begin("reading pages") } else { Progress::none() };
    let mut failed = 0;
    for (at, file) in files.iter().enumerate() {
        let name = file.file_name().unwrap_or_default();
        progress.say(|| format!("{} of {}, {}", at + 1, counted(files.len(), "page"), name.display()));
        let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()));
        if let Err(error) = text.and_then(|bytes| read(file, &String::from_utf8_lossy(&bytes))) {
            failed += 1;
            eprint_line(&format!("error: {error:#}"));
        }
    }
    failed
}

/// The last line of a command that could not read some of its pages.
pub(crate) fn failed_line(failed: usize, all: usize) -> String {
    format!("error: {} of {} could not be read", counted(failed, "page"), all)
}
