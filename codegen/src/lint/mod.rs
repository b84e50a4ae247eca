//! Lints: what is probably wrong or careless in schemas without errors.
//!
//! Lints read the model and never change it. One file per concern: `limits`, `values`, `rules` and `groups` find what no
//! value can meet and what has no effect, `usage` what nothing uses, `pages` what an endpoint lacks, `words` what readers cannot
//! know, `alike` what they confuse, `duplicates` what is listed twice, `exercise` what no example shows.
//!
//! If a warning is wrong at one place, the schema allows it there under the key `allow`, with the reason.

mod alike;
mod duplicates;
mod exercise;
mod groups;
mod language;
mod limits;
mod linter;
mod pages;
mod rules;
mod search;
mod usage;
mod values;
mod words;

use crate::{
    diagnostic::Diagnostic,
    lower::Places,
    model::Model,
    syntax::{Syntax, path::SchemaPath},
};
use linter::Linter;

/// All warnings about a model without errors.
pub(crate) fn lint(model: &Model, places: &Places<'_>, syntax: &Syntax) -> Vec<Diagnostic> {
    let mut linter = Linter { model, places, syntax, found: Vec::new() };
    linter.limits();
    linter.values();
    linter.rules();
    linter.usage();
    linter.pages();
    linter.words();
    linter.alike();
    linter.duplicates();
    linter.exercise();
    let mut found = linter.found;
    found.iter_mut().for_each(|warning| complete_help(syntax, warning));
    found
}

/// If the help ends with "allow this", replaces that by the entry of `allow` to add.
fn complete_help(syntax: &Syntax, warning: &mut Diagnostic) {
    let Some(file) = syntax.file(&warning.file) else { return };
    let path = SchemaPath::of_span(&file.root, warning.span);
    let help = warning.help.as_deref().and_then(|help| help.strip_suffix("allow this"));
    if let (Some(help), Some(path)) = (help, path) {
        let code = warning.code;
        warning.help = Some(format!("{help}add to `allow:` the entry `- {{ lint: {code}, at: {path}, because: … }}`"));
    }
}
