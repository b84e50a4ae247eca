//! The search index: a script that assigns an array, because pages on disk cannot fetch anything else.

use serde_json::{Value, json};

use super::{
    fields::Searched,
    made::{Entry, Made},
    shell::INDEX,
};
use crate::{emit::File, model::Model};

/// The index of these pages, and the names of vendors. An entry has its kind, name, term, summary, address, other names,
/// its fields (the id and the term of each, in lines), the title of its page, and its vendor.
pub(super) fn file(model: &Model, pages: &[Made<'_>]) -> File {
    let entries = pages.iter().flat_map(|made| made.entries.iter().map(|entry| row(made, entry).to_string()));
    let entries: Vec<String> = entries.collect();
    // A badge has no room for the Chinese name.
    let short = |title: &'_ str| title.split(' ').next().unwrap_or_default().to_owned();
    let vendors = model.vendors.iter().map(|(name, vendor)| (name.clone(), short(&vendor.title).into()));
    let vendors = Value::Object(vendors.collect());
    let text = format!("window.VENDORS = {vendors};\nwindow.SEARCH = [\n{}\n];\n", entries.join(",\n"));
    File { path: INDEX.to_owned(), text }
}

fn row(made: &Made<'_>, entry: &Entry) -> Value {
    let Entry { kind, name, title, also, summary, href, keys, fields } = entry;
    let fields: Vec<String> = fields.iter().map(|Searched { id, label }| format!("{id}\t{label}")).collect();
    let vendor = made.body.scope.split('.').next().unwrap_or_default();
    json!([*kind as u8, name, title, summary, href, keys.join("\n"), fields.join("\n"), also, vendor])
}
