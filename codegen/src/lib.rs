//! The code generator as a library: from schema files to a model, and from the model to source files.
//!
//! The phases, and what holds after each:
//!
//! 1. [`syntax`] reads the files. Every value has its position, and everything that the tables of the language do not
//!    allow is reported.
//! 2. `lower` resolves names and checks meaning. It returns the [`model`] and the places that its parts come from.
//! 3. `gate` compares the schemas with what their pages state, `allow` reads which warnings the files allow, `examples` checks the examples against the model, and [`ledger`]
//!    reports names that must not be used again. If none of these phases found an error, the model is correct, and
//!    whatever reads it cannot fail.
//! 4. `lint` looks for carelessness in a model without errors; `allow` drops the warnings that are allowed.
//! 5. [`emit`], [`interpret`] and [`diff`] read the model. None of them changes it or knows the syntax.
//!
//! **Architecture invariant:** this crate does no IO and reads neither the clock nor the environment: text in, text out.
//! The same input produces the same bytes, whatever the order of the files.

mod allow;
pub mod diagnostic;
pub mod diff;
pub mod digest;
pub mod emit;
mod examples;
mod gate;
pub mod html;
pub mod interpret;
pub mod ledger;
mod lint;
mod lower;
pub mod members;
pub mod model;
pub mod naming;
mod pattern;
pub mod site;
mod source;
pub mod syntax;
pub mod threads;
pub mod vendors;
pub mod visible;
pub mod xml;

use diagnostic::{Diagnostic, sort_and_merge};
use lower::Lowered;
use model::{Model, Owner};
use syntax::{Syntax, path::SchemaPath};
use vendors::Part;

pub use gate::Lack;
pub use source::Source;

/// The result of reading schemas.
#[derive(Debug)]
pub struct Outcome {
    /// The model, if there is no error.
    pub model: Option<Model>,
    /// All errors or, if there are none, all warnings; sorted by file and position.
    pub diagnostics: Vec<Diagnostic>,
}

/// Schemas whose syntax has been checked.
#[derive(Debug)]
pub struct Parsed {
    syntax: Syntax,
    diagnostics: Vec<Diagnostic>,
}

/// One vendor's schemas whose syntax has been checked.
#[derive(Debug)]
pub struct ParsedPart<'p> {
    part: &'p Part<'p>,
    parsed: Parsed,
}

impl Parsed {
    /// The syntax errors, in no particular order.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Reads and checks schemas. The errors of all files are reported together.
#[must_use]
pub fn load(sources: &[Source]) -> Outcome {
    lower(parse(sources))
}

/// The first half of [`load`]: reads the files and checks their syntax.
#[must_use]
pub fn parse(sources: &[Source]) -> Parsed {
    let mut diagnostics = Vec::new();
    let syntax = syntax::parse(sources, &mut diagnostics);
    Parsed { syntax, diagnostics }
}

/// The second half of [`load`]: makes the model and checks it.
#[must_use]
pub fn lower(parsed: Parsed) -> Outcome {
    let Partial { model, diagnostics } = lower_partially(parsed);
    let is_correct = !diagnostics.iter().any(Diagnostic::is_error);
    Outcome { model: is_correct.then_some(model), diagnostics }
}

/// [`parse`] for one vendor. `None` if it can only be loaded together with the others.
#[must_use]
pub fn parse_part<'p>(part: &'p Part<'_>) -> Option<ParsedPart<'p>> {
    let mut diagnostics = Vec::new();
    let mut syntax = syntax::parse(part.files.iter().copied(), &mut diagnostics);
    if !part.is_as_found(&syntax) {
        return None;
    }
    // Errors in these files are reported when their vendor is loaded.
    syntax.bases = syntax::parse(part.bases.iter().copied(), &mut Vec::new()).into_shared();
    syntax.derived_elsewhere.clone_from(&part.derived_elsewhere);
    Some(ParsedPart { part, parsed: Parsed { syntax, diagnostics } })
}

/// [`lower`] for one vendor. The schemas have an error if one of their parts has one; then, [`load`] reports all errors. If
/// they have none, the models and the warnings of all parts together are those of the schemas.
#[must_use]
pub fn lower_part(ParsedPart { part, parsed }: ParsedPart<'_>) -> Outcome {
    let Outcome { mut model, mut diagnostics } = lower(parsed);
    diagnostics.retain(|found| part.reports(&found.file));
    if let Some(model) = &mut model {
        model.enums.retain(|name, _| part.has(name));
    }
    Outcome { model, diagnostics }
}

/// What can be read of schemas, some of which may have errors.
#[derive(Debug)]
pub struct Partial {
    /// The model without the parts that have errors. Of these, only what [`needed_by`](Self::needed_by) finds no error for is
    /// correct.
    pub model: Model,
    /// All errors or, if there are none, all warnings; sorted by file and position.
    pub diagnostics: Vec<Diagnostic>,
}

impl Partial {
    /// The errors that concern an endpoint or an event of the model. If there are none, the model is correct for it.
    #[must_use]
    pub fn needed_by(&self, owner: Owner<'_>) -> Vec<Diagnostic> {
        let files = self.model.files_of(owner);
        let is_complete = self.model.is_complete_for(owner);
        let errors = self.diagnostics.iter().filter(|found| found.is_error());
        errors.filter(|error| !is_complete || error.files().any(|file| files.contains(file))).cloned().collect()
    }
}

/// What concerns one endpoint or event of schemas that were loaded with [`load_partially`]: the errors that it needs to be without
/// or, if there are none, the warnings about its page. Other pages may have errors.
#[must_use]
pub fn concerning(sources: &[Source], partial: &Partial, owner: Owner<'_>) -> Vec<Diagnostic> {
    let errors = partial.needed_by(owner);
    if !errors.is_empty() {
        return errors;
    }
    let mut found = partial.diagnostics.clone();
    if found.iter().any(Diagnostic::is_error) {
        // Warnings were not looked for. The lints need a model without errors: that of the page.
        let mut faults = Vec::new();
        let syntax = syntax::parse(sources, &mut faults);
        let Lowered { model, places, .. } = lower::lower(&syntax);
        let allowed = allow::entries(&syntax, &mut faults);
        found = lint::lint(&model.of_page(owner.file()), &places, &syntax);
        allow::apply(&allowed, &mut found);
    }
    found.retain(|warning| warning.file == owner.file());
    sort_and_merge(found)
}

/// [`load`] for those who need a part of the model only, and do not care about errors elsewhere.
#[must_use]
pub fn load_partially(sources: &[Source]) -> Partial {
    lower_partially(parse(sources))
}

fn lower_partially(parsed: Parsed) -> Partial {
    let Parsed { syntax, mut diagnostics } = parsed;
    let Lowered { model, places, faults } = lower::lower(&syntax);
    diagnostics.extend(faults);
    let mut disallowed = Vec::new();
    let allowed = allow::entries(&syntax, &mut disallowed);
    let is_error = |found: &[Diagnostic]| found.iter().any(Diagnostic::is_error);
    let examples_then_lints = || {
        let mut found = examples::check(&syntax, &model, &[&diagnostics[..], &disallowed].concat());
        found.extend(ledger::check(&syntax));
        // If there is an error, lints are not needed: a warning may only follow from what it leaves out of the model.
        let is_correct = !is_error(&diagnostics) && !is_error(&disallowed) && !is_error(&found);
        (found, if is_correct { lint::lint(&model, &places, &syntax) } else { Vec::new() })
    };
    let ((found, warnings), contradictions) =
        threads::both(examples_then_lints, || gate::check(&syntax, &model, &diagnostics));
    diagnostics.extend([disallowed, found, contradictions].into_iter().flatten());
    if is_error(&diagnostics) {
        diagnostics.retain(Diagnostic::is_error);
        return Partial { model, diagnostics: sort_and_merge(diagnostics) };
    }
    diagnostics.extend(warnings);
    allow::apply(&allowed, &mut diagnostics);
    Partial { model, diagnostics: sort_and_merge(diagnostics) }
}

/// What pages state and schemas lack: what `gen` would report, without what errata speak about. Pages with errors are left out.
#[must_use]
pub fn lacks(sources: &[Source]) -> Vec<Lack> {
    let Parsed { syntax, mut diagnostics } = parse(sources);
    let Lowered { model, faults, .. } = lower::lower(&syntax);
    diagnostics.extend(faults);
    gate::lacks(&syntax, &model, &diagnostics)
}

/// Line and column of a schema path, if it exists; 1-based. The file may contain errors.
#[must_use]
pub fn locate(source: &Source, path: &str) -> Option<(usize, usize)> {
    locate_all(source, &[path]).pop().flatten()
}

/// [`locate`] for several paths of one file, which is read once.
#[must_use]
pub fn locate_all(source: &Source, paths: &[&str]) -> Vec<Option<(usize, usize)>> {
    let syntax = syntax::parse([source], &mut Vec::new());
    let mut files = syntax.files();
    let Some(file) = files.next() else { return vec![None; paths.len()] };
    let start = |path: &str| SchemaPath::parse(path).find(&file.root).ok().map(|(key, _)| key.span.start);
    paths.iter().map(|path| source::line_and_column(&file.text, start(path)?)).collect()
}

/// The model as YAML.
#[must_use]
pub fn dump(model: &Model) -> String {
    syntax::yaml::write(model)
}
