//! Notes about pages and drafts.

use std::path::Path;

use pages::page::Page;

use crate::terminal::eprint_line;

/// Prints what the reader does not understand, and what a draft leaves out.
pub(super) fn print(file: &Path, page: &Page, text: &str, of_draft: &[String]) {
    for note in &page.notes {
        let line = pages::text::line_of(text, note.at.start);
        eprint_line(&format!("{}:{line}: {}", file.display(), note.text));
    }
    for note in of_draft {
        eprint_line(&format!("{}: {note}", file.display()));
    }
}
