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
mod pages;
mod rules;
mod search;
mod usage;
mod values;
mod words;

use crate::{
    diagnostic::{Code, Diagnostic, FileSpan},
    lower::{Place, Places, Site},
    model::Model,
    syntax::{File, Syntax, path::SchemaPath},
};

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

/// The state of linting one model.
struct Linter<'a> {
    model: &'a Model,
    places: &'a Places<'a>,
    syntax: &'a Syntax,
    found: Vec<Diagnostic>,
}

impl<'a> Linter<'a> {
    /// Where a part of the model comes from; `None` if it is inherited from another part.
    fn site(&self, place: Place) -> Option<Site<'a>> {
        self.places.of(&place)
    }

    /// Whether all pages of a vendor can see the declarations of a file.
    fn is_shared(&self, file: &File) -> bool {
        self.syntax.vendors.values().any(|vendor| vendor.path == file.path)
    }

    fn warn(&mut self, code: Code, place: FileSpan<'_>, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::new(code, place.file, place.span, message).help(help));
    }

    fn report(&mut self, warning: Diagnostic) {
        self.found.push(warning);
    }
}

/// The span of a nested key of a site: of the key itself at the first level, of its value below. A key that does not
/// exist is replaced by the last one that does.
fn nested<'a>(site: Site<'a>, path: &[&str]) -> FileSpan<'a> {
    let mut node = site.node;
    let mut span = site.key.span;
    for (depth, name) in path.iter().enumerate() {
        let (Some(key), Some(value)) = (node.key(name), node.get(name)) else { break };
        span = if depth + 1 == path.len() && depth > 0 { value.span } else { key.span };
        node = value;
    }
    site.span(span)
}
