//! From schema definitions to a model, and from the model to files.
//!
//! The phases, and what is true after each:
//!
//! 1. [`syntax`] reads the files. Every value has its position; every file has the form that the language's tables ask
//!    for; what does not is reported, all of it.
//! 2. `lower` resolves names and checks meaning. The [`model`] holds no fault: whoever reads it cannot fail.
//! 3. `lint` looks at a model without errors for what is careless.
//! 4. [`emit`] and [`interpret`] read the model. Neither changes it, and neither knows of the syntax.
//!
//! **Architecture invariant:** this crate does no IO, and reads no clock and no environment: texts in, texts out. The same
//! input gives the same bytes, whatever the order of the files.

pub mod diagnostic;
pub mod diff;
pub mod digest;
pub mod emit;
pub mod interpret;
pub mod ledger;
mod lint;
mod lower;
pub mod model;
mod naming;
mod pattern;
pub mod syntax;
pub mod threads;

use diagnostic::{Diagnostic, Severity, tidy};
use model::Model;

/// A file of the schemas: YAML, or the JSON of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path below the folder of the schemas, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What became of the schemas.
#[derive(Debug)]
pub struct Outcome {
    /// The model, if there is no error.
    pub model: Option<Model>,
    /// Every error and warning of every file, by file and position.
    pub diagnostics: Vec<Diagnostic>,
}

/// Schemas whose form was looked at, and nothing else.
#[derive(Debug)]
pub struct Parsed {
    syntax: syntax::Syntax,
    diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// The syntax errors, in no particular order.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Reads and checks schemas. Every fault of every file is reported at once.
#[must_use]
pub fn load(sources: &[Source]) -> Outcome {
    lower(parse(sources))
}

/// The first half of [`load`]: reads the files.
#[must_use]
pub fn parse(sources: &[Source]) -> Parsed {
    let mut diagnostics = Vec::new();
    let syntax = syntax::parse(sources, &mut diagnostics);
    Parsed { syntax, diagnostics }
}

/// The second half of [`load`]: checks what was read, and makes the model of it.
#[must_use]
pub fn lower(parsed: Parsed) -> Outcome {
    let Parsed { syntax, mut diagnostics } = parsed;
    let model = lower::lower(&syntax, &mut diagnostics);
    ledger::check(&syntax, &mut diagnostics);
    let sound = diagnostics.iter().all(|diagnostic| diagnostic.code.severity() == Severity::Warning);
    // Warnings come last, when there is no error at all.
    diagnostics.retain(|diagnostic| sound || diagnostic.code.severity() == Severity::Error);
    Outcome { model: sound.then_some(model), diagnostics: tidy(diagnostics) }
}

/// Where a place is that errata or `allow` name so, as line and column, 1-based; none if there is none such.
///
/// The file need not be without faults.
#[must_use]
pub fn locate(source: &Source, at: &str) -> Option<(usize, usize)> {
    locate_all(source, &[at]).pop().flatten()
}

/// Where several places of one file are, as [`locate`] tells it of one: the file is read once.
#[must_use]
pub fn locate_all(source: &Source, places: &[&str]) -> Vec<Option<(usize, usize)>> {
    let mut diagnostics = Vec::new();
    let syntax = syntax::parse(std::slice::from_ref(source), &mut diagnostics);
    let mut files = syntax.vendors.values().chain(syntax.pages.iter().map(|page| &page.file));
    let Some(file) = files.next() else { return vec![None; places.len()] };
    let find = |at: &&str| lower::errata::find(&file.root, at).ok().map(|(key, _)| key.span.start);
    places.iter().map(|at| find(at).and_then(|start| position(&file.text, start))).collect()
}

/// A byte of a text as line and column, 1-based.
fn position(text: &str, at: usize) -> Option<(usize, usize)> {
    let before = text.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    Some((before.matches('\n').count() + 1, line.chars().count() + 1))
}

/// The model as YAML.
#[must_use]
pub fn dump(model: &Model) -> String {
    syntax::yaml::write(model)
}
