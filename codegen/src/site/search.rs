//! The search index: a script that assigns an array, because pages on disk cannot fetch anything else.

use serde_json::{Value, json};

use super::{
    fields::Searched,
    made::{Entry, Made},
    shell::INDEX,
};
use crate::emit::File;

/// The index of these pages. An entry has its kind, name, term, summary, address, other names, its fields (the id
/// and the term of each, in lines), and the title of its page.
pub(super) fn file(pages: &[Made<'_>]) -> File {
    let entries: Vec<String> =
        pages.iter().flat_map(|made| &made.entries).map(|entry| row(entry).to_string()).collect();
    File { path: INDEX.to_owned(), text: format!("window.SEARCH = [\n{}\n];\n", entries.join(",\n")) }
}

fn row(entry: &Entry) -> Value {
    let Entry { kind, name, title, also, summary, href, keys, fields } = entry;
    let fields: Vec<String> = fields.iter().map(|Searched { id, label }| format!("{id}\t{label}")).collect();
    json!([*kind as u8, name, title, summary, href, keys.join("\n"), fields.join("\n"), also])
}
