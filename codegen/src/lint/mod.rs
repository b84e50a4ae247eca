//! Lints: schemas that are well-formed but wrong or careless.
//!
//! They look at the model when it has no error, and change nothing. One file a concern: `limits` and `rules` find what
//! nobody can satisfy and what says nothing, `usage` what nobody uses, `pages` what an endpoint lacks, `words` what people
//! confuse or cannot know, `exercise` what no example shows.
//!
//! A warning that is wrong at one place is allowed there, with the reason, under the schema's key `allow`.

mod exercise;
mod language;
mod limits;
mod pages;
mod path;
mod rules;
mod search;
mod usage;
mod words;

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    lower::{Place, Places, Site},
    model::Model,
    syntax::{File, Syntax},
};

/// Every warning about a model without errors.
pub(crate) fn lint(model: &Model, places: &Places<'_>, syntax: &Syntax) -> Vec<Diagnostic> {
    let mut linter = Linter { model, places, syntax, found: Vec::new() };
    linter.limits();
    linter.rules();
    linter.usage();
    linter.pages();
    linter.words();
    linter.exercise();
    for fault in &mut linter.found {
        tell_how_to_allow(syntax, fault);
    }
    linter.found
}

/// Where the help says that a warning may be allowed, it says how.
fn tell_how_to_allow(syntax: &Syntax, fault: &mut Diagnostic) {
    const ALLOW: &str = "allow this";
    let Some(file) = syntax.file(&fault.file) else { return };
    if let (Some(help), Some(at)) = (&mut fault.help, path::path(&file.root, fault.span))
        && help.ends_with(ALLOW)
    {
        help.truncate(help.len() - ALLOW.len());
        help.push_str(&format!("add to `allow:` the entry `- {{ lint: {}, at: {at}, because: … }}`", fault.code));
    }
}

/// The look at one model.
struct Linter<'a> {
    model: &'a Model,
    places: &'a Places<'a>,
    syntax: &'a Syntax,
    found: Vec<Diagnostic>,
}

impl<'a> Linter<'a> {
    /// Where a part of the model came from; none if it was inherited from elsewhere.
    fn site(&self, place: Place) -> Option<Site<'a>> {
        self.places.of(&place)
    }

    /// Whether all pages of a vendor see what a file declares.
    fn is_shared(&self, file: &File) -> bool {
        self.syntax.vendors.values().any(|vendor| vendor.path == file.path)
    }

    fn warn(&mut self, code: Code, file: &str, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::new(code, file, span, message).help(help));
    }
}

/// Where a key of a place stands; the place itself if it does not have the key.
fn span_of(site: Site<'_>, path: &[&str]) -> Span {
    let mut node = site.node;
    let mut span = site.key.span;
    for (depth, name) in path.iter().enumerate() {
        let (Some(key), Some(value)) = (node.key(name), node.get(name)) else { break };
        span = if depth + 1 == path.len() && depth > 0 { value.span } else { key.span };
        node = value;
    }
    span
}
